"""Times are UTC. Outside Python they are RFC 3339 with microseconds, so that text order is time order."""

import re
from datetime import UTC, datetime, timedelta

_DATE = re.compile(r"\s*(?:\d{4}-\d\d-\d\d|\d{8}|\d{4}-?W\d\d-?\d)\s*")


def render(at: datetime) -> str:
    """`2026-03-04T09:00:00.000000Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def render_optional(at: datetime | None) -> str | None:
    """As `render`; None stays None."""
    return None if at is None else render(at)


def parse(text: str) -> datetime:
    """Read an ISO 8601 time; one without a zone is UTC.

    Raises:
        ValueError: `text` is no time.
    """
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def parse_moment(text: str) -> datetime:
    """As `parse`, for "as it stood then": a date alone is its last moment in UTC, so that the day is part of it.

    Raises:
        ValueError: `text` is no time.
        OverflowError: it is at the end of all years.
    """
    at = parse(text.strip())
    return at + timedelta(days=1, microseconds=-1) if _DATE.fullmatch(text) else at


def parse_optional(text: str | None) -> datetime | None:
    """As `parse`; None stays None."""
    return None if text is None else parse(text)


def day(at: datetime) -> str:
    """The date alone, `2026-03-04`."""
    return at.astimezone(UTC).date().isoformat()


def minute(at: datetime) -> str:
    """To the minute, for a person: `2026-03-04 09:00 UTC`."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
