"""A memory's text in passages: what search finds and ranks.

A passage is about as much as one statement takes: a bullet with the lines that go on with it, a line of a table, a
`key: value` line, a short run of prose, a piece of a code block. An old and a new value in two statements so never
share a hit. Lines without a word are in no passage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dreaming.domain.provenance import lines_of
from dreaming.store.terms import terms

CODE_LINES = 30
PROSE_LINES = 30
MOST = 16_000  # of one text; the numbering has room for 2**14

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*\Z")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])\s+\S")
_KEY = re.compile(r"\s*[^\s:|][^:|]{0,60}:\s+\S")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ENDS = re.compile(r"[.!?。！？…][\"'”’)\]*_`]*\s*\Z")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines `first` to `last` (from 1) under `headings`."""

    first: int
    last: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A passage with its lines as they stand, its headings joined by ` > `, and the terms of both."""

    first: int
    last: int
    text: str
    heading: str
    body_terms: tuple[str, ...]
    heading_terms: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    """Where the reading stands: the open passage, and what is above it."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    headings: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    first: int | None = None
    last: int = 0
    is_list: bool = False
    lonely: tuple[int, tuple[str, ...]] | None = None  # a heading with nothing under it yet

    def above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings.values())

    def close(self) -> None:
        if self.first is not None:
            self.pieces.append(Piece(self.first, self.last, self.above()))
            self.lonely = None
        self.first = None
        self.is_list = False

    def open(self, number: int, *, is_list: bool = False) -> None:
        self.close()
        self.first = self.last = number
        self.is_list = is_list

    def heading(self, number: int, level: int, text: str) -> None:
        self.close()
        self.end_section()
        self.headings = {depth: known for depth, known in self.headings.items() if depth < level}
        self.lonely = (number, self.above())
        self.headings[level] = (number, text)

    def end_section(self) -> None:
        """A heading with nothing under it is a passage itself."""
        if self.lonely is not None:
            number, above = self.lonely
            self.pieces.append(Piece(number, number, above))
            self.lonely = None


def cuts(content: str) -> Iterator[Cut]:
    """The passages of a text in order, with what search reads of each, whatever the text's path."""
    lines = lines_of(content)
    for piece in pieces(content):
        text = "\n".join(lines[piece.first - 1 : piece.last])
        heading = " > ".join(piece.headings)
        yield Cut(
            first=piece.first,
            last=piece.last,
            text=text,
            heading=heading,
            body_terms=tuple(terms(text)),
            heading_terms=tuple(terms(heading)),
        )


def pieces(content: str) -> list[Piece]:
    """The passages of a text in order; one over the first line where it has none, so that its path can be found."""
    reader = _Reader()
    fence: str | None = None
    for number, line in enumerate(lines_of(content), 1):
        if fence is not None:
            _code(reader, number)
            fence = None if _closes(line, fence) else fence
            if fence is None:
                reader.close()
            continue
        opening = _FENCE.match(line)
        if opening is not None:
            fence = opening[1]
            reader.open(number)
        else:
            _line(reader, number, line)
    reader.close()
    reader.end_section()
    found = reader.pieces or [Piece(1, 1, ())]
    return found if len(found) <= MOST else list(_joined(found))


def _line(reader: _Reader, number: int, line: str) -> None:
    heading = _HEADING.match(line)
    if heading is not None:
        reader.heading(number, len(heading[1]), heading[2])
    elif _WORD.search(line) is None:
        reader.close()
    elif _starts(reader, line):
        reader.open(number, is_list=_BULLET.match(line) is not None)
        if line.lstrip().startswith("|"):
            reader.close()
    else:
        reader.last = number
    if reader.first is not None and not reader.is_list and _ENDS.search(line):
        reader.close()


def _starts(reader: _Reader, line: str) -> bool:
    """Whether a line with words begins a passage of its own."""
    if reader.first is None or reader.last - reader.first + 1 >= PROSE_LINES:
        return True
    if _BULLET.match(line) or line.lstrip().startswith("|"):
        return True
    return not reader.is_list and _KEY.match(line) is not None


def _code(reader: _Reader, number: int) -> None:
    if reader.first is None or reader.last - reader.first + 1 >= CODE_LINES:
        reader.open(number)
    else:
        reader.last = number


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return mark.startswith(fence) and set(mark) == {fence[0]}


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Fewer and larger ones, for a text of very many tiny lines."""
    step = -(-len(found) // MOST)
    for start in range(0, len(found), step):
        group = found[start : start + step]
        yield Piece(group[0].first, group[-1].last, group[0].headings)
