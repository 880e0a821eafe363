"""`dreaming status`, `cancel` and `archive`."""

from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import note, say, say_json, say_table
from dreaming.cli.due import due_shape, say_due
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import dream_shape, worker_shape
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.model import Dream, DreamStatus, Priority
from dreaming.domain.texts import counted
from dreaming.domain.times import render

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.store.workers import WorkerRow

_MOST_FOLLOWED = 100
_REASON_CHARACTERS = 60


@click.command(epilog=examples("dreaming status", "dreaming status --follow", "dreaming status drm_…"))
@click.argument("dream_id", metavar="[ID]", required=False)
@click.option("--follow", is_flag=True, help="Watch until the dream, or all that wait or run, has ended.")
@click.option("--store", metavar="NAME_OR_ID", help="Only dreams over this store.")
@click.option("--archived", is_flag=True, help="Archived dreams too.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many at most.")
@json_option
@click.pass_context
def status(ctx: click.Context, dream_id: str | None, *, follow: bool, as_json: bool, **which: Any) -> None:
    """Show the dream ID, or the latest dreams, when the next is due, and whether a worker is there.

    With --follow it watches the dreams that wait or run now, else the newest, and says how each ended: live at a
    terminal, in a pipe a line for each thing that a dream does, with --json one JSON value a line, which is a journal
    entry or, at its end, the dream. It sees to it that a worker runs them. To stop watching stops no dream.

    Exit code with --follow: 0 if every dream that was followed completed, else 1.
    """
    with opened() as app:
        if follow:
            ctx.exit(_follow(app, dream_id, which["store"], as_json=as_json))
        if dream_id is not None:
            _print_one(app.dreams.get(dream_id), app.present_worker(), as_json=as_json)
        else:
            _print_latest(app, as_json=as_json, **which)


def _print_latest(app: "App", *, store: str | None, archived: bool, limit: int, as_json: bool) -> None:
    found = app.dreams.listing(store, archived=archived, limit=limit)
    worker = app.present_worker()
    standings = app.due.listing() if store is None else [app.due.get(store)]
    if as_json:
        say_json(
            {
                "dreams": [dream_shape(dream) for dream in found],
                "due": [due_shape(each) for each in standings],
                "worker": worker_shape(worker),
            }
        )
        return
    names = {each.store.id: each.store.name for each in app.stores.listing(archived=True)}
    say_table(
        ("id", "status", "store", "sessions", "started", "then"),
        [
            (
                dream.id,
                str(dream.status),
                names.get(dream.memory_store_id, dream.memory_store_id),
                str(len(dream.session_ids)),
                _minute(dream),
                what_then(dream),
            )
            for dream in found
        ],
        empty="There are no dreams. `dreaming start --wait` makes one.",
    )
    if found:
        say(f"worker: {_of_the_worker(worker, is_needed=any(dream.status not in FINAL for dream in found))}")
    say_due(standings)


def _follow(app: "App", dream_id: str | None, store: str | None, *, as_json: bool) -> int:
    from dreaming.cli.following import follow
    from dreaming.cli.views import view_for

    chosen = [app.dreams.get(dream_id)] if dream_id is not None else _to_follow(app, store)
    if not chosen and not as_json:
        say("There are no dreams. `dreaming start` makes one.")
    try:
        with view_for(as_json=as_json, is_one=len(chosen) == 1) as view:
            ended = follow(app, [dream.id for dream in chosen], view)
    except KeyboardInterrupt:
        note("No longer watching. The dreams go on; `dreaming status` shows them, `dreaming cancel ID` ends one.")
        return 1
    return 0 if all(dream.status is DreamStatus.COMPLETED for dream in ended) else 1


def _to_follow(app: "App", store: str | None) -> list[Dream]:
    """The dreams that wait or run, the older first; where there are none, the newest."""
    # Those that wait first: one that is taken up in between is then seen twice, and not missed.
    waiting = app.dreams.listing(store, status=DreamStatus.PENDING, limit=_MOST_FOLLOWED)
    running = app.dreams.listing(store, status=DreamStatus.RUNNING, limit=_MOST_FOLLOWED)
    found = {dream.id: dream for dream in (*waiting, *running)}
    chosen = list(found.values()) or app.dreams.listing(store, limit=1)
    return sorted(chosen, key=lambda dream: (dream.created_at, dream.id))


def _minute(dream: Dream) -> str:
    return render(dream.created_at)[:16].replace("T", " ")


