"""How many there are of what an earlier note counts: `4 employees` and `We are 5 now`, `12 survey sites` and `Down to 9 sites`.

A note that only counts holds one number at a time. Where the later note does not say of what, only people are meant, and the
report asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import COUNTING, content, number_of
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, pieces, thing

_F = re.IGNORECASE
_COUNT = rf"(?P<count>\d{{1,4}}|{COUNTING})"
_PEOPLE = content(
    "people employee staff member colleague person team crew worker nurse teacher engineer player singer volunteer tenant"
)
_NO_COUNT = re.compile(
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|times?|pages?|percent|km|kilomet\w+|miles?|kg|kilos?|g|mg|ml|euros?|dollars?|pounds?|"
    r"pesos?|a|per|am|pm|o['’]clock|subscribers?|followers?|users?|customers?|"
    r"orders?|sales|downloads?|listeners?|readers?|viewers?|\w*th|st|nd|rd|mm|cm|m)\b",
    _F,
)
_OLD = re.compile(
    rf"(?:(?:[\w'’-]+ ){{1,2}}(?:has|have|employs) |{OWN}(?:has|have|keeps?|owns?|runs?|manages?|employs?|coach(?:es)?|leads?|"
    rf"teach(?:es)?|looks? after)? ?(?:an? |the |my |our )?)?"
    rf"(?P<group>(?:team|staff|crew|group|class|choir) of )?{_COUNT}(?P<of>(?: [a-z][\w'’-]*){{0,3}})",
    _F,
)
_NEW = re.compile(
    rf"(?:{OWN}(?:am |are |is )?(?:now )?(?:has|have|keeps?|owns?|at|down to|up to|back to|left with|(?:grew|grown|went|gone) to)|we are|"
    rf"we['’]re|(?:it|that)(?:['’]s| is)|there (?:are|is)|there['’]s|(?:the|my|our) (?:\w+ )?team (?:is|has|grew to|has grown to|"
    rf"is now)|that makes|"
    rf"makes) (?:now |only |just |at |up to |down to )*{_COUNT}(?: of us)?(?P<of>(?: (?!now\b|left\b|after\b)[a-z][\w'’-]*){{0,3}}?)"
    rf"(?P<now> now| left| again)?(?: (?:after|since|because|in|with|for) .*)?|"
    rf"now {_COUNT.replace('count', 'more')} (?P<them>[a-z][\w'’-]*(?: [a-z][\w'’-]*)?)|"
    rf"(?:now )?{_COUNT.replace('count', 'number')} (?P<what>[a-z][\w'’-]*(?: [a-z][\w'’-]*)?) (?:now|left)",
    _F,
)
_BAND = r"(?:studio|company|agency|firm|band|startup|lab|shop|practice|household|kitchen)"  # of people, named by what they are
_OF_BAND = re.compile(rf"(?:an? )?(?P<band>{_BAND}) of {_COUNT}(?: people)?", _F)
_BAND_NOW = re.compile(
    rf"(?:the |my |our )?(?P<band>{_BAND}) (?:has |is )?(?:grew to|grown to|shrank to|down to|up to|now|went to) (?:now )?"
    rf"{_COUNT}(?: people)?"
    r"(?: (?:after|since|because|with) .*)?",
    _F,
)
_OF_US = re.compile(
    r"we\b|(?:it|that)(?:['’]s| is) \S+ of us|(?:the|my|our) (?:\w+ )?team|that makes|makes", _F
)  # people, though it is not said
_CHANGED = re.compile(r"\b(?:now|left|just|only|down|up|back|again|grew|grown|makes)\b", _F)


def _is_measure(of: str) -> bool:
    """Whether what is counted is time, money or the like, or an audience, which grows: each line tells how far it had come."""
    words = of.split()
    if words and words[-1] in {"left", "remaining"}:
        return False  # what is still to do
    return bool(words) and any(_NO_COUNT.fullmatch(each) for each in (words[0], words[-1]))


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many of what; `of` is "" where it is not said, `group` of a team of so many."""

    count: str
    of: str
    words: frozenset[str]
    is_group: bool
    is_told: bool = True


