"""What somebody has, does, takes, plans or waits for, by a short note: what may come to its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dreaming.domain.attributes.verbs import FORMS, Form
from dreaming.domain.attributes.words import content
from dreaming.domain.calendars import MONTHS
from dreaming.domain.updates.short import Named, Short, pieces, short, thing

_F = re.IGNORECASE
_HAVE = frozenset(
    "has have having own owns owning drive drives driving ride rides riding use uses using keep keeps keeping wear wears wearing flies "
    "flying sails sailing rents renting leases leasing".split()
)
_TAKE = frozenset("take takes taking".split())
_MEAN = frozenset(
    "plans planning books attends organises organizes organising organizing prepares preparing trains training hosts hosting visits "
    "visiting".split()
)
_WISHES = frozenset("wants hopes aims intends".split())
_BEGUN = re.compile(
    r"(?:opened|started|launched|founded) (?!with\b|at\b|in\b|on\b|as\b|to\b|up\b|\w+ing\b)(?:an? |the |my |our )?", _F
)
_SELLING = frozenset("sells selling".split())  # where one does it
_AT_PLACE = re.compile(r"(?:on|at|through|via) ")
_WAITING = frozenset("waiting waits awaiting awaits".split())
# What somebody only thinks or says of a thing does not end with it; nor does what it is, or costs.
_NO_DOING = frozenset(
    "likes loves hates enjoys wants needs knows prefers hopes thinks means says tells considers considering thinking hoping looking "
    "wishes switching changing remembers dreams dreaming fears avoids being costs pays gets becomes moves moving starts stops stopping "
    "switched weighs remains leaves leaving ends sells selling lives living born".split()
)
_OBJECT_IS = re.compile(
    r"(?:(?:main|second|old|current|work|my|our) )*(?:phone|car|bike|bicycle|motorbike|van|boat|laptop|camera|computer|tablet|guitar|"
    r"piano|watch|house|flat|scooter) is ",
    _F,
)
_ON = re.compile(
    r"(?:(?:is |am )?on|treated with|medicated with|prescribed|member of|subscribed to|subscription to|enrolled in|signed up for|"
    r"registered for)\s+",
    _F,
)
_JOB = re.compile(
    r"(?:part-time |full-time |side |weekend |student )*(?:job|internship|apprenticeship|membership|lessons?|classes|course|part-time|"
    r"full-time|employed|intern|apprentice|trainee|freelancer?)\b",
    _F,
)
_TO_DO = re.compile(r"to \w+ (?=the |an? |[A-Z])")
_OPEN = re.compile(
    r".*?(?P<state> (?:is |are )?(?:pending|open|awaited|in progress|running|under way|outstanding|for sale|to let))",
    _F,
)
_PET = re.compile(r"(?:an? )?\w+ (?:named|called) (?=[A-Z])")
_DOSE = re.compile(r"\d[\d.,]*\s?(?:mg|g|ml|µg|mcg|iu|drops?|tablets?|pills?)(?: of)?\s+", _F)
_PLANNED = re.compile(r" (?:is )?(?:planned|scheduled|booked|fixed)\b.*", _F)
_NUMBER = re.compile(r" (?:no\.?|number|#) ?\d+\b|,? of [$€£]?\d[\d,.]*k?\b", _F)  # the loan of 20,000
_SAYS_MORE = re.compile(
    r"\b(?:is|are|was|were|due|can|has|have|got|will|should|opens?|closes?|starts?|begins?|ends?|costs?|[a-z]+ed)\b|:|"
    r"\d\s?[%$€£]|[$€£]\s?\d",
    _F,
)
_BEFORE = re.compile(
    r"^(?:an?|the|his|her|their|my|our|in|at|for|on|with|to|about)\s+(?:(?:an?|the|his|her|their|my|our) )?", _F
)
_SEVERAL = re.compile(r"\b(?:and|or)\b|&", _F)
_SPARE = 4  # words of a note that may be lost with the thing
_NAME = r"(?:(?:coach|Herr|Frau|Mr|Ms|Mrs|Dr|Prof)\.? )?[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){0,2}"
_WHEN = rf"(?i:{MONTHS}|spring|summer|autumn|winter|\d{{4}})"
_IS_POST = re.compile(
    r"(?:my |our |the )?(?P<post>\w[\w'’-]*(?: [\w'’-]+){0,2}?)(?: (?:for|of|at|in) [\w'’ -]{2,30}?)? is (?:called )?"
    rf"(?P<name>{_NAME})"
)
_AT = re.compile(
    rf"(?P<before>(?:\S+ ){{1,4}}?)(?:in|at|on|with|for|from) (?P<name>(?!{_WHEN}|\w+day)(?:the|my|our) [\w'’& -]{{2,30}}|"
    rf"{_NAME})(?: in {_WHEN})?"
)
_APPOSED = re.compile(
    rf"(?P<post>(?:\w+ )?(?:[\w-]*(?:er|or|ist|ant|ian|chef|coach|apprentice|assistant|guide|nurse|maid|clerk|pair)|C[A-Z]O|"
    rf"VP)) (?P<name>{_NAME})"
)
_GROUP = re.compile(
    r"(?:the |my |our )?(?P<what>[\w'’-]+(?: [a-z][\w'’-]*){0,2}?) (?:meets|rehearses|gathers|takes place|performs|is held|happens)\b",
    _F,
)
_LASTING = content(
    "hometown birthplace name brother sister mother father son daughter child favourite favorite cousin friend dog cat"
)
_KIN_IS = re.compile(
    r"(?:my |his |her |our )?(?P<kin>(?:grand)?(?:mother|father|ma|pa|mum|dad)|aunt|uncle|husband|wife|dog|cat) "
    r"(?:is|lives|visits|comes|stays|has)\b",
    _F,
)
_GOAL = re.compile(
    r"(?:my |our |the )?(?:\w+ )?(?:goal|race|target|event|plan|project|destination|dream|dessert|"
    r"dish|theme|topic|entry|venue|opener)s? is (?:the |an? )?"
    r"(?P<what>\S.*)",
    _F,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A thing that a note is about: `sort` says how somebody stands to it; `is_whole` if the note says nothing else.

    Sorts: have, take, plan, doing, open (waited for), post (a job at it), with (it is done there, or with them), alive (kin),
    event (it is only named), act (the doing itself, by its verb).
    """

    what: Named
    who: str
    sort: str
    is_whole: bool


