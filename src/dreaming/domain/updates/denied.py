"""What a later clause says is done no more, in words of the earlier note: `My mother-in-law can't help on Saturdays any more`.

All that it names stands in the earlier note, though in other forms, so the report asks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.language import is_negated
from dreaming.domain.updates.loosely import akin
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import pieces

_F = re.IGNORECASE
_DENIAL = re.compile(
    r"\b(?:no longer|no more|any ?more|any longer|stopped|quit|gave up|given up|stops|done with|had to stop|can['’]t|cannot|"
    r"(?:do|does|is|are|am|have|has)(?:n['’]t| not)|for me|for good|want(?:s|ed)?)\b",
    _F,
)
_OVER = re.compile(
    r"\b(?:no longer|any ?more|any longer)\b|^(?:(?:i|we|she|he|they|my [\w-]+|(?-i:[A-Z])[\w-]+) )?(?:had to stop|have stopped|"
    r"has stopped|stopped|"
    r"quit|gave up|given up) (?=\w+ing\b)|^no more \w",
    _F,
)
_PASSING = re.compile(
    r"\b(?:if|unless|maybe|might|would|could|should|for now|today|tonight|this (?:week|time)|until|till|almost|nearly)\b",
    _F,
)
_LEAST, _MOST = 1, 4  # words that the later clause names


def denied(earlier: str, later: str) -> Update | None:
    """The later note says that what the earlier one tells is so no more."""
    if is_negated(earlier):
        return None
    for words in _over(later):
        for piece in pieces(earlier)[:1]:
            said = content(piece)
            if all(any(akin(word, other) for other in said) for word in words) and 2 * len(words) >= len(said):
                return Update(earlier.strip().rstrip("."), "", is_sure=False, of_life=True, is_part=True)
    return None


@lru_cache(maxsize=16_384)
def _over(text: str) -> tuple[frozenset[str], ...]:
    found = (
        content(_DENIAL.sub(" ", piece)) for piece in pieces(text) if _OVER.search(piece) and not _PASSING.search(piece)
    )
    return tuple(words for words in found if _LEAST <= len(words) <= _MOST)


def tells(text: str) -> bool:
    """Whether the statement says that something is done no more."""
    return bool(_over(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which what is done meets what says that it is done no more."""
    for piece in pieces(text)[:1]:
        yield from (f"denied/{word[:4]}" for word in content(piece))
    yield from (f"denied/{word[:4]}" for words in _over(text) for word in words)
