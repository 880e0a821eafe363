"""What is told as new about a thing that an earlier note values, in words that only point the same way: the report asks.

`Column due every Friday` and `Nagaram wants my column on Wednesdays from now on`; `Insured with Allianz` and `My insurance is with AXA
now`. A word of both is of one stem, the value is of one kind, and the later clause says that it is new.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.single import holds_several
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import AMOUNT, DATE, unit_of
from dreaming.domain.updates.short import UPPER, are_apart, pieces

_F = re.IGNORECASE
_NEW = re.compile(
    r"\b(?:now|from now on|these days|instead|as of|no longer|any ?more|moved|changed|switched|changes|switches|moves|raised|lowered|cut|"
    r"upped|put up|went up|gone up|came down|up to|down to|back to|extended|postponed|pushed|brought forward|put off|delayed|grew|grown|"
    r"shrunk|increased|reduced|doubled|halved|rescheduled|slipped|new)\b",
    _F,
)
_NEW_PLACE = re.compile(r"\b(?:now|from now on|these days|instead|new|as of)\b", _F)
_OPEN = re.compile(
    r"\b(?:if|unless|whether|maybe|perhaps|might|may(?= [a-z])|could|would|should|wish|hope|wants? to|used to|almost|nearly|today|tonight|"
    r"yesterday|this (?:week|time|month|morning)|last (?:night|week|year)|temporarily|for now|while|also|too|another|besides|"
    r"until|till|except|only for|just for|once)\b",
    _F,
)
_OTHERS = re.compile(
    r"\b(?:his|her|their|its|he|she|they|other|first|to go)\b|\b(?:my|a|an|our|some|the) (?:[a-z]+ )?(?:friend|cousin|colleague|"
    r"neighbou?r|boss|brother|sister|"
    rf"mother|father|mum|mom|dad|uncle|aunt|son|daughter|husband|wife|partner|guy|woman|man)\b|(?-i:[{UPPER}])[\w-]+['’]s\b",
    _F,
)
_PLACED = re.compile(
    r"\b(?P<at>in|at|on|with|from|by|through|via|for|to)\s+(?:the |an? |my |our )?"
    rf"(?P<value>(?-i:[{UPPER}])[\w.'’&-]*(?: (?-i:[{UPPER}])[\w.'’&-]*)*)"
)
_OWN = re.compile(r"(?:i|we|my|our)(?:['’]\w+)?\b", _F)
_USES = re.compile(
    rf"(?:uses|use|i use|we use|works with) (?P<value>(?-i:[{UPPER}])[\w.'’&+-]*(?: (?-i:[{UPPER}\d])[\w.'’&-]*)*) (?:for|to|as)\b",
    _F,
)
_TITLED = rf"(?:(?:Prof|Dr|Mr|Mrs|Ms)\.? )?(?-i:[{UPPER}])[\w'’&-]+(?: (?-i:[{UPPER}])[\w'’&-]+)?"
_WHOSE = re.compile(rf"(?:(?:my|our|the) )?[a-z][\w'’-]*(?: [a-z][\w'’-]*)?(?: is)? (?P<value>(?-i:{_TITLED}))$", _F)
_DOES = re.compile(rf"(?P<value>(?-i:{_TITLED})) (?:now )?(?:[a-z]+s) (?:me|us|my|our)\b")
_GENERAL = content(
    "work day time week month year people thing new name now go get make take use need want have live move change start stop plan way home "
    "part number place work team project"
)
_PREFIX = 5
_STEM = 4  # letters of a word that is the beginning of another
_LONGEST = 3  # clauses of a note
_KINDS = {"season": "month"}


@dataclass(frozen=True, slots=True)
class _Valued:
    """A clause with the words beside its values; `days` by kind, `amounts` by unit, `names` by their preposition."""

    words: frozenset[str]
    days: dict[str, str]
    amounts: dict[str, str]
    names: dict[str, str]
    is_new: bool
    is_own: bool


def loosely(earlier: str, later: str) -> Update | None:
    """The later note gives something another value that is said to be new, and the earlier one may be about the same."""
    told = _news(later)
    if not told or holds_several(earlier) or len(pieces(earlier)) > _LONGEST or _OTHERS.search(earlier):
        return None
    for new in told:
        for piece in pieces(earlier):
            old = _valued(piece)
            if not _akin(old.words, new.words) or not (new.is_own or _names_no_more(old.words, new.words)):
                continue
            name = _apart(old.names, new.names)
            found = None if name else _other(old.days, new.days) or _other(old.amounts, new.amounts)
            found = name if name and new.is_new and not (new.days or new.amounts) else found
            if found is not None:
                return Update(*found, is_sure=False, of_life=True, is_part=True)
    return None


def _other(old: dict[str, str], new: dict[str, str]) -> tuple[str, str] | None:
    return next(
        ((old[kind], new[kind]) for kind in old if kind in new and old[kind].casefold() != new[kind].casefold()), None
    )


def _apart(old: dict[str, str], new: dict[str, str]) -> tuple[str, str] | None:
    return next(((old[at], new[at]) for at in old if at in new and are_apart(old[at], new[at])), None)


def _names_no_more(old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether the later clause names nothing beside its value that the earlier one does not: logs are no backups."""
    return all(any(akin(word, other) for other in old) for word in new)


