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

    `dream_id` names what was promoted, or whose promotion was taken back; `changes` are those that came with it, or
    went. `details` are figures and decisions.
    """

    id: str
    kind: Literal["promote", "undo", "restore"]
    store_id: str
    dream_id: str | None
    before_seq: int
    after_seq: int
    created_at: datetime
    created_by: str
    restored_seq: int | None = None
    changes: tuple[str, ...] = ()
    details: Mapping[str, Any]


def insert(conn: Connection, promotion: PromotionRow) -> None:
    """Record one."""
    conn.execute(
        """
        INSERT INTO promotions (id, kind, store_id, dream_id, changes, before_seq, after_seq, restored_seq, created_at,
                                created_by, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            promotion.id,
            promotion.kind,
            promotion.store_id,
            promotion.dream_id,
            json.dumps(promotion.changes),
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
    """The dream's latest promotion, if there was one."""
    found = row(
        conn,
        "SELECT * FROM promotions WHERE dream_id = ? AND kind = 'promote' ORDER BY rowid DESC LIMIT 1",
        (dream_id,),
    )
    return None if found is None else _promotion(found)


def get(conn: Connection, promotion_id: str) -> PromotionRow | None:
    """The promotion with this id, if there was one."""
    found = row(conn, "SELECT * FROM promotions WHERE id = ? AND kind = 'promote'", (promotion_id,))
    return None if found is None else _promotion(found)


def about(conn: Connection, dream_id: str) -> list[PromotionRow]:
    """What was done with a dream's changes, in order: its promotions, undos, and every restoration of those stores."""
    found = rows(
        conn,
        """
        SELECT * FROM promotions
        WHERE dream_id = :dream AND kind != 'restore' OR kind = 'restore' AND store_id IN (
            SELECT store_id FROM promotions WHERE dream_id = :dream AND kind = 'promote')
        ORDER BY rowid
        """,
        {"dream": dream_id},
    )
    return [_promotion(each) for each in found]


def dreams_with(conn: Connection, change_id: str) -> list[str]:
    """The dreams that have a change with this id, the latest first. The same change over the same input has one id."""
    found = rows(
        conn,
        "SELECT d.id FROM dream_changes AS c JOIN dreams AS d ON d.id = c.dream_id WHERE c.id = ?"
        " ORDER BY d.created_at DESC, d.id",
        (change_id,),
    )
    return [each["id"] for each in found]


def _promotion(found: Row) -> PromotionRow:
    return PromotionRow(
        id=found["id"],
        kind=found["kind"],
        store_id=found["store_id"],
        dream_id=found["dream_id"],
        changes=tuple(json.loads(found["changes"])),
        before_seq=found["before_seq"],
        after_seq=found["after_seq"],
        restored_seq=found["restored_seq"],
        created_at=parse(found["created_at"]),
        created_by=found["created_by"],
        details=json.loads(found["details"]),
    )
