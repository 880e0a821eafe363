"""What has another value now, as a statement says it: `Hosting moved to Fly.io`, `Exam is in May now`, `Renamed to Gaslight`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.attributes.words import COUNTING
from dreaming.domain.calendars import MONTHS, SHORT_MONTHS, WEEKDAY
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.short import OWN, Named, pieces, short, thing, without_article
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_MONTH = rf"(?:{MONTHS}|{SHORT_MONTHS})\b"
DATE = re.compile(
    rf"(?<![\w-])(?:(?P<iso>\d{{4}}-\d\d-\d\d)|"
    rf"(?P<month>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?)|"
    r"(?P<year>(?:(?<=\bin )|(?<=\bfor )|(?<=\bto )|(?<=\btill )|(?<=\buntil ))20\d\d\b)|"
    r"(?P<season>(?:spring|summer|autumn|fall|winter)\b)|"
    rf"(?P<weekday>{WEEKDAY}s?\b(?: (?:morning|noon|afternoon|evening|night)s?)?)|"
    r"(?P<time>\d{1,2}[:.]\d\d\b|\d{1,2} ?[ap]m\b|"
    r"(?<=\bat )\d{1,2}\b(?![.,:]?\d|[ -]?(?:%|(?!(?:in|on|and|now|from|instead|every|each|sharp)\b)[a-zµ]))))",
    _F,
)
AMOUNT = re.compile(
    rf"(?P<number>\b\d{{2,3}}/\d{{2,3}}\b|[$€£]\s?\d[\d.,]*k?|\b\d[\d.,]*k?|\b(?:{COUNTING}))\b[ -]?(?P<unit>%|[a-zµ]+)?",
    _F,
)
_WAY = r"(?: (?:over|back|up|down|out|forward|on))*"
_CHANGED = (
    r"moved|switched|changed|shifted|migrated|transferred|postponed|pushed|rescheduled|delayed|brought|extended|raised|lowered|increased|"
    r"reduced|cut|dropped|went|gone|grew|grown|rose|risen|fell|fallen|shrank|shrunk|climbed|bumped|upped|slipped|deferred|put|advanced|"
    r"set|came|come|built|worked|shortened|relocated|rebooked|doubled|halved|tripled|lengthened|trimmed|rewritten|rebuilt|ported|"
    r"converted|relaxed|tightened|revised|adjusted|narrowed|upsized|downsized"
)
_CHANGES = (
    r"moves?|switch(?:es)?|changes?|shifts?|migrates?|goes|go|slips?|slides?|rises?|drops?|grows?|falls?|extends?|"
    r"(?:is |are )?(?:moving|switching|changing|going|relocating|migrating)"
)
_TO = r"(?: from .{2,30}?)? (?:to|into|onto|for|until|till|at(?= [$€£\d])|in(?= [A-Z](?!.* to ))) (?:the )?(?P<value>\S.*)"
_PUT_OFF = re.compile(
    r"(?P<what>\S.{1,60}?) (?:(?:is|was|has been|got) )?(?:delayed|postponed|rescheduled|pushed back|brought forward|moved|changed)[,:;] "
    r"(?:now |it['’]?s? |new date:? )*(?:opens? |starts? |begins? |is |are |takes place |happens )?(?:now )?(?:on |in |at )?"
    rf"(?P<value>(?:{DATE.pattern}).*)",
    _F,
)
_BY_ITSELF = re.compile(
    rf"(?P<what>\S.{{1,60}}?) (?:(?:has|have|had|was|were|is|are|got|been) )*(?:(?P<past>{_CHANGED})|(?P<soon>{_CHANGES})){_WAY}{_TO}|"
    r"(?P<which>\S.{1,60}?) (?:is |are )?(?:now )?(?:up|down|back) to (?P<number>[$€£\d].*)",
    _F,
)
_BY_SOMEBODY = re.compile(
    rf"(?:{OWN}|(?:they|he|she|(?:the|my|our) \w+) (?:has |have )?(?=\w+ (?:my|our|the)\b))(?:{_CHANGED}){_WAY} "
    rf"(?P<what>(?!to\b|from\b|back\b|over\b)\S.{{1,60}}?){_WAY}{_TO}",
    _F,
)
_REMADE = re.compile(
    rf"{OWN}(?:rewrote|rewritten|rebuilt|redid|redone|recoded|redesigned|reimplemented) (?:(?:the|my|our) )?(?:whole |entire )?"
    r"(?P<what>\S.{1,40}?) (?:in|with|on|for) (?P<value>\S.*)",
    _F,
)
_UNTIL = re.compile(
    rf"(?:\S.{{1,40}}? (?:gave|has given|have given|granted|allowed) (?:me|us)|{OWN}(?:got|have|was given|were given)) (?:an extension |"
    rf"time )?"
    rf"(?:until|till|to) (?:the )?(?P<value>{DATE.pattern})(?: (?:for|on|with) (?:the |my |our |her |his )?(?P<what>\S.{{1,40}}))?",
    _F,
)
_WAITS = re.compile(
    rf"(?P<what>\S.{{1,60}}?) (?:(?:has|have|will have) to wait|(?:is|are|was|were)? ?put off|(?:is|are|was)? ?on hold|"
    rf"won['’]t (?:happen|start|come)) "
    rf"(?:until|till|to|before) (?P<value>{DATE.pattern}).*",
    _F,
)
_BARE = re.compile(
    rf"{OWN}(?:(?P<past>{_CHANGED})|(?P<soon>{_CHANGES})|(?:is |am |are )?(?:back|down|up)){_WAY} to (?P<value>\S.*)",
    _F,
)
_RENAMED = re.compile(
    r"(?:(?:(?P<what>\S.{1,60}?) )?(?:has been |was |is |got |were |been )*(?:renamed|rebranded)|"
    rf"{OWN}(?:renamed|rebranded) (?P<which>\S.{{1,60}}?))(?: from .{{2,30}}?)?(?: to| as| into)? (?P<value>(?-i:[A-Z\"'“]).*)",
    _F,
)
_CALLED_NOW = re.compile(r"(?:is |are )?(?:now )?(?:called|named|titled)(?: now)? (?P<value>(?-i:[A-Z\"'“]).*)", _F)
_HOURS = re.compile(
    r"(?:(?:weekly|working|my|his|her|the) )*hours (?:\w+ ){0,2}?(?:cut|reduced|lowered|raised|increased|up|down|back|went)(?: \w+)? to "
    r"(?P<value>\d.*)",
    _F,
)
_IS = re.compile(
    r"(?P<what>\S.{1,60}?) (?:(?:is|are|\w+s|called|named)(?: (?:called|named|out|up|due|held|done|made|kept|run|\w+ed))*"
    r"(?: (?:on|in|at|with|by|from|through|via|to|for|under))?|due(?: on| by| every| in)?|(?:(?:held|done|made|kept|run|\w+ed) )?(?:on|"
    r"in|at|with|from|through|via)) "
    r"(?:the )?(?P<value>\S.*)|(?P<which>\S.{2,60}?) (?P<number>[$€£]?\d.*)",
    _F,
)
_DATED = re.compile(
    rf"(?P<what>\S.{{1,60}}?) (?:comes? out|is out|out|opens?|starts?|begins?|launch(?:es)?|takes place|happens|is|will be|due|"
    rf"is due)(?: only)? "
    rf"(?:on |in |at |by )?(?P<soon>)(?P<value>{DATE.pattern})(?:,? \d{{4}})?",
    _F,
)
_TAIL = re.compile(
    r"(?:,|\s+(?:from|since|as of|starting|in|on|by|this|next|last|because|due|after|until|instead|and|at the|for the)\b).*",
    _F,
)
_PASSING = re.compile(
    r"\b(?:this (?:week|time|month|once)|for (?:now|\w+ (?:days?|weeks?|months?))|temporarily|"
    r"(?<!extended )(?<!postponed )(?<!delayed )(?<!pushed )until|while|during|today|tonight|only|might|may(?=\s[a-z])|would|could|if|"
    r"also)\b",
    _F,
)
PLACED = re.compile(r"\b(?:on|in|at|with|by|from|through|via|to|for|under|called|named)\b", _F)
CALLED = re.compile(r"\b(?:called|named|titled)\b", _F)
_OF_THINGS = re.compile(r"\s(?:is|are|kept|held|done|made|run|[a-z]+ed)\b", _F)
_CHANGING = re.compile(r"\b(?:chang|switch|convert)\w*", _F)
_OF_WHAT = re.compile(r" of (?P<what>[a-z][\w'’-]*)(?P<rest>(?: .*)?)", _F)  # 45 minutes of piano a day
_NO_UNIT = frozenset("a per in on at for from of".split())


@dataclass(frozen=True, slots=True)
class Shift:
    """A thing that has another value now: `kind` is a date's, an amount's unit, "word" or "name"; `rest` stands behind it.

    `at` is the preposition before it in a note that names no change, as `on` in `Blog is on Ghost now`, and `verb` what the
    thing does there; `is_moved` if the thing went elsewhere rather than being changed. `is_told` of what has happened.
    """

    what: Named
    kind: str
    value: str
    is_told: bool
    rest: str = ""
    at: str = ""
    verb: str = ""
    is_moved: bool = True


@lru_cache(maxsize=16_384)
def shifts(text: str) -> tuple[Shift, ...]:
    """What a statement says has another value now, or will have."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Shift]:
    whole = text.strip(" .!")
    if _INTRODUCED.match(whole):
        return  # `For the log level, atlas has …` tells of the level
    for piece in (*((whole,) if _PUT_OFF.fullmatch(whole) else ()), *pieces(text)):
        part = next(iter(parts(piece)), None)
        said = part.text if part is not None else piece
        hours = _HOURS.fullmatch(said)
        is_until = _UNTIL.fullmatch(said) or _WAITS.fullmatch(said)
        if _PASSING.search(piece) and not is_until:
            continue
        if hours:
            worked = AMOUNT.sub(r"\g<number> hours", hours["value"], count=1)
            yield Shift(thing(""), "amount/hour", worked, is_told=True)
            continue
        found = _found(said, is_new=part is not None and part.is_new)
        if found is not None:
            yield from _shifted(found)


