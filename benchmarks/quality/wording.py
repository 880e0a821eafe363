"""Words of a text, to compare what data says with what a store says: on purpose not the words of our own search."""

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:\.\w+)*")
_ENDINGS = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")
_LEAST = 3
_SMALL = frozenset(
    "a an and are as at be been but by did do does for from had has have he her his i in is it its my of on or she so "
    "that the their them they this to was were what when where which who will with you your".split()
)
_K1, _B = 1.2, 0.75


def stems(text: str) -> list[str]:
    """The words that say something, without case and common endings."""
    return [_stem(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL]


def share_of(wanted: str, text: str) -> float:
    """The share of the wanted words that the text has; 0 where none are wanted."""
    asked = set(stems(wanted))
    return len(asked & set(stems(text))) / len(asked) if asked else 0.0


class Ranked:
    """Lines to be asked by BM25, as a control of our own search."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._counts = [Counter(stems(line)) for line in lines]
        self._lengths = [counted.total() for counted in self._counts]
        self._mean = sum(self._lengths) / max(1, len(lines))
        self._spread = Counter(word for counted in self._counts for word in counted)

    def best(self, query: str, limit: int = 10) -> list[str]:
        """The lines that fit best, best first."""
        asked = set(stems(query)) & self._spread.keys()
        scored = [(self._score(asked, place), -place) for place in range(len(self._lines))]
        return [self._lines[-place] for score, place in sorted(scored, reverse=True)[:limit] if score > 0]

    def _score(self, asked: set[str], place: int) -> float:
        counted = self._counts[place]
        norm = _K1 * (1 - _B + _B * self._lengths[place] / self._mean) if self._mean else _K1
        return sum(
            self._weight(word) * counted[word] * (_K1 + 1) / (counted[word] + norm) for word in asked if word in counted
        )

    def _weight(self, word: str) -> float:
        spread = self._spread[word]
        return math.log(1 + (len(self._lines) - spread + 0.5) / (spread + 0.5))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)] + ("y" if ending in {"ies", "ied"} else "")
    return word
