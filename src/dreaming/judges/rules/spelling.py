"""Hasty typing read as it is meant: "dont", "im", "alwasy". For reading only: what is quoted stays as it was typed.

Apostrophes that are left out are put in, and the few words on which a reading hinges are known with two letters
exchanged, one left out or one doubled. Everything else is left as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.judges.rules.gates import REMEMBERED, words_of

_HINGES = (
    "always never please prefer should would instead actually whenever remember decided agreed switched migrated "
    "because going forward future without every usually"
).split()  # fmt: skip
_MEANT_OTHERWISE = frozenset("pleas preer ever".split())  # words of their own
_SHORT_FORMS = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "cant": "can't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "werent": "weren't", "wouldnt": "wouldn't", "shouldnt": "shouldn't",
    "couldnt": "couldn't", "hasnt": "hasn't", "havent": "haven't", "im": "I'm", "ive": "I've", "youre": "you're",
    "youve": "you've", "theyre": "they're", "thats": "that's", "whats": "what's", "theres": "there's", "weve": "we've",
    "heres": "here's", "lets": "let's", "teh": "the", "pls": "please", "plz": "please", "plse": "please", "u": "you",
}  # fmt: skip


def _slips(word: str) -> Iterator[str]:
    """The word with two neighbours exchanged, one letter left out or one doubled, behind its first letter."""
    for at in range(1, len(word)):
        yield word[:at] + word[at] + word[at:]
        if at < len(word) - 1:
            yield word[:at] + word[at + 1 :]
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_SLIPS = {
    slip: word for word in _HINGES for slip in _slips(word) if slip not in _MEANT_OTHERWISE and slip not in _HINGES
}
_MEANT = _SLIPS | _SHORT_FORMS
_WORD = re.compile(r"(?<![-\w./@`'#$])[A-Za-z]+(?![-\w/@`'#(=]|\.\w)")  # no part of a path, a name, an address
_SUBJECT_OF_LETS = re.compile(r"\w\s+\Z")  # "the API lets users …": lets is a verb there


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it is meant, and where its places are in the text as it was typed."""

    text: str
    _places: tuple[int, ...] = ()  # in the mended text, behind each word that was mended
    _shifts: tuple[int, ...] = ()  # how much longer the mended text is up to there

    def typed(self, place: int) -> int:
        """The place in the typed text of a place between two words of the mended one."""
        at = bisect_right(self._places, place)
        return place - self._shifts[at - 1] if at else place


@lru_cache(maxsize=REMEMBERED)
def mended(typed: str) -> Mended:
    """Read a sentence as it is meant."""
    straight = typed.replace("’", "'")
    if _MEANT.keys().isdisjoint(words_of(straight)):
        return Mended(straight)
    parts: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for found in _WORD.finditer(straight):
        meant = _MEANT.get(found[0].lower())
        if meant is None or (meant == "let's" and _SUBJECT_OF_LETS.search(straight, 0, found.start())):
            continue
        put = meant[0].upper() + meant[1:] if found[0][0].isupper() else meant
        parts += [straight[done : found.start()], put]
        length += found.start() - done + len(put)
        done = found.end()
        places.append(length)
        shifts.append(length - done)
    return Mended("".join([*parts, straight[done:]]), tuple(places), tuple(shifts))