_INTRODUCED = re.compile(r"(?:for|in|on|at|with|as for|about|regarding)\s[^,]{2,40},\s", _F)
_TOLD = (_PUT_OFF, _UNTIL, _WAITS, _REMADE, _RENAMED, _BARE, _BY_SOMEBODY, _BY_ITSELF)


def _found(said: str, *, is_new: bool) -> re.Match[str] | None:
    """The first form that the clause has; one that names no change only where a word says that it is new."""
    found = next((match for form in _TOLD if (match := form.fullmatch(said))), None)
    if found is not None or not is_new:
        return found or _DATED.fullmatch(said)
    found = _CALLED_NOW.fullmatch(said) or _IS.fullmatch(said)
    is_doing = found is not None and found.re is _IS and _is_doing(said, found[0][: found.start("value")])
    return None if is_doing else found


def _is_doing(said: str, before: str) -> bool:
    """Whether it says what somebody does, as `Works in Leith now`, and not how a thing is, as `Photos kept in Leith now`."""
    note = short(said)
    return bool(note.verb and not note.who) and _OF_THINGS.search(before) is None


def _shifted(found: re.Match[str]) -> Iterator[Shift]:
    groups, before = found.groupdict(), found[0][: max(0, found.start("value"))]
    bare = "deadline" if found.re is _UNTIL else ""
    what = thing(without_article(groups.get("what") or groups.get("which") or bare))
    is_named = found.re in {_RENAMED, _CALLED_NOW} or CALLED.search(before) is not None
    at = PLACED.search(before[len(what.head) :]) if found.re is _IS else None
    is_new_day = (
        found.re is _BY_ITSELF and DATE.match(groups.get("value") or "") is not None
    )  # `slips to 3 October`: it is decided
    is_told = found.re is not _DATED and (is_new_day or not groups.get("soon"))
    for shift in _valued(what, groups.get("value") or groups["number"], is_told=is_told):
        of = _OF_WHAT.match(shift.rest) if shift.kind.startswith("amount/") and not what.words else None
        yield replace(
            replace(shift, what=thing(of["what"]), rest=of["rest"]) if of else shift,
            kind="name" if is_named and shift.kind == "word" else shift.kind,
            at=at[0].casefold() if at else "",
            verb=_verb_of(before[len(groups["what"] or "") :]) if found.re is _IS else "",
            is_moved=_CHANGING.search(before) is None,
        )


