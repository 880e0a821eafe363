"""What something was changed to: `Hosting is on Heroku` and `Hosting moved to Fly.io`; `Exam in June` and `Exam is in May now`.

A value of the same kind stands in the earlier note, of the same thing. Where the later note names the thing by fewer words
others may be meant as well; where the change is still to come, the old value holds until then.
"""

import re
from collections.abc import Iterator

from dreaming.domain.attributes.dates import DUE
from dreaming.domain.attributes.words import content
from dreaming.domain.reach import SCOPES
from dreaming.domain.single import holds_several
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import AMOUNT, CALLED, DATE, PLACED, Shift, shifts, unit_of
from dreaming.domain.updates.short import OWN, Named, are_apart, pieces, short, thing, without_article
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_LINK = re.compile(
    r"(?:(?:is|are|was|runs?|goes|comes|sits?|done|made|held|built|kept|sold|grown|called|named|written|takes? place|set|hosted|stored|"
    r"managed|based|located|printed|produced|published|recorded|edited|handled|processed|organi[sz]ed|tracked|coded|baked|brewed|"
    r"designed)\b\s*)*(?:(?:on|in|at|with|by|from|through|via|to|for|under)\b\s*)?(?:the\s+)?",
    _F,
)
_ANY = content("meeting appointment call event visit flight trip session thing day")  # named alone, it may be any
_MANY = re.compile(r",| and | or |/| & ", _F)
_IS_DUE = re.compile(r"\b(?:due|deadline)\b", _F)
_SPARE = 1  # words that only the earlier note names of what it is about
_WORDS = 5  # of a value


def shifted(earlier: str, later: str) -> Update | None:
    """The later note gives what the earlier one is about another value of the same kind."""
    for shift in () if holds_several(earlier) or holds_several(later) else shifts(later):
        found = _of_day(earlier, shift) or _of_amount(earlier, shift) or _of_words(earlier, shift)
        if found is not None:
            return found
    return None


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
        return Update(old[0], shift.value, is_sure=False, of_life=True, is_part=True)
    found = _of_thing(earlier, DATE.sub(" ", earlier), old[0], shift)
    words = (shift.what.words | shift.what.beside) - _OCCASIONS
    is_meant = found is None and shift.what.words and words and words <= content(DATE.sub(" ", earlier))
    if is_meant and (len(words) > 1 or words != shift.what.words or _IS_DUE.search(earlier)):
        return Update(old[0], shift.value, is_sure=False, of_life=True, is_part=True)
    return found


_OCCASIONS = content("shift class session lesson practice appointment slot duty rehearsal training course") | DUE


def _of_amount(earlier: str, shift: Shift) -> Update | None:
    if not shift.kind.startswith("amount/"):
        return None
    unit = shift.kind.removeprefix("amount/")
    every = list(AMOUNT.finditer(DATE.sub(lambda day: " " * len(day[0]), earlier)))  # 22:00 is no amount
    found = [each for each in every if unit_of(each) == unit or not unit_of(each)] or (every if not unit else [])
    if len(found) != 1 or found[0][0].casefold() == shift.value.casefold():
        return None
    rate = _rate(shift.rest)
    is_price = rate and rate == _rate(earlier[found[0].end() :]) and (unit in "$€£" or unit in _MONEY)
    if is_price and not shift.what.words <= content(earlier):
        return Update(found[0][0].strip(), shift.value, is_sure=False, of_life=True)
    if not shift.what.words:
        return _of_nothing(earlier, found[0], unit, shift)
    whole = shift.what.words - _WHOLE
    if unit == "%" and whole != shift.what.words and whole and whole <= content(earlier):
        return Update(found[0][0].strip(), shift.value, is_sure=False, of_life=True, is_part=True)
    return _of_thing(earlier, _COUNTED.sub(" ", earlier), found[0][0].strip(), shift)


