"""`dreaming status` and `dreaming cancel`."""

import click

from dreaming.cli.console import counted, say, say_json, say_table
from dreaming.cli.due import due_shape, say_due
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import dream_shape
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.times import render


@click.command(epilog=examples("dreaming status"))
@click.argument("dream_id", metavar="[ID]", required=False)
@click.option("--store", metavar="NAME_OR_ID", help="Only dreams over this store.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many at most.")
@json_option
def status(dream_id: str | None, store: str | None, limit: int, as_json: bool) -> None:
    """Show the dream ID, or the latest dreams and when the next is due."""
    with opened() as app:
        if dream_id is not None:
            _print_one(app.dreams.get(dream_id), as_json=as_json)
            return
        found = app.dreams.listing(store, limit=limit)
        standings = app.due.listing() if store is None else [app.due.get(store)]
        names = {each.store.id: each.store.name for each in app.stores.listing(archived=True)}
    if as_json:
        say_json({"dreams": [dream_shape(dream) for dream in found], "due": [due_shape(each) for each in standings]})
        return
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
        empty="There are no dreams yet. `dreaming start --wait` makes one.",
    )
    say_due(standings)


def _minute(dream: Dream) -> str:
    return render(dream.created_at)[:16].replace("T", " ")


def what_then(dream: Dream) -> str:
    """What became of a dream after it ended, or what it waits for."""
    if dream.promoted_at is not None:
        return "promoted"
    if dream.discarded_at is not None:
        return "discarded"
    if dream.status is DreamStatus.COMPLETED:
        return "waits for review"
    if dream.status is DreamStatus.RUNNING:
        return f"{dream.progress.stage} {dream.progress.done}/{dream.progress.total}"
    return dream.error.type if dream.error else ""


def _print_one(dream: Dream, *, as_json: bool) -> None:
    if as_json:
        say_json(dream_shape(dream))
        return
    say(f"{dream.id}  {dream.status}  {what_then(dream)}".rstrip())
    say(f"  input   {dream.memory_store_id} and {counted(len(dream.session_ids), 'session')}")
    if dream.output_store_id:
        say(f"  output  {dream.output_store_id}")
    say(f"  model   {dream.model}")
    say(f"  from    {render(dream.created_at)}")
    if dream.ended_at:
        say(f"  to      {render(dream.ended_at)}")
    if dream.error:
        say(f"  error   {dream.error.type}: {dream.error.message}")


@click.command(epilog=examples("dreaming cancel drm_…"))
@click.argument("dream_id", metavar="ID")
@json_option
def cancel(dream_id: str, as_json: bool) -> None:
    """Cancel the dream ID; one that runs ends at its next step."""
    with opened() as app:
        dream = app.dreams.cancel(dream_id)
    if as_json:
        say_json(dream_shape(dream))
    elif dream.status is DreamStatus.CANCELED:
        say(f"Dream {dream.id} is canceled.")
    else:
        say(f"Dream {dream.id} is asked to stop; it ends at its next step.")
