"""Dates that say when what stands below or behind them was written: `## 2026-03-04`, `### Week of 4 March 2026`, `- 2026-03-04: …`.

A heading dates what stands below it where it is a date and little else: with what sort of notes they are, a version, or a
title behind a separator. A date that is part of a topic (`## Contract of 2019-01-01`) dates nothing. Less than a day
(`12th`, `4 March`, `Monday`) is completed from the headings around it, and from nothing else: no year is guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MONTHS: tuple[str, ...] = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_DAYS: tuple[str, ...] = tuple("mon tue wed thu fri sat sun".split())
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_ORDINAL = r"(?:st|nd|rd|th)"
_TIME = (
    r"(?:(?:[T ]| at )(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?"
)
_FORMS = tuple(
    re.compile(rf"(?<![\w.-])(?:{_WEEKDAY}\.?,? )?{form}(?![\w/-]|\.\d)(?:,? \(?{_WEEKDAY}\b\)?)?", re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?){_TIME}",
        rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}}){_TIME}",
        rf"(?P<day>\d\d?)(?:{_ORDINAL}|\.)? (?:of )?(?P<name>{_MONTH}),? (?P<year>\d{{4}}){_TIME}",
        rf"(?P<name>{_MONTH}) (?P<day>\d\d?){_ORDINAL}?,? (?P<year>\d{{4}}){_TIME}",
        r"(?P<year>\d{4})-?W(?P<week>\d\d)",
        r"(?P<year>\d{4})[-/](?P<month>\d\d)",
        rf"(?P<name>{_MONTH}),? (?P<year>\d{{4}})",
    )
)
_WITHIN = (  # what needs a heading around it
    *(
        re.compile(
            rf"(?<![\w.-])(?:{_WEEKDAY}\.?,? (?:the )?)?{form}(?![\w/-]|\.\d)(?:,? \(?{_WEEKDAY}\b\)?)?", re.IGNORECASE
        )
        for form in (
            rf"(?P<day>\d\d?)(?:{_ORDINAL}|\.)? (?:of )?(?P<name>{_MONTH})",
            rf"(?P<name>{_MONTH}) (?P<day>\d\d?){_ORDINAL}?",
            rf"(?P<day>\d\d?){_ORDINAL}",
            rf"(?P<name>{_MONTH})",
        )
    ),
    re.compile(rf"(?<!\w)(?P<weekday>{_WEEKDAY})(?!\w)", re.IGNORECASE),
)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)")
_WEEK_OF = re.compile(r"(?:the )?(?:week (?:of|starting|beginning|commencing|from)|w/c)(?: the)?", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:release|version)?\s*v?\d+(?:\.\d+)+[\w.+-]*", re.IGNORECASE)
# What sort of notes they are, and what ties them to their date.
_OCCASION = frozenset(
    "stand-up standup meeting meetings minutes note notes log logs entry entries diary journal daily day weekly week monthly month "
    "session sessions sync call calls retro retrospective sprint iteration update updates updated status recap summary changes as of on "
    "from for the in and dated date written last morning afternoon evening night today".split()
)
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_MARKS = " \t*_`[](){}#<>~"
_SEPARATORS = ":-–—|,/·•"
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKED = re.compile(r"[*_`\[\](){}#<>~]")
_LABEL = re.compile(r"[\s*_`\[(]*")
_BEHIND = re.compile(r"(?P<marks>[*_`\])]*)\s*(?P<separator>[:–—|]|-(?=\s)|\Z)?[\s*_`]*")
# A word behind a date at the beginning that makes the date a part of what is said: `2026-05-01 is the deadline`.
_SAID_OF = re.compile(
    r"\W*(?:is|was|are|were|will|has|had|to|until|till|through|and|or|at|in|for|of|as|should|must|may|might|would|remains?|marks?)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\W*(?:to|until|till|through|–|—|-)?\W*\d", re.IGNORECASE)
_PAST_LINE = re.compile(r"(?:.*, )?until \d{4}-\d\d-\d\d: .*", re.DOTALL)  # a line of history, wherever it stands now


@dataclass(frozen=True, slots=True)
class Period:
    """What a date names: a minute, a day, a week, a month or a year, from its first to its last moment, in UTC."""

    begin: datetime
    end: datetime


def heading_period(text: str, within: Period | None = None) -> Period | None:
    """When what stands below this heading was written, as far as the heading says it.

    Args:
        text: the heading.
        within: what the headings around it name, from which less than a day is completed.
    """
    found = _found(text, within)
    return None if found is None else found[0]


def heading_title(text: str) -> str:
    """What a heading says beside its date: all of it, where it is no date."""
    found = _found(text, None)
    return text if found is None else found[1]


def _found(text: str, within: Period | None) -> tuple[Period, str] | None:
    """What a heading dates, and the title that stands behind the date."""
    plain = " ".join(_MARKED.sub(" ", _LINK.sub(r"\1", text)).split())
    if len(plain) > _LONGEST:
        return None
    for found, period in _dates(plain, within):
        before, after = plain[: found.start()].strip(_SEPARATORS + " "), plain[found.end() :].strip()
        is_week = _WEEK_OF.fullmatch(before) is not None
        if (is_week or _is_occasion(before)) and (
            _is_title(after) or (not before and not _DIGIT.search(after) and _is_occasion(after))
        ):
            return (_week(period) if is_week else period), "" if _is_occasion(after) else after
    year = _YEAR.fullmatch(plain)
    return (_whole_year({"year": year["year"]}, None), "") if year else None


_LONGEST = 200  # characters of a heading that may be a date


def lead(text: str, within: Period | None = None) -> tuple[Period, int] | None:
    """When a statement was made that begins with its date, and how many characters of it say so.

    All of them where it says nothing else. None where the date is what the statement is about.
    """
    begin = _LABEL.match(text)
    start = 0 if begin is None else begin.end()
    if _PAST_LINE.fullmatch(text):
        return None
    for found, period in _dates(text[: start + _LONGEST_DATE], within, at=start):
        behind = _BEHIND.match(text, found.end())
        if behind is None:
            continue
        rest = text[behind.end() :]
        is_whole = found.groupdict().get("year") is not None
        separated = behind["separator"] is not None
        if _RANGE.match(text[found.end() :]) and _begins_with_date(rest):
            return None
        if separated or (is_whole and (behind["marks"] or found.groupdict().get("hour")) and not _SAID_OF.match(rest)):
            return period, len(text) if not rest.strip() else behind.end()
        is_day = is_whole and found.groupdict().get("day") is not None and text[found.start()].isdigit()
        return (period, behind.end()) if is_day and not _SAID_OF.match(rest) else None
    return None


_LONGEST_DATE = 48


def _begins_with_date(text: str) -> bool:
    return next(_dates(text[:_LONGEST_DATE], None, at=0), None) is not None


def _dates(text: str, within: Period | None, *, at: int | None = None) -> Iterator[tuple[re.Match[str], Period]]:
    """The first date of each form, whole dates first; with `at`, only one that begins there."""
    for form in (*_FORMS, *(_WITHIN if within is not None else ())):
        found = form.search(text) if at is None else form.match(text, at)
        if found is not None:
            period = _period({name: value for name, value in found.groupdict().items() if value is not None}, within)
            if period is not None:
                yield found, period


def _is_occasion(words: str) -> bool:
    """Whether the words say no more than what sort of notes these are, or which version."""
    left = _VERSION.sub(" ", words)
    return all(word.casefold() in _OCCASION for word in _WORD.findall(left)) and not _LONG_NUMBER.search(left)


def _is_title(after: str) -> bool:
    """Whether what follows a date is nothing, or a title behind a separator."""
    return not after.strip(_SEPARATORS + _MARKS + ".") or after[0] in _SEPARATORS


def _period(parts: dict[str, str], within: Period | None) -> Period | None:
    try:
        return next(read(parts, within) for needs, read in _READERS if needs <= parts.keys())
    except (ValueError, OverflowError, StopIteration):  # the 31st of February; nothing around it that would complete it
        return None


def _days(first: datetime, count: int) -> Period:
    return Period(first, first + timedelta(days=count, microseconds=-1))


def _month(parts: dict[str, str]) -> int:
    return _MONTHS.index(parts["name"][:3].casefold()) + 1 if "name" in parts else int(parts["month"])


def _day(parts: dict[str, str], within: Period | None) -> Period:
    has_month = "name" in parts or "month" in parts
    year = int(parts["year"]) if "year" in parts else _one(within, "year")
    day = datetime(year, _month(parts) if has_month else _one(within, "month"), int(parts["day"]), tzinfo=UTC)
    if "year" not in parts:
        return _inside(_days(day, 1), within)
    if "hour" in parts:
        return Period(*(2 * [day + timedelta(hours=int(parts["hour"]), minutes=int(parts["minute"]))]))
    return _days(day, 1)


def _whole_month(parts: dict[str, str], within: Period | None) -> Period:
    year, month = int(parts["year"]) if "year" in parts else _one(within, "year"), _month(parts)
    found = _days(datetime(year, month, 1, tzinfo=UTC), monthrange(year, month)[1])
    return found if "year" in parts else _inside(found, within)


def _inside(found: Period, within: Period | None) -> Period:
    if within is None or not within.begin <= found.begin <= within.end:
        raise ValueError(found.begin)
    return found


def _one(within: Period | None, part: str) -> int:
    """The year or month that all of a period lies in."""
    if within is None or getattr(within.begin, part) != getattr(within.end, part):
        raise ValueError(part)
    return getattr(within.begin, part)


def _weekday(parts: dict[str, str], within: Period | None) -> Period:
    if within is None or within.end - within.begin > timedelta(days=7):
        raise ValueError(parts["weekday"])
    ahead = (_DAYS.index(parts["weekday"][:3].casefold()) - within.begin.weekday()) % 7
    return _inside(_days(within.begin + timedelta(days=ahead), 1), within)


def _iso_week(parts: dict[str, str], _: Period | None) -> Period:
    return _days(datetime.fromisocalendar(int(parts["year"]), int(parts["week"]), 1).replace(tzinfo=UTC), 7)


def _whole_year(parts: dict[str, str], _: Period | None) -> Period:
    first = datetime(int(parts["year"]), 1, 1, tzinfo=UTC)
    return Period(first, first.replace(month=12, day=31) + timedelta(days=1, microseconds=-1))


def _week(of: Period) -> Period:
    return _days(of.begin, 7)


_READERS: tuple[tuple[set[str], Callable[[dict[str, str], Period | None], Period]], ...] = (
    ({"day"}, _day),
    ({"week"}, _iso_week),
    ({"name"}, _whole_month),
    ({"month"}, _whole_month),
    ({"weekday"}, _weekday),
    ({"year"}, _whole_year),
)
