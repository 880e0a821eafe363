"""What something was changed to: `Hosting is on Heroku` and `Hosting moved to Fly.io`; `Exam in June` and `Exam is in May now`.

A value of the same kind stands in the earlier note, of the same thing. Where the later note names the thing by fewer words
others may be meant as well; where the change is still to come, the old value holds until then.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from dreaming.domain.attributes.dates import DUE
from dreaming.domain.attributes.words import content
from dreaming.domain.reach import SCOPES
from dreaming.domain.single import holds_several
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.placed import NAMES, moves_all, of_words, runs_all
from dreaming.domain.updates.shifting import AMOUNT, DATE, Shift, shifts, unit_of
from dreaming.domain.updates.short import OWN, Named, pieces, short, thing, without_article
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_OF_SOMEBODY = re.compile(r"\w['’]s \w")
_ANY = content("meeting appointment call event visit flight trip session thing day")  # named alone, it may be any
_IS_DUE = re.compile(r"\b(?:due|deadline)\b", _F)
_SPARE = 1  # words that only the earlier note names of what it is about


def shifted(earlier: str, later: str) -> Update | None:
    """The later note gives what the earlier one is about another value of the same kind."""
    for shift in () if holds_several(earlier) or holds_several(later) else shifts(later):
        found = (
            _of_day(earlier, shift)
            or _of_amount(earlier, shift)
            or of_words(earlier, shift)
            or _of_price(earlier, shift)
        )
        if found is not None:
            return found
    return None


_PRICE = content("price pricing")
_PRICED = re.compile(
    r"\b(?:purchase|price[ds]?|costs?|fee|licen[cs]e|subscription|plan|tier|charges?|sells)\b.*[$€£]\s?\d", _F
)


def _of_price(earlier: str, shift: Shift) -> Update | None:
    """`Pricing changed to a subscription`: what the note says of the price may be over."""
    if shift.kind != "word" or not shift.what.words or not shift.what.words <= _PRICE or not _PRICED.search(earlier):
        return None
    return Update(earlier.strip(" ."), shift.value, is_sure=False, of_life=True, is_part=True)


_DAYS = frozenset("iso month season weekday time year".split())
_LIKE = {"season": "month"}  # October may become spring


def _of_day(earlier: str, shift: Shift) -> Update | None:
    """A day of what the note is about; a deadline that names nothing may be of what is due."""
    days = list(DATE.finditer(earlier)) if shift.kind in _DAYS and shift.what.words else []
    kind = _LIKE.get(shift.kind, shift.kind)
    old = next((day for day in days if _LIKE.get(str(day.lastgroup), str(day.lastgroup)) == kind), None)
    if old is None or len({day.lastgroup for day in days}) != len(days) or old[0].casefold() == shift.value.casefold():
        return None
    if shift.what.words <= DUE and _IS_DUE.search(earlier):
        named = shift.what.beside
        is_named = bool(named) and named <= content(earlier) and (len(named) > 1 or named <= shift.what.names)
        return Update(old[0], shift.value, is_sure=is_named and shift.is_told, of_life=True, is_part=True)
    found = _of_thing(earlier, DATE.sub(" ", earlier), old[0], shift)
    words = (shift.what.words | shift.what.beside) - _OCCASIONS
    is_meant = (
        found is None and shift.is_told and shift.what.words and words and words <= content(DATE.sub(" ", earlier))
    )
    if is_meant and (len(words) > 1 or words != shift.what.words or _IS_DUE.search(earlier)):
        is_all = (
            bool(shift.what.words & DUE)
            and words == content(_SET.sub("", DATE.sub(" ", earlier))) - _OCCASIONS - _HANDED_IN
        )
        return Update(old[0], shift.value, is_sure=is_all, of_life=True, is_part=True)
    return found


_HANDED_IN = content("delivery submission handover")  # what a deadline is of
_OCCASIONS = content("shift class session lesson practice appointment slot duty rehearsal training course") | DUE


def _of_amount(earlier: str, shift: Shift) -> Update | None:
    if not shift.kind.startswith("amount/"):
        return None
    unit = shift.kind.removeprefix("amount/")
    every = list(AMOUNT.finditer(DATE.sub(lambda day: " " * len(day[0]), earlier)))  # 22:00 is no amount
    found = [each for each in every if unit_of(each) == unit or not unit_of(each)] or (every if not unit else [])
    if len(found) != 1 or found[0][0].casefold() == shift.value.casefold():
        return None
    if unit in _MONEY and _is_rate_of(earlier[found[0].end() :], shift) and not _names(shift, earlier):
        return Update(found[0][0].strip(), shift.value, is_sure=False, of_life=True)
    if not shift.what.words:
        return _of_nothing(earlier, found[0], unit, shift)
    if unit in _MONEY:  # `jar price` is what a jar costs
        shift = replace(shift, what=_without_price(shift.what))
    of_thing = _of_thing(earlier, _COUNTED.sub(" ", earlier), found[0][0].strip(), shift)
    return of_thing or _of_part(earlier, found[0][0].strip(), unit, shift)


def _is_rate_of(behind: str, shift: Shift) -> bool:
    """Whether both are paid as often: `a month`."""
    rate = _rate(shift.rest)
    return bool(rate) and rate == _rate(behind)


def _names(shift: Shift, earlier: str) -> bool:
    return bool(shift.what.words) and shift.what.words <= content(earlier)


def _of_part(earlier: str, old: str, unit: str, shift: Shift) -> Update | None:
    """The share of a whole, or the price of what has a name, in a note that says more than that."""
    whole = shift.what.words - _WHOLE
    is_share = unit == "%" and whole != shift.what.words
    is_price = unit in _MONEY and bool(shift.what.called)
    if not (is_share or is_price) or not whole or not whole <= content(earlier):
        return None
    return Update(old, shift.value, is_sure=False, of_life=True, is_part=True)


def _without_price(what: Named) -> Named:
    words = what.words - _PRICE
    return replace(what, words=words, head=what.head if what.head in words else max(words)) if words else what


_COUNTED = re.compile(
    rf"(?:{AMOUNT.pattern})(?:\s+of\b|\s+(?:an?|per|each) \w+)?", _F
)  # with of what, or for what, it is one
_WHOLE = content("overall total average")
_MONEY = frozenset(
    plain(word)
    for word in (
        "euro euros dollar dollars pound pounds franc francs crown crowns krone kroner kronor cent cents pence peso pesos real reais rupee "
        "rupees yen yuan won lira zloty forint koruna lei leva rand naira cedi cedis shilling shillings dirham dirhams riyal riyals dinar "
        "dinars $ € £ baht ringgit kr nok sek dkk chf eur usd gbp pln huf czk zar inr brl"
    ).split()
)


def _of_nothing(earlier: str, found: re.Match[str], unit: str, shift: Shift) -> Update | None:
    """`Cut down to 32 hours` names nothing: hours are those that one works, where a note says how many."""
    if not unit or (unit == "hour" and not re.match(rf"{OWN}works?\b", earlier, _F)):
        return None
    note = short(earlier)
    if not found["unit"] or not note.verb or note.who or _rate(shift.rest) not in {"", _rate(earlier[found.end() :])}:
        return None
    return Update(found[0].strip(), shift.value, is_sure=False, of_life=True)


def _rate(behind: str) -> str:
    """How often, by what stands behind an amount: `a week`."""
    found = re.match(r"(?: of)? ?(?:an?|per|each|every|/) ?(?P<rate>\w+)", behind)
    return found["rate"] if found else ""


def _of_thing(earlier: str, without: str, old: str, shift: Shift) -> Update | None:
    """The value `old` is of the thing whose value is another now, by the words that are left without it."""
    without = _SET_FOR.sub("", without)
    about = content(_SET.sub("", without)) - DUE
    about -= _OF_SUMS if shift.kind.startswith("amount/") else frozenset()
    note = short(earlier)
    named = thing(without_article(re.sub(rf"\b(?:{_BEING})\b.*", "", without, flags=_F)))
    heads = {named.head, thing(re.sub(r"^(?:in|on|at|with|for) (?:an?|the) ", "", note.rest)).head if note.verb else ""}
    if shift.what.head in heads and _is_named_further(shift, named):
        return Update(old, shift.value, is_sure=False, of_life=True, is_part=True)
    if not shift.what.words <= about or shift.what.head not in heads or not shift.what.beside <= about:
        return None
    spare = about - shift.what.words - shift.what.beside
    is_any = _OF_SOMEBODY.search(earlier) is not None or (
        bool(spare) and (shift.what.words <= _ANY or shift.kind == "amount/" or bool(spare & SCOPES.keys()))
    )
    is_sure = shift.is_told and len(spare) <= _SPARE and not is_any and not _NUMBERED.search(without)
    return Update(old, shift.value, is_sure, of_life=True, is_part=bool(spare))


_OF_SUMS = _MONEY | content("million billion thousand cost costs price priced charge")
_SET = re.compile(r"\b(?:planned|scheduled|booked|fixed|slated|arranged|set)\b(?: for| on| in)?", _F)
_SET_FOR = re.compile(r"^(?:planned|scheduled|target|expected|tentative|estimated) | date(?= )", _F)


def _is_named_further(shift: Shift, named: Named) -> bool:
    """Whether the later note calls the thing by a name besides: `Sandviken choir` where the earlier one says `choir` alone."""
    more = shift.what.words - named.words
    return bool(more) and more <= shift.what.called and named.words <= shift.what.words and not shift.what.beside


_BEING = (
    r"is|are|was|due|costs?|has|opens?|starts?|begins?|ends?|scheduled|planned|booked|fixed|slated|arranged|ships|launches|airs|set|meets?|rehearses|trains|plays|leaves|lands|"
    r"departs|arrives"
)
_NUMBERED = re.compile(r"[A-Za-z] ?\d")


def tells(text: str) -> bool:
    """Whether the statement tells that something has another value now."""
    return bool(shifts(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which notes meet that give one thing values."""
    for shift in shifts(text):
        yield f"shifts/{shift.what.head or shift.kind}"
        yield from (f"shifts/{word}" for word in shift.what.words)
        yield from (f"shifts/{key}" for key, is_so in _told_of(shift) if is_so)
    if _PRICED.search(text):
        yield "shifts/price"
    for piece in pieces(text):
        yield from (f"shifts/{word}" for word in thing(piece).words)
        yield from (f"shifts/{key}" for key, is_so in _said_of(piece) if is_so)
        yield from (f"shifts/{word}" for word in thing(short(piece).rest).words)
        yield from (f"shifts/amount/{unit_of(found)}" for found in AMOUNT.finditer(piece))


def _told_of(shift: Shift) -> Iterator[tuple[str, bool]]:
    """What a change may be of though it shares no word with the note: a name, everything that runs, a price, a deadline."""
    yield "name", shift.kind == "name"
    yield "all", moves_all(shift)
    yield "price", shift.what.words <= _PRICE
    yield "due", shift.what.words <= DUE


def _said_of(piece: str) -> Iterator[tuple[str, bool]]:
    """The same of a clause that gives the value."""
    yield "name", NAMES.search(piece) is not None
    yield "all", runs_all(piece)
    yield "due", _IS_DUE.search(piece) is not None
