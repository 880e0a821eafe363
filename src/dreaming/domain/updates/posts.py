"""Who or what has a place that one holds at a time: `Landlord is Mrs. Okoye` and `New landlord is Mr. Byrne`; an owner, a partner."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, are_apart, pieces, short, thing, without_article

_F = re.IGNORECASE
_NAME = r"(?:(?-i:[A-Z])[\w.'’&-]*(?: (?:(?:and|of|the|de|von|van|den) )?(?-i:[A-Z])[\w.'’&-]*){0,3})"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}|this \w+|last \w+)"
)
_SINCE = rf"(?P<since>,? (?:now|these days|instead|as of {_MONTH}|since (?:the |last |this |early )?{_MONTH}))?"
_POST = r"(?:(?:the|my|our|his|her|their) )?(?P<new>new )?(?P<post>(?!I\b|we\b)\w[\w'’-]*(?: [\w'’-]+){0,2}?)"
_OF = r"(?P<of> (?:at|in|of|for|from) (?:the |our |my )?[\w'’ -]{2,30}?)?"
_IS = re.compile(rf"{_POST}{_OF}(?: is(?: called| named)?| called| named|:) (?P<now>now )?(?P<who>(?:an? |the )?{_NAME}|an? \S.{{2,30}}?){_SINCE}", _F)
_BECAME = re.compile(rf"(?P<who>{_NAME}) (?:is (?:now )?(?:the|my|our|her|his) new|(?:has taken|took|takes) over as(?: the| my| our)?|replace[ds] {_NAME} as(?: the| my| our)?) "
                     rf"(?P<post>\w[\w'’-]*(?: [\w'’-]+)?){_OF}", _F)  # fmt: skip
_GOT = re.compile(rf"{OWN}(?:got|get|have|has|found|hired) (?:an? )?new (?P<post>[a-z][\w'’-]*(?: [a-z][\w'’-]+)?){_OF}[:,]? (?:an? )?(?P<who>{_NAME}).*", _F)
_WITH_ONE = re.compile(rf"{_POST} with (?P<who>{_NAME}){_SINCE}", _F)
_CHANGED = re.compile(rf"{OWN}(?:changed|switched|has a new|have a new|got a new) (?P<post>[a-z]+?)s?,? (?:it['’]?s |now |to )?(?P<who>{_NAME})(?: now)?(?:,.*)?", _F)
_ONE = re.compile(r"\b(?:phone|car|bike|laptop|computer|camera|van|tablet|watch|instrument|guitar|boat|topic|home|landlord|target|goal)$", _F)
_NAME_OF = re.compile(r" (?:name|title)$", _F)
_SEVERAL = content(
    "colleague friend neighbour neighbor flatmate roommate housemate student client customer child son daughter brother sister cousin aunt uncle "
    "dog cat pet hobby project task course book song recipe order idea goal member employee guest tenant patient plant hen horse rabbit name"
)
_OWNED = tuple(
    re.compile(pattern, _F)
    for pattern in (
        rf"(?:the |our )?owner(?: of (?P<what>[\w'’ -]{{2,30}}?))? is (?P<who>{_NAME}|the \S.*)",
        rf"(?P<what>[\w'’ -]{{2,30}}?) (?:is owned by|belongs to) (?P<who>{_NAME}|the \S.*)",
        rf"(?P<who>{_NAME}) owns (?P<what>(?:the|our) [\w'’ -]{{2,30}}?)",
    )
)
_SOLD = tuple(
    re.compile(pattern, _F)
    for pattern in (
        rf"(?P<what>[\w'’ -]{{2,40}}?) (?:(?:was|is|has been|got) )?(?:sold to|bought by|acquired by|taken over by) (?P<who>(?:the |an? )?(?:\w+ )?{_NAME}.*)",
        rf"(?P<who>{_NAME}) (?:has |have )?(?:bought|acquired|took over|taken over) (?P<what>(?:the|our|my) [\w'’ -]{{2,30}}?)",
        rf"(?:{_NAME}|the \w+)(?: \w+)? (?:has |have )?sold (?P<what>(?:the|our|my) [\w'’ -]{{2,30}}?) to (?P<who>\S.*)",
        rf"(?P<what>(?:the )?owner) (?:has )?sold (?:it )?to (?P<who>.*)",
    )
)
_PARTNER = r"(?:girlfriend|boyfriend|partner|husband|wife|fianc[eé]e?|spouse)"
_WITH = re.compile(
    rf"(?:(?:my |his |her )?(?P<kin>{_PARTNER})(?: is)?(?: called| named)?|{OWN}(?:(?:is |am )?(?:dating|seeing|going out with|together with|engaged to|"
    rf"married to|in a relationship with|with)|has a {_PARTNER} (?:named|called)|(?:lives|living|live) with(?: (?:his |her |my )?{_PARTNER})?|has been with)) (?P<who>(?-i:[A-Z])[\w'’-]+)(?P<now> now| these days)?(?P<rest> .*)?|"
    rf"(?P<name>(?-i:[A-Z])[\w'’-]+) is (?:my|his|her) {_PARTNER}",
    _F,
)
_SO = r"(?: (?:in|last|this|after|since|over|because|on|for good|amicably|yesterday|recently|again|now|(?:a|two|three|some|\d+) \w+ ago)\b.*)?"
_PARTED = re.compile(
    rf"{OWN}(?:broke up with|split up with|split with|split from|separated from|divorced|left|called it off with|broke off (?:the|my|his|her) engagement"
    rf"(?: to| with)?|broke it off with|(?:is |am )?no longer with)(?: (?:my |his |her )?(?P<kin>{_PARTNER}))?(?: ?(?P<who>(?-i:[A-Z])[\w'’-]+))?{_SO}|"
    r"(?:(?P<name>(?-i:[A-Z])[\w'’-]+) and (?:I|me|he|she)|(?:I|he|she) and (?P<other>(?-i:[A-Z])[\w'’-]+)|we)(?: have| ['’]ve| are| are getting| got)?(?: just)? "
    rf"(?:broke up|broken up|split up|split|separated|divorced|parted|getting divorced){_SO}|"
    r"(?P<single>single (?:again|now))(?: .*)?|"
    r"(?P<gone>(?-i:[A-Z])[\w'’-]+) (?:left me|left him|left her|moved out|broke up with me|ended it|ended things|is (?:now )?(?:my|his|her) ex)(?: .*)?|"
    r"(?:the )?(?:relationship|marriage|engagement) (?:with|to) (?P<past>(?-i:[A-Z])[\w'’-]+) (?:is over|ended|broke up|is off)(?: .*)?|"
    r"(?:it['’]s |it is |all )?over with (?P<lost>(?-i:[A-Z])[\w'’-]+)(?: .*)?",
    _F,
)
_LIVES = re.compile(r"\bliv(?:es?|ing)\b", _F)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who has a place: the words of the place, and whether the note says that it is somebody new."""

    post: frozenset[str]
    of: frozenset[str]
    who: str
    is_new: bool


