"""Words that say that something is new, or over: they are taken off, so that what is said can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.language import Word, words
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_LONGEST = 300  # characters: what is longer is a text, not a statement about one thing
_REMEMBERED = 65_536

_DAY = rf"(?:\d{{4}}-\d\d-\d\d|today|tomorrow|yesterday|now|(?:this|last|next) \w+|{WEEKDAY})"
_NEW = re.compile(
    rf"\s*,?\s*\b(?:from (?:now|here) on(?:wards?)?|(?:going|moving) forward|these days|nowadays|effective immediately|"
    rf"(?:as of|since|starting(?: on| from)?|from) {_DAY}(?: on)?|once (?:more|again)|again|"
    rf"(?<!right )(?<!for )(?<!until )(?<!just )(?<!by )(?<!up to )now(?! that\b))\b(?: \(\d{{4}}-\d\d-\d\d\))?,?",
    _F,
)
_OVER = re.compile(r"\s*,?\s*\b(?:any ?more|any longer)\b,?", _F)
_BACK = re.compile(
    r"(?:(?<=\bis\s)|(?<=\bare\s)|(?<=['’]s\s)|(?<=['’]re\s))back (?:to (?=[`\d$€£\"]|[\w-]*\d|(?-i:[A-Z]))|(?=(?:at|on|in) ))",
    _F,
)
_LEAD = re.compile(
    r"(?:(?:actually|no|nope|well|ok(?:ay)?|so|and|but|please|also|important|note|update|correction|reminder|fyi|nb|warning|attention)\b"
    r"\s*[,:!.–—-]*\s+)+",
    _F,
)
_TITLED = "".join(rf"(?<!\b{title})" for title in ("Dr", "Mr", "Ms", "Mrs", "Prof", "St"))
_PARTS = re.compile(
    rf"\s*[;–—]\s*|\s+-{{1,2}}\s+|{_TITLED}[.!](?:\s+|$)|"
    r",\s+(?:and |but |so |because |since |as )?(?=(?:i|we|it|he|she|they|that|this|the)\b)|"
    r"\s+(?:because|since(?! (?:today|yesterday|last|\d|\w+day))|so that)\s+",
    _F,
)
# What is guessed, asked, or tied to a condition is no change of what holds; nor is what is told of the past.
_OPEN = re.compile(
    r"\b(?:if|unless|except|whether|maybe|perhaps|might|could|would|should we|may(?= be)|probably|possibly|for example|for instance|e\.g|"
    r"will|going to|plans? to|only|sometimes|usually|often|mostly|for now|this time|until|till|just this once|today only)\b|\?\s*$",
    _F,
)
_OCCASION = re.compile(r"\b(?:when|whenever|while|during)\b", _F)
_PAST = re.compile(r"\b(?:used to|was|were|had|formerly|previously)\b", _F)
_MORE = re.compile(r"\b(?:also|too|as well|another|additionally|both|either|several|among|including|plus|and)\b", _F)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a statement says, without the words that mark it; `words` are in order, articles left out."""

    text: str
    words: tuple[Word, ...]
    is_new: bool
    is_over: bool

    @property
    def is_marked(self) -> bool:
        """Whether a word says that it was otherwise before."""
        return self.is_new or self.is_over

    @property
    def is_guessed(self) -> bool:
        """Whether it is guessed, still to come, or tied to a condition."""
        return _is_guessed(self.text)

    @property
    def is_open(self) -> bool:
        """Whether it is guessed, past, or tied to a condition or an occasion."""
        return _is_open(self.text)

    @property
    def has_more(self) -> bool:
        """Whether a word says that others hold beside it."""
        return _has_more(self.text)


@lru_cache(maxsize=_REMEMBERED)
def _has_more(text: str) -> bool:
    return _MORE.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def _is_guessed(text: str) -> bool:
    return _OPEN.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def _is_open(text: str) -> bool:
    return _is_guessed(text) or _PAST.search(text) is not None or _OCCASION.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def parts(text: str) -> tuple[Part, ...]:
    """What a statement says, one thing after the other; nothing where it is long, or code."""
    if len(text) > _LONGEST or "\n\n" in text:
        return ()
    return tuple(_parts(" ".join(text.split())))


def _parts(text: str) -> Iterator[Part]:
    for piece in _PARTS.split(text):
        bare = _LEAD.sub("", piece.strip(), count=1) if _LEAD.match(piece.strip()) else piece.strip()
        kept = _BACK.sub(" ", bare)
        is_back = kept != bare
        new = _NEW.sub(" ", kept)
        over = _OVER.sub(" ", new)
        said = " ".join(over.split()).strip(" ,.")
        if said:
            yield Part(said, tuple(_said(said)), is_back or new != kept, over != new)


_ARTICLES = frozenset("a an the our my your their its".split())
_BEING = frozenset("is are am be get gets isn't".split())


def _said(text: str) -> Iterator[Word]:
    """The words as they are compared: plain, contractions taken apart, articles left out."""
    for word in words(text):
        if word.kind == "word" and word.text.endswith(("'re", "'m")):
            yield Word(word.text.partition("'")[0], "word", word.place)
            yield Word("be", "word", word.place)
        elif word.kind == "word" and word.text in _BEING:
            yield Word("be", "word", word.place)
        elif word.kind == "word" and word.text in {"each", "every", "any"}:
            yield Word("every", "word", word.place)
        elif word.kind != "word":
            yield word
        elif word.text not in _ARTICLES:
            yield Word(plain(word.text), "word", word.place)
