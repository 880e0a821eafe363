"""How often something comes out: `Publishes a new episode every Monday` and `Podcast every two weeks from June`.

What comes out is called by many names, so that the report only asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import COUNTING, content
from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import pieces

_F = re.IGNORECASE
_HOW_OFTEN = re.compile(
    rf"\b(?:every|each) (?:other |second |third |single |(?:\d|{COUNTING}) )?(?:{WEEKDAY}s?|days?|weeks?|months?|fortnight)\b|"
    r"\b(?:bi-?weekly|fortnightly|weekly|monthly|daily|quarterly)\b|"
    r"\b(?:once|twice|(?:two|three|four|\d) times) (?:a|per|each|every) (?:week|month|day|quarter)\b",
    _F,
)
_WORKS = tuple(
    content(words)
    for words in (
        "podcast episode show broadcast",
        "newsletter issue column blog article",
        "video vlog stream livestream episode",
        "comic strip",
    )
)
_NEW = re.compile(
    r"\b(?:now|from|as of|starting|only|instead|moved|moving|switched|switching|changed|changing|went|going|cut|down|up|slowed|"
    r"no longer)\b",
    _F,
)


def comes_out(earlier: str, later: str) -> Update | None:
    """The later note says that what the earlier one tells to come out regularly does so as often otherwise."""
    old = _regular(earlier)
    new = _regular(later) if old and _NEW.search(later) else None
    if old is None or new is None or old.often.casefold() == new.often.casefold() or not old.sorts & new.sorts:
        return None
    return Update(old.often, new.often, is_sure=False, of_life=True, is_part=True)


@dataclass(frozen=True, slots=True)
class _Regular:
    """How often something comes out, and of which sorts of works it may be."""

    often: str
    sorts: frozenset[int]


@lru_cache(maxsize=16_384)
def _regular(text: str) -> _Regular | None:
    """How often, where a clause says so of what comes out and of nothing else."""
    for piece in pieces(text):
        found = _HOW_OFTEN.findall(piece)
        sorts = frozenset(number for number, names in enumerate(_WORKS) if content(piece) & names)
        if len(found) == 1 and sorts:
            return _Regular(found[0], sorts)
    return None


def tells(text: str) -> bool:
    """Whether the statement tells how often something comes out, and that it is new."""
    return _NEW.search(text) is not None and _regular(text) is not None


def keys(text: str) -> Iterator[str]:
    """The key under which they meet."""
    if _regular(text) is not None:
        yield "cadence"
