"""What persons said no to: see `domain/refusals.py`."""

from collections.abc import Iterable

from dreaming.domain.errors import NotFound
from dreaming.domain.refusals import Refusal, RefusalGround, RefusalKind
from dreaming.domain.times import parse, render
from dreaming.store.connection import Connection, Row, row, rows


def insert(conn: Connection, refusals: Iterable[Refusal]) -> None:
    """Remember them."""
    conn.executemany(
        """
        INSERT INTO refusals (id, store_id, kind, ground, before, after, dream_id, change_id, at, by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                each.id,
                each.store_id,
                each.kind,
                each.ground,
                each.before,
                each.after,
                each.dream_id,
                each.change_id,
                render(each.at),
                each.by,
            )
            for each in refusals
        ],
    )


def of_store(conn: Connection, store_id: str) -> list[Refusal]:
    """Those that hold for a store, newest first."""
    found = rows(conn, "SELECT * FROM refusals WHERE store_id = ? ORDER BY at DESC, id", (store_id,))
    return [_refusal(each) for each in found]


def of_changes(conn: Connection, dream_id: str) -> frozenset[str]:
    """The changes of a dream that are refused."""
    found = rows(conn, "SELECT DISTINCT change_id FROM refusals WHERE dream_id = ?", (dream_id,))
    return frozenset(each["change_id"] for each in found)


def lift(conn: Connection, refusal_id: str) -> Refusal:
    """Forget one.

    Raises:
        NotFound: there is none with that id.
    """
    found = row(conn, "DELETE FROM refusals WHERE id = ? RETURNING *", (refusal_id,))
    if found is None:
        raise NotFound("refusal", refusal_id, "`dreaming refusals` lists them.")
    return _refusal(found)


def lift_of_change(conn: Connection, store_id: str, change_ids: Iterable[str]) -> list[Refusal]:
    """Forget those of these changes."""
    lifted: list[Refusal] = []
    for change_id in change_ids:
        sql = "DELETE FROM refusals WHERE store_id = ? AND change_id = ? RETURNING *"
        lifted += [_refusal(each) for each in rows(conn, sql, (store_id, change_id))]
    return lifted


def forget(conn: Connection, store_id: str, text: str) -> None:
    """Keep nothing of a text that is erased: refusals of statements that stand in it go with it."""
    whole = " ".join(text.split())
    for each in of_store(conn, store_id):
        if any(statement and " ".join(statement.split()) in whole for statement in (each.before, each.after)):
            conn.execute("DELETE FROM refusals WHERE id = ?", (each.id,))


def _refusal(found: Row) -> Refusal:
    return Refusal(
        id=found["id"],
        store_id=found["store_id"],
        kind=RefusalKind(found["kind"]),
        ground=RefusalGround(found["ground"]),
        before=found["before"],
        after=found["after"],
        dream_id=found["dream_id"],
        change_id=found["change_id"],
        at=parse(found["at"]),
        by=found["by"],
    )