def _verb_of(link: str) -> str:
    """What a thing does, where it does more than be: `has`, `uses`."""
    words = (word for word in link.casefold().split() if word not in _BEING_THERE and PLACED.fullmatch(word) is None)
    return next(words, "")


_BEING_THERE = frozenset("is are now the out up due held done made kept run".split())


def _valued(what: Named, value: str, *, is_told: bool) -> Iterator[Shift]:
    bare = _ABOUT.sub("", value)
    day, amount = DATE.match(bare) or DATE.match("at " + bare, 3), AMOUNT.match(value)
    if day:
        yield Shift(what, str(day.lastgroup), day[0], is_told)
    elif amount:
        yield Shift(what, f"amount/{unit_of(amount)}", amount[0].strip(), is_told, value[amount.end() :])
    elif what.words or value[:1].isupper():
        yield Shift(what, "word", _TAIL.sub("", value), is_told)


_ABOUT = re.compile(r"(?:next|this|early|late|mid|sub|under|about|around|the (?:end|beginning|middle) of)[ -]", _F)


def unit_of(amount: re.Match[str]) -> str:
    """The unit of an amount, reduced; "" where it has none."""
    number, unit = amount["number"], plain((amount["unit"] or "").casefold())
    if number[0] in "$€£":
        return number[0]
    return "" if unit in _NO_UNIT else unit
