"""Who or what has a place that one holds at a time: `Landlord is Mrs. Okoye` and `New landlord is Mr. Byrne`; an owner."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.plainly import LONGEST
from dreaming.domain.attributes.words import content
from dreaming.domain.calendars import MONTHS, WEEKDAY
from dreaming.domain.single import holds_several
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.short import OWN, are_apart, pieces, short, thing, without_article

_F = re.IGNORECASE
_NAME = r"(?:(?-i:[A-Z])[\w.'’&-]*(?: (?:(?:and|of|the|de|von|van|den) )?(?-i:[A-Z])[\w.'’&-]*){0,3})"
_MONTH = (
    rf"(?:{MONTHS}|spring|summer|autumn|winter|"
    rf"{WEEKDAY}|\d{{4}}|this \w+|last \w+)"
)
_SINCE = rf"(?P<since>,? (?:now|these days|instead|as of {_MONTH}|since (?:the |last |this |early )?{_MONTH}))?"
_POST = r"(?:(?:the|my|our|his|her|their) )?(?P<new>new )?(?P<post>(?!I\b|we\b|its\b)\w[\w'’-]*(?: [\w'’-]+){0,2}?)"
_OF = r"(?P<of> (?:at|in|of|for|from) (?:the |our |my )?[\w'’ -]{2,30}?)?"
_IS = re.compile(
    rf"{_POST}{_OF}(?: is(?: called| named)?| called| named|:) (?P<now>now )?(?P<who>(?:an? |the )?{_NAME}|an? \S.{{2,30}}?){_SINCE}",
    _F,
)
_BECOMES = (
    r"(?:is (?:now )?(?:the|my|our|her|his) new|(?:has taken|took|takes) over as(?: the| my| our)?|"
    rf"replace[ds] {_NAME} as(?: the| my| our)?)"
)
_ELECTED = re.compile(
    rf"(?P<who>{_NAME}) (?:was|got|has been|is) (?:elected|made|appointed|named|chosen as|voted|picked as) (?:the |our |new )*"
    rf"(?P<post>[a-z][\w'’-]*(?: [a-z][\w'’-]+)?){_OF}(?: (?:last|this|in|on) .*)?",
    _F,
)
_BECAME = re.compile(rf"(?P<who>{_NAME}) {_BECOMES} (?P<post>\w[\w'’-]*(?: [\w'’-]+)?){_OF}", _F)
_NOW_MY = re.compile(
    rf"(?P<who>{_NAME}) (?:is (?:now )?|took over as |takes over as |started as )(?:the|my|our) (?P<new>new )?"
    rf"(?P<post>[a-z][\w'’-]*(?: [a-z][\w'’-]+)?){_OF}(?P<now> now)?",
    _F,
)
_IS_NEW = re.compile(r"\b(?:now|new|took over|takes over|started)\b", _F)
_APPOSED = re.compile(
    r"(?:(?:my|our|the) )?(?P<post>(?:\w+ )?(?:[\w-]*(?:er|or|ist|ant|ian|chef|coach|apprentice|assistant|guide|nurse|maid|clerk)|"
    r"(?-i:C[A-Z]O|VP))) "
    r"(?P<who>(?-i:(?:Prof\.|Dr\.|Mr\.|Mrs\.|Ms\.)? ?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?))",
    _F,
)
_HAS_WITH = re.compile(rf"{OWN}(?:take|have|get|do|see)s? (?=\S.* with {_NAME})", _F)
_GOT = re.compile(
    rf"{OWN}(?:got|get|have|has|found|hired) (?:an? )?new (?P<post>[a-z][\w'’-]*(?: [a-z][\w'’-]+)?){_OF}[:,]? (?:an? )?"
    rf"(?P<who>{_NAME}).*",
    _F,
)
_WITH_ONE = re.compile(rf"{_POST} with (?P<who>{_NAME}){_SINCE}", _F)
_CHANGED = re.compile(
    rf"{OWN}(?:changed|switched|has a new|have a new|got a new) (?P<post>[a-z]+?)s?,? (?:it['’]?s |now |to )?(?P<who>{_NAME})"
    r"(?: now)?(?:,.*)?",
    _F,
)
# Of what somebody has one at a time, though it is any: a phone, a car.
_ONE = re.compile(
    r"\b(?:phone|car|bike|laptop|computer|camera|van|tablet|watch|instrument|guitar|boat|topic|home|landlord|target|goal)$",
    _F,
)
_NAME_OF = re.compile(r" (?:name|title)$", _F)
_SEVERAL = content(
    "colleague friend neighbour neighbor flatmate roommate housemate student client customer child son daughter brother sister cousin "
    "aunt uncle dog cat pet hobby project task course book song recipe order idea goal member employee guest tenant patient plant hen "
    "horse rabbit name"
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
        rf"(?P<what>[\w'’ -]{{2,40}}?) (?:(?:was|is|has been|got) )?(?:sold to|bought by|acquired by|taken over by) "
        rf"(?P<who>(?:the |an? )?(?:\w+ )?{_NAME}.*)",
        rf"(?P<who>{_NAME}) (?:has |have )?(?:bought|acquired|took over|taken over) (?P<what>(?:the|our|my) [\w'’ -]{{2,30}}?)",
        rf"(?:{_NAME}|the \w+)(?: \w+)? (?:has |have )?sold (?P<what>(?:the|our|my) [\w'’ -]{{2,30}}?) to (?P<who>\S.*)",
        r"(?P<what>(?:the )?owner) (?:has )?sold (?:it )?to (?P<who>.*)",
    )
)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who has a place: the words of the place, and whether the note says that it is somebody new."""

    post: frozenset[str]
    of: frozenset[str]
    who: str
    is_new: bool
    is_somebody: bool = False  # a person of a post that is said to be theirs


