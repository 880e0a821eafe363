"""What a dream that was to update its store waits for, where it did not promote itself: a person's yes or no.

A yes says all that has to be said to promote it: which gates are passed over, and that what others wrote since stays.
Where that would not be enough there is no question, and the dream is simply not promoted.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from dreaming.domain.errors import PromotionConflict, PromotionRefused
from dreaming.domain.model import Dream, DreamStatus
from dreaming.service.gates import check_unattended
from dreaming.service.promotion import OnConflict, Order, fingerprint, obstacle, promote
from dreaming.store import dreams, stores
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One yes or no. `key` is another one as soon as the answer would mean something else.

    `why` are the reasons for which the dream did not promote itself, as they are now; `override` the gates that a yes
    passes over; `kept` the paths at which it leaves what others wrote since.
    """

    key: str
    store_name: str
    why: tuple[str, ...]
    override: tuple[str, ...]
    kept: tuple[str, ...]


def decision(conn: Connection, dream_id: str) -> Decision | None:
    """What is to be decided, if a dream waits for it.

    Raises:
        NotFound: there is no such dream.
    """
    dream = dreams.get(conn, dream_id)
    if not _waits(dream):
        return None
    why = list(_unattended(conn, dream_id))
    override: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    hindrance = obstacle(conn, dream_id, Order())
    if isinstance(hindrance, PromotionRefused) and hindrance.overrides:
        why += hindrance.reasons
        override = hindrance.overrides
        hindrance = obstacle(conn, dream_id, Order(override=override))
    if isinstance(hindrance, PromotionConflict):
        kept = hindrance.paths
        hindrance = obstacle(conn, dream_id, Order(override=override, on_conflict=OnConflict.KEEP_CURRENT))
    if hindrance is not None:
        return None
    return Decision(
        key=_key(conn, dream_id, override, kept),
        store_name=stores.get(conn, dream.memory_store_id).name,
        why=tuple(why),
        override=override,
        kept=kept,
    )


def decide(conn: Connection, dream_id: str, key: str, *, yes: bool, at: datetime, by: str) -> bool:
    """Act on the answer, in the caller's write transaction; False where nobody asked that.

    Raises:
        NotFound: there is no such dream.
    """
    asked = decision(conn, dream_id)
    if asked is None or asked.key != key:
        return False
    if yes:
        _promote(conn, dream_id, asked, at=at, by=by)
    else:
        dreams.mark_declined(conn, dream_id, at)
    return True


def _promote(conn: Connection, dream_id: str, asked: Decision, *, at: datetime, by: str) -> None:
    on_conflict = OnConflict.KEEP_CURRENT if asked.kept else None
    promote(conn, dream_id, Order(on_conflict=on_conflict, override=asked.override), at=at, by=by)


def _waits(dream: Dream) -> bool:
    """It did not promote itself, and nobody has decided about it since, neither here nor elsewhere."""
    decided = dream.promoted_at or dream.discarded_at or dream.declined_at
    return dream.status is DreamStatus.COMPLETED and dream.unpromoted_because is not None and decided is None


def _unattended(conn: Connection, dream_id: str) -> tuple[str, ...]:
    try:
        check_unattended(conn, dream_id)
    except PromotionRefused as refused:
        return refused.reasons
    return ()


def _key(conn: Connection, dream_id: str, override: tuple[str, ...], kept: tuple[str, ...]) -> str:
    about = "\n".join((fingerprint(conn, dreams.get(conn, dream_id)) or "", *override, "", *kept))
    return f"promote_{sha256(about.encode()).hexdigest()[:16]}"
