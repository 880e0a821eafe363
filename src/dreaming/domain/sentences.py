"""A message cut into sentences and list items, each with its exact place.

A sentence is quoted later and the quote is checked letter by letter, so nothing is normalised here: `text` is
`source[start:end]`. A hard-wrapped sentence runs over a line's end; every other line's end ends a sentence. List
markers, heading marks and the blanks around a sentence belong to none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item: `text` is the source from `start` to `end`."""

    start: int
    end: int
    text: str


_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARKER = re.compile(r"\s*(?:(?:[-*+•‣–—]|\d{1,3}[.)]|#{1,6}|\[[ xX]\])\s+)*")
_WRAP_COLUMN = 55  # a shorter line was ended on purpose
_GOES_ON = re.compile(r"[a-z(`]")
_ENDED = re.compile(r"[.!?…:;。！？][\"'”’)\]*_]*\s*$")
_BOUNDARY = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s)|[。！？]+")
_KEPT_WHOLE = re.compile(r"`[^`\n]{1,300}`|\([^()\n]{1,200}\)")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_ALWAYS_SHORT = frozenset("mr mrs ms dr prof st vs cf approx e.g i.e eg ie resp incl ca".split())
_SHORT_BEFORE_LOWER = frozenset("etc inc ltd jr sr al dept est min max a.m p.m u.s u.k".split())
_SHORT_BEFORE_DIGIT = frozenset(
    "no nr ext tel fig vol p pp ch sec art jan feb mar apr jun jul aug sep sept oct nov dec v ver".split()
)


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text` in order, without overlap. Never fails; takes time in proportion to the length."""
    return [found for start, end in _blocks(text) for found in _split(text, start, end)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that no sentence leaves: a line without its marker, with the lines that it is wrapped onto."""
    start, end, width = -1, -1, 0
    for line in _LINE.finditer(text):
        marker = _MARKER.match(text, line.start(), line.end())
        first = marker.end() if marker else line.start()
        if first == line.end():
            continue
        plain = marker is None or not marker.group().strip()
        if start >= 0 and plain and width >= _WRAP_COLUMN and _is_wrapped(text, end, line.start(), first):
            end, width = line.end(), line.end() - first
            continue
        if start >= 0:
            yield start, end
        start, end, width = first, line.end(), line.end() - first
    if start >= 0:
        yield start, end


def _is_wrapped(text: str, end: int, begin: int, first: int) -> bool:
    between = text[end:begin]
    if between not in {"\n", "\r\n"} or not _GOES_ON.match(text, first):
        return False
    return _ENDED.search(text, max(0, end - 8), end) is None


def _split(text: str, start: int, end: int) -> Iterator[Sentence]:
    whole = [match.span() for match in _KEPT_WHOLE.finditer(text, start, end)]
    at = 0
    for match in _BOUNDARY.finditer(text, start, end):
        while at < len(whole) and whole[at][1] <= match.start():
            at += 1
        if at < len(whole) and whole[at][0] < match.start():
            continue
        if _is_short_form(text, start, match):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, end)


def _is_short_form(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a list number."""
    if mark.group()[0] not in ".…":
        return False
    after = text[mark.end() : mark.end() + 12].lstrip()[:1]
    if mark.group().startswith(("..", "…")):
        return not after.isupper()
    found = _LAST_WORD.search(text, max(start, mark.start() - 12), mark.start())
    word = found.group().lower() if found else ""
    if word in _ALWAYS_SHORT or (word in _SHORT_BEFORE_LOWER and not after.isupper()):
        return True
    if word in _SHORT_BEFORE_DIGIT and after.isdigit():
        return True
    return _is_initial(text, mark, word, after)


def _is_initial(text: str, mark: re.Match[str], word: str, after: str) -> bool:
    """Whether it ends the letter of a name: `Ida B. Wells`, and not `It is of category B. The steel is …`."""
    if len(word) != 1 or word == "i" or not after.isupper() or not text[mark.start() - 1].isupper():
        return False
    return _BEGINS.match(text, mark.end()) is None


_BEGINS = re.compile(
    r"\s+(?:The|This|That|These|Those|It|Its|We|He|She|They|There|Our|My|His|Her|Their|And|But|So|If|In|On|At|For|A|An)\b"
)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    body = piece.strip()
    if any(character.isalnum() for character in body):
        yield Sentence(start + lead, start + lead + len(body), body)
