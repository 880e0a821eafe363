"""Dreams that are due: what `dreaming start --due` does, and how `status` shows when the next is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dreaming.cli.console import note, say, say_json, say_table
from dreaming.cli.shapes import dream_shape
from dreaming.domain.errors import Conflict
from dreaming.domain.model import Dream, DreamStatus, Priority
from dreaming.domain.times import day, render_optional

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.service.due import Standing

_PRIORITY = Priority.BACKGROUND  # what somebody asks for goes first
DUE_COLUMNS = ("store", "policy", "new sessions", "last dream", "next dream")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A store that was looked at: the dream that was started, or why none was."""

    standing: "Standing"
    dream: Dream | None
    why: str


def start_due(
    app: "App", *, store: str | None, dry_run: bool, wait: bool, quiet: bool, as_json: bool, **how: Any
) -> int:
    """Start a dream over each store that is due, and say for each store what was done and why.

    Args:
        app: the system.
        store: look at this store alone (name or id).
        dry_run: start nothing.
        wait: run here and now what waits; else a worker in the background does.
        quiet: say nothing.
        as_json: print one JSON value.
        how: instructions and model of the dreams.

    Returns:
        The exit code: 1 where a dream that was run or waited for did not complete, else 0.

    Raises:
        NotFound, AmbiguousName: of the store that is named.
    """
    standings = app.due.listing() if store is None else [app.due.get(store)]
    outcomes = [_looked_at(app, standing, dry_run=dry_run, how=how) for standing in standings]
    ended: list[Dream] = []
    if wait and not dry_run:
        ended = _work(app, outcomes)
    elif not dry_run and not app.ensure_worker():
        note("No worker can be started from here: `dreaming worker` or a running server runs what was started.")
    if not quiet:
        _print(outcomes, ended, as_json=as_json)
    return 0 if all(dream.status is DreamStatus.COMPLETED for dream in ended) else 1


def _looked_at(app: "App", standing: "Standing", *, dry_run: bool, how: dict[str, Any]) -> _Outcome:
    if dry_run or not standing.due.is_due:
        return _Outcome(standing, None, standing.due.why)
    try:
        started = app.dreams.start(standing.store.id, all_undreamt=True, if_due=True, priority=_PRIORITY, **how)
    except Conflict as error:  # since the look, another process started one, or the store was archived
        return _Outcome(standing, None, error.message)
    return _Outcome(standing, started.dream, standing.due.why)


def _work(app: "App", outcomes: Sequence[_Outcome]) -> list[Dream]:
    """Be the worker until nothing waits, neither what was started nor what an earlier run had to leave.

    Where there is a worker already, that one runs it all, and only the dreams that were started are waited for.
    """
    from dreaming.cli.running import run_dream
    from dreaming.cli.worker import work
    from dreaming.jobs.worker import Leaving, Shift

    ended: list[Dream] = []
    if work(app, app.worker(shift=Shift(idle=timedelta(0)), ended=ended.append)) is Leaving.SECOND:
        return [run_dream(app, outcome.dream.id) for outcome in outcomes if outcome.dream is not None]
    return ended


def _print(outcomes: Sequence[_Outcome], ended: Sequence[Dream], *, as_json: bool) -> None:
    now = {dream.id: dream for dream in ended}
    if as_json:
        say_json([_outcome_shape(outcome, now) for outcome in outcomes])
        return
    say_table(
        ("store", "new sessions", "dream", "why"),
        [
            (
                outcome.standing.store.name,
                str(outcome.standing.undreamt_sessions),
                _told(outcome.dream, now) if outcome.dream else "not started",
                outcome.why,
            )
            for outcome in outcomes
        ],
        empty="There are no stores yet, so no dream is due.",
    )


def _told(dream: Dream, now: dict[str, Dream]) -> str:
    return f"{dream.id} {now.get(dream.id, dream).status}"


def _outcome_shape(outcome: _Outcome, now: dict[str, Dream]) -> dict[str, Any]:
    dream = outcome.dream
    return due_shape(outcome.standing) | {
        "why": outcome.why,
        "dream": None if dream is None else dream_shape(now.get(dream.id, dream)),
    }


def due_shape(standing: "Standing") -> dict[str, Any]:
    """How a store stands towards its next dream, for `--json`."""
    last = standing.last_dream
    return {
        "store": standing.store.name,
        "memory_store_id": standing.store.id,
        "policy": str(standing.rule.policy),
        "undreamt_session_count": standing.undreamt_sessions,
        "last_dream": None
        if last is None
        else {"id": last.id, "status": str(last.status), "ended_at": render_optional(last.ended_at)},
        "is_due": standing.due.is_due,
        "due_at": render_optional(standing.due.due_at),
        "why": standing.due.why,
    }


def say_due(standings: Sequence["Standing"]) -> None:
    """A table of stores: what waits, the last dream, and the next or why not yet."""
    if standings:
        say()
        say_table(DUE_COLUMNS, [_row(each) for each in standings], empty="")


def _row(standing: "Standing") -> tuple[str, ...]:
    last = standing.last_dream
    return (
        standing.store.name,
        str(standing.rule.policy),
        str(standing.undreamt_sessions),
        f"{day(last.ended_at)} {last.status}" if last else "none yet",
        standing.due.why,
    )
