"""The same doing with another thing: `Draws in SketchUp` and `Draws in Fusion 360 now`, `Trains with Petra` and `… with Milan now`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.language import plain
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import are_apart, pieces, short

_BEHIND = re.compile(r"(?P<of>(?:\S+ ){0,4}?)(?P<at>in|on|at|with|through|via|by|from) (?:the |a |an |her |his |my |our )?(?P<value>\S.*)")
_SINCE = re.compile(r",? (?:since|as of|from) (?:last |this |early |mid |late )?\w+(?: \d{1,4})?$", re.IGNORECASE)
# What somebody does in several places, and what the table of lives knows better.
_BESIDE = frozenset(plain(word) for word in "play sing volunteer teach go travel speak work live study be have like love meet help".split())
_GET = "get"  # where something comes from
_GETTING = frozenset("buy buys buying get gets getting order orders ordering source sources sourcing".split())
_COMES = re.compile(r"(?:the |our |my )?(?P<of>(?:\S+ ){0,2}\S+) (?:comes?|is bought|is ordered) from (?P<value>\S.*)", re.IGNORECASE)
_WHEN = re.compile(r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|mornings?|evenings?|afternoons?|nights?|\d.*)\b", re.IGNORECASE)
_WORDS = 5


def instead(earlier: str, later: str) -> Update | None:
    """The later note does with another thing now what the earlier one does."""
    olds = list(pieces(earlier))
    if len(olds) != 1 or (old := _done(olds[0])) is None:
        return None
    for who, verb, of, at, value in _now(later):
        if (old[0], old[1], old[3]) == (who, verb, at) and of <= old[2] and are_apart(value, old[4]) and verb not in _BESIDE:
            return Update(old[4], value, is_sure=of == old[2], of_life=True)
    return None


Done = tuple[str, str, frozenset[str], str, str]


@lru_cache(maxsize=65_536)
def _done(piece: str) -> Done | None:
    """Who does what, at, in or with what."""
    comes = _COMES.fullmatch(piece)
    if comes is not None:
        return "", _GET, content(comes["of"]), "from", comes["value"]
    note = short(piece)
    found = _BEHIND.fullmatch(note.rest) if note.verb else None
    if found is None or _WHEN.match(found["value"]) or not content(found["value"]):
        return None
    value = re.sub(r"[, ]+(?:for|because|since|every|on|to) .*", "", found["value"])
    verb = _GET if found["at"] == "from" and note.verb in _GETTING else plain(note.verb)
    return (note.who, verb, content(found["of"]), found["at"], value) if len(value.split()) <= _WORDS else None


@lru_cache(maxsize=65_536)
def _now(text: str) -> tuple[Done, ...]:
    return tuple(_done_now(text))


def _done_now(text: str) -> Iterator[Done]:
    for piece in pieces(text):
        bare = _SINCE.sub("", piece)
        part = next(iter(parts(bare)), None)
        if part is None or part.is_open or part.has_more or not (part.is_new or bare != piece):
            continue
        done = _done(part.text)
        if done is not None:
            yield done


def tells(text: str) -> bool:
    """Whether the statement tells that something is done otherwise now."""
    return bool(_now(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which notes meet that tell of one doing."""
    for piece in pieces(text):
        done = _done(piece)
        if done is not None:
            yield f"does/{done[1]}/{done[3]}"
    yield from (f"does/{done[1]}/{done[3]}" for done in _now(text))
