"""Statements that no form fits, since nothing else is worded so, and that one slot of what they are about does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.language import read
from dreaming.domain.vocabulary import LINK_STEMS
from dreaming.engine.learning.slots import Slot
from dreaming.engine.learning.statements import Gap, Statement


@dataclass(frozen=True, slots=True)
class Single:
    """A statement alone of its wording, the slot that it tells of, of what, and where its value stands."""

    statement: Statement
    slot: str
    holder: str
    value: str
    gap: Gap


def find_singles(statements: Sequence[Statement], slots: Sequence[Slot]) -> list[Single]:
    """The statements that say with words of one slot, and no others, a value of that slot of a thing that is known.

    Nothing may be said beside: every other word is one that the wordings of the slot have too.
    """
    by_value: dict[str, list[Slot]] = defaultdict(list)
    known = {holder for slot in slots for holder in slot.told}
    for slot in slots:
        for value in slot.values:
            by_value[value].append(slot)
    found = ([*_fitting(each, by_value, known)] for each in statements)
    return [each[0] for each in found if len(each) == 1]


def _fitting(statement: Statement, by_value: Mapping[str, Sequence[Slot]], known: set[str]) -> Iterator[Single]:
    gaps = statement.gaps
    spans = {statement.filling(gap): gap for gap in gaps}
    for value in _widest(spans.keys() & by_value.keys(), spans):
        for holder in _widest((spans.keys() & known) - {value}, spans):
            a, b = spans[holder], spans[value]
            if a.end <= b.first or b.end <= a.first:
                rest = [text for at, text in enumerate(statement.texts) if at not in a and at not in b]
                for slot in by_value[value]:
                    if _is_told(slot, " ".join(rest)):
                        yield Single(statement, slot.name, holder, value, b)


def _widest(names: set[str], spans: Mapping[str, Gap]) -> list[str]:
    """The names that stand within no other."""
    return sorted(
        name
        for name in names
        if not any(
            other != name and spans[name].first in spans[other] and spans[name].end - 1 in spans[other]
            for other in names
        )
    )


def _is_told(slot: Slot, rest: str) -> bool:
    """Whether these words tell of the slot and of nothing else."""
    reading, like = read("x " + rest), slot.forms[0].reading
    if (reading.negated, reading.scope, reading.shifts) != (like.negated, like.scope, like.shifts):
        return False
    said = (reading.terms - {"x"}) - LINK_STEMS
    return bool(said) and said <= slot.terms
