"""What is told of somebody named: `Sister Paula lives in Lyon` and `Paula moved to Marseille`; `Theo is three`, `Theo turned four`.

Who is named by a first name in the store is meant by that name later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import COUNTING, number_of
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import UPPER, are_apart, pieces

_NAME = rf"(?P<who>(?-i:[{UPPER}])[\w'’-]+)"
_KIN = (
    r"(?:(?:my |his |her |our )?(?:older |younger |big |little |best |twin |oldest |youngest )?(?:grand)?"
    r"(?:son|daughter|husband|wife|partner|brother|sister|mother|father|mum|mom|dad|boyfriend|girlfriend|nephew|niece|cousin|uncle|aunt|"
    r"friend|godson|goddaughter|godchild|stepson|stepdaughter|roommate|flatmate|colleague|neighbou?r|boss|fianc[eé]e?),? )?"
)
_AGE = rf"(?P<age>\d{{1,2}}|{COUNTING})"
_PLACE = rf"(?P<place>(?-i:[{UPPER}])[\w'’-]+(?: (?-i:[{UPPER}])[\w'’-]+)?)"
_SINCE = r"(?: (?:last|this|in|for|with|because|since|after|at|two|three|a|recently|yesterday|now)\b.*)?"
_LIVES = re.compile(
    rf"(?:{_KIN})(?-i:{_NAME}),? (?:(?:is )?(?:lives?|living|based)|is) (?P<whole>in {_PLACE})", re.IGNORECASE
)
_MOVED = re.compile(
    rf"{_KIN}{_NAME} (?:has |have |is |just |finally |recently )*(?:moved|relocated|(?P<soon>moves|moving|"
    rf"relocates)) (?:back )?to {_PLACE}{_SINCE}|"
    rf"{_KIN}(?-i:(?P<now>[{UPPER}][\w'’-]+)) (?:now lives|lives now|is living now) in (?P<town>(?-i:[{UPPER}])[\w'’-]+)",
    re.IGNORECASE,
)
_MOVED_IN = re.compile(rf"{_KIN}{_NAME} (?:has |just |finally )*moved in with (?:me|us)\b.*", re.IGNORECASE)
_WORKS = re.compile(
    rf"{_KIN}{_NAME} (?P<verb>works|studies|lives|teaches|is stationed|is posted) (?:\w+ )?(?:in|at|for|with) (?:the )?{_PLACE}",
    re.IGNORECASE,
)
_WORKS_NOW = re.compile(
    rf"{_KIN}{_NAME} (?P<old>now )?(?P<verb>works|studies|lives|teaches) (?:\w+ )?(?:in|at|for|with) (?:the )?{_PLACE}(?P<now> now)?",
    re.IGNORECASE,
)
_HOME = re.compile(
    rf"{_KIN}{_NAME} (?:is |came |moved |has come |has moved )?(?:back home|home for good|back for good|back with us)\b.*",
    re.IGNORECASE,
)
_IS_OLD = re.compile(rf"{_KIN}{_NAME},? (?:is |aged? )?{_AGE}(?: years old)?", re.IGNORECASE)
_TURNED = re.compile(
    rf"{_KIN}{_NAME} (?:has |just |finally |already )*(?:turned|is already) {_AGE}(?: years old)?{_SINCE}|"
    rf"{_KIN}(?-i:(?P<now>[{UPPER}][\w'’-]+)) is {_AGE.replace('age', 'years')} now",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    who: str
    value: str
    is_told: bool = True


def moved(earlier: str, later: str) -> Update | None:
    """The later note says where somebody lives now."""
    told = _moves(later)
    old = _one(_LIVES, earlier) if told else None
    for new in told:
        if old is None or new.who != old["who"].casefold():
            continue
        if not new.value:
            return Update(earlier.strip().rstrip("."), "", is_sure=False, of_life=True)
        if are_apart(new.value, old["place"]):
            return Update(old["place"], new.value, is_sure=new.is_told, of_life=True)
    return None


def works(earlier: str, later: str) -> Update | None:
    """The later note says where somebody works or studies now, or that they came home."""
    told = _works(later)
    old = _one(_WORKS, earlier) if told else None
    for new in told:
        if old is None or new.who != old["who"].casefold():
            continue
        verb, _, where = new.value.partition("/")
        if not where:
            return Update(earlier.strip().rstrip("."), "", is_sure=False, of_life=True)
        if are_apart(where, old["place"]):
            is_same = verb[:4] == old["verb"].casefold()[:4]
            return Update(
                old["place"] if is_same else earlier.strip().rstrip("."),
                where if is_same else "",
                is_same,
                of_life=True,
            )
    return None


@lru_cache(maxsize=16_384)
def _works(text: str) -> tuple[_Told, ...]:
    return tuple(_working(text))


def _working(text: str) -> Iterator[_Told]:
    before = ""
    for said in pieces(text):
        for piece in re.split(r" and (?=(?:works|studies|lives|teaches)\b)", said):
            named = re.match(rf"{_KIN}{_NAME} ", piece, re.IGNORECASE)
            before = named["who"] if named and named["who"][0].isupper() else before
            whole = f"{before} {piece}" if before and re.match(r"(?:works|studies|lives|teaches)\b", piece) else piece
            found, home = _WORKS_NOW.fullmatch(whole), _HOME.fullmatch(piece)
            if found and (found["now"] or found["old"]):
                yield _Told(found["who"].casefold(), f"{found['verb']}/{found['place']}")
            elif home:
                yield _Told(home["who"].casefold(), "")


def older(earlier: str, later: str) -> Update | None:
    """The later note says how old somebody is now."""
    told = _ages(later)
    old = _one(_IS_OLD, earlier) if told else None
    for new in told:
        if old is not None and new.who == old["who"].casefold() and number_of(new.value) > number_of(old["age"]):
            return Update(old["age"], new.value, is_sure=True, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _one(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    said = pieces(text)
    return form.fullmatch(said[0]) if len(said) == 1 else form.fullmatch(text.strip(" .")) if len(said) == 2 else None


@lru_cache(maxsize=16_384)
def _moves(text: str) -> tuple[_Told, ...]:
    return tuple(_moving(text))


def _moving(text: str) -> Iterator[_Told]:
    for piece in pieces(text):
        found, home = _MOVED.fullmatch(piece), _MOVED_IN.fullmatch(piece)
        if found:
            yield _Told(
                (found["who"] or found["now"]).casefold(), found["place"] or found["town"], is_told=not found["soon"]
            )
        elif home:
            yield _Told(home["who"].casefold(), "")


@lru_cache(maxsize=16_384)
def _ages(text: str) -> tuple[_Told, ...]:
    found = (_TURNED.fullmatch(piece) for piece in pieces(text))
    return tuple(_Told((each["who"] or each["now"]).casefold(), each["age"] or each["years"]) for each in found if each)


def tells(text: str) -> bool:
    """Whether the statement tells where somebody named lives now, or how old they are."""
    return bool(_moves(text) or _ages(text) or _works(text))


def keys(text: str) -> Iterator[str]:
    """The keys under which meet what is told of one person."""
    for form, sort in ((_LIVES, "lives"), (_IS_OLD, "age")):
        found = _one(form, text)
        if found:
            yield f"{sort}/{found['who'].casefold()}"
    found = _one(_WORKS, text)
    if found:
        yield f"works/{found['who'].casefold()}"
    yield from (f"works/{each.who}" for each in _works(text))
    yield from (f"lives/{each.who}" for each in _moves(text))
    yield from (f"age/{each.who}" for each in _ages(text))
