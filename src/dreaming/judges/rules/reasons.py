"""Why a line was replaced or merged, or a new one written: a sentence as a person would say it."""

import re
from collections.abc import Sequence

from dreaming.domain.claims import Claim, Observation, ObservationKind
from dreaming.domain.instructions import Prefer
from dreaming.domain.language import normalise
from dreaming.domain.notes import is_dated
from dreaming.domain.provenance import Origin
from dreaming.domain.slots import Replacement
from dreaming.domain.times import day
from dreaming.domain.wordings import is_stressed
from dreaming.judges.rules.classes import at_home

_SHORT = 40  # characters of a value that a sentence can name
_NAMED = 2  # values


def replaced(target: Claim | Observation, changes: Sequence[tuple[Claim, Replacement]], *, by_steps: bool) -> str:
    """Why `target` stands in the place of these claims; `by_steps` if other values held in between."""
    said = _said(target)
    ending = [(claim, change) for claim, change in changes if not change.renews]
    if not ending and not by_steps:
        return f"{said} the same, and no more what was before: that is in the history."
    if not by_steps and not any(change.new for _, change in ending):
        return f"{said} that this is over."
    old = _values([change.old for claim, change in ending if normalise(change.old) != normalise(claim.text)])
    new = "" if by_steps else _values([_as_said(ending[0][1].new, target.text)])
    if not old:
        return f"{said} what holds now."
    return f"{said} that it is {new}, no longer {old}." if new else f"{said} what holds now, no longer {old}."


def _as_said(value: str, text: str) -> str:
    """A value as the text writes it: `20 seconds` where `20seconds` is compared, `spaces` where it is a stem; else ""."""
    value = value.removesuffix(" now")
    parts = r"\s*".join(re.escape(part) for part in re.findall(r"[\d.,]+|[^\d\s]+", value))
    forms = (rf"(?<!\w){parts}(?!\w)", *([rf"(?<!\w){parts}[a-z]{{1,4}}(?!\w)"] if value.isalpha() else []))
    return next((found[0] for form in forms if value and (found := re.search(form, text, re.IGNORECASE))), "")


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
    return f"{told}, and stay{'' if is_same else 's'}: {_better(claim, head, prefer, is_same=is_same)}."


def _better(claim: Claim, head: Claim, prefer: Prefer, *, is_same: bool) -> str:
    """What speaks for `head`, by the first thing in which the two differ, in the order in which it was chosen."""
    first, said = head.provenance.first_said, head.provenance.asserted_at
    grounds = (
        (head.pinned and not claim.pinned, "pinned"),
        (head.provenance.trust > claim.provenance.trust, "trusted more"),
        (is_stressed(head.text) and not is_stressed(claim.text), "stressed there"),
        (is_same and at_home(head) > at_home(claim), "its subject is named there"),
        (is_same and is_dated(claim.path) and not is_dated(head.path), "no dated note"),
        (prefer is Prefer.OLDEST and first < claim.provenance.first_said, f"said first ({day(first)})"),
        (said > claim.provenance.asserted_at, f"said later ({day(said)})"),
    )
    return next((why for holds, why in grounds if holds), "one of the two is enough")


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
