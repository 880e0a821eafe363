"""Two texts compared: the stretches of lines that differ, and in short lines the words.

Lines keep their line feeds, so that what is put in the place of the earlier stretches gives the later text byte for
byte. The work grows with the length of the texts and little more: only few short lines are compared word by word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dreaming.domain.matching import matching_lines

LINE_CHARACTERS = 600  # of a line whose words are compared
_LINES_TOGETHER = 10  # of a stretch, on each side, whose lines are all compared with each other
_ALIKE = 0.4  # the share of words that two wordings of one line have in common
_WORD = re.compile(r"\w+|\s|[^\w\s]")
_LINE_FEED = "⏎"


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of characters of one line with one mark."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is shown. One that was reworded has its number on both sides, and words of both."""

    before: int | None
    after: int | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of the earlier text, from number `first`, and what stands there in the later one, from `later_first`.

    Either may be empty: its number is then that of the line which follows. `is_reworded` says that the lines on
    both sides are, one by one, two wordings of the same line.
    """

    first: int
    before: tuple[str, ...]
    later_first: int
    after: tuple[str, ...]
    is_reworded: bool = False

    @property
    def is_line_feed(self) -> bool:
        """Whether only the line feed at the end of the text came or went."""
        return self.is_reworded and [_bare(line) for line in self.before] == [_bare(line) for line in self.after]


def split_lines(text: str) -> list[str]:
    """The lines with their line feeds, counted as `lines_of` counts them; joined they are the text."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def compare(before: str, after: str) -> list[Stretch]:
    """What differs, in order; every line that stands in one text alone is in exactly one stretch.

    A line that only lost or gained its line feed is a stretch by itself.
    """
    old, new = split_lines(before), split_lines(after)
    found: list[Stretch] = []
    at = later_at = 0
    pairs = matching_lines([_bare(line) for line in old], [_bare(line) for line in new])
    for index, later in (*pairs, (len(old), len(new))):
        if index > at or later > later_at:
            found.append(Stretch(at + 1, tuple(old[at:index]), later_at + 1, tuple(new[later_at:later])))
        if index < len(old) and old[index] != new[later]:
            found.append(Stretch(index + 1, (old[index],), later + 1, (new[later],), is_reworded=True))
        at, later_at = index + 1, later + 1
    return found


def apply(before: str, stretches: Iterable[Stretch]) -> str:
    """The later text, made of the earlier one; `stretches` are in order.

    Raises:
        ValueError: the earlier text is not the one that was compared.
    """
    lines = split_lines(before)
    made: list[str] = []
    at = 0
    for each in stretches:
        end = each.first - 1 + len(each.before)
        if tuple(lines[each.first - 1 : end]) != each.before:
            raise ValueError(each.first)
        made += [*lines[at : each.first - 1], *each.after]
        at = end
    return "".join([*made, *lines[at:]])


def parted(stretch: Stretch, owners: Sequence[str], later_owners: Sequence[str]) -> list[Stretch]:
    """The stretch in as many as have one owner each, in order.

    Args:
        stretch: what is parted.
        owners: of each earlier line, who is answerable for it, "" for whoever is above.
        later_owners: the same of each later line.
    """
    left, right = list(_runs(owners)), list(_runs(later_owners))
    found: list[Stretch] = []
    at = later_at = 0
    pairs = matching_lines([owner for owner, *_ in left], [owner for owner, *_ in right])
    for index, later in (*pairs, (len(left), len(right))):
        found += [_part(stretch, first, end, *_place(right, later_at)) for _, first, end in left[at:index]]
        here = _place(left, index)[0]
        found += [_part(stretch, here, here, first, end) for _, first, end in right[later_at:later]]
        if index < len(left):
            found.append(_part(stretch, *left[index][1:], *right[later][1:]))
        at, later_at = index + 1, later + 1
    return found


def reworded(stretch: Stretch) -> list[Stretch]:
    """The stretch in parts: each line that only changed its wording is one, what is between them others."""
    pairs = _alike(stretch)
    owners, later_owners = ["-"] * len(stretch.before), ["+"] * len(stretch.after)
    for number, (index, later) in enumerate(pairs):
        owners[index] = later_owners[later] = f"pair {number}"
    parts = parted(stretch, owners, later_owners)
    return [replace(part, is_reworded=bool(part.before and part.after)) for part in parts]


