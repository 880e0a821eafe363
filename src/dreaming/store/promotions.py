"""Each promotion and each restoration, with the way back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dreaming.domain.times import parse, render
from dreaming.store.connection import Connection, Row, row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRow:
    """A store was changed as a whole: it stood as of `before_seq`, and stands as of `after_seq` since.

    `dream_id` names what was promoted, or whose promotion was taken back. `details` are figures and decisions.
    """

    id: str
    kind: Literal["promote", "restore"]
    store_id: str
    dream_id: str | None
    before_seq: int
    after_seq: int
    created_at: datetime
    created_by: str
    restored_seq: int | None = None
    details: Mapping[str, Any]


def insert(conn: Connection, promotion: PromotionRow) -> None:
    """Record one; a dream is promoted at most once."""
    conn.execute(
        """
        INSERT INTO promotions (id, kind, store_id, dream_id, before_seq, after_seq, restored_seq, created_at,
                                created_by, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            promotion.id,
            promotion.kind,
            promotion.store_id,
            promotion.dream_id,
            promotion.before_seq,
            promotion.after_seq,
            promotion.restored_seq,
            render(promotion.created_at),
            promotion.created_by,
            json.dumps(dict(promotion.details), sort_keys=True),
        ),
    )


def find(conn: Connection, promotion_id: str) -> PromotionRow | None:
    """The promotion or restoration with this id, if there is one."""
    found = row(conn, "SELECT * FROM promotions WHERE id = ?", (promotion_id,))
    return None if found is None else _promotion(found)


def of_store(conn: Connection, store_id: str) -> list[PromotionRow]:
    """What was promoted into the store, newest first."""
    found = rows(
        conn,
        "SELECT * FROM promotions WHERE store_id = ? AND kind = 'promote' ORDER BY after_seq DESC, id",
        (store_id,),
    )
    return [_promotion(each) for each in found]


def of_dream(conn: Connection, dream_id: str) -> PromotionRow | None:
    """The dream's promotion, if there was one."""
    found = row(conn, "SELECT * FROM promotions WHERE dream_id = ? AND kind = 'promote'", (dream_id,))
    return None if found is None else _promotion(found)


def restored(conn: Connection, promotion: PromotionRow) -> PromotionRow | None:
    """The first restoration that put the store back to before this promotion, if there was one."""
    found = row(
        conn,
        "SELECT * FROM promotions WHERE store_id = ? AND kind = 'restore' AND restored_seq <= ? AND before_seq >= ?"
        " ORDER BY before_seq, id LIMIT 1",
        (promotion.store_id, promotion.before_seq, promotion.after_seq),
    )
    return None if found is None else _promotion(found)


def _promotion(found: Row) -> PromotionRow:
    return PromotionRow(
        id=found["id"],
        kind=found["kind"],
        store_id=found["store_id"],
        dream_id=found["dream_id"],
        before_seq=found["before_seq"],
        after_seq=found["after_seq"],
        restored_seq=found["restored_seq"],
        created_at=parse(found["created_at"]),
        created_by=found["created_by"],
        details=json.loads(found["details"]),
    )
