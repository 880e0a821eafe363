"""Another thing of one kind: `On the acute care track` and `Transferred to the family track`; other rooms for one's work.

Which one is meant is not said, so that the report only asks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, pieces
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_TO = (
    rf"{OWN}(?:switched|changed|moved|transferred|upgraded|upsized|downsized|went|converted|traded (?:up|in)|moving|relocated|relocating|"
    r"switching|transferring)(?: up| down| over| back)*"
)
_TO_KIND = re.compile(
    rf"{_TO}(?: from .{{2,40}}?)? to (?:an? |the |my |our )?(?:(?:used|new|bigger|smaller|larger|better) )?"
    r"(?P<what>(?:[\w'’-]+ ){1,3}?(?P<head>[a-z]{4,}))(?: (?:on|after|because|for|in|with|from|this|last|at|since|due)\b.*)?",
    _F,
)
_GENERAL = content(
    "time week month year thing people part side house home place town city country school office apartment flat"
)
_MOST = 9  # words of a note
_ROOMS = (
    r"(?P<rooms>workshop|studio|office|shop|space|kitchen|garage|warehouse|premises|clinic|lab|store|bakery|gallery|salon|brewery|barn|"
    r"showroom|practice|surgery|factory|unit)"
)
_AT = r"(?:in|on|at) (?:the )?(?P<place>(?-i:[A-Z])[\w'’-]*(?: (?-i:[A-Z])[\w'’-]*)*)"
_WORKS_IN = re.compile(
    rf"(?:works? (?:out of|from|in) )?(?:(?:an?|the|my|our) )?(?:[\w'’-]+ ){{0,2}}?{_ROOMS} (?:is |located |based )*{_AT}(?: [a-z].*)?",
    _F,
)
_MOVED_INTO = re.compile(
    rf"{_TO} (?:in)?to (?:an? |the |my |our )?(?:[\w'’-]+ ){{0,3}}?{_ROOMS} {_AT}(?: [a-z].*)?", _F
)


def of_kind(earlier: str, later: str) -> Update | None:
    """The later note changes to another thing of a kind that the earlier one names."""
    for new in _changes(later):
        head = plain(new["head"].casefold())
        if head in _GENERAL or len(earlier.split()) > _MOST:
            continue
        old = next((found for each in pieces(earlier) if (found := _named(each, head))), None)
        mine, theirs = (frozenset(each.casefold().split()[:-1]) for each in (old or "", new["what"]))
        if old is not None and mine - theirs and theirs - mine:
            return Update(old, new["what"], is_sure=False, of_life=True, is_part=True)
    return _elsewhere(earlier, later)


@lru_cache(maxsize=16_384)
def _changes(text: str) -> tuple[re.Match[str], ...]:
    return tuple(found for piece in pieces(text) if (found := _TO_KIND.fullmatch(piece)))


@lru_cache(maxsize=16_384)
def _moved_into(text: str) -> re.Match[str] | None:
    return next((found for each in pieces(text) if (found := _MOVED_INTO.fullmatch(each))), None)


def _named(piece: str, head: str) -> str | None:
    """The words of a clause that end with the noun: up to three before it, without articles."""
    words = piece.split()
    for at, word in enumerate(words):
        if at and plain(word.strip(".,").casefold()) == head:
            return re.sub(
                r"^.*\b(?:in|on|at|with|for|of|is|are|an?|the|my|our|uses?)\s",
                "",
                " ".join(words[max(0, at - 3) : at + 1]),
            )
    return None


def _elsewhere(earlier: str, later: str) -> Update | None:
    """The later note tells of a move to rooms in another place than those that the earlier one works in."""
    new = _moved_into(later)
    said = pieces(earlier) if new is not None else ()
    old = next((found for each in said if (found := _WORKS_IN.fullmatch(each))), None)
    if old is None or new is None or old["place"] == new["place"]:
        return None
    return Update(old["place"], new["place"], is_sure=False, of_life=True, is_part=True)


def tells(text: str) -> bool:
    """Whether the statement tells of a change to a thing of some kind, or of other rooms."""
    return bool(_changes(text)) or _moved_into(text) is not None


def keys(text: str) -> Iterator[str]:
    """Keys under which they meet: the words that `shifts` yields of a note, and one for rooms."""
    yield from (f"shifts/{plain(new['head'].casefold())}" for new in _changes(text))
    if _moved_into(text) is not None or any(_WORKS_IN.fullmatch(piece) for piece in pieces(text)):
        yield "kinds/rooms"
