"""Statements of a change in a slot that is known: `atlas moved its port from 8080 to 9000`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.language import read
from dreaming.domain.telling import is_contrast, is_told_over, told_change
from dreaming.engine.learning.slots import Slot
from dreaming.engine.learning.statements import Gap, Statement, folded


@dataclass(frozen=True, slots=True)
class Change:
    """What a statement tells of a change: the slot of which holder, and its values, folded and as they are written."""

    statement: Statement
    slot: str
    holder: str
    old: str
    new: str
    was: str
    written: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a slot of one holder: how far it reaches, its values, those of all holders, the words of its forms."""

    slot: str
    scope: frozenset[str]
    own: frozenset[str]
    all: frozenset[str]
    stems: frozenset[str]


def find_changes(statements: Sequence[Statement], slots: Sequence[Slot]) -> list[Change]:
    """The statements that tell a change: they name a holder, and two values of which the words say that one is over."""
    by_holder: dict[str, list[_Known]] = defaultdict(list)
    for slot in slots:
        known = frozenset(value for values in slot.told.values() for value in values)
        for holder, values in slot.told.items():
            by_holder[holder].append(_Known(slot.name, slot.scope, frozenset(values), known, slot.stems))
    found = [_change(statement, by_holder) for statement in statements]
    return [each for each in found if each is not None]


def _change(statement: Statement, by_holder: Mapping[str, Sequence[_Known]]) -> Change | None:
    """What a statement tells of a change, if one slot of one holder fits it best."""
    spans = {statement.filling(gap): gap for gap in statement.gaps}
    named = spans.keys() & by_holder.keys()
    if not named:
        return None
    stated = told_change(statement.text)
    said = spans.keys() | ({folded(each) for each in stated} if stated else set[str]())
    most = max(len(by_holder[each]) for each in named)  # what most is told of is what it is about
    ranked: list[tuple[int, str, str, Change]] = []
    for holder in (each for each in named if len(by_holder[each]) == most):
        slots = by_holder[holder]
        for known in slots:
            if known.own.isdisjoint(said):
                continue
            told = _by_values(statement, spans, holder, known) or _by_words(statement, stated, holder, known)
            fits = 0 if told is None else _fits(told, known, slots)
            if told is not None and fits:
                ranked.append((fits, holder, known.slot, told))
    ranked.sort(key=lambda each: each[:3])
    is_clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[-1][0] > ranked[-2][0])
    return ranked[-1][3] if is_clear else None


def _fits(told: Change, known: _Known, slots: Sequence[_Known]) -> int:
    """How well a change fits a slot, 0 if it does not: the holder had both values, or one, and a word of its forms is said.

    A word that only another slot of the same holder has says that the change is of that one.
    """
    said = read(_without_values(told)).stems - read(told.holder).stems
    own, other = said & known.stems, any(said & each.stems for each in slots if each is not known)
    held = (told.old in known.own) + (told.new in known.own)
    if (other and not own) or not held or (held == 1 and not own):
        return 0
    return (
        4 * held
        + (told.old in known.all)
        + (told.new in known.all)
        + 2 * len(own)
        + (read(told.statement.text).scope == known.scope)
    )


def _without_values(told: Change) -> str:
    text = f" {' '.join(told.statement.texts)} "
    for value in (told.old, told.new):
        text = text.replace(f" {value} ", "  ")
    return text


def _by_values(statement: Statement, spans: Mapping[str, Gap], holder: str, known: _Known) -> Change | None:
    """Two values of the slot stand in the statement, and of one of them it says that it is over."""
    named = [value for value in spans.keys() & known.all if value != holder]
    named = [value for value in named if not any(f" {value} " in f" {other} " for other in named if other != value)]
    if len(named) != 2:
        return None
    places = {value: _place(statement, spans[value], known) for value in named}
    over = {value: is_told_over(statement.text, place) for value, place in places.items() if place is not None}
    if sorted(over.values()) != [False, True]:
        return None
    old, new = sorted(named, key=lambda value: not over[value])
    was, now = (statement.written(spans[value], statement.text) for value in (old, new))
    return Change(statement, known.slot, holder, old, new, was, now)


def _place(statement: Statement, gap: Gap, known: _Known) -> tuple[int, int] | None:
    """Where a value stands, with the words before it that stand before values of the slot: `net 30`."""
    first = gap.first
    while first > 0 and statement.texts[first - 1] in known.stems and not statement.is_parted(first):
        first -= 1
    return statement.place(Gap(first, gap.end)) or statement.place(gap)


def _by_words(statement: Statement, stated: tuple[str, str] | None, holder: str, known: _Known) -> Change | None:
    if stated is None:
        return None
    old, new = map(folded, stated)
    if old not in known.all and is_contrast(statement.text):
        return None  # what it is set against never was a value
    return None if holder in {old, new} else Change(statement, known.slot, holder, old, new, *stated)
