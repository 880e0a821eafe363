"""What of a store's dreams and sessions says whether it is due for a dream."""

from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.model import DreamStatus
from dreaming.domain.times import parse, parse_optional
from dreaming.store import sessions, undreamt
from dreaming.store.connection import Connection, row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDream:
    """The dream of a store that ended last, and how."""

    id: str
    status: DreamStatus
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """How the dreams of a store ended.

    `last_at` is the end of the last one that did not fail; `failures` ended after it, the last at `failed_at`.
    `active` is one that waits or runs.
    """

    active: str | None
    last: LastDream | None
    last_at: datetime | None
    failures: int
    failed_at: datetime | None


def ends(conn: Connection, store_id: str) -> Ends:
    """The ends of a store's dreams, archived ones too."""
    found = row(
        conn,
        """
        WITH of_store AS (SELECT id, status, created_at, ended_at FROM dreams WHERE store_id = :store_id),
             good AS (SELECT max(ended_at) AS at FROM of_store WHERE status IN ('completed', 'canceled'))
        SELECT good.at AS last_at, count(failed.id) AS failures, max(failed.ended_at) AS failed_at,
               (SELECT id FROM of_store WHERE ended_at IS NULL ORDER BY created_at, id LIMIT 1) AS active
        FROM good LEFT JOIN of_store AS failed
             ON failed.status = 'failed' AND failed.ended_at > coalesce(good.at, '')
        """,
        {"store_id": store_id},
    )
    assert found is not None  # noqa: S101 - an aggregate has a row
    return Ends(
        active=found["active"],
        last=_last(conn, store_id),
        last_at=parse_optional(found["last_at"]),
        failures=found["failures"],
        failed_at=parse_optional(found["failed_at"]),
    )


def _last(conn: Connection, store_id: str) -> LastDream | None:
    found = row(
        conn,
        """
        SELECT id, status, ended_at FROM dreams WHERE store_id = ? AND ended_at IS NOT NULL
        ORDER BY ended_at DESC, id DESC LIMIT 1
        """,
        (store_id,),
    )
    if found is None:
        return None
    return LastDream(id=found["id"], status=DreamStatus(found["status"]), ended_at=parse(found["ended_at"]))


def live_stores(conn: Connection) -> list[str]:
    """Ids of the stores that dreams may be started of, oldest first."""
    found = rows(conn, "SELECT id FROM stores WHERE kind = 'live' AND archived_at IS NULL ORDER BY created_at, id")
    return [each["id"] for each in found]


def newest_undreamt_at(conn: Connection, store_id: str, project: str | None = None) -> datetime | None:
    """When the newest session that the store has not dreamt of was written to.

    An event may be dated after it was logged; nothing was written after that.
    """
    newest = undreamt.ids(conn, store_id, newest_first=True, limit=1, project=project)
    if not newest:
        return None
    session = sessions.get(conn, newest[0])
    return min(session.ended_at or session.created_at, session.updated_at)
