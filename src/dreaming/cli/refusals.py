"""`dreaming undo`, `refusals` and `allow`: what a person does not want of dreams."""

from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.domain.refusals import Refusal

_USER = "user"


@click.command(epilog=examples("dreaming undo chg_…"))
@click.argument("change_id", metavar="CHANGE")
@json_option
def undo(change_id: str, as_json: bool) -> None:
    """Take one promoted change back and keep everything that happened since.

    CHANGE is its id, from `dreaming report ID --section changes`. No later dream proposes it; see `dreaming refusals`.
    """
    from dreaming.cli.review_shapes import undone_shape

    with opened() as app:
        done = app.review.undo(change_id, by=_USER)
    if as_json:
        say_json(undone_shape(done))
        return
    amount = f"{counted(len(done.written), 'memory', 'memories')} written, {len(done.removed)} removed"
    say(f"Undid change {done.change_id} of dream {done.dream_id}: {amount}. It is not proposed again.")
    for change, why in done.also.items():
        note(f"Also undone: {change}: {why}.")


@click.command(epilog=examples("dreaming refusals", "dreaming refusals --store notes"))
@click.option("--store", metavar="NAME_OR_ID", help="Of this store.  [default: the project's]")
@json_option
def refusals(store: str | None, as_json: bool) -> None:
    """List what you said no to, so that no dream proposes it again.

    That is what was left out of a promotion, undone, refused with a discarded dream, or deleted from a memory by hand.
    It holds until you say the thing anew in a session, or `dreaming allow` lifts it.
    """
    from dreaming.cli.review_shapes import refusal_shape

    with opened() as app:
        found = app.review.refusals(store or app.default_store())
    if as_json:
        say_json([refusal_shape(each) for each in found])
        return
    for each in found:
        say(f"{each.id}  {each.at:%Y-%m-%d}  {each.ground:<9}  {_told(each)}")
    if not found:
        say("Nothing is refused.")


@click.command(epilog=examples("dreaming allow rfs_…"))
@click.argument("refusal_id", metavar="ID")
@json_option
def allow(refusal_id: str, as_json: bool) -> None:
    """Lift a refusal: dreams may propose it again. `dreaming refusals` has the ids."""
    from dreaming.cli.review_shapes import refusal_shape

    with opened() as app:
        lifted = app.review.allow(refusal_id)
    if as_json:
        say_json(refusal_shape(lifted))
        return
    say(f"Lifted {lifted.id}. Dreams may propose again: {_told(lifted)}")


def _told(refusal: "Refusal") -> str:
    before, after = f'"{refusal.before}"', f'"{refusal.after}"'
    told = {
        "line": f"write {after}",
        "value": f"replace {before} by {after}",
        "removal": f"let {before} go",
        "move": f"move {before}",
    }
    return told[refusal.kind]
