"""Arguments that several tools take.

Strings that may be left out are `str = ""`, never `str | None`: the SDK parses a string given for anything but a
plain `str` as JSON first, so that a text like `null` or `[1]` would not arrive as it was sent.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from dreaming.domain.errors import InvalidInput
from dreaming.domain.times import parse, parse_moment

Store = Annotated[str, Field(description="Name or id; else the project's.")]
Path = Annotated[str, Field(description="Like /notes/ci.md.")]
DreamId = str
ExpectedSha256 = Annotated[str, Field(description="If content_sha256 is still this.")]
AsOf = Annotated[str, Field(description="As of then (a date: its end).")]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]


def read_time(field: str, text: str) -> datetime | None:
    """An ISO 8601 time or date; None where there is none.

    Raises:
        InvalidInput: `text` is neither.
    """
    return _read(field, text, parse)


def read_moment(field: str, text: str) -> datetime | None:
    """As `read_time`, for "as it stood then": a date alone is its end, in UTC.

    Raises:
        InvalidInput: `text` is neither.
    """
    return _read(field, text, parse_moment)


def _read(field: str, text: str, parsed: Callable[[str], datetime]) -> datetime | None:
    if not text:
        return None
    try:
        return parsed(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(field, f"{text[:80]!r} is no time", "Write it like 2026-03-04T09:00:00Z.") from error
