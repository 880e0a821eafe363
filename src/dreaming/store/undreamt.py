"""Which sessions a store has not dreamt of, and whose it has."""

import json
from collections.abc import Iterable

from dreaming.store import sessions
from dreaming.store.connection import Connection, rows

# A session counts as dreamt of while a dream that has not failed reads it up to its last event, within its budget.
_UNDREAMT = f"""
    FROM sessions AS s
    WHERE s.event_count > 0 AND {sessions.OF_PROJECT} AND NOT EXISTS (
        SELECT 1 FROM dream_sessions AS ds JOIN dreams AS d ON d.id = ds.dream_id
        WHERE ds.session_id = s.id AND NOT ds.held_out AND NOT ds.unread AND d.store_id = :store_id
          AND d.status NOT IN ('failed', 'canceled')
          AND (ds.last_seq IS NULL OR ds.last_seq >= s.event_count))
"""  # noqa: S608 - our own words


def ids(conn: Connection, store_id: str, *, newest_first: bool, limit: int, project: str | None = None) -> list[str]:
    """Ids of the sessions that the store has not dreamt of, or not to their end.

    Args:
        conn: a connection in a transaction.
        store_id: the store. Where it knows its project, other projects' sessions are none of its.
        newest_first: which come first.
        limit: at most so many.
        project: of a store that is not made yet.
    """
    order = "DESC" if newest_first else "ASC"
    found = rows(
        conn,
        f"SELECT s.id {_UNDREAMT} ORDER BY coalesce(s.ended_at, s.created_at) {order}, s.id {order} LIMIT :limit",
        {"store_id": store_id, "limit": limit, "of_project": project},
    )
    return [each["id"] for each in found]


def count(conn: Connection, store_id: str, project: str | None = None) -> int:
    """How many sessions the store has not dreamt of, or not to their end; see `ids`."""
    return rows(conn, f"SELECT count(*) AS n {_UNDREAMT}", {"store_id": store_id, "of_project": project})[0]["n"]


def projects(conn: Connection, store_id: str, sources: Iterable[str]) -> list[str]:
    """The projects of the sessions from these sources that dreams over a store were given, each once."""
    found = rows(
        conn,
        """
        SELECT DISTINCT s.project FROM dreams AS d
        JOIN dream_sessions AS ds ON ds.dream_id = d.id JOIN sessions AS s ON s.id = ds.session_id
        WHERE d.store_id = ? AND s.project IS NOT NULL AND s.source IN (SELECT value FROM json_each(?))
        ORDER BY s.project
        """,
        (store_id, json.dumps(sorted(sources))),
    )
    return [each["project"] for each in found]