def held_by_another(earlier: str, later: str) -> Update | None:
    """The later note names somebody else, or something else, in the place that the earlier one gives to another."""
    if holds_several(earlier) or holds_several(later):
        return None
    for new in _holders(later):
        for old in _holders(earlier):
            if (new.post, new.of) != (old.post, old.of) or not are_apart(old.who, new.who):
                continue
            if new.is_new:
                return Update(old.who, new.who, is_sure=True, of_life=True)
            if new.is_somebody and old.is_somebody:
                return Update(old.who, new.who, is_sure=False, of_life=True)
    return None


@lru_cache(maxsize=16_384)
def _holders(text: str) -> tuple[_Holder, ...]:
    found = [
        _now(piece)
        or _ELECTED.fullmatch(piece)
        or _IS.fullmatch(piece)
        or (None if short(piece).verb else _APPOSED.fullmatch(piece))
        or _BECAME.fullmatch(piece)
        or (None if short(piece).verb else _WITH_ONE.fullmatch(piece))
        for piece in (_HAS_WITH.sub("", each, count=1) for each in pieces(text))
    ]
    whole = " ".join(text.split()).strip(" .!")
    found += [_GOT.fullmatch(whole) or _CHANGED.fullmatch(whole)] if len(whole) < LONGEST else []
    return tuple(each for match in found if match is not None for each in _holder(match))


def _now(piece: str) -> re.Match[str] | None:
    """Who is what now, by the name at the beginning."""
    return _NOW_MY.fullmatch(piece) if _IS_NEW.search(piece) else None


def _holder(found: re.Match[str]) -> Iterator[_Holder]:
    groups = found.groupdict()
    post = content(found["post"]) - content("name title")
    if post and thing(_NAME_OF.sub("", found["post"])).head not in _SEVERAL:
        if re.match(r"an? ", found["who"], _F) and found.re is _IS and not _ONE.search(found["post"]):
            return
        marks = (groups.get("new"), groups.get("now"), groups.get("since"))
        is_new = found.re not in {_IS, _WITH_ONE, _APPOSED} or any(marks)
        is_post = found.re is _IS and _AGENT.search(found["post"]) is not None
        yield _Holder(post, content(groups.get("of") or ""), found["who"], is_new, is_post)


def done_by(earlier: str, later: str) -> Update | None:
    """The later note names somebody who does now what the earlier one says of its user, as leading or looking after something."""
    old = short(earlier.strip(" ."))
    if not old.verb or old.who or not _DUTY.fullmatch(old.verb):
        return None
    for piece in pieces(later):
        found = _DOES_NOW.fullmatch(piece)
        if found and found["verb"] == old.verb and content(found["what"]) == content(old.rest):
            return Update(earlier.strip().rstrip("."), "", is_sure=False, of_life=True)
    return None


_DUTY = re.compile(
    r"(?:leads|manages|runs|conducts|coaches|directs|chairs|edits|organi[sz]es|heads|owns|teaches|moderates|hosts)", _F
)
_DOES_NOW = re.compile(
    rf"(?P<who>{_NAME}) (?:now )?(?P<verb>{_DUTY.pattern}) (?P<what>\S.*?)(?: now| from now on| instead)", _F
)


_AGENT = re.compile(
    r"(?:(?<!numb)(?<!daught)(?<!pap)(?<!dinn)(?<!ord)(?<!comput)(?<!cov)(?<!lett)(?<!wat)(?<!num)er|or|chef|coach|captain|vet|gp|boss|"
    r"head|"
    r"agent|assistant|ceo|cto|cfo|chair|tenant|dentist|therapist|accountant|landlord|landlady|president|treasurer)$",
    _F,
)


def sold(earlier: str, later: str) -> Update | None:
    """The later note says who owns now what somebody else did."""
    for new in (each for piece in pieces(later) for form in _SOLD if (each := form.fullmatch(piece))):
        for old in (each for piece in pieces(earlier) for form in _OWNED if (each := form.fullmatch(piece))):
            was, now = (
                content(without_article(old["what"] or "")),
                content(without_article(new["what"])) - content("owner"),
            )
            if are_apart(old["who"], new["who"]) and (not was or not now or was == now):
                return Update(old["who"], new["who"], is_sure=bool(was) and was == now, of_life=True)
    return None


def tells(text: str) -> bool:
    """Whether the statement may say that a place has another holder."""
    return any(each.is_new or each.is_somebody for each in _holders(text)) or _says(text, (*_SOLD, _DOES_NOW))


def _says(text: str, forms: tuple[re.Pattern[str], ...]) -> bool:
    return any(form.fullmatch(piece) for piece in pieces(text) for form in forms)


def keys(text: str) -> Iterator[str]:
    """Keys under which those meet who have one place."""
    for holder in _holders(text):
        yield "post/" + " ".join(sorted(holder.post))
    for piece in pieces(text):
        found = _DOES_NOW.fullmatch(piece) or _DUTY.match(piece.casefold())
        if found:
            yield f"duty/{found['verb'] if found.re is _DOES_NOW else found[0]}"
    if _says(text, (*_SOLD, *_OWNED)):
        yield "owner"
