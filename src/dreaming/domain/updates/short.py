"""Short notes about somebody, taken apart as far as their form tells: `Drives a Golf`, `I sing in the Bach choir`.

A note without a subject is its user's, as is one that begins with I or we; one that begins with a name is that person's.
What follows the verb is parted at its prepositions: what stands first is what the note is about.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.plainly import LONGEST, plainly
from dreaming.domain.attributes.verbs import FORMS, Form
from dreaming.domain.attributes.words import content
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_HEDGE = r"(?:also|still|currently|usually|now|just|finally|already|recently|officially|always|mostly|actually)"
UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁĽŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"  # what a name begins with
# What may stand before a verb so that nobody else does it than whose note it is.
OWN = (
    rf"(?:(?:(?:i|we|the user|user)(?:['’](?:ve|m|re))? )?(?:(?:have|has|had|was|were|am|are|is|been|got) (?=(?:{_HEDGE} )?(?:\w+(?:ed|"
    rf"ing)|"
    r"been|sold|left|quit|lost|given|gave|gone|put|cut|taken|split|broken|withdrawn|let)\b))*"
    rf"(?:{_HEDGE} )*)"
)
_SUBJECT = re.compile(OWN, _F)
# Somebody only went from one to another: they may be towns as well as tools.
WENT_FROM = re.compile(rf"{OWN}(?:moved|went|relocated|transferred)(?: over| back| away)? from ", _F)
_KIN = (
    r"(?:son|daughter|husband|wife|partner|brother|sister|mother|father|mum|mom|dad|boyfriend|girlfriend|dog|cat|horse|pony|rabbit|"
    r"deputy|assistant)"
)
_NO_NAME = r"(?!(?:The|A|An|My|Our|His|Her|Their|This|That|No|I|We|It|In|On|At|Not|New|All|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
_NAMED = re.compile(
    rf"(?:(?:(?:my|her|his|our) )?{_KIN} )?{_NO_NAME}(?P<who>(?-i:[A-Z])[\w'’-]+),? (?:\d{{1,2}}, )?"
    r"(?=(?!named\b|called\b)(?:has|is|was|\w+s|\w+ed|left|quit|sold|lost|gave|got|went|took|began|doesn['’]t|can['’]t|isn['’]t)\b)",
    _F,
)
_NAMED_SURELY = re.compile(
    r"(?P<who>(?-i:[A-Z])[\w'’-]+) (?=(?:has|is|was|left|quit|sold|lost|gave|got|went|took|began)\b)"
)
_TITLED = "".join(rf"(?<!\b{title})" for title in ("Dr", "Mr", "Ms", "Mrs", "Prof", "St"))
_PIECES = re.compile(
    rf"[;–—]\s*|,\s+|{_TITLED}(?<=[^\W\d_])[.!]\s+(?=[A-Z])|\s+-\s+|:\s+(?=(?:i|we|my|our)\b)|"
    r"\s+(?:and|but|so) (?=(?:i|we|the|my|our|now)\b)|\s+(?:and|so) (?=(?-i:[A-Z])[\w'’-]+ (?:is|was|has|takes|took)\b)",
    _F,
)
_RESOLVED = re.compile(
    r" \(\d{4}-\d\d(?:-\d\d)?(?: to \d{4}-\d\d-\d\d)?\)"
)  # the day that a word such as yesterday means
_PREPOSITION = re.compile(r"\s(?=(?:in|on|at|for|with|from|to|by|about|as|into|near|via|through|under|since|until|because|due|after|over|"
                          r"each|every|yesterday|today|tomorrow|last|this|next|when|who|which|that|where|while)\b)", _F)  # fmt: skip
_OF = re.compile(r"\b(?:the|my|our|his|her|their|this|that)\s+", _F)
_CAPITAL = re.compile(r"\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w'’-]*")
_CALLED = re.compile(rf"{_CAPITAL.pattern}(?!['’]s\b)(?<!['’]s)(?=\s)")
_VERB = re.compile(r"[a-z]+(?:s|ing)\Z")
_NO_VERB = frozenset("is was has its his this us yes less lessons classes sessions yoga".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as a note names it: its `words`, reduced; its `head`; the words `beside` it, and the `names` among those.

    `is_name` if all its words are written as names are; `called` are those of its words that are.
    """

    words: frozenset[str]
    head: str
    beside: frozenset[str]
    names: frozenset[str]
    is_name: bool = False
    called: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Short:
    """A note: whose it is ("" is the user's), its verb as written and its rest; "" where it has no verb. It begins at `start`."""

    who: str
    verb: str
    rest: str
    start: int = 0