def _akin(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether a word of each is of one stem: `opening` and `opens`."""
    return any(akin(one, other) for one in a for other in b)


def akin(one: str, other: str) -> bool:
    """Whether two words are of one stem."""
    if one == other or any(map(str.isdigit, one + other)):
        return one == other
    short, long = sorted((one, other), key=len)
    return (len(short) >= _PREFIX and short[:_PREFIX] == long[:_PREFIX]) or (
        len(short) >= _STEM and long.startswith(short)
    )


@lru_cache(maxsize=16_384)
def _news(text: str) -> tuple[_Valued, ...]:
    told = (
        piece for piece in pieces(text) if _NEW.search(piece) and not _OPEN.search(piece) and not _OTHERS.search(piece)
    )
    return tuple(
        found for piece in told if (found := _valued(piece)).words and (found.days or found.amounts or found.names)
    )


@lru_cache(maxsize=16_384)
def _valued(piece: str) -> _Valued:
    days: dict[str, str] = {}
    amounts: dict[str, str] = {}
    rest = piece
    for day in DATE.finditer(piece):
        kind = str(day.lastgroup)
        days[_KINDS.get(kind, kind)] = "" if _KINDS.get(kind, kind) in days else day[0]
    rest = DATE.sub(" ", rest)
    for amount in AMOUNT.finditer(rest):
        unit = unit_of(amount)
        if unit and any(map(str.isdigit, amount[0])):
            amounts[unit] = "" if unit in amounts else amount[0].strip()
    rest = AMOUNT.sub(" ", rest)
    names = {found["at"].casefold(): found["value"] for found in _PLACED.finditer(rest)}
    used, whose = _USES.match(rest), _WHOSE.match(rest) or _DOES.match(rest)
    if used:
        names |= dict.fromkeys(("in", "on", "with", "through"), used["value"])
        rest = rest[: used.start("value")] + rest[used.end("value") :]
    if whose:
        names |= dict.fromkeys(("from", "with", "by", "who"), whose["value"])
        rest = rest[: whose.start("value")] + rest[whose.end("value") :]
    rest = _PLACED.sub(" ", rest)
    return _Valued(
        words=content(_NEW.sub(" ", rest)) - _GENERAL,
        days=_single(days),
        amounts=_single(amounts),
        names=names,
        is_new=_NEW_PLACE.search(piece) is not None,
        is_own=_OWN.match(piece) is not None,
    )


def _single(values: dict[str, str]) -> dict[str, str]:
    """Those kinds of which there is one value."""
    return {kind: value for kind, value in values.items() if value}


def tells(text: str) -> bool:
    """Whether the statement gives something a value that it says to be new."""
    return bool(_news(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which values of one kind meet, of things whose words begin alike."""
    if len(pieces(text)) > _LONGEST:
        return
    for valued in (*(_valued(piece) for piece in pieces(text)), *_news(text)):
        kinds = (*valued.days, *valued.amounts, *valued.names)
        yield from (f"near/{kind}/{word[:_STEM]}" for kind in kinds for word in valued.words)
