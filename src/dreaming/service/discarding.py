"""Saying no to a dream, or to some of its changes."""

from collections.abc import Sequence
from datetime import datetime

from dreaming.domain.errors import InvalidTransition
from dreaming.domain.lifecycle import check_reviewable
from dreaming.domain.model import Dream
from dreaming.domain.refusals import RefusalGround
from dreaming.service import refusing
from dreaming.service.promotion import standing
from dreaming.service.promotion.selecting import named
from dreaming.store import dreams, ledger, stores
from dreaming.store.connection import Connection


def discard(conn: Connection, dream_id: str, *, at: datetime, refused_by: str | None) -> Dream:
    """Archive the output store; `refused_by` is who wants its changes never again. See `Review.discard`."""
    dream, now = dreams.get(conn, dream_id), standing(conn, dream_id)
    if dream.discarded_at is None:
        check_reviewable(dream, "discarded")
        if now.is_whole:
            raise InvalidTransition(dream_id, "promoted", "discarded", "store_restore takes a promotion back.")
        stores.archive(conn, dream.output_store_id or "", at)
        dreams.mark_discarded(conn, dream_id, at)
    if refused_by is not None:
        rest = [change for change in ledger.changes(conn, dream_id) if change.id not in (now.inside or ())]
        refusing.refuse(conn, dream, rest, RefusalGround.DISCARDED, at=at, by=refused_by)
    return dreams.get(conn, dream_id)


def decline(conn: Connection, dream_id: str, names: Sequence[str], *, at: datetime, by: str) -> None:
    """Remember that these changes are never wanted, where they are not in the store. See `Review.decline`."""
    dream, changes = dreams.get(conn, dream_id), ledger.changes(conn, dream_id)
    inside = standing(conn, dream_id).inside or frozenset()
    meant = named(changes, names, "only") if names else {change.id for change in changes}
    refused = [change for change in changes if change.id in meant - inside]
    refusing.refuse(conn, dream, refused, RefusalGround.DECLINED, at=at, by=by)
