"""Another place, maker, tongue or partner of a thing, however the later clause words it.

`Report in English` and `The client wants the report in French now`; `Workshop in the old dairy` and `My workshop is on Mill Street now`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.words import content
from dreaming.domain.single import holds_several
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.updates.shifting import DATE
from dreaming.domain.updates.short import are_apart, pieces, short

_F = re.IGNORECASE
_AT = r"(?P<at>in|from|with|at|on|by|through|via)"
_LABEL = re.compile(
    rf"(?:the |my |our )?(?P<of>[\w'’&-]+(?: [\w'’&-]+){{0,2}}?) (?:(?:is|are|comes?|goes|was|is held|is done|is kept|kept|held|done|"
    rf"made) )?"
    rf"{_AT} (?P<value>(?:the |an? |my |our )?\S.{{0,40}})",
    _F,
)
_VALUE = rf"{_AT} (?P<value>(?:the |an? |my |our )?\S.{{0,40}})"
_SAYS = tuple(
    re.compile(pattern + _VALUE, _F)
    for pattern in (
        r".*\b(?:the|my|our) (?P<of>[\w'’&-]+(?: [\w'’&-]+){0,2}?) ",
        r".* (?P<of>[\w'’&-]+) ",
        r"(?:.* )?(?P<of>[\w'’&-]+ [\w'’&-]+) ",
    )
)
_PLACES = frozenset({"in", "at", "on"})
_NO_LABEL = content(
    "meeting call lunch dinner trip visit party appointment talk interview photo picture email letter date day"
)
_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Label:
    of: frozenset[str]
    at: str
    value: str


def labelled_otherwise(earlier: str, later: str) -> Update | None:
    """The later note says of the thing that the earlier one names where, from whom or in what it is now."""
    old = _label(earlier) if not holds_several(earlier) else None
    for new in _news(later) if old else ():
        if old is None or old.of != new.of or not are_apart(old.value, new.value):
            continue
        if old.at == new.at or {old.at, new.at} <= _PLACES:
            is_sure = old.at == new.at and _is_name(old.value) and _is_name(new.value)
            return Update(old.value, new.value, is_sure=is_sure, of_life=True)
    return None


def _is_name(value: str) -> bool:
    return re.match(r"(?:the |our |my )?(?-i:[A-Z])", value) is not None


@lru_cache(maxsize=16_384)
def _label(text: str) -> _Label | None:
    said = pieces(text)
    found = _LABEL.fullmatch(said[0]) if len(said) == 1 and not short(said[0]).verb else None
    return _made(found) if found else None


def _made(found: re.Match[str]) -> _Label | None:
    of, value = content(thing_of(found["of"])), found["value"]
    if (
        not of
        or of & _NO_LABEL
        or DATE.match(value)
        or value[0].isdigit()
        or len(value.split()) > _WORDS
        or not content(value)
    ):
        return None
    return _Label(of, found["at"].casefold(), value)


def thing_of(words: str) -> str:
    """A noun phrase without its article."""
    return re.sub(r"^(?:the|my|our|whole|entire) ", "", words, flags=_F)


@lru_cache(maxsize=16_384)
def _news(text: str) -> tuple[_Label, ...]:
    return tuple(each for piece in pieces(text) for each in _new(piece))


def _new(piece: str) -> Iterator[_Label]:
    part = next(iter(parts(piece)), None)
    if part is None or not part.is_new or part.is_open or part.has_more:
        return
    for form in (_LABEL, *_SAYS):
        found = form.fullmatch(part.text)
        made = _made(found) if found else None
        if made is not None:
            yield made


def tells(text: str) -> bool:
    """Whether the statement says of a thing where, from whom or in what it is now."""
    return bool(_news(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which what is said of one thing meets."""
    old = _label(text)
    for each in (*((old,) if old else ()), *_news(text)):
        yield "label/" + " ".join(sorted(each.of))