def rows(stretch: Stretch) -> list[Row]:
    """The lines as they are shown: what is gone, then what is new; two wordings of a line as one row."""
    shown: list[Row] = []
    for part in [stretch] if stretch.is_reworded else reworded(stretch):
        if part.is_reworded:
            pairs = zip(part.before, part.after, strict=True)
            shown += [
                Row(part.first + number, part.later_first + number, tuple(_compared(old, new)))
                for number, (old, new) in enumerate(pairs)
            ]
            continue
        shown += [Row(part.first + n, None, _whole(Mark.REMOVED, line)) for n, line in enumerate(part.before)]
        shown += [Row(None, part.later_first + n, _whole(Mark.ADDED, line)) for n, line in enumerate(part.after)]
    return shown


def _bare(line: str) -> str:
    return line.removesuffix("\n")


def _runs(owners: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Owner, first and end of each run of lines with one owner. Lines without one go with those above, or below."""
    known = [owner for owner in owners if owner]
    last = known[0] if known else ""
    first = 0
    for number, owner in enumerate(owners):
        if owner and owner != last:
            yield last, first, number
            last, first = owner, number
    if owners:
        yield last, first, len(owners)


def _place(runs: Sequence[tuple[str, int, int]], index: int) -> tuple[int, int]:
    """Where the run stands, as an empty range; behind the last one where there is none."""
    at = runs[index][1] if index < len(runs) else (runs[-1][2] if runs else 0)
    return at, at


def _part(stretch: Stretch, first: int, end: int, later_first: int, later_end: int) -> Stretch:
    return Stretch(
        first=stretch.first + first,
        before=stretch.before[first:end],
        later_first=stretch.later_first + later_first,
        after=stretch.after[later_first:later_end],
    )


def _alike(stretch: Stretch) -> list[tuple[int, int]]:
    """Pairs of lines that are two wordings of one, in order: of few lines the best ones, of many those abreast."""
    old, new = [_bag(line) for line in stretch.before], [_bag(line) for line in stretch.after]
    if max(len(old), len(new)) > _LINES_TOGETHER:
        return [(n, n) for n in range(min(len(old), len(new))) if _likeness(old[n], new[n]) >= _ALIKE]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(new) + 1)]
    for index, bag in enumerate(old):
        row = [best[index][0]]
        for later, other in enumerate(new):
            score = _likeness(bag, other)
            total, pairs = best[index][later]
            found = (total + score, (*pairs, (index, later))) if score >= _ALIKE else (0.0, ())
            row.append(max(row[-1], best[index][later + 1], found, key=lambda each: each[0]))
        best.append(row)
    return list(best[-1][-1][1])


def _bag(line: str) -> Counter[str] | None:
    """The words of a line, counted; None of one that is too long to be compared."""
    if len(line) > LINE_CHARACTERS:
        return None
    return Counter(word for word in _WORD.findall(line.casefold()) if not word.isspace())


def _likeness(old: Counter[str] | None, new: Counter[str] | None) -> float:
    if old is None or new is None:
        return 0.0
    size = old.total() + new.total()
    return 2 * (old & new).total() / size if size else 0.0


def _compared(old: str, new: str) -> Iterator[Words]:
    """The words of both lines, in reading order; a line feed is shown only where one side lacks it."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pairs = _without_lonely_spaces(matching_lines(before, after), before)
    at = later_at = 0
    kept: list[str] = []
    for index, later in (*pairs, (len(before), len(after))):
        if index > at or later > later_at:
            yield from _words(Mark.KEPT, kept)
            kept = []
            yield from _words(Mark.REMOVED, before[at:index])
            yield from _words(Mark.ADDED, after[later_at:later])
        kept += before[index : index + 1]
        at, later_at = index + 1, later + 1
    yield from _words(Mark.KEPT, kept[:-1] if kept[-1:] == ["\n"] else kept)


def _without_lonely_spaces(pairs: Sequence[tuple[int, int]], words: Sequence[str]) -> list[tuple[int, int]]:
    """Without the spaces that alone are equal between two changes: they would cut a phrase into crumbs."""
    there = set(pairs)
    return [
        (index, later)
        for index, later in pairs
        if words[index] != " " or (index - 1, later - 1) in there or (index + 1, later + 1) in there
    ]


def _words(mark: Mark, words: Sequence[str]) -> Iterator[Words]:
    if words:
        yield Words(mark, "".join(words).replace("\n", _LINE_FEED))


def _whole(mark: Mark, line: str) -> tuple[Words, ...]:
    return (Words(mark, _bare(line)),)
