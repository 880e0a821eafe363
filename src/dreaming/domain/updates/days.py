"""A day that was moved: `The premiere is on 14 May` and `The premiere was moved to 21 May`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dreaming.domain.calendars import MONTHS, SHORT_MONTHS, WEEKDAY
from dreaming.domain.language import read
from dreaming.domain.updates.marks import parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE
_MONTH = rf"(?:{MONTHS}|{SHORT_MONTHS})\b"
_WHEN = (
    r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2}(?:st|nd|rd|th)?(?: of)? "
    rf"{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b)|(?P<month>{_MONTH})|"
    rf"(?P<weekday>{WEEKDAY}s?\b)|(?P<time>\d{{1,2}}:\d\d\b|\d{{1,2}} ?[ap]m\b)"
)
_DATE = re.compile(rf"(?<![\w-])(?:{_WHEN})", _F)
_SHIFT = r"(?:moved|postponed|pushed|shifted|rescheduled|extended|delayed|brought)(?: back| forward| out)?"
_MOVED = re.compile(
    rf"(?:(?:[\w'’-]+ ){{1,3}}?(?:has |have )?{_SHIFT} (?P<of>(?:the|our|my) .{{2,60}}?)|"
    rf"(?P<what>.{{2,60}}?) (?:has |have |was |were |is |been )*{_SHIFT})(?: from .{{2,20}}?)? to (?:the )?(?P<value>{_WHEN})",
    _F,
)
_DUE = frozenset(plain(word) for word in "deadline due date day".split())
_LONGEST = 200


def moved(earlier: str, later: str) -> Update | None:
    """The later statement moves what the earlier one gives another day, named in the same form."""
    dates = _dates(earlier)
    if len(dates) != 1:
        return None
    old = dates[0]
    for part in parts(later):
        found = _MOVED.match(part.text)
        event = _event(found) if found and not part.is_guessed else frozenset[str]()
        if found is None or not event or found.lastgroup is None or not found[old.lastgroup or "iso"]:
            continue
        without = _terms(_DATE.sub(" ", earlier))
        if event <= without and found["value"].casefold() != old[0].casefold():
            is_all = len(parts(earlier)) == 1 and without - _DUE == event
            return Update(old[0], found["value"], is_sure=is_all)
    return None


def _event(found: re.Match[str]) -> frozenset[str]:
    """The words that name what was moved."""
    return _terms(found["of"] or found["what"]) - _DUE


@lru_cache(maxsize=16_384)
def _dates(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_DATE.finditer(text)) if len(text) <= _LONGEST else ()


@lru_cache(maxsize=16_384)
def _terms(text: str) -> frozenset[str]:
    return read("x " + text.casefold()).terms - {"x"}


def tells(text: str) -> bool:
    """Whether the statement tells of a day that was moved."""
    return any(_MOVED.match(part.text) for part in parts(text))


def keys(text: str) -> Iterator[str]:
    """Keys under which a day meets what moves it."""
    for part in parts(text):
        found = _MOVED.match(part.text)
        if found:
            yield from (f"day/{word}" for word in _event(found))
    if len(_dates(text)) == 1:
        yield from (f"day/{term}" for term in _terms(_DATE.sub(" ", text)) - _DUE)
