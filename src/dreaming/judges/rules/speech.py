"""A user's own sentences in a session: typed, neither pasted nor abandoned."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dreaming.domain.claims import Quote
from dreaming.domain.language import read
from dreaming.domain.model import Event, EventType
from dreaming.domain.pasted import pasted_ranges
from dreaming.domain.provenance import Origin
from dreaming.domain.sentences import Sentence, sentences

_OWN = frozenset({Origin.USER, Origin.REPORTED})
_LONGEST_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of one event."""

    event: Event
    sentence: Sentence


def is_own(event: Event) -> bool:
    """Whether the event holds a user's words, typed or reported."""
    return event.type is EventType.USER_MESSAGE and event.origin in _OWN and not event.abandoned


def own_sentences(event: Event) -> list[Said]:
    """The sentences of a user's event that touch nothing pasted."""
    pasted = sorted(pasted_ranges(event.text))
    starts = [start for start, _ in pasted]
    return [Said(event, sentence) for sentence in sentences(event.text) if not _touches(sentence, pasted, starts)]


def _touches(sentence: Sentence, pasted: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    place = bisect_right(starts, sentence.end - 1)
    return place > 0 and pasted[place - 1][1] > sentence.start


_MARKER = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)]|\[ \]|[-*+] \[ \])\s+")


def is_item(said: Said) -> bool:
    """Whether the sentence is the beginning of a list item."""
    text, start = said.event.text, said.sentence.start
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return _MARKER.fullmatch(text[line:start]) is not None


def one_line(text: str) -> str:
    """A statement that was wrapped, on one line; any other as it is."""
    return " ".join(part.strip() for part in text.splitlines()).strip()


def quotes_of(event: Event, start: int, end: int, statement: str) -> tuple[Quote, ...]:
    """Quotes that hold the statement: the whole sentence from `start` to `end`, one quote a line.

    Where what stands before the statement denies ("no, use tabs") the statement alone is quoted, because it is
    affirmed.
    """
    whole = event.text[start:end]
    if whole != statement and read(whole).negated and not read(one_line(statement)).negated:
        whole = statement
    return tuple(Quote(event_id=event.id, text=line) for line in _lines(whole))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        short = line.strip()[:_LONGEST_QUOTE].strip()
        if short:
            yield short
