"""`dreaming promote`, `discard` and `restore`."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened, read_time
from dreaming.cli.shapes import dream_shape
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.service.review import Promotion

_USER = "user"


@click.command(epilog=examples("dreaming promote drm_… --fingerprint 3f9c…"))
@click.argument("dream_id", metavar="ID")
@click.option("--fingerprint", metavar="F", help="Of the report you read: refuse if anything else would be promoted.")
@click.option(
    "--on-conflict",
    type=click.Choice(["keep_current", "keep_dream"]),
    help="Whose text stands where the dream and somebody else changed the same memory.",
)
@click.option("--override", multiple=True, metavar="GATE", help="A gate that need not be passed; a refusal names it.")
@json_option
def promote(
    dream_id: str, *, fingerprint: str | None, on_conflict: str | None, override: tuple[str, ...], as_json: bool
) -> None:
    """Put a dream's result into its store.

    It happens in one step, and `dreaming restore` takes it back.
    """
    from dreaming.cli.review_shapes import promotion_shape
    from dreaming.service.review import OnConflict

    with opened() as app:
        done = app.review.promote(
            dream_id,
            by=_USER,
            fingerprint=fingerprint,
            on_conflict=None if on_conflict is None else OnConflict(on_conflict),
            override=frozenset(override),
        )
        name = app.stores.get(done.store_id).name
    if as_json:
        say_json({"store": name} | promotion_shape(done))
        return
    _print_promotion(done, name)


def _print_promotion(done: "Promotion", name: str) -> None:
    if not done.is_new:
        say(f"Dream {done.dream_id} was promoted before; nothing changed.")
        return
    say(f"Promoted dream {done.dream_id} into store {name}: {_amount(done.written, done.removed)}.")
    for path in done.kept_current:
        note(f"Kept as it was: {path}")
    for path in done.kept_dream:
        note(f"Replaced by the dream's: {path}")
    say(f"Take it back with `dreaming restore {done.store_id} --before {done.dream_id}`.")


def _amount(written: tuple[str, ...], removed: tuple[str, ...]) -> str:
    return f"{counted(len(written), 'memory', 'memories')} written, {len(removed)} removed"


@click.command(epilog=examples("dreaming discard drm_…"))
@click.argument("dream_id", metavar="ID")
@json_option
def discard(dream_id: str, as_json: bool) -> None:
    """Decide not to use a dream.

    Its output is archived, its report stays.
    """
    with opened() as app:
        dream = app.review.discard(dream_id)
    if as_json:
        say_json(dream_shape(dream))
    else:
        say(f"Discarded dream {dream.id}. The store is as it was.")


@click.command(
    epilog=examples("dreaming restore default --before drm_…", "dreaming restore default --at 2026-03-04T09:00:00Z")
)
@click.argument("store")
@click.option("--before", metavar="ID", help="As it was before this dream was promoted.")
@click.option("--at", callback=read_time, metavar="TIME", help="As it was at this time.")
@click.option("--version", metavar="ID", help="As it was when this memory version was written.")
@json_option
def restore(store: str, *, before: str | None, at: datetime | None, version: str | None, as_json: bool) -> None:
    """Put STORE (a name or an id) back as it was. What is there now stays in its history."""
    from dreaming.cli.review_shapes import restoration_shape

    with opened() as app:
        done = app.review.restore(store, by=_USER, before=before, at=at, version=version)
    if as_json:
        say_json(restoration_shape(done))
        return
    say(f"Restored store {done.store.name}: {_amount(done.written, done.removed)}.")
    if done.gaps:
        note(f"Text that was redacted does not come back: {', '.join(done.gaps)}.")