def what_then(dream: Dream) -> str:
    """How far a dream is, what became of it after it ended, or what it waits for; on one line."""
    match dream.status:
        case DreamStatus.RUNNING:
            return _at_work(dream)
        case DreamStatus.PENDING if dream.waits_for_host:
            return dream.of_its_host
        case DreamStatus.PENDING:
            return "waits, in the background" if dream.priority is Priority.BACKGROUND else "waits for a worker"
        case DreamStatus.COMPLETED:
            return _after_completion(dream)
        case _:
            return dream.error.type if dream.error else ""


def _at_work(dream: Dream) -> str:
    from dreaming.service.pace import progress_text

    attempt = f", attempt {dream.attempt}" if dream.attempt > 1 else ""
    asked = ", asked to stop" if dream.cancel_requested else ""
    return progress_text(dream.progress) + attempt + asked


def _after_completion(dream: Dream) -> str:
    if dream.promoted_at is not None:
        return "promoted"
    if dream.discarded_at is not None:
        return "discarded"
    if dream.unpromoted_because is None:
        return "waits for review"
    reason = dream.unpromoted_because
    return f"not promoted: {reason if len(reason) <= _REASON_CHARACTERS else reason[: _REASON_CHARACTERS - 1] + '…'}"


def _of_the_worker(worker: "WorkerRow | None", *, is_needed: bool) -> str:
    shape = worker_shape(worker)
    if shape is not None:
        return f"process {shape['process']}, since {shape['started_at'][:19].replace('T', ' ')}"
    return "none; `dreaming status --follow` or `dreaming worker` has what waits run" if is_needed else "none"


def _print_one(dream: Dream, worker: "WorkerRow | None", *, as_json: bool) -> None:
    if as_json:
        say_json(dream_shape(dream))
        return
    say(f"{dream.id}  {dream.status}  {what_then(dream)}".rstrip())
    for name, value in _facts(dream, worker):
        say(f"  {name:<9}{value}")


def _facts(dream: Dream, worker: "WorkerRow | None") -> list[tuple[str, str]]:
    """What there is to say of a dream beside its status, each with its name."""
    progress = dream.progress
    facts = {
        "input": f"{dream.memory_store_id} and {counted(len(dream.session_ids), 'session')}",
        "output": dream.output_store_id,
        "model": dream.model,
        "reads": progress.detail if dream.status is DreamStatus.RUNNING else None,
        "attempt": str(dream.attempt) if dream.attempt > 1 else None,
        "priority": "background" if dream.priority is Priority.BACKGROUND else None,
        "from": render(dream.created_at),
        "to": render(dream.ended_at) if dream.ended_at else None,
        "error": f"{dream.error.type}: {dream.error.message}" if dream.error else None,
        "stays": f"not promoted: {dream.unpromoted_because}" if dream.unpromoted_because else None,
        "archived": render(dream.archived_at) if dream.archived_at else None,
    }
    if dream.status not in FINAL:
        facts["worker"] = _of_the_worker(worker, is_needed=True)
    return [(name, value) for name, value in facts.items() if value]


@click.command(epilog=examples("dreaming cancel drm_…"))
@click.argument("dream_id", metavar="ID")
@json_option
def cancel(dream_id: str, as_json: bool) -> None:
    """Cancel the dream ID; one that runs ends at its next step.

    What it has found until then stays: `dreaming report ID` shows it.
    """
    with opened() as app:
        dream = app.dreams.cancel(dream_id)
    if as_json:
        say_json(dream_shape(dream))
    elif dream.status is DreamStatus.CANCELED:
        say(f"Dream {dream.id} is canceled.")
    else:
        say(f"Dream {dream.id} is asked to stop; it ends at its next step.")


@click.command(epilog=examples("dreaming archive drm_…"))
@click.argument("dream_id", metavar="ID")
@json_option
def archive(dream_id: str, as_json: bool) -> None:
    """Leave the dream ID, which has ended, out of lists. Its report stays.

    The unfinished output store of a dream that failed or was canceled is archived with it. `dreaming status
    --archived` lists archived dreams too.
    """
    with opened() as app:
        dream = app.dreams.archive(dream_id)
    if as_json:
        say_json(dream_shape(dream))
        return
    with_output = dream.status is not DreamStatus.COMPLETED and dream.output_store_id is not None
    say(f"Dream {dream.id} is archived{f', and its unfinished store {dream.output_store_id}' if with_output else ''}.")
