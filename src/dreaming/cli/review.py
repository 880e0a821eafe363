"""`dreaming promote`, `discard` and `restore`."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened, read_time
from dreaming.cli.shapes import dream_shape
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.service.promotion import Promotion

Names = tuple[str, ...]
_USER = "user"


@click.command(epilog=examples("dreaming promote drm_… --fingerprint 3f9c…", "dreaming promote drm_… --except dropped"))
@click.argument("dream_id", metavar="ID")
@click.option("--only", multiple=True, metavar="CHANGE", help="Only these changes: an id, a path, or a kind.")
@click.option(
    "--except",
    "leave_out",
    multiple=True,
    metavar="CHANGE",
    help="All but these: an id, a path, or a kind. They count as refused: no later dream proposes them.",
)
@click.option("--fingerprint", metavar="F", help="Of the report you read: refuse if anything else would be promoted.")
@click.option(
    "--on-conflict",
    type=click.Choice(["keep_current", "keep_dream"]),
    help="Whose statement stands where the dream and somebody else changed the same one.",
)
@click.option("--override", multiple=True, metavar="GATE", help="A gate that need not be passed; a refusal names it.")
@json_option
def promote(dream_id: str, *, fingerprint: str | None, on_conflict: str | None, as_json: bool, **which: Names) -> None:
    """Put a dream's result, or some of its changes, into its store.

    It happens in one step, and `dreaming restore` takes it back. What --only leaves can be promoted later.
    """
    from dreaming.cli.review_shapes import promotion_shape
    from dreaming.service.promotion import OnConflict

    decided = None if on_conflict is None else OnConflict(on_conflict)
    with opened() as app:
        done = app.review.promote(
            dream_id,
            by=_USER,
            only=which["only"],
            leave_out=which["leave_out"],
            fingerprint=fingerprint,
            on_conflict=decided,
            override=frozenset(which["override"]),
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
    part = "" if done.inside == done.total else f" in part, {done.inside} of {counted(done.total, 'change')},"
    say(f"Promoted dream {done.dream_id}{part} into store {name}: {_amount(done.written, done.removed)}.")
    for change, why in done.also.items():
        note(f"Also {'takes' if change in done.changes else 'leaves out'} {change}: {why}.")
    for path in done.kept_current:
        note(f"The present statement stays: {path}")
    for path in done.kept_dream:
        note(f"The dream's statement stands: {path}")
    say(f"Take it back with `dreaming restore {done.store_id} --before {done.dream_id}`.")


def _amount(written: tuple[str, ...], removed: tuple[str, ...]) -> str:
    return f"{counted(len(written), 'memory', 'memories')} written, {len(removed)} removed"


@click.command(epilog=examples("dreaming discard drm_…"))
@click.argument("dream_id", metavar="ID")
@click.option("--refuse", is_flag=True, help="Also refuse each of its changes: no later dream proposes them.")
@json_option
def discard(dream_id: str, refuse: bool, as_json: bool) -> None:
    """Decide not to use a dream, or what of it was not promoted.

    Its output is archived, its report stays. Another dream may find the same, unless --refuse is given.
    """
    with opened() as app:
        dream = app.review.discard(dream_id, refused_by=_USER if refuse else None)
    if as_json:
        say_json(dream_shape(dream))
    else:
        refused = " Its changes are not proposed again; `dreaming refusals` lists them." if refuse else ""
        say(f"Discarded dream {dream.id}. The store stays as it is.{refused}")


@click.command(
    epilog=examples("dreaming restore default --before drm_…", "dreaming restore default --at 2026-03-04T09:00:00Z")
)
@click.argument("store")
@click.option("--before", metavar="ID", help="As it was before this dream, or this promotion (prm_…).")
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
