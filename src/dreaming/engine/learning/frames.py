"""The wordings that a store uses, learnt from the store: which statements tell the same slot of the same thing.

Notes repeat their forms: `Port for atlas: 8080`, `ledger listens on port 9000`. A form is a statement with two gaps, one
for what it is about and one for what it says of it; it counts where two statements fill it differently. Two forms tell
the same slot where they were seen with the same fillings, and never with others at the same time (after Lin and Pantel,
"DIRT", 2001: wordings with the same arguments mean the same). A slot has one value at a time where a statement tells its
change, a word of the form names such a thing, or its values always followed one another and never came back.

Nothing here decides: it says what `Kinship` compares. Statements that no form fits are compared by their words.
"""

from collections.abc import Sequence

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.kinship import Frame
from dreaming.domain.telling import is_contrast, told_change
from dreaming.engine.learning.alone import Single, find_singles
from dreaming.engine.learning.changes import Change, find_changes
from dreaming.engine.learning.forms import find_forms
from dreaming.engine.learning.slots import Slot, find_slots, which_are_single
from dreaming.engine.learning.statements import statements


def learn(
    claims: Sequence[Claim], observations: Sequence[Observation], former: Sequence[Claim] = ()
) -> dict[str, Frame]:
    """The frame of each claim and observation whose form is known, by id; `former` are lines that stood there before."""
    said = statements([*claims, *observations, *former])
    forms = find_forms([each for each in said if told_change(each.text) is None or is_contrast(each.text)])
    changes = find_changes(said, find_slots(forms, ()))
    pairs = [((each.holder, each.old), (each.holder, each.new)) for each in changes]
    slots = find_slots(forms, pairs)
    fitting = {id(each.statement) for form in forms for each in form.sightings()}
    singles = find_singles([each for each in said if id(each) not in fitting and not told_change(each.text)], slots)
    return _frames(slots, singles, find_changes(said, slots))


def _frames(slots: Sequence[Slot], singles: Sequence[Single], changes: Sequence[Change]) -> dict[str, Frame]:
    """The frame of every item that a form or a slot fits, and of every statement of a change."""
    found: dict[str, Frame] = {}
    changing = {each.slot for each in changes}
    single = which_are_single(slots, changing)
    for slot in slots:
        for form in slot.forms:
            for (holder, value), sightings in form.seen.items():
                for each in sightings:
                    for item in each.statement.items:
                        written = each.statement.written(each.value, item.said)
                        found[item.id] = Frame(
                            holder=holder,
                            slot=slot.name,
                            value=value,
                            written=written,
                            single=single[slot.name],
                            own=form.hyphened,
                        )
    for each in singles:
        for item in each.statement.items:
            written = each.statement.written(each.gap, item.said)
            found[item.id] = Frame(
                holder=each.holder, slot=each.slot, value=each.value, written=written, single=single[each.slot]
            )
    for each in changes:
        for item in each.statement.items:
            found[item.id] = Frame(
                holder=each.holder,
                slot=each.slot,
                value=each.new,
                written=each.written,
                single=single[each.slot],
                old=each.old,
                was=each.was,
            )
    return found
