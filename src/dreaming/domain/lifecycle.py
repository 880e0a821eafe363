"""The dream's life as one table: which status may follow which."""

from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import InvalidTransition
from dreaming.domain.model import Dream, DreamStatus, OutputBehavior

FINAL = frozenset({DreamStatus.COMPLETED, DreamStatus.FAILED, DreamStatus.CANCELED})

TRANSITIONS: dict[DreamStatus, frozenset[DreamStatus]] = {
    DreamStatus.PENDING: frozenset({DreamStatus.RUNNING, DreamStatus.CANCELED, DreamStatus.FAILED}),
    DreamStatus.RUNNING: FINAL | {DreamStatus.PENDING},  # back to pending: given back, or its worker died
    DreamStatus.COMPLETED: frozenset(),
    DreamStatus.FAILED: frozenset(),
    DreamStatus.CANCELED: frozenset(),
}


def is_over(dream: Dream) -> bool:
    """Whether nothing more comes of the dream by itself: it has ended, and was promoted or not if it was to be."""
    if dream.status is DreamStatus.COMPLETED and dream.output_behavior is OutputBehavior.UPDATE_EXISTING:
        return any((dream.promoted_at, dream.discarded_at, dream.unpromoted_because))
    return dream.status in FINAL


def check_transition(dream: Dream, to: DreamStatus) -> None:
    """Whether the dream may go on to `to`.

    Raises:
        InvalidTransition: it may not.
    """
    if to not in TRANSITIONS[dream.status]:
        raise InvalidTransition(dream.id, dream.status, to)


def check_reviewable(dream: Dream, verb: str) -> None:
    """Whether the dream has a result that can be promoted or discarded: it has completed, and was not discarded.

    Raises:
        InvalidTransition: it cannot.
    """
    if dream.status is not DreamStatus.COMPLETED:
        raise InvalidTransition(dream.id, dream.status, verb, "Only a completed dream has a result; see dream_status.")
    if dream.discarded_at is not None:
        raise InvalidTransition(dream.id, "discarded", verb, "Its report is still there; start another dream.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The exclusive right to run a dream until a time. A write under an old generation is refused."""

    dream_id: str
    owner: str
    generation: int
    expires_at: datetime
