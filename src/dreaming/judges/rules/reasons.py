"""Why a line was replaced or merged, or a new one written: a sentence as a person would say it."""

from collections.abc import Sequence

from dreaming.domain.claims import Claim, Observation, ObservationKind
from dreaming.domain.instructions import Prefer
from dreaming.domain.language import normalise
from dreaming.domain.notes import is_dated
from dreaming.domain.provenance import Origin
from dreaming.domain.slots import Replacement
from dreaming.domain.times import day
from dreaming.judges.rules.classes import at_home

_SHORT = 40  # characters of a value that a sentence can name
_NAMED = 2  # values


def replaced(target: Claim | Observation, changes: Sequence[tuple[Claim, Replacement]], *, by_steps: bool) -> str:
    """Why `target` stands in the place of these claims; `by_steps` if other values held in between."""
    said = _said(target)
    change = changes[0][1]
    if change.renews and not by_steps:
        return f"{said} it again, and no more what was before: that is in the history."
    if not change.new and not by_steps:
        return f"{said} that this is over."
    old = _values([each.old for claim, each in changes if normalise(each.old) != normalise(claim.text)])
    if not old:
        return f"{said} what holds now."
    if by_steps or not _values([change.new]):
        return f"{said} what holds now, no longer {old}."
    return f"{said} that it is {change.new}, no longer {old}."


def _said(target: Claim | Observation) -> str:
    """Who said, and when: the beginning of a sentence."""
    on = day(target.provenance.asserted_at)
    if isinstance(target, Claim):
        return f"{target.path} says, as of {on},"
    if target.provenance.origin is Origin.REPORTED:
        return f"The user said on {on}, as an agent reports,"
    return f"The user said on {on}" if target.provenance.origin is Origin.USER else f"A session of {on} says"


def _values(values: Sequence[str]) -> str:
    """Short values in words; "" where one is too long to be named in passing."""
    distinct = list(dict.fromkeys(value.strip() for value in values))
    if not all(0 < len(value) <= _SHORT for value in distinct):
        return ""
    return " or ".join(distinct[:_NAMED])


def merged(claim: Claim, head: Claim, prefer: Prefer) -> str:
    """Why a line goes where another says the same: which one stays, and why that one."""
    is_same = normalise(claim.text) == normalise(head.text)
    told = f"The same words stand in {head.path}" if is_same else f"{head.path} says the same in other words"
    where = "further on" if head.first_line > claim.first_line else "above"
    told += f", {where}" if head.path == claim.path else ""
    return f"{told}. That line stays: {_better(claim, head, prefer, is_same=is_same)}."


def _better(claim: Claim, head: Claim, prefer: Prefer, *, is_same: bool) -> str:
    """What speaks for `head`, by the first thing in which the two differ, in the order in which it was chosen."""
    if head.pinned and not claim.pinned:
        return "it is pinned"
    if head.provenance.trust > claim.provenance.trust:
        return "who said it there is trusted more"
    if is_same and at_home(head) > at_home(claim):
        return "it stands where its subject is named"
    if is_same and is_dated(claim.path) and not is_dated(head.path):
        return "it stands in no dated note"
    if prefer is Prefer.OLDEST and head.provenance.first_said < claim.provenance.first_said:
        return f"it was said first ({day(head.provenance.first_said)}), and the oldest are preferred"
    if head.provenance.asserted_at > claim.provenance.asserted_at:
        return f"it was said later ({day(head.provenance.asserted_at)})"
    return "one of the two is enough"


def added(head: Observation, observations: Sequence[Observation]) -> str:
    """Why a line is new: who said it, or in how many sessions it was seen."""
    sessions = len({session for each in observations for session in each.sessions})
    seen = f" in {sessions} sessions" if sessions > 1 else ""
    if head.provenance.origin is Origin.USER and head.kind is ObservationKind.OPEN:
        return f"The user said so{seen}, and not yet that it is done."
    if head.provenance.origin is Origin.USER:
        said = "corrected it" if head.kind is ObservationKind.CORRECTION else "said so"
        return f"The user {said}{seen}."
    if head.provenance.origin is Origin.REPORTED:
        return f"An agent reports that the user said so{seen}."
    if head.kind is ObservationKind.OPEN:
        return "Work was left unfinished."
    return f"Seen{seen or ' in a session'}."