def counted_otherwise(earlier: str, later: str) -> Update | None:
    """The later note says that there are more or fewer now of what the earlier one counts."""
    old = _old(earlier)
    if old is None:
        return _band_otherwise(earlier, later)
    for new in _news(later):
        if number_of(old.count) == number_of(new.count):
            continue
        is_sure = new.is_told and len(pieces(_unlabelled(earlier))) == 1
        is_people = old.is_group or bool(old.words & _PEOPLE)
        if new.of and new.of == old.of and new.words <= old.words:
            return Update(
                old.count,
                new.count,
                is_sure=is_sure and len(old.words) <= 2,
                of_life=True,
                is_part=new.words != old.words,
            )
        if is_people and new.is_told and (not new.of or new.words <= _PEOPLE):
            return Update(old.count, new.count, is_sure=False, of_life=True, is_part=True)
    return None


def _band_otherwise(earlier: str, later: str) -> Update | None:
    """`Studio of two: Zoe and her sister` and `Studio grew to four: hired Petros`: whoever is named, the report asks."""
    old = _band(earlier)
    new = _band_now(later) if old is not None else None
    if old is None or new is None or old["band"].casefold() != new["band"].casefold():
        return None
    if number_of(old["count"]) == number_of(new["count"]):
        return None
    return Update(old["count"], new["count"], is_sure=False, is_part=True)


@lru_cache(maxsize=16_384)
def _band(text: str) -> re.Match[str] | None:
    return _OF_BAND.fullmatch(_unlabelled(text).strip(" .")) if " of " in text else None


@lru_cache(maxsize=16_384)
def _band_now(text: str) -> re.Match[str] | None:
    return next((found for each in pieces(_unlabelled(text)) if (found := _BAND_NOW.fullmatch(each))), None)


@lru_cache(maxsize=16_384)
def _old(text: str) -> _Counted | None:
    said = pieces(_unlabelled(text))
    found = next((match for piece in said if (match := _OLD.fullmatch(piece))), None)
    if found is None or _is_measure(found["of"]) or not (found["of"] or found["group"]):
        return None
    what = thing(found["of"])
    return _Counted(found["count"], what.head, what.words, bool(found["group"]))


@lru_cache(maxsize=16_384)
def _news(text: str) -> tuple[_Counted, ...]:
    return tuple(each for piece in pieces(text) for each in (_new(piece) if _CHANGED.search(piece) else _bare(piece)))


def _new(piece: str) -> Iterator[_Counted]:
    found = _NEW.fullmatch(piece)
    of = (found["of"] or found["what"] or found["them"] or "").strip() if found else ""
    if found is not None and not _is_measure(of):
        what = thing(of)
        if not what.words and not _OF_US.match(piece):
            return
        yield _Counted(found["count"] or found["number"] or found["more"], what.head, what.words, is_group=False)


def _unlabelled(text: str) -> str:
    """Without the label before the count, and without the list behind it."""
    return _LABEL_OR_LIST.sub("", text)


_LABEL_OR_LIST = re.compile(r"\(.*|^[A-Z][\w'’-]*(?: [\w'’-]+)?: (?=\d)|: .*")


def _bare(piece: str) -> Iterator[_Counted]:
    """A clause that only counts, without a word of change: it may count the same anew."""
    found = _BARE.fullmatch(piece)
    if found is not None and not _is_measure(found["of"]):
        what = thing(found["of"])
        yield _Counted(found["count"], what.head, what.words, is_group=False, is_told=False)


_BARE = re.compile(rf"(?:only )?{_COUNT}(?P<of>(?: [a-z][\w'’-]*){{1,3}})", _F)


def tells(text: str) -> bool:
    """Whether the statement tells that there are so many now."""
    return any(each.is_told for each in _news(text)) or _band_now(text) is not None


def keys(text: str) -> Iterator[str]:
    """The key under which counts of one thing meet."""
    old = _old(text)
    bands = (_band(text), _band_now(text))
    yield from (f"count/{each['band'].casefold()}" for each in bands if each is not None)
    for each in (*((old,) if old else ()), *_news(text)):
        yield f"count/{each.of}" if each.of else "count/people"
    if old is not None and (old.is_group or old.words & _PEOPLE):
        yield "count/people"
    if any(each.words and each.words <= _PEOPLE for each in _news(text)):
        yield "count/people"
