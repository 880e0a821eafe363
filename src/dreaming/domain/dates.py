"""Dates that a text gives from where it stands in time, made absolute: "since last Tuesday" → "since last Tuesday (2026-03-03)".

The words stay and the date is put behind them, so that the line still says what was said. Days are those of UTC. What
names no one day, month or year ("recently", "soon", "in 30 days", "next Friday" said on a Monday) stays as it is: no date is
guessed. The check of a new line does the same with its quotes, so that a date is believed because code has computed it.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from dreaming.domain.calendars import WEEKDAY
from dreaming.domain.provenance import Evidence
from dreaming.domain.states import moves

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_COUNTS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"a": 1, "an": 1}
_DAY = rf"(?P<day>{'|'.join(_DAYS)})"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_SPOKEN = re.compile(
    rf"""(?<![\w`_-])(?:
      (?P<before>the\ day\ before\ yesterday) | (?P<after>the\ day\ after\ tomorrow)
    | (?P<yesterday>yesterday|last\ night) | (?P<tomorrow>tomorrow)
    | (?P<today>today|tonight|this\ (?:morning|afternoon|evening))
    | (?P<until>until|till|by|before|through)\ (?:this\ )?{_DAY}
    | (?P<since>since|as\ of)\ (?:last\ )?{_DAY.replace("<day>", "<since_day>")}
    | (?P<last>last)\ {_DAY.replace("<day>", "<last_day>")}
    | (?P<next>next|this|this\ coming|the\ coming)\ {_DAY.replace("<day>", "<next_day>")}
    | (?P<end>(?:the\ )?end\ of\ (?:the|this)\ (?P<end_of>month|year))
    | (?P<step>last|next|this)\ (?P<unit>week|month|year)
    | {_COUNT}\ (?P<ago_unit>day|week|month|year)s?\ ago
    | {_COUNT.replace("<count>", "<ahead>")}\ (?P<ahead_unit>day|week|month|year)s?\ from\ (?:now|today)
    )(?![\w`-])(?!['’]s\b)(?!\s*\(\d{{4}})(?!,?\ (?:the\ )?\d{{1,2}}(?:st|nd|rd|th|\.\s|\ {_MONTH})\b)(?!,?\ {_MONTH}\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# It speaks of more than one occasion: "last month" in "the report always covers last month" is no month of its own.
_REPEATED = re.compile(
    r"\b(?:every|each|always|never|usually|normally|whenever|any ?time|daily|weekly|monthly|yearly|annually|"
    rf"{WEEKDAY}s)\b",
    re.IGNORECASE,
)
# What happens once on a day that is only named: "visits on Saturday", "was signed on Monday". "Opens on Saturday" may be each,
# and so may what was moved to Tuesday: a meeting, or the day of all releases.
_COMES = (
    r"(?:will|shall|['’]ll|going to|visits?|come back|leaves?|flies|fly|lands?|returns?|departs?|expires?|"
    r"joins?|moves? (?:in|out)|(?:is|are|am|['’]s|['’]re|['’]m) (?:visiting|coming|arriving|leaving|flying|returning|moving|starting|"
    r"joining|getting married|meeting|seeing|travell?ing|launching|releasing|shipping|presenting))"
)
_CAME = (
    r"(?:was|were|went|came|left|flew|met|sent|bought|sold|had|did|got|ran|began|broke|signed|shipped|launched|released|moved|started|"
    r"finished|arrived|deployed|migrated|switched|merged|fixed|visited|called|paid|joined|happened|crashed|failed)"
)
_ON = re.compile(
    rf"(?:(?P<coming>\b{_COMES}\b[^.;:?!\n]{{0,60}}?\bon\ )|"
    rf"(?P<past>\b{_CAME}\b[^.;:?!\n]{{0,60}}?\bon\ )){_DAY}"
    rf"(?![\w`-])(?!['’]s\b)(?!\s*\(\d{{4}})(?!,?\ (?:the\ )?\d)(?!,?\ {_MONTH}\b)",
    re.IGNORECASE,
)
_CUES = re.compile(r"day|night|week|month|year|tomorrow|this (?:morn|after|even)", re.IGNORECASE)
_MONTHS_A_YEAR = 12
_REMEMBERED = 4_096  # quotes: each is looked at again wherever a line rests on it
_FARTHEST = 200  # units; what is farther away names no date that anybody means


@lru_cache(maxsize=_REMEMBERED)
def resolve(text: str, at: datetime) -> str:
    """`text` with the date put behind each expression that names one from the moment `at`. A second time changes nothing.

    A text that speaks of more than one occasion ("every Friday until noon") names no date, and stays. A state that moves
    ("50 services to go") holds as of the day, which stands at its end.
    """
    if _CUES.search(text) is not None and _REPEATED.search(text) is None:
        text = _SPOKEN.sub(lambda found: _dated(found, at.date()), text)
        text = _ON.sub(lambda found: _on_day(found, at.date()), text)
    return _as_of(text, at.date()) if moves(text) else text


def _as_of(text: str, today: date) -> str:
    end = len(text) if text.endswith("...") else len(text.rstrip(".!"))
    return f"{text[:end]} (as of {today}){text[end:]}"


def undated(text: str) -> str:
    """The text without the dates that `resolve` puts behind words: when a change is told is no thing that it is told of."""
    return _PUT.sub("", text)


_PUT = re.compile(r" \((?:as of )?\d{4}(?:-\d\d){0,2}(?: to \d{4}-\d\d-\d\d)?\)")


def as_dated(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The quotes, each with the dates that its words name from its own time: what a new line may hold.

    Where the evidence names a session's project, each quote of the session holds that name too.
    """
    given = tuple(evidence)
    projects = {item.session_id: f" [{item.quote}]" for item in given if item.is_project}
    said = (item for item in given if not item.is_project)
    return tuple(resolve(item.quote, item.at) + projects.get(item.session_id, "") for item in said)


def _dated(found: re.Match[str], today: date) -> str:
    try:
        when = _when(found, today)
    except (OverflowError, ValueError):  # before the year 1 or after 9999
        when = None
    return found[0] if when is None else f"{found[0]} ({when})"


def _when(found: re.Match[str], today: date) -> str | None:
    """The date, month, year or range of days that the words name; None where they may mean more than one."""
    named = {name: value.lower() for name, value in found.groupdict().items() if value is not None}
    for name, days in _FIXED.items():
        if name in named:
            return (today + timedelta(days=days)).isoformat()
    for name, of in _BY_NAME.items():
        if name in named:
            return of(named, today)
    return None


_FIXED = {"before": -2, "after": 2, "yesterday": -1, "tomorrow": 1, "today": 0}


def _on_day(found: re.Match[str], today: date) -> str:
    """The coming day of this name, or the last one where it is told as past; none where it is today's name."""
    name = found["day"].lower()
    if _DAYS.index(name) == today.weekday():
        return found[0]
    is_past = found["past"] is not None
    return f"{found[0]} ({_past_day(name, today) if is_past else _coming_day(name, today)})"


def _past_day(name: str, today: date) -> str:
    """The latest such day before today."""
    back = (today.weekday() - _DAYS.index(name)) % 7 or 7
    return (today - timedelta(days=back)).isoformat()


def _coming_day(name: str, today: date) -> str | None:
    """The next such day; None where it is today's name, which may mean today or a week from now."""
    ahead = (_DAYS.index(name) - today.weekday()) % 7
    return (today + timedelta(days=ahead)).isoformat() if ahead else None


def _next_or_this(named: dict[str, str], today: date) -> str | None:
    """`this Friday` while it is still to come in this week; `next Friday` where the coming one is of the next week.

    Of a Friday that is still to come in this week, "next" means to some the coming one and to others the one after.
    """
    day = _DAYS.index(named["next_day"])
    is_of_this_week = day > today.weekday()
    if named["next"] == "next":
        return None if is_of_this_week else _coming_day(named["next_day"], today)
    if named["next"] == "this" and not is_of_this_week:
        return None
    return _coming_day(named["next_day"], today)


def _end_of(named: dict[str, str], today: date) -> str:
    month = 12 if named["end_of"] == "year" else today.month
    return date(today.year, month, monthrange(today.year, month)[1]).isoformat()


def _stepped(named: dict[str, str], today: date) -> str | None:
    by = {"last": -1, "this": 0, "next": 1}[named["step"]]
    if named["unit"] == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
        return f"{monday} to {monday + timedelta(days=6)}"
    return _moved(by, named["unit"], today)


def _moved(by: int, unit: str, today: date) -> str | None:
    """So many days, weeks, months or years away: as exact as the unit, but weeks give a day."""
    if abs(by) > _FARTHEST:
        return None
    if unit == "year":
        return f"{today.year + by:04}"
    if unit == "month":
        months = today.year * _MONTHS_A_YEAR + today.month - 1 + by
        return f"{months // _MONTHS_A_YEAR:04}-{months % _MONTHS_A_YEAR + 1:02}"
    return (today + timedelta(days=by * (7 if unit == "week" else 1))).isoformat()


def _count(word: str) -> int:
    return _COUNTS.get(word) or int(word)


_BY_NAME: dict[str, Callable[[dict[str, str], date], str | None]] = {
    "until": lambda named, today: _coming_day(named["day"], today),
    "since": lambda named, today: _past_day(named["since_day"], today),
    "last": lambda named, today: _past_day(named["last_day"], today),
    "next": _next_or_this,
    "end": _end_of,
    "step": _stepped,
    "count": lambda named, today: _moved(-_count(named["count"]), named["ago_unit"], today),
    "ahead": lambda named, today: _moved(_count(named["ahead"]), named["ahead_unit"], today),
}
