"""In what language a text is: English, another, or neither, where it is too short or no prose.

The rules read English alone. What is in another language must be known as such, so that nothing is taken from it by
accident ("die port 8080 ist frei" is no order) and nothing in it is merged by half. Told by script, and by the little
words that a language cannot do without; no word of the other lists is a word of English.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache


class Tongue(StrEnum):
    """What the little words of a text say about its language."""

    ENGLISH = "english"
    OTHER = "other"
    NEITHER = "neither"  # too short to tell, or code


_ENGLISH = frozenset(
    "the a an is are was were be been am of to and with for my our we it its by from has have had that this these those not at "
    "on i you your they them she he his her their as or when but never always all each if so does did don't "
    "isn't can will would should must may what which who how why where there here than then into out up about after before "
    "every only just more now any some very it's i'm we're that's let's us me because until over under".split()
)
_SHARED = frozenset("a an i was as her on me so us am".split())  # little words of English that others have too
_OTHERS = frozenset(
    # German, Dutch
    "der das und ist nicht ein eine einen einem den wir ihr ich sie mit auf für von zu zum zur nach auch aber wenn immer "
    "nie wird werden sind haben bitte über unser unsere mein meine kein keine läuft jeden het een niet van voor dat deze "
    "zijn wij ik altijd nooit onze mijn naar bij maar ook wordt worden geen met "
    # French
    "le une et en que des dans avec nous vous elle ils qui toujours jamais notre nos mes sont être avoir cette au mais où "
    # Spanish, Portuguese, Italian, Catalan, Romanian
    "el los las del una unos con por para sus mis nuestro nuestra siempre nunca pero muy este esta está están uma nas ao é "
    "são não sempre meu minha nosso nossa gli della delle dei degli nel nella che è non sono mio mia nostro nostra "
    "anche più și sunt pentru "
    # Danish, Norwegian, Swedish, Finnish
    "og det på til af ikke vi jeg som altid aldrig vores och är till av inte jag alltid aldri vår våra ett että meidän aina "
    # Polish, Czech, Croatian, Turkish, Hungarian, Indonesian, Vietnamese
    "jest się oraz zawsze nigdy nasz nasze moje že není vždy nikdy náš nije uvijek bir için değil bizim hiç egy és nem hogy "
    "mindig soha untuk tidak selalu kami và là không của".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\S+://\S+|\S*[\\/@_=<>{}()\[\];|]\S*|\S+\.\w+", re.DOTALL)
_LOOKED_AT = 2_000
_FEWEST, _SHORT = 3, 6  # words that can tell a language; of four to six, one little word tells it
_PLENTY = 2  # little words of English, and none of another language
_FEWEST_LETTERS = 4  # of another script, where they are mixed with Latin ones
_REMEMBERED = 16_384


@lru_cache(maxsize=_REMEMBERED)
def tongue_of(text: str) -> Tongue:
    """The language of a text, as far as its first 2,000 characters tell."""
    if text.isascii() and _is_plainly_english(text[:_LOOKED_AT]):
        return Tongue.ENGLISH
    prose = _CODE.sub(" ", text[:_LOOKED_AT])
    words = _WORD.findall(prose)
    if not words:
        return Tongue.NEITHER
    return Tongue.OTHER if not prose.isascii() and _is_of_another_script(words) else _by_words(words)


def is_foreign(text: str) -> bool:
    """Whether a text is in another language than English, as far as can be told."""
    return tongue_of(text) is Tongue.OTHER


def _is_plainly_english(text: str) -> bool:
    """Whether a look at the words between blanks is enough: most texts have several of the one and none of the others."""
    words = set(text.lower().split())
    return words.isdisjoint(_OTHERS) and len(words & _ENGLISH) >= _PLENTY


def _is_of_another_script(words: Sequence[str]) -> bool:
    """Whether a quarter of the letters, and not just a name, are of a script that is not Latin."""
    foreign = sum(len(word) for word in words if not word.isascii() and not _is_latin(word))
    return foreign >= _FEWEST_LETTERS and 4 * foreign >= sum(map(len, words))


def _is_latin(word: str) -> bool:
    """Whether its first letter beyond ASCII is one of the Latin script."""
    return unicodedata.name(next(letter for letter in word if not letter.isascii()), "").startswith("LATIN")


def _by_words(words: Sequence[str]) -> Tongue:
    """By the little words; one with a capital inside the text is a part of a name: Los Angeles."""
    plain = [word.casefold().replace("’", "'") for place, word in enumerate(words) if place == 0 or word[0].islower()]
    other = sum(word in _OTHERS for word in plain)
    english = sum(word in _ENGLISH and not (other and word in _SHARED) for word in plain)
    accented = sum(not word.isascii() for word in plain)
    is_enough = other + accented > 1 or (other == 1 and english == 0 and _FEWEST < len(words) <= _SHORT)
    if len(words) >= _FEWEST and other and is_enough and other + accented > english:
        return Tongue.OTHER
    return Tongue.ENGLISH if english else Tongue.NEITHER
