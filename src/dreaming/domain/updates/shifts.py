"""What something was changed to: `Hosting is on Heroku` and `Hosting moved to Fly.io`; `Exam in June` and `Exam is in May now`.

A value of the same kind stands in the earlier note, of the same thing. Where the later note names the thing by fewer words
others may be meant as well; where the change is still to come, the old value holds until then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.attributes.dates import DUE
from dreaming.domain.attributes.words import NUMBERS, content
from dreaming.domain.language import plain
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, Named, are_apart, pieces, short, thing, without_article

_F = re.IGNORECASE
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|"
    r"dec)\b"
)
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<month>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?)|"
    r"(?P<season>(?:spring|summer|autumn|fall|winter)\b)|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b(?: (?:morning|noon|afternoon|evening|night)s?)?)|"
    r"(?P<time>\d{1,2}[:.]\d\d\b|\d{1,2} ?[ap]m\b|(?<=\bat )\d{1,2}\b(?![.,:]?\d|[ -]?(?:%|(?!(?:in|on|and|now|from|instead|every|each|sharp)\b)[a-zµ]))))",
    _F,
)
_COUNT = "|".join(word for word in NUMBERS if word not in {"no", "once", "twice", "thrice"})
_AMOUNT = re.compile(rf"(?P<number>[$€£]\s?\d[\d.,]*k?|\b\d[\d.,]*k?|\b(?:{_COUNT}))\b[ -]?(?P<unit>%|[a-zµ]+)?", _F)
_WAY = r"(?: (?:over|back|up|down|out|forward|on))*"
_CHANGED = (
    r"moved|switched|changed|shifted|migrated|transferred|postponed|pushed|rescheduled|delayed|brought|extended|raised|lowered|increased|"
    r"reduced|cut|dropped|went|gone|grew|grown|rose|risen|fell|fallen|shrank|shrunk|climbed|bumped|upped|slipped|deferred|put|advanced|set|shortened|relocated|rebooked|doubled|halved|tripled|lengthened|trimmed|scaled|rewritten|rebuilt|ported|converted"
)
_PUT_OFF = re.compile(
    rf"(?P<what>\S.{{1,60}}?) (?:(?:is|was|has been|got) )?(?:delayed|postponed|rescheduled|pushed back|brought forward|moved|changed)[,:;] "
    rf"(?:now |it['’]?s? |new date:? )*(?:opens? |starts? |begins? |is |are |takes place |happens )?(?:now )?(?:on |in |at )?(?P<value>(?:{_DATE.pattern}).*)",
    _F,
)
_CHANGES = r"moves?|switch(?:es)?|changes?|shifts?|migrates?|goes|go|slips?|slides?|rises?|drops?|grows?|falls?|extends?|is (?:moving|switching|changing|going)"
_TO = r"(?: from .{2,30}?)? (?:to|into|onto|for|until|till|in(?= [A-Z](?!.* to ))) (?:the )?(?P<value>\S.*)"
_BY_ITSELF = re.compile(
    rf"(?P<what>\S.{{1,60}}?) (?:(?:has|have|had|was|were|is|are|got|been) )*(?:(?P<past>{_CHANGED})|(?P<soon>{_CHANGES})){_WAY}{_TO}|"
    rf"(?P<which>\S.{{1,60}}?) (?:is |are )?(?:now )?(?:up|down|back) to (?P<number>[$€£\d].*)", _F
)
_BY_SOMEBODY = re.compile(
    rf"(?:{OWN}|(?:they|he|she|(?:the|my|our) \w+) (?:has |have )?(?=\w+ (?:my|our|the)\b))(?:{_CHANGED}){_WAY} (?P<what>(?!to\b|from\b|back\b|over\b)\S.{{1,60}}?){_TO}", _F
)
_BARE = re.compile(rf"{OWN}(?:(?P<past>{_CHANGED})|(?P<soon>{_CHANGES})|(?:is |am |are )?(?:back|down|up)){_WAY} to (?P<value>\S.*)", _F)
_RENAMED = re.compile(
    rf"(?:(?:(?P<what>\S.{{1,60}}?) )?(?:has been |was |is |got |were |been )*(?:renamed|rebranded)|{OWN}(?:renamed|rebranded) (?P<which>\S.{{1,60}}?))"
    r"(?: from .{2,30}?)?(?: to| as| into)? (?P<value>(?-i:[A-Z\"'“]).*)",
    _F,
)
_CALLED_NOW = re.compile(r"(?:is |are )?(?:now )?(?:called|named|titled)(?: now)? (?P<value>(?-i:[A-Z\"'“]).*)", _F)
_HOURS = re.compile(
    r"(?:(?:weekly|working|my|his|her|the) )*hours (?:\w+ ){0,2}?(?:cut|reduced|lowered|raised|increased|up|down|back|went)(?: \w+)? to (?P<value>\d.*)", _F
)
_IS = re.compile(
    r"(?P<what>\S.{1,60}?) (?:(?:is|are|\w+s|called|named)(?: (?:called|named|out|up|due|held|done|made|kept|run|\w+ed))*"
    r"(?: (?:on|in|at|with|by|from|through|via|to|for|under))?|(?:(?:held|done|made|kept|run|\w+ed) )?(?:on|in|at|with|from|through|via)) "
    r"(?:the )?(?P<value>\S.*)|(?P<which>\S.{2,60}?) (?P<number>[$€£]?\d.*)",
    _F,
)
_LINK = re.compile(
    r"(?:(?:is|are|was|runs?|goes|comes|sits?|done|made|held|built|kept|sold|grown|called|named|written|takes? place|set|hosted|stored|"
    r"managed|based|located|printed|produced|published|recorded|edited|handled|processed|organi[sz]ed|tracked|coded|baked|brewed|designed)\b\s*)*"
    r"(?:(?:on|in|at|with|by|from|through|via|to|for|under)\b\s*)?(?:the\s+)?",
    _F,
)
_TAIL = re.compile(
    r"(?:,|\s+(?:from|since|as of|starting|in|on|by|this|next|last|because|due|after|until|instead|and|at the|for the)\b).*", _F
)
_PASSING = re.compile(r"\b(?:this (?:week|time|month|once)|for (?:now|\w+ (?:days?|weeks?|months?))|temporarily|until|while|during|today|tonight|"
                      r"only|might|may(?=\s[a-z])|would|could|if|also)\b", _F)  # fmt: skip
_EXTENDED = re.compile(r"(?<=extended )(?:until|till)|(?<=postponed )(?:until|till)|(?<=delayed )(?:until|till)|(?<=pushed )(?:until|till)", _F)
_ANY = content("meeting appointment call event visit flight trip session thing day")  # named alone, it may be any
_MANY = re.compile(r",| and | or |/| & ", _F)
_SPARE = 2
_WORDS = 5  # of a value


@dataclass(frozen=True, slots=True)
class _Shift:
    """A thing that has another value now: `kind` is a date's, an amount's unit, "word" or "name"; `rest` stands behind it.

    `at` is the preposition before it in a note that names no change, as `on` in `Blog is on Ghost now`.
    """

    what: Named
    kind: str
    value: str
    is_told: bool
    rest: str = ""
    at: str = ""
    is_moved: bool = True


def shifted(earlier: str, later: str) -> Update | None:
    """The later note gives what the earlier one is about another value of the same kind."""
    for shift in _shifts(later):
        found = _of_day(earlier, shift) or _of_amount(earlier, shift) or _of_words(earlier, shift)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=65_536)
def _shifts(text: str) -> tuple[_Shift, ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[_Shift]:
    for piece in (*([text.strip(" .!")] if _PUT_OFF.fullmatch(text.strip(" .!")) else ()), *pieces(text)):
        if _PASSING.search(_EXTENDED.sub("", piece)):
            continue
        part = next(iter(parts(piece)), None)
        said = part.text if part is not None else piece
        found = _PUT_OFF.fullmatch(said) or _RENAMED.fullmatch(said) or _BARE.fullmatch(said) or _BY_SOMEBODY.fullmatch(said) or _BY_ITSELF.fullmatch(said)
        if found is None and part is not None and part.is_new:
            found = _CALLED_NOW.fullmatch(said) or _IS.fullmatch(said)
            found = None if found and found.re is _IS and _is_doing(said, found[0][: found.start("value")]) else found
        hours = _HOURS.fullmatch(said)
        if hours:
            yield _Shift(thing(""), "amount/hour", _AMOUNT.sub(r"\g<number> hours", hours["value"], count=1), is_told=True)
        if found is None or hours:
            continue
        groups = found.groupdict()
        what = thing(without_article(groups.get("what") or groups.get("which") or ""))
        is_named = found.re in {_RENAMED, _CALLED_NOW} or _CALLED.search(found[0][: max(0, found.start("value"))]) is not None
        for shift in _valued(what, groups.get("value") or groups["number"], is_told=not groups.get("soon")):
            kind = "name" if is_named and shift.kind == "word" else shift.kind
            at = _PLACED.search(found[0][len(what.head) : found.start("value")]) if found.re is _IS else None
            is_moved = not _CHANGING.search(found[0][: found.start("value")])
            yield replace(shift, kind=kind, at=at[0].casefold() if at else "", is_moved=is_moved)


def _is_doing(said: str, before: str) -> bool:
    """Whether it says what somebody does, as `Works in Leith now`, and not how a thing is, as `Photos kept in Leith now`."""
    note = short(said)
    return bool(note.verb and not note.who) and _OF_THINGS.search(before) is None


_OF_THINGS = re.compile(r"\s(?:is|are|kept|held|done|made|run|[a-z]+ed)\b", _F)
_CHANGING = re.compile(r"\b(?:chang|switch|convert)\w*", _F)
_CALLED = re.compile(r"\b(?:called|named|titled)\b", _F)


def _valued(what: Named, value: str, *, is_told: bool) -> Iterator[_Shift]:
    day, amount = _DATE.match(value) or _DATE.match("at " + value, 3), _AMOUNT.match(value)
    if day:
        yield _Shift(what, str(day.lastgroup), day[0], is_told)
    elif amount:
        yield _Shift(what, f"amount/{_unit(amount)}", amount[0].strip(), is_told, value[amount.end() :])
    elif what.words or value[:1].isupper():
        yield _Shift(what, "word", _TAIL.sub("", value), is_told)


def _unit(amount: re.Match[str]) -> str:
    number, unit = amount["number"], plain((amount["unit"] or "").casefold())
    return number[0] if number[0] in "$€£" else "" if unit in {"a", "per", "in", "on", "at", "for", "from", "of"} else unit


_DAYS = frozenset("iso month season weekday time".split())
_LIKE = {"season": "month"}  # October may become spring


def _of_day(earlier: str, shift: _Shift) -> Update | None:
    """A day of what the note is about; a deadline that names nothing may be of what is due."""
    days = list(_DATE.finditer(earlier)) if shift.kind in _DAYS and shift.what.words else []
    old = next((day for day in days if _LIKE.get(str(day.lastgroup), day.lastgroup) == _LIKE.get(shift.kind, shift.kind)), None)
    if old is None or len({day.lastgroup for day in days}) != len(days) or old[0].casefold() == shift.value.casefold():
        return None
    if shift.what.words <= DUE and re.search(r"\b(?:due|deadline)\b", earlier, _F):
        return Update(old[0], shift.value, is_sure=False, of_life=True, is_part=True)
    return _of_thing(earlier, _DATE.sub(" ", earlier), old[0], shift)


def _of_amount(earlier: str, shift: _Shift) -> Update | None:
    if not shift.kind.startswith("amount/"):
        return None
    unit = shift.kind.removeprefix("amount/")
    every = list(_AMOUNT.finditer(earlier))
    found = [each for each in every if _unit(each) == unit or not _unit(each)] or (every if not unit else [])
    if len(found) != 1 or found[0][0].casefold() == shift.value.casefold():
        return None
    rate = _rate(shift.rest)
    is_price = rate and rate == _rate(earlier[found[0].end() :]) and (unit in "$€£" or unit in _MONEY)
    if is_price and not shift.what.words <= content(earlier):
        return Update(found[0][0].strip(), shift.value, is_sure=False, of_life=True)
    if not shift.what.words:
        return _of_nothing(earlier, found[0], unit, shift)
    return _of_thing(earlier, re.sub(r"\s+of\s", " ", _AMOUNT.sub(" ", earlier)), found[0][0].strip(), shift)


_MONEY = frozenset(plain(word) for word in "euro euros dollar dollars pound pounds franc francs crown crowns kr nok sek dkk chf eur usd gbp".split())


def _of_nothing(earlier: str, found: re.Match[str], unit: str, shift: _Shift) -> Update | None:
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


def _of_thing(earlier: str, without: str, old: str, shift: _Shift) -> Update | None:
    """The value `old` is of the thing whose value is another now, by the words that are left without it."""
    about = content(without) - DUE
    note = short(earlier)
    named = thing(without_article(re.sub(rf"\b(?:{_BEING})\b.*", "", without, flags=_F)))
    heads = {named.head, thing(re.sub(r"^(?:in|on|at|with|for) (?:an?|the) ", "", note.rest)).head if note.verb else ""}
    if not shift.what.words <= about or shift.what.head not in heads or not shift.what.beside <= about:
        return None
    spare = about - shift.what.words - shift.what.beside
    is_any = bool(spare) and shift.what.words <= _ANY
    is_sure = shift.is_told and len(spare) <= _SPARE and not is_any and not _NUMBERED.search(without)
    return Update(old, shift.value, is_sure, of_life=True, is_part=bool(spare))


_BEING = r"is|are|was|due|costs?|has|opens?|starts?|begins?|ends?|scheduled|planned|set"
_NUMBERED = re.compile(r"[A-Za-z] ?\d")


def _of_words(earlier: str, shift: _Shift) -> Update | None:
    if shift.kind not in {"word", "name"} or not 0 < len(shift.value.split()) <= _WORDS:
        return None
    for piece in pieces(earlier):
        named = _NAMES.search(piece) if shift.kind == "name" else None
        if named and are_apart(named["name"], shift.value) and not (shift.what.words and shift.what.head != plain(named["noun"].casefold())):
            is_sure = bool(shift.what.words) and shift.is_told and named.end() == len(piece)
            return Update(named["name"], shift.value, is_sure, of_life=True, is_part=not shift.what.words)
        if not shift.what.words:
            continue
        value = _behind(shift, piece)
        if value and are_apart(value, shift.value) and not _DATE.search(value) and not re.match(r"\d", value):
            is_sure = shift.is_told and not _MANY.search(value) and len(list(pieces(earlier))) == 1
            return Update(value, shift.value, is_sure, of_life=True)
        rest = _behind_part(shift, piece)
        if rest and are_apart(rest, shift.value):
            return Update(rest, shift.value, is_sure=False, of_life=True, is_part=True)
    return None


_NAMES = re.compile(
    r"\b(?P<noun>[\w-]+)(?: is)? (?:called|named|titled) (?P<name>[A-Z][\w'’&-]*(?: (?:(?:of|the|and|a|in) )*[A-Z][\w'’&-]*)*)"
)


def _may_move(shift: _Shift, link: re.Match[str] | None) -> bool:
    """Whether a thing that stands so may be moved elsewhere: a meeting with somebody is not moved to another."""
    at = _at(link)
    is_run = link is not None and _HOSTED.search(link[0]) is not None
    is_bare = link is not None and link[0].casefold().startswith(("in ", "on "))
    return is_run or at in {"on", "through", "via", "called", "named"} or (at == "in" and (shift.is_moved or is_bare)) or at in {"", "from"}


def _at(link: re.Match[str] | None) -> str:
    found = _PLACED.search(link[0]) if link else None
    return found[0].casefold() if found else ""


_HOSTED = re.compile(r"\b(?!(?:is|are|was)\b)[a-z]{3,}(?:ed|pt|ld|ne|wn|ld|s)\b", _F)
_PLACED = re.compile(r"\b(?:on|in|at|with|by|from|through|via|to|for|under|called|named)\b", _F)


def _behind_part(shift: _Shift, piece: str) -> str:
    """What stands behind a name that has one word more than the thing that was changed: a `Conference talk` that is called a `Talk`."""
    found = _NAMED_MORE.fullmatch(piece) if shift.kind == "word" and shift.what.words else None
    named = thing(found["what"]) if found else shift.what
    is_more = shift.what.words < named.words and len(named.words - shift.what.words) == 1 and shift.what.head == named.head
    return found["value"] if found and is_more and not _DATE.search(found["value"]) and not re.match(r"\d", found["value"]) else ""


_NAMED_MORE = re.compile(r"(?P<what>(?:[\w'’-]+ ){1,2}[\w'’-]+) (?:is|are|in|on|with|at|about|runs on) (?:the |an? )?(?P<value>(?:\S+ ?){1,4})", _F)


_SOURCES = content("supplier provider source vendor seller importer")


def _behind(shift: _Shift, piece: str) -> str:
    """What stands behind the words that name the thing, where the note begins with just these; a name behind "called"."""
    what = shift.what
    words = list(re.finditer(r"\S+", piece))
    for number in range(1, min(len(words), 6)):
        before, after = piece[: words[number - 1].end()], piece[words[number].start() :]
        if not what.words:
            return ""
        if content(before) == (what.words | what.beside) - (_SOURCES if after.startswith("from ") else frozenset[str]()):
            link = _LINK.match(after)
            if link and (_CALLED.search(link[0]) is not None) != (shift.kind == "name") and not re.match(r"(?:is|renamed)\s", link[0]):
                return ""
            value = after[link.end() :] if link and link[0].strip().casefold() not in {"", "the"} else ""
            if not _PLACED.search(link[0] if link else "") and not re.match(r"[A-Z`\"'“\d]", value):
                return ""  # `The café is closed` says how it is
            if shift.is_told and not shift.at and shift.kind == "word" and not _may_move(shift, link):
                return ""
            if shift.at and shift.at != _at(link) and not (link and _HOSTED.search(link[0])):
                return ""  # `The blog is in English` and `on Ghost now`
            if value and content(value):
                return value if len(value.split()) <= _WORDS else ""
    return ""


def tells(text: str) -> bool:
    """Whether the statement tells that something has another value now."""
    return bool(_shifts(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which notes meet that give one thing values."""
    for shift in _shifts(text):
        yield f"shifts/{shift.what.head or shift.kind}"
        if shift.kind == "name":
            yield "shifts/name"
        if shift.what.words <= DUE:
            yield "shifts/due"
    for piece in pieces(text):
        yield from (f"shifts/{word}" for word in thing(piece).words)
        if _NAMES.search(piece):
            yield "shifts/name"
        if re.search(r"\b(?:due|deadline)\b", piece, _F):
            yield "shifts/due"
        yield from (f"shifts/{word}" for word in thing(short(piece).rest).words)
        yield from (f"shifts/amount/{_unit(found)}" for found in _AMOUNT.finditer(piece))