def held_by_another(earlier: str, later: str) -> Update | None:
    """The later note names somebody else, or something else, in the place that the earlier one gives to another."""
    for new in _holders(later):
        for old in _holders(earlier):
            if not new.is_new or (new.post, new.of) != (old.post, old.of) or not are_apart(old.who, new.who):
                continue
            return Update(old.who, new.who, is_sure=True, of_life=True)
    return None


@lru_cache(maxsize=65_536)
def _holders(text: str) -> tuple[_Holder, ...]:
    found = [_IS.fullmatch(piece) or _BECAME.fullmatch(piece) or (None if short(piece).verb else _WITH_ONE.fullmatch(piece)) for piece in pieces(text)]
    whole = " ".join(text.split()).strip(" .!")
    found += [_GOT.fullmatch(whole) or _CHANGED.fullmatch(whole)] if len(whole) < _LONGEST else []
    return tuple(each for match in found if match is not None for each in _holder(match))


_LONGEST = 160


def _holder(found: re.Match[str]) -> Iterator[_Holder]:
    groups = found.groupdict()
    post = content(found["post"]) - content("name title")
    if post and thing(_NAME_OF.sub("", found["post"])).head not in _SEVERAL:
        if re.match(r"an? ", found["who"], _F) and found.re is _IS and not _ONE.search(found["post"]):
            return
        marks = (groups.get("new"), groups.get("now"), groups.get("since"))
        is_new = found.re not in {_IS, _WITH_ONE} or any(marks)
        yield _Holder(post, content(groups.get("of") or ""), found["who"], is_new)


def sold(earlier: str, later: str) -> Update | None:
    """The later note says who owns now what somebody else did."""
    for new in (each for piece in pieces(later) for form in _SOLD if (each := form.fullmatch(piece))):
        for old in (each for piece in pieces(earlier) for form in _OWNED if (each := form.fullmatch(piece))):
            was, now = content(without_article(old["what"] or "")), content(without_article(new["what"])) - content("owner")
            if are_apart(old["who"], new["who"]) and (not was or not now or was == now):
                return Update(old["who"], new["who"], is_sure=bool(was) and was == now, of_life=True)
    return None


def parted(earlier: str, later: str) -> Update | None:
    """The later note says that somebody is no more with whom the earlier one names, or is with somebody else now."""
    with_ = next((found for piece in pieces(earlier) if (found := _WITH.fullmatch(piece))), None)
    if with_ is None:
        return None
    was = with_["who"] or with_["name"]
    is_whole = not with_["rest"] and not _LIVES.search(with_[0]) and len(list(pieces(earlier))) == 1
    for piece in (later.strip(" .!"), *pieces(later)) if len(later) < _LONGEST else ():
        end, other = _PARTED.fullmatch(piece), _WITH.fullmatch(piece)
        name = end and (end["who"] or end["name"] or end["other"] or end["gone"] or end["past"] or end["lost"])
        if end and (not name or name.casefold() == was.casefold()) and (name or end["kin"] or end["single"] or piece.casefold().startswith("we")):
            return Update(earlier.strip().rstrip("."), "", is_sure=is_whole and bool(name or end["kin"]), of_life=True)
        now = other and (other["who"] or other["name"])
        if other and now and now.casefold() != was.casefold() and not (_LIVES.search(with_[0]) or _LIVES.search(piece)):
            return Update(was, now, is_sure=is_whole and bool(other["now"]), of_life=True)
    return None


def tells(text: str) -> bool:
    """Whether the statement may say that a place has another holder."""
    return any(each.is_new for each in _holders(text)) or any(
        form.fullmatch(piece) for piece in (text.strip(" .!"), *pieces(text)) for form in (*_SOLD, _PARTED, _WITH)
    )


def keys(text: str) -> Iterator[str]:
    """Keys under which those meet who have one place."""
    for holder in _holders(text):
        yield "post/" + " ".join(sorted(holder.post))
    for piece in pieces(text):
        if any(form.fullmatch(piece) for form in (*_SOLD, *_OWNED)):
            yield "owner"
    if any(form.fullmatch(piece) for piece in (text.strip(" .!"), *pieces(text)) for form in (_WITH, _PARTED)):
        yield "partner"
