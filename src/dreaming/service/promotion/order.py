"""What a caller asks of a promotion."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class OnConflict(StrEnum):
    """Whose statement stands where the dream and somebody else changed the same one."""

    KEEP_CURRENT = "keep_current"
    KEEP_DREAM = "keep_dream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to promote a dream.

    `only` and `leave_out` name changes by id, path or kind; without them all are meant that nobody has refused. What is
    left out is refused: no later dream proposes it. `fingerprint` is of the report that was reviewed; anything else is
    then refused. `override` names gates that need not be passed.
    """

    only: Sequence[str] = ()
    leave_out: Sequence[str] = ()
    fingerprint: str | None = None
    on_conflict: OnConflict | None = None
    override: Collection[str] = ()


class How(TypedDict, total=False):
    """The fields of an `Order`, as arguments."""

    only: Sequence[str]
    leave_out: Sequence[str]
    fingerprint: str | None
    on_conflict: OnConflict | None
    override: Collection[str]