@lru_cache(maxsize=16_384)
def pieces(text: str) -> tuple[str, ...]:
    """What a statement says, one clause after the other; nothing where it is long, a question or code."""
    said = _RESOLVED.sub("", " ".join(text.split()))
    if len(said) > LONGEST or "`" in said or said.endswith("?") or '"' in said:
        return ()
    return tuple(bare for piece in _PIECES.split(said) if (bare := plainly(piece.strip(" .!"))))


@lru_cache(maxsize=16_384)
def short(piece: str) -> Short:
    """The note taken apart: who, verb, rest."""
    first = piece.split(" ", 1)[0]
    if _is_many_that_do(piece):
        return Short("", "", piece)
    is_name = first[:1].isupper() and first.casefold() not in FORMS
    named = (
        _NAMED_SURELY.match(piece) if _is_verb(first) and is_name else None if _is_verb(first) else _NAMED.match(piece)
    )
    start = named.end() if named else own.end() if (own := _SUBJECT.match(piece)) else 0
    verb, _, rest = piece[start:].partition(" ")
    who = named["who"].casefold() if named else ""
    is_verb = _is_verb(verb) or (start > 0 and verb.casefold() in _PLAIN)  # `I store`, but `Store opens at 8`
    return Short(who, verb.casefold(), rest, start) if is_verb else Short(who, "", piece[start:], start)


def _is_many_that_do(piece: str) -> bool:
    """Whether a note begins with things that do something, `Deliveries arrive …`: they look like a verb, and are none."""
    first, second = [*piece.casefold().split()[:2], "", ""][:2]
    return first.endswith("s") and first not in FORMS and FORMS.get(second, ("", Form.PAST))[1] is Form.BARE


def _is_verb(word: str) -> bool:
    folded = word.casefold()
    if folded in {"has", "have"}:
        return True
    return (
        _VERB.match(folded) is not None
        and folded not in _NO_VERB
        and not folded.endswith(("ss", "us", "as", "is", "os"))
    )


_PLAIN = frozenset(
    "has have drive own use ride keep wear sing play run train study learn write work live rent teach go take swim draw paint read "
    "edit record volunteer attend cook bake grow sell do coach lead manage build translate smoke drink eat speak buy get "
    "order swim listen shop pay bank store".split()
)


def terms(text: str) -> frozenset[str]:
    """The words that carry something, reduced, and numbers that are names, as of a `70.3`."""
    return content(text) | frozenset(_NUMBER_NAME.findall(text))


_NUMBER_NAME = re.compile(r"(?<![\d.,$€£:])\d+\.\d+(?![\d.,:]|\s?[%a-z])")


@lru_cache(maxsize=16_384)
def thing(text: str) -> Named:
    """What a noun phrase names, without what follows its first preposition but `of`."""
    first, *behind = _PREPOSITION.split(" " + text.strip(), maxsplit=1)
    first, more = first.strip(), " ".join(behind)
    order = [word for word in _WORD.findall(re.sub(r"\bof\b.*", "", first)) if terms(word)]
    head = plain(order[-1].casefold().removesuffix("'s")) if order else ""
    names = content(" ".join(_CAPITAL.findall(more)))
    is_name = first[:1].isupper() and first.istitle()
    return Named(terms(first), head, terms(more), names, is_name, content(" ".join(_CALLED.findall(first))))


_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PART = re.compile(
    r"(?:the |my |our |his |her )?(?:\w+ )?(?:part|half|third|quarter|chapter|section|draft|version|volume|book|season|module|unit|"
    r"episode|one|two|three|some|most|all)s? of\b",
    _F,
)
_INDEFINITE = re.compile(
    r"(?:an?|some|any|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|another|half|part|most|several|many|"
    r"both|all|no|\d)\b|\d{2,4} (?=(?:[a-z]+ )?[a-z]+s\b)",
    _F,
)


def without_article(text: str) -> str:
    """The words of a thing that is named as a known one; "" where an indefinite word says that it is any, or a part of one."""
    if _PART.match(text) or _INDEFINITE.match(text):
        return ""
    return _OF.sub("", text, count=1) if _OF.match(text) else text


def are_apart(a: str, b: str) -> bool:
    """Whether two values name different things: neither only says the other more exactly."""
    left, right = content(a), content(b)
    return bool(left and right) and not left <= right and not right <= left


def of_others(text: str) -> bool:
    """Whether words that tell of a change say that it is somebody else's: a customer's, a sister's."""
    return _OTHERS.search(text) is not None


_OTHERS = re.compile(
    r"\b(?:customers?|clients?|competitors?|friends?|cousin|colleagues?|neighbou?rs?|boss|brother|sister|mother|father|mum|mom|dad|son|"
    rf"daughter|husband|wife|partner|uncle|aunt|his|her|their)\b|(?-i:[{UPPER}])[\w-]+['’]s\b",
    _F,
)
