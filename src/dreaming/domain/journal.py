"""What a dream writes down of itself while it runs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JournalKind(StrEnum):
    """What a line of a dream's journal tells."""

    STARTED = "started"  # an attempt began
    READ = "read"
    DECIDED = "decided"
    REFUSED = "refused"  # what code, or a check, did not allow
    ENDED = "ended"  # an attempt ended: settled, given back; promoted or not


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One thing that a dream did while it ran. It quotes neither memories nor sessions."""

    position: int
    at: datetime
    kind: JournalKind
    text: str
