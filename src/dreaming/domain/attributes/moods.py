"""How a statement stands to what it says."""

from enum import StrEnum


class Mood(StrEnum):
    """How a clause stands to what it says."""

    HOLDS = "holds"
    STARTED = "started"  # it holds, and did not before
    ENDED = "ended"  # it held, and does no more
    DENIED = "denied"  # it does not hold
    PLANNED = "planned"
    PAST = "past"  # it happened, or held once
    UNSURE = "unsure"  # considered, wished, possible
