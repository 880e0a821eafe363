"""Words that end a statement: "until Friday", "by 2026-03-01", "this sprint". Days are counted from when it was said."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

SPRINT_DAYS = 14  # as long as most are; nobody says when it began
_DAYS = {name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_WHEN = rf"""(?:
      (?P<iso>\d{{4}}-\d\d-\d\d)
    | (?:the\ )?(?:coming\ |next\ |this\ )?(?P<weekday>{"|".join(_DAYS)})\b
    | (?P<month>{_MONTH})\.?\ (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\ (?P<year>\d{{4}}))?
    | (?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month_last>{_MONTH})\b(?:\ (?P<year_last>\d{{4}}))?
    | (?P<near>today|tonight|tomorrow)\b
    | (?:the\ )?end\ of\ (?:the\ |this\ )?(?P<end>day|week|month|quarter|year|sprint)\b
    | (?P<next>next)\ (?P<unit>week|month|sprint)\b
    )"""
_UNTIL = re.compile(
    rf"\b(?:until|till|through|by|expires?(?:\ on|\ at)?|valid\ (?:to|until)|before)\ {_WHEN}",
    re.IGNORECASE | re.VERBOSE,
)
_THIS = re.compile(r"\b(?:this|the\ current)\ (?P<end>week|month|quarter|sprint)\b", re.IGNORECASE | re.VERBOSE)
# What is told of the past, or over for good, does not wait for a day.
_OVER = re.compile(
    r"\b(?:was|were|had|did|until then|formerly|previously|used to|done|finished|completed|shipped|resolved|fixed|closed|merged|"
    r"released|every|each|always|per)\b",
    re.IGNORECASE,
)


def expiries(text: str, asserted_at: datetime) -> Iterator[tuple[int, int, date]]:
    """Where `text` says how long it holds (start and end), and the last day on which it does."""
    said = asserted_at.astimezone(UTC).date()
    for pattern in (_UNTIL, _THIS):
        for found in pattern.finditer(text):
            sentence = text[_begin(text, found.start()) : found.end()]
            until = None if _OVER.search(sentence) else _last_day(found.groupdict(), said)
            if until is not None:
                yield found.start(), found.end(), until


def _begin(text: str, at: int) -> int:
    """Where the sentence begins that stands at `at`."""
    return max((found.end() for found in re.finditer(r"[.!?;]\s|\n", text[:at])), default=0)


def _last_day(when: dict[str, str | None], said: date) -> date | None:
    if iso := when.get("iso"):
        return _day(iso)
    if weekday := when.get("weekday"):
        return said + timedelta(days=(_DAYS[weekday.casefold()] - said.weekday() - 1) % 7 + 1)
    if month := when.get("month") or when.get("month_last"):
        day, year = when.get("day") or when.get("day_first"), when.get("year") or when.get("year_last")
        return _of_month(month, int(day or 0), int(year) if year else None, said)
    if near := when.get("near"):
        return said + timedelta(days=near.casefold() == "tomorrow")
    if end := when.get("end"):
        return _end_of(end.casefold(), said)
    unit = (when.get("unit") or "").casefold()
    return _end_of(unit, _end_of(unit, said) + timedelta(days=1)) if unit else None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _of_month(month: str, day: int, year: int | None, said: date) -> date | None:
    """Without a year it is the next such day."""
    number = next(value for name, value in _MONTHS.items() if name.startswith(month.casefold()))
    try:
        found = date(year or said.year, number, day)
        return found.replace(year=said.year + 1) if year is None and found < said else found
    except ValueError:
        return None


def _end_of(unit: str, said: date) -> date:
    match unit:
        case "day":
            return said
        case "week":
            return said + timedelta(days=6 - said.weekday())
        case "sprint":
            return said + timedelta(days=SPRINT_DAYS)
        case "year":
            return date(said.year, 12, 31)
        case _:
            month = said.month if unit == "month" else (said.month + 2) // 3 * 3
            following = date(said.year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=1)
