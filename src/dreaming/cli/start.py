"""`dreaming start`: ask for a dream."""

from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.budgets import budget_options, taken_budget
from dreaming.cli.console import note, say, say_json
from dreaming.cli.due import start_due
from dreaming.cli.estimates import print_estimate
from dreaming.cli.options import chosen_store, examples, json_option, opened, store_option
from dreaming.cli.shapes import dream_shape
from dreaming.domain.hosting import HOST
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.service.dreams import Started


@click.command(
    epilog=examples(
        "dreaming start --wait",
        'dreaming start --store atlas --latest 10 --instructions "keep /rules.md"',
        "dreaming start --due",
    )
)
@store_option
@click.option("--latest", type=int, metavar="N", help="Read the newest N sessions, dreamt of or not.")
@click.option(
    "--all", "all_undreamt", is_flag=True, help="Read all sessions not dreamt of yet, oldest first, at most 100."
)
@click.option(
    "--session", "sessions", multiple=True, metavar="ID", help="Read this session; may be given up to 100 times."
)
@click.option("--no-sessions", is_flag=True, help="Read no session: tidy the store alone.")
@click.option(
    "--hold-out",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Keep the newest N of these sessions out of the dream: its exam asks what they show.",
)
@click.option(
    "--due",
    is_flag=True,
    help="Start a dream over each store that is due, as schedules do; with --store, over that one.",
)
@click.option(
    "--model",
    default="rules",
    show_default=True,
    metavar="NAME",
    help="Who judges: 'rules', 'host' for the agent of a client, or a model such as 'claude-opus-5'.",
)
@budget_options
@click.option("--instructions", metavar="TEXT", help="Steer the dream: 'keep /rules.md', 'ignore weather', …")
@click.option("--dry-run", is_flag=True, help="Say what the dream would read and cost, and start nothing.")
@click.option(
    "--count-tokens", is_flag=True, help="With --dry-run: send some of the prompts to the model's server to be counted."
)
@click.option("--wait", is_flag=True, help="Run the dream here and now, and wait for its end.")
@click.option("--quiet", is_flag=True, help="With --due: print nothing but errors.")
@json_option
def start(
    store: str | None,
    *,
    due: bool,
    hold_out: int,
    instructions: str | None,
    dry_run: bool,
    count_tokens: bool,
    wait: bool,
    quiet: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Start a dream over a store and past sessions. The store itself is not changed.

    By default it reads the newest sessions, at most 100, that the store has not dreamt of. Without --wait a worker in
    the background runs it; `dreaming status --follow` shows how it goes. With --due it looks at every store whose
    policy is not off: what is due is dreamt of, oldest sessions first, and for the rest it is said why not yet.
    Nothing is promoted.

    A model costs money where it is not your own: --dry-run says about how much, the --max options limit it. At a limit
    the rules answer what is left, and the report says what the model did not read.

    Exit code with --wait: 0 if the dream completed, else 1.
    """
    chosen["sessions"] = list(chosen["sessions"]) or None
    budget = taken_budget(chosen)
    ways = {name: value for name, value in chosen.items() if name != "model"}
    _check_options(due=due, quiet=quiet, hold_out=hold_out, dry_run=dry_run, count_tokens=count_tokens, **ways)
    with opened() as app:
        if due:
            how = {"model": chosen["model"], "instructions": instructions, "budget": budget}
            code = start_due(app, store=store, dry_run=dry_run, wait=wait, quiet=quiet, as_json=as_json, **how)
            click.get_current_context().exit(code)
        name = chosen_store(app, store)
        if dry_run:
            chosen |= {"instructions": instructions, "may_create": store is None, "hold_out": hold_out}
            ratio = _counted_ratio(app, name, **chosen) if count_tokens else None
            print_estimate(app.dreams.estimate(name, ratio=ratio, **chosen), as_json=as_json)
            return
        started = app.dreams.start(
            name, instructions=instructions, hold_out=hold_out, budget=budget, may_create=store is None, **chosen
        )
        _say_how_understood(started)
        if wait:
            _wait(app, started, as_json=as_json)
        else:
            _print_started(started, has_worker=app.ensure_worker(), as_json=as_json)


def _check_options(*, due: bool, quiet: bool, dry_run: bool, count_tokens: bool, **chosen: object) -> None:
    if due and any(chosen.values()):
        raise click.UsageError(
            "--due chooses the sessions itself: leave --latest, --all, --session, --no-sessions, --hold-out out."
        )
    if count_tokens and (due or not dry_run):
        raise click.UsageError("--count-tokens goes with --dry-run.")
    if quiet and not due:
        raise click.UsageError("--quiet goes with --due.")


def _counted_ratio(app: "App", store: str, *, model: str, **which: Any) -> float | None:
    if model == "rules":
        return None
    ratio = app.counted_ratio(model, app.dreams.prompts(store, model=model, **which))
    if ratio is None:
        note("The model's server does not count tokens; they are reckoned.")
    return ratio


def _say_how_understood(started: "Started") -> None:
    for sentence in started.not_understood:
        note(f"Not understood by the rules, and not followed: {sentence}")
    if started.dream.model == HOST:
        note("An agent judges it: its client offers dream_next and dream_answer where DREAMING_HOST=1 is set for it.")
    if started.left_over:
        note(f"{counted(started.left_over, 'more session')} not dreamt of yet; another dream will read them.")


def _print_started(started: "Started", *, has_worker: bool, as_json: bool) -> None:
    dream = started.dream
    if as_json:
        say_json(started_shape(started))
        return
    over = f"store {started.store.name} and {counted(len(dream.session_ids), 'session')}"
    over += f", {len(dream.held_out)} more held out," if dream.held_out else ""
    say(f"Dream {dream.id} over {over} is {dream.status}.")
    if has_worker:
        say(f"A worker runs it in the background: `dreaming status --follow {dream.id}`.")
    else:
        say("No worker can be started from here: `dreaming worker` or a running server runs it.")
    say(f"Then `dreaming report {dream.id}` shows what it found.")


def started_shape(started: "Started", dream: Dream | None = None) -> dict[str, Any]:
    """The dream, as it is now if given, and how its start was understood."""
    return dream_shape(dream or started.dream) | {
        "instructions_followed": list(started.followed),
        "instructions_not_understood": list(started.not_understood),
        "sessions_left_over": started.left_over,
    }


def _wait(app: "App", started: "Started", *, as_json: bool) -> None:
    from dreaming.cli.running import how_it_ended, run_dream

    try:
        dream = run_dream(app, started.dream.id)
    except KeyboardInterrupt:
        note(f"Dream {started.dream.id} is not lost: `dreaming worker` goes on with it, `dreaming cancel` ends it.")
        raise
    if as_json:
        say_json(started_shape(started, dream))
    else:
        say(f"{how_it_ended(dream)} Store {started.store.name} is as it was.")
        if dream.status is DreamStatus.COMPLETED:
            say(f"Next: `dreaming report {dream.id}`, then `dreaming promote {dream.id}` or `dreaming discard …`.")
    click.get_current_context().exit(0 if dream.status is DreamStatus.COMPLETED else 1)
