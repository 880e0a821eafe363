"""Arguments that several tools take.

Strings that may be left out are `str = ""`, never `str | None`: the SDK parses a string given for anything but a
plain `str` as JSON first, so that a text like `null` or `[1]` would not arrive as it was sent.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from dreaming.domain.errors import InvalidInput
from dreaming.domain.times import parse

Store = Annotated[str, Field(description="Name or id; default: the project's.")]
Path = Annotated[str, Field(description="Like /notes/deploy.md.")]
DreamId = Annotated[str, Field(description="drm_…")]
ExpectedSha256 = Annotated[str, Field(description="Only if this is still the memory's content_sha256.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]


def read_time(field: str, text: str) -> datetime | None:
    """An ISO 8601 time or date; None where there is none.

    Raises:
        InvalidInput: `text` is neither.
    """
    if not text:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(field, f"{text[:80]!r} is no time", "Write it like 2026-03-04T09:00:00Z.") from error