_COUNTED = re.compile(
    rf"(?:{AMOUNT.pattern})(?:\s+of\b|\s+(?:an?|per|each) \w+)?", _F
)  # with of what, or for what, it is one
_WHOLE = content("overall total average")
_MONEY = frozenset(
    plain(word)
    for word in "euro euros dollar dollars pound pounds franc francs crown crowns kr nok sek dkk chf eur usd gbp".split()
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
    about = content(without) - DUE
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


def _is_named_further(shift: Shift, named: Named) -> bool:
    """Whether the later note calls the thing by a name besides: `Sandviken choir` where the earlier one says `choir` alone."""
    more = shift.what.words - named.words
    return bool(more) and more <= shift.what.called and named.words <= shift.what.words and not shift.what.beside


_BEING = (
    r"is|are|was|due|costs?|has|opens?|starts?|begins?|ends?|scheduled|planned|set|meets?|rehearses|trains|plays|leaves|lands|"
    r"departs|arrives"
)
_NUMBERED = re.compile(r"[A-Za-z] ?\d")


def _of_words(earlier: str, shift: Shift) -> Update | None:
    if shift.kind not in {"word", "name"} or not 0 < len(shift.value.split()) <= _WORDS:
        return None
    said = pieces(earlier)
    found = (_renamed(piece, shift) or _placed(piece, shift, is_alone=len(said) == 1) for piece in said)
    return next((each for each in found if each is not None), None)


_NAMES = re.compile(
    r"\b(?P<noun>[\w-]+)(?: is)? (?:called|named|titled) "
    r"(?P<name>[A-Z][\w'’&-]*(?: (?:(?:of|the|and|a|in) )*[A-Z][\w'’&-]*)*)"
)


_OF_SOMEBODY = re.compile(r"\w['’]s \w")
_NAMED_SO = re.compile(
    r"(?:[\w'’-]+ ){0,2}(?P<noun>[\w'’-]+) is (?P<name>(?-i:[A-Z])[\w'’&-]*(?: (?-i:[A-Z])[\w'’&-]*)*)", _F
)


def _renamed(piece: str, shift: Shift) -> Update | None:
    """Another name of what the note names: of anything, where the later one does not say of what."""
    called = _NAMES.search(piece) if shift.kind == "name" else None
    if called is not None and shift.what.words and shift.what.words == content(called["name"]):
        return Update(called["name"], shift.value, is_sure=shift.is_told and called.end() == len(piece), of_life=True)
    named = _NAMES.search(piece) or _NAMED_SO.fullmatch(piece) if shift.kind == "name" else None
    if named is None or not are_apart(named["name"], shift.value):
        return None
    if shift.what.words and shift.what.head != plain(named["noun"].casefold()):
        return None
    is_sure = bool(shift.what.words) and shift.is_told and named.end() == len(piece)
    return Update(named["name"], shift.value, is_sure, of_life=True, is_part=not shift.what.words)


def _placed(piece: str, shift: Shift, *, is_alone: bool) -> Update | None:
    """Another place, host or source of the thing that the note begins with."""
    if not shift.what.words:
        return None
    value = _behind(shift, piece)
    if _is_other(value, shift):
        is_named = not shift.at or any(character.isupper() for character in value + shift.value)
        is_at = re.search(rf"\bat (?:the )?{re.escape(value)}", piece) is not None and shift.at != "at"
        is_sure = shift.is_told and is_named and is_alone and not _MANY.search(value) and not is_at
        return Update(value, shift.value, is_sure, of_life=True)
    more = _NAMED_MORE.fullmatch(piece) if shift.kind == "word" else None
    if more is not None and _is_longer_name(thing(more["what"]), shift) and _is_other(more["value"], shift):
        return Update(more["value"], shift.value, is_sure=False, of_life=True, is_part=True)
    return None


def _is_other(value: str, shift: Shift) -> bool:
    return bool(value) and are_apart(value, shift.value) and not DATE.search(value) and not value[0].isdigit()


_NAMED_MORE = re.compile(
    r"(?P<what>(?:[\w'’-]+ ){1,2}[\w'’-]+) (?:is|are|in|on|with|at|about|runs on) (?:the |an? )?(?P<value>(?:\S+ ?){1,4})",
    _F,
)


def _is_longer_name(named: Named, shift: Shift) -> bool:
    """Whether a name has one word more than the thing that was changed: a `Conference talk` that is called a `Talk`."""
    is_more = shift.what.words < named.words and len(named.words - shift.what.words) == 1
    return is_more and shift.what.head == named.head


_SOURCES = content("supplier provider source vendor seller importer")
_HOSTED = re.compile(r"\b(?!(?:is|are|was)\b)[a-z]{3,}(?:ed|pt|ld|ne|wn|s)\b", _F)


def _behind(shift: Shift, piece: str) -> str:
    """What stands behind the words that name the thing, where the note begins with just these; "" where it may not be replaced."""
    words = list(re.finditer(r"\S+", piece))
    for number in range(1, min(len(words), 6)):
        before, after = piece[: words[number - 1].end()], piece[words[number].start() :]
        sources = _SOURCES if after.startswith("from ") else frozenset[str]()
        link = _LINK.match(after)
        if link is not None and content(before) == (shift.what.words | shift.what.beside) - sources:
            value = after[link.end() :] if link[0].strip().casefold() not in {"", "the"} else ""
            if not _may_follow(shift, link[0], value):
                return ""
            if content(value):
                return value if len(value.split()) <= _WORDS else ""
    return ""


def _may_follow(shift: Shift, link: str, value: str) -> bool:
    """Whether the value that stands behind the link in the note is of the sort that the thing has anew."""
    if shift.verb and shift.verb not in link.casefold().split():
        return False  # `atlas is licensed under MIT` and `atlas has a mascot now`
    if (CALLED.search(link) is not None) != (shift.kind == "name") and not re.match(r"(?:is|renamed)\s", link):
        return False
    placed = PLACED.search(link)
    if placed is None and not re.match(r"[A-Z`\"'“\d]", value):
        return False  # `The café is closed` says how it is
    at, is_hosted = placed[0].casefold() if placed else "", _HOSTED.search(link) is not None
    if shift.at:
        return shift.at == at or is_hosted  # not `The blog is in English` and `on Ghost now`
    return shift.kind != "word" or not shift.is_told or is_hosted or _may_move(shift, at, link)


def _may_move(shift: Shift, at: str, link: str) -> bool:
    """Whether a thing that stands so may be moved elsewhere: a meeting with somebody is not moved to another."""
    if at == "in":
        return shift.is_moved or link.casefold().startswith("in ")
    return at in {"", "from", "on", "through", "via", "called", "named", "at"}


def tells(text: str) -> bool:
    """Whether the statement tells that something has another value now."""
    return bool(shifts(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which notes meet that give one thing values."""
    for shift in shifts(text):
        yield f"shifts/{shift.what.head or shift.kind}"
        yield from (f"shifts/{word}" for word in shift.what.words)
        if shift.kind == "name":
            yield "shifts/name"
        if shift.what.words <= DUE:
            yield "shifts/due"
    for piece in pieces(text):
        yield from (f"shifts/{word}" for word in thing(piece).words)
        if _NAMES.search(piece):
            yield "shifts/name"
        if _IS_DUE.search(piece):
            yield "shifts/due"
        yield from (f"shifts/{word}" for word in thing(short(piece).rest).words)
        yield from (f"shifts/amount/{unit_of(found)}" for found in AMOUNT.finditer(piece))
