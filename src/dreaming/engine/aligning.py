"""Which lines of a later text stand for which of an earlier one, equal or not: the ground of a three-way merge."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dreaming.domain.language import read
from dreaming.domain.matching import matching_lines
from dreaming.domain.provenance import Provenance

_ALIKE = 0.5  # of the words of the shorter line: one is an edit of the other
_MOST_PAIRS = 2_500  # of lines that are compared with each other; in longer stretches the order decides


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its provenance."""

    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines `first` up to `end` (from 0) of the earlier text that change together: a claim, or one line of structure."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """A later text by the units of the earlier one: what stands in each one's place, and what is new before each.

    `inserted` has one entry more than there are units, for what is new at the end.
    """

    kept: list[list[Line]] = field(default_factory=list[list[Line]])
    inserted: list[list[Line]] = field(default_factory=list[list[Line]])


def side_of(units: Sequence[Unit], before: Sequence[Line], after: Sequence[Line]) -> Side:
    """The later text, taken apart by the units of the earlier one, which cover it."""
    stands_for = {index: place for place, index in _pairs([b.text for b in before], [a.text for a in after])}
    unit_of = [number for number, unit in enumerate(units) for _ in range(unit.first, unit.end)]
    side = Side([[] for _ in units], [[] for _ in range(len(units) + 1)])
    last = -1
    for index, line in enumerate(after):
        if index in stands_for:
            last = stands_for[index]
            side.kept[unit_of[last]].append(line)
        elif last >= 0 and last + 1 < units[unit_of[last]].end:
            side.kept[unit_of[last]].append(line)  # inside a claim: the claim was changed
        else:
            side.inserted[unit_of[last] + 1 if last >= 0 else 0].append(line)
    return side


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Equal lines, and between them those of which one is most likely an edit of the other; both numbers rise."""
    equal = matching_lines(before, after)
    found = list(equal)
    first, later = 0, 0
    for end, later_end in (*equal, (len(before), len(after))):
        found += _edited(before, after, range(first, end), range(later, later_end))
        first, later = end + 1, later_end + 1
    return sorted(found)


def _edited(before: Sequence[str], after: Sequence[str], old: range, new: range) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    alike = [] if len(old) * len(new) > _MOST_PAIRS else _alike(before, after, old, new)
    found = list(alike)
    first, later = old.start, new.start
    for end, later_end in (*alike, (old.stop, new.stop)):
        # What is left over counts as changed in order: that two texts were exchanged must not look like two things.
        found += zip(_said(before, range(first, end)), _said(after, range(later, later_end)), strict=False)
        first, later = end + 1, later_end + 1
    return found


def _said(lines: Sequence[str], numbers: range) -> list[int]:
    return [number for number in numbers if lines[number].strip()]


def _alike(before: Sequence[str], after: Sequence[str], old: range, new: range) -> list[tuple[int, int]]:
    """Of the pairs of lines that share their words: each line with the first one that is free, in order."""
    found: list[tuple[int, int]] = []
    free = new.start
    for number in old:
        match = next((other for other in range(free, new.stop) if _share_words(before[number], after[other])), None)
        if match is not None:
            found.append((number, match))
            free = match + 1
    return found


def _share_words(one: str, other: str) -> bool:
    a, b = read(one).terms, read(other).terms
    return bool(a and b) and len(a & b) >= _ALIKE * min(len(a), len(b))
