"""Which lines of a text stand in a later text too, in the same order.

Lines that stand once in both are the anchors; what is between them is matched the same way, and small rests exactly.
The time grows with the length of the texts and little more, whatever they repeat: this runs while others wait to
write.
"""

import difflib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_EXACT_LINES = 60  # of a rest that is matched in all ways
_DEPTH = 12

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Range:
    """Lines `first` up to `end` of the earlier text, and the same of the later one."""

    first: int
    end: int
    later_first: int
    later_end: int
    depth: int


def matching_lines(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pairs of indexes of equal lines; both grow from one pair to the next."""
    pairs: list[Pair] = []
    waiting = [_Range(0, len(before), 0, len(after), 0)]
    while waiting:
        found, rest = _trimmed(before, after, waiting.pop())
        pairs += found
        if rest.first == rest.end or rest.later_first == rest.later_end:
            continue
        anchors = _anchors(before, after, rest) if rest.depth < _DEPTH else []
        pairs += anchors or _matched(before, after, rest)
        if anchors:
            waiting += _between(rest, anchors)
    return sorted(pairs)


def _trimmed(before: Sequence[str], after: Sequence[str], lines: _Range) -> tuple[list[Pair], _Range]:
    """The equal lines at both ends, and what is between them."""
    first, end, later_first, later_end = lines.first, lines.end, lines.later_first, lines.later_end
    pairs: list[Pair] = []
    while first < end and later_first < later_end and before[first] == after[later_first]:
        pairs.append((first, later_first))
        first, later_first = first + 1, later_first + 1
    while first < end and later_first < later_end and before[end - 1] == after[later_end - 1]:
        end, later_end = end - 1, later_end - 1
        pairs.append((end, later_end))
    return pairs, _Range(first, end, later_first, later_end, lines.depth)


def _anchors(before: Sequence[str], after: Sequence[str], lines: _Range) -> list[Pair]:
    """Of the lines that stand once in both: the most that are in the same order."""
    once = Counter(before[lines.first : lines.end])
    later_once = Counter(after[lines.later_first : lines.later_end])
    place = {before[index]: index for index in range(lines.first, lines.end) if once[before[index]] == 1}
    later = range(lines.later_first, lines.later_end)
    pairs = [(place[after[index]], index) for index in later if later_once[after[index]] == 1 and after[index] in place]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs whose first numbers rise (patience sorting); the second ones rise already."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (number, _) in enumerate(pairs):
        pile = bisect_left(tops, number)
        previous.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [index]
    found: list[Pair] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = previous[index]
    return found[::-1]


def _between(lines: _Range, anchors: Sequence[Pair]) -> Iterator[_Range]:
    first, later_first = lines.first, lines.later_first
    for end, later_end in (*anchors, (lines.end, lines.later_end)):
        yield _Range(first, end, later_first, later_end, lines.depth + 1)
        first, later_first = end + 1, later_end + 1


def _matched(before: Sequence[str], after: Sequence[str], lines: _Range) -> list[Pair]:
    """Lines that all stand several times: small rests in the best way, large ones each with its next equal."""
    old, new = before[lines.first : lines.end], after[lines.later_first : lines.later_end]
    if max(len(old), len(new)) > _EXACT_LINES:
        found = _next_equal(old, new)
    else:
        blocks = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
        found = [(start + offset, later + offset) for start, later, size in blocks for offset in range(size)]
    return [(lines.first + index, lines.later_first + later) for index, later in found]


def _next_equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    places: dict[str, list[int]] = {}
    for index, line in enumerate(old):
        places.setdefault(line, []).append(index)
    pairs: list[Pair] = []
    last = -1
    for later, line in enumerate(new):
        known = places.get(line, [])
        position = bisect_right(known, last)
        if position < len(known):
            last = known[position]
            pairs.append((last, later))
    return pairs
