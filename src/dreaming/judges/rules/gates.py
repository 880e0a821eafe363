"""Patterns that are looked for only where a word stands that they cannot do without.

Most sentences hold none of the words of most patterns, and to see that costs a fraction of what trying the pattern does.
A gate changes no answer: a test draws texts from each pattern and shows that its gate lets them through.
"""

import re
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]+")
REMEMBERED = 8_192  # sentences: several readers ask the same of each, one after the other


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case; what an apostrophe or a hyphen parts are two."""
    return frozenset(_LETTERS.findall(text.lower()))


def first_word(text: str, place: int = 0) -> str:
    """The word at a place in lower case; "" where none begins there."""
    found = _LETTERS.match(text, place)
    return found[0].lower() if found else ""


class Gated:
    """A pattern with its gate.

    Args:
        pattern: what is looked for.
        holds: words of which a text must hold one; "" if that is not asked.
        begins: words of which a match must begin with one; "" if that is not asked. For `match` alone.
    """

    __slots__ = ("_begins", "_holds", "pattern")

    def __init__(self, pattern: re.Pattern[str], *, holds: str = "", begins: str = "") -> None:
        self.pattern = pattern
        self._holds = frozenset(holds.split())
        self._begins = frozenset(begins.split())

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """As of the pattern."""
        if self._begins and first_word(text, place) not in self._begins:
            return None
        return self.pattern.match(text, place) if self._may_hold(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        """As of the pattern."""
        return self.pattern.search(text) if self._may_hold(text) else None

    def _may_hold(self, text: str) -> bool:
        return not self._holds or not self._holds.isdisjoint(words_of(text))
