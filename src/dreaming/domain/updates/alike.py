"""The same doing with another thing, or as often otherwise: `Draws in SketchUp` and `Draws in Fusion 360 now`.

`Practises 30 minutes a day` and `Practises an hour a day now`; `Teaches grades 10 and 11` and `Will teach grade 12 only`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, are_apart, pieces, short, thing
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_BEHIND = re.compile(
    r"(?P<of>(?:\S+ ){0,4}?)(?P<at>in|on|at|with|through|via|by|from) (?:the |a |an |her |his |my |our )?(?P<value>\S.*)",
    _F,
)
_COMES = re.compile(
    r"(?:the |our |my )?(?P<of>(?:\S+ ){0,2}\S+) (?:comes?|is bought|is ordered) from (?P<value>\S.*)", _F
)
_GET = "get"  # where something comes from
_GETTING = frozenset("buy buys buying get gets getting order orders ordering source sources sourcing".split())
_SINCE = re.compile(r",? instead$|,? (?:since|as of|from) (?:the |last |this |early |mid |late )?\w+(?: \d{1,4})?$", _F)
# What somebody does in several places, and what the table of lives knows better.
_BESIDE = frozenset(
    plain(word)
    for word in "play sing volunteer teach go travel speak work live study be have like love meet help take".split()
)
_WHEN = re.compile(
    rf"(?:{WEEKDAY}s?|weekends?|weekdays?|mornings?|evenings?|afternoons?|nights?|\d.*)\b",
    _F,
)
_DAYS = re.compile(
    rf"\b(?:on {WEEKDAY}s?|on weekends|at weekends|in (?:the )?(?:spring|summer|autumn|winter))\b",
    _F,
)
_COUNT = r"(?:\d[\d.,]*|an?|half an?|one|two|three|four|five|six|seven|eight|nine|ten|once|twice|several|every|each)"
_UNIT = r"(?:minutes?|hours?|times?|pages?|km|kilomet(?:er|re)s?|miles?|sessions?|days?|nights?|weeks?|months?)"
_SPAN = r"(?:day|night|week|month|year|morning|evening|weekday|fortnight)s?"
_OFTEN = re.compile(
    rf"(?:\b{_COUNT} (?P<unit>{_UNIT}) )?\b(?:{_COUNT} )?(?:an?|per|each|every|other)(?: (?:other|second|third))? {_SPAN}\b|"
    r"\b(?:daily|weekly|monthly)\b|"
    r"\b(?:only )?when needed\b",
    _F,
)
_OWN = re.compile(OWN, _F)
_CHANGED_TO = re.compile(
    r"(?:cut|cut down|cut back|reduced|dropped|upped|increased|changed|switched|moved|went|gone|down|up|back)"
    r"(?: (?:my|our|the))?(?P<what>(?: [\w'’-]+){0,3}?)(?: (?:down|up|back|over))? to (?P<often>\S.*)",
    _F,
)
_ONLY = re.compile(
    r"(?:(?:i|we|he|she) )?(?:will|is going to|am going to|['’]ll) (?:only )?(?P<verb>[a-z]+) (?P<rest>\S.*)", _F
)
_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Done:
    """Who does what, at, in or with what, and on which days."""

    who: str
    verb: str
    of: frozenset[str]
    at: str
    value: str
    when: str = ""


def instead(earlier: str, later: str) -> Update | None:
    """The later note does with another thing now what the earlier one does."""
    olds = pieces(earlier)
    old = _done(olds[0]) if len(olds) == 1 else None
    if old is None:
        return None
    for new in _now(later):
        is_same = (old.who, old.verb, old.at) == (new.who, new.verb, new.at) and (new.of <= old.of or old.of < new.of)
        if is_same and are_apart(new.value, old.value) and new.verb not in _BESIDE:
            is_sure = new.of == old.of and new.when in {"", old.when}
            return Update(old.value, new.value, is_sure, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _done(piece: str) -> _Done | None:
    comes = _COMES.fullmatch(piece)
    if comes is not None:
        return _Done("", _GET, content(comes["of"]), "from", comes["value"])
    note = short(piece)
    found = _BEHIND.fullmatch(note.rest) if note.verb else None
    if found is None or _WHEN.match(found["value"]) or not content(found["value"]):
        return None
    value = re.sub(r"[, ]+(?:for|because|since|every|on|to) .*", "", found["value"])
    verb = _GET if found["at"] == "from" and note.verb in _GETTING else plain(note.verb)
    days = _DAYS.search(found["value"])
    when = days[0].casefold() if days else ""
    return (
        _Done(note.who, verb, content(found["of"]), found["at"], value, when) if len(value.split()) <= _WORDS else None
    )


Doing = tuple[str, frozenset[str], str]  # whose, what, and in what unit it is counted


def often(earlier: str, later: str) -> Update | None:
    """The later note does as often otherwise what the earlier one does."""
    olds = pieces(earlier)
    old = _frequency(olds[0]) if len(olds) == 1 else None
    if old is None:
        return None
    for doing, frequency in _often_now(later):
        if old[0] == doing and old[1].casefold() != frequency.casefold():
            return Update(old[1], frequency, is_sure=True, of_life=True)
    for doing, frequency in _often_plain(later):
        if _is_doing_of(doing, old[0]) and old[1].casefold() != frequency.casefold():
            return Update(old[1], frequency, is_sure=False, of_life=True)
    for what, frequency in _often_otherwise(later):
        (who, words, _), was = old
        if not who and what <= words and len(words - what) <= 1 and was.casefold() != frequency.casefold():
            return Update(was, frequency, is_sure=True, of_life=True)
    return None


_DOES = content("have need go do see take get play attend visit") | frozenset({""})


def _is_doing_of(new: Doing, old: Doing) -> bool:
    """Whether two are one doing, though one of them is called by a shorter word, or by a verb that says nothing."""
    a, b = (each[1] - _DOES for each in (new, old))
    short_, long = sorted((a, b), key=lambda each: sum(map(len, each)))
    return (
        new[0] == old[0]
        and new[2] == old[2]
        and len(a) == len(b) > 0
        and all(
            any(word == other or (len(word) >= _SHORTENED and other.startswith(word)) for other in long)
            for word in short_
        )
    )


_SHORTENED = 5


@lru_cache(maxsize=16_384)
def _often_plain(text: str) -> tuple[tuple[Doing, str], ...]:
    """How often something is done, by a clause that says nothing else, or that it is so now."""
    said = (*pieces(text), *_marked(text))
    return tuple(found for each in said if (found := _frequency(each)) is not None)


@lru_cache(maxsize=16_384)
def _often_otherwise(text: str) -> tuple[tuple[frozenset[str], str], ...]:
    """What is done as often otherwise, by a verb of change: `I cut the gym to once a week`."""
    found = (_CHANGED_TO.fullmatch(_OWN.sub("", piece, count=1)) for piece in pieces(text))
    return tuple(
        (content(match["what"]), often_[0])
        for match in found
        if match and content(match["what"]) and (often_ := _OFTEN.match(match["often"]))
    )


@lru_cache(maxsize=16_384)
def _frequency(piece: str) -> tuple[Doing, str] | None:
    """Of what doing a note says how often, and how often."""
    found, note = list(_OFTEN.finditer(piece)), short(piece)
    without = _OFTEN.sub(" ", note.rest)
    if len(found) != 1 or re.search(r"\d", without) or not (note.verb or content(without)):
        return None
    unit = plain((found[0]["unit"] or "time").casefold())
    words = content(re.sub(rf"^{OWN}", "", without, count=1, flags=_F)) - _NO_WORDS
    return (note.who, words | {plain(note.verb)}, _LIKE.get(unit, unit)), found[0][0]


_NO_WORDS = content("twice once thrice only")
_LIKE = {"minut": "hour"}


@lru_cache(maxsize=16_384)
def _often_now(text: str) -> tuple[tuple[Doing, str], ...]:
    return tuple(found for said in _marked(text) if (found := _frequency(said)) is not None)


@dataclass(frozen=True, slots=True)
class _OnDay:
    """Who does what on which one weekday."""

    who: str
    verb: str
    of: frozenset[str]
    day: str


_ON_DAY = re.compile(rf"(?P<of>(?:\S+ ){{0,5}}?)(?:on |every )?(?P<day>{WEEKDAY}s?)(?: (?:at|from) .*)?", _F)


def on_another_day(earlier: str, later: str) -> Update | None:
    """The later note does on another weekday now what the earlier one does on one."""
    olds = _on_days(earlier)
    if len(olds) != 1 or len(pieces(earlier)) != 1:
        return None
    old = olds[0]
    for new in _other_days(later):
        if (new.who, new.verb, new.of) == (old.who, old.verb, old.of) and new.day.casefold()[:3] != old.day.casefold()[
            :3
        ]:
            return Update(old.day, new.day, is_sure=True, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _on_days(text: str) -> tuple[_OnDay, ...]:
    return tuple(found for piece in pieces(text) if (found := _on_day(piece)) is not None)


@lru_cache(maxsize=16_384)
def _other_days(text: str) -> tuple[_OnDay, ...]:
    return tuple(found for said in _marked(text) if (found := _on_day(said)) is not None)


def _on_day(piece: str) -> _OnDay | None:
    note = short(piece)
    found = _ON_DAY.fullmatch(note.rest) if note.verb else None
    return _OnDay(note.who, plain(note.verb), content(found["of"]), found["day"]) if found else None


def only(earlier: str, later: str) -> Update | None:
    """The later note says that nothing else than it names will be done: the earlier one may hold no more then."""
    for verb, head in _only(later):
        for piece in pieces(earlier):
            note = short(piece)
            if note.verb and plain(note.verb) == verb and head in content(note.rest):
                return Update(earlier.strip().rstrip("."), "", is_sure=False, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _only(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (plain(found["verb"].casefold()), word)
        for piece in pieces(text)
        if re.search(r"\bonly\b", piece, _F) and (found := _ONLY.fullmatch(piece))
        for word in thing(found["rest"]).words
    )


@lru_cache(maxsize=16_384)
def _now(text: str) -> tuple[_Done, ...]:
    return tuple(done for said in _marked(text) if (done := _done(said)) is not None)


_HEDGED = re.compile(
    r"\b(?:if|unless|maybe|perhaps|might|could|would|will|going to|sometimes|usually|mostly|until|till|for now)\b", _F
)


_WHEN_NEEDED = re.compile(r"\bonly when needed\b", _F)
_ONLY_SO = re.compile(r"\bonly ", _F)


def _marked(text: str) -> Iterator[str]:
    """The clauses that say that they are new, without the words that say so."""
    for piece in pieces(text):
        bare = _SINCE.sub("", piece)
        part = next(iter(parts(bare)), None)
        is_often = part is not None and _WHEN_NEEDED.search(part.text) is not None
        only = part is not None and part.is_new and _OFTEN.search(part.text) and _ONLY_SO.sub("", part.text, count=1)
        if only and part is not None and only != part.text and not _HEDGED.search(only):
            yield only
            continue
        if part is None or (part.is_open and not is_often) or part.has_more or not (part.is_new or bare != piece):
            continue
        yield part.text


def tells(text: str) -> bool:
    """Whether the statement tells that something is done otherwise now."""
    return bool(_now(text) or _often_now(text) or _often_otherwise(text) or _only(text) or _other_days(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which notes meet that tell of one doing."""
    for said in (*pieces(text), *_marked(text)):
        done, found, note = _done(said), _frequency(said), short(said)
        if done is not None:
            yield f"does/{done.verb}/{done.at}"
        if found is not None:
            yield from (f"often/{word[:5]}" for word in found[0][1])
        if note.verb:
            yield f"only/{plain(note.verb)}"
    yield from (f"only/{verb}" for verb, _ in _only(text))
    yield from (f"often/{word[:5]}" for what, _ in _often_otherwise(text) for word in what)
    yield from (f"on/{each.verb}" for each in (*_on_days(text), *_other_days(text)))