@lru_cache(maxsize=16_384)
def held(text: str) -> tuple[Held, ...]:
    """The things that a statement is about."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Held]:
    said = pieces(text)
    is_alone = len(said) == 1
    for piece in said:
        note = short(piece)
        is_object = _OBJECT_IS.match(piece)
        sort, rest = ("have", piece[is_object.end() :]) if is_object else _sort(note.verb, note.rest)
        who = "" if is_object else note.who
        group = _GROUP.match(piece)
        if group:
            yield Held(thing(group["what"]), "", "event", is_whole=is_alone)
        if note.verb.endswith("ing") and note.verb not in _NO_DOING and not _SAYS_MORE.search(piece):
            yield Held(thing(piece), note.who, "event", is_whole=is_alone)  # swimming lessons
            yield Held(thing(note.verb), note.who, "act", is_whole=False)
        what = thing(_BEFORE.sub("", rest))
        if sort and what.words:
            is_whole = is_alone and len(what.beside) <= _SPARE and not _SEVERAL.search(rest)
            yield Held(what, who, sort, is_whole)
        yield from _with(piece, note, sort) if is_alone else ()


def _with(piece: str, note: Short, sort: str) -> Iterator[Held]:
    """With whom or where somebody does what the note says, or who is what to them: it is over with these."""
    kin, goal = _KIN_IS.match(piece), _GOAL.fullmatch(piece)
    if kin:
        yield Held(thing(kin["kin"]), "", "alive", is_whole=True)
    if goal:
        yield Held(thing(goal["what"]), "", "plan", is_whole=True)
    post, at = _IS_POST.fullmatch(piece) or _APPOSED.fullmatch(piece), _AT.fullmatch(note.rest)
    if post and thing(post["post"]).head not in _LASTING:
        yield Held(replace(thing(post["name"]), beside=content(post["post"])), "", "with", is_whole=True)
    elif at and sort in {"doing", "event", "plan"}:
        yield Held(replace(thing(at["name"]), beside=content(at["before"])), note.who, "with", is_whole=True)


def _sort(verb: str, rest: str) -> tuple[str, str]:
    """How somebody stands to the thing that a note names, and the words that name it; "" where it only says more of it."""
    if not verb:
        return _sort_of_noun(rest)
    if verb in _HAVE:
        return "have", rest
    if verb in _WAITING:
        return "open", re.sub(r"^(?:for|on) ", "", rest)
    if verb in _TAKE:
        return "take", _DOSE.sub("", rest, count=1)
    if verb in _MEAN or (verb in _WISHES and rest.startswith("to ")):
        return "plan", _TO_DO.sub("", rest, count=1)
    is_doing = verb not in _NO_DOING and not re.match(r"[a-z]+ed\b", rest)
    is_doing = is_doing or (verb in _SELLING and _AT_PLACE.match(rest) is not None)
    return "doing" if is_doing else "", re.sub(r"^(?:on|at|in|for|with|up|through|via)\s+", "", rest, flags=_F)


def _sort_of_noun(rest: str) -> tuple[str, str]:
    """The same of a note without a verb."""
    on, open_, is_object = _ON.match(rest), _OPEN.fullmatch(rest), _OBJECT_IS.match(rest)
    if on:
        return "take", _DOSE.sub("", rest[on.end() :], count=1)
    if open_:
        return "open", rest[: open_.start("state")]
    if is_object or _PET.match(rest):
        return "have", rest[is_object.end() :] if is_object else rest
    job, at = _JOB.match(rest), re.search(r"\b(?:at|with|in|of) ", rest)
    if job and at:
        return "post", rest[at.end() :]
    return _sort_of_deed(rest)


def _sort_of_deed(rest: str) -> tuple[str, str]:
    """The same of a note that begins with what was done once, and of one that only names a thing."""
    begun = _BEGUN.match(rest)
    if begun:
        return "doing", rest[begun.end() :]
    if FORMS.get(rest.split(" ", 1)[0], ("", Form.BARE))[1] is Form.PAST:
        return "", ""  # what somebody did once: `lost his job`
    rest = _NUMBER.sub("", _PLANNED.sub("", rest, count=1))
    return ("", "") if _SAYS_MORE.search(rest) else ("event", rest)
