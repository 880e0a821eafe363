"""The one worker of a file: a row that says who it is and until when it is taken to be alive.

That there is one at a time keeps the machine quiet; that a dream is not run twice rests on its own lease, not on this.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.times import parse, render
from dreaming.store.connection import Connection, row


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """Who runs the dreams of this file. Past `until` it is taken to be dead."""

    owner: str
    until: datetime
    started_at: datetime


def current(conn: Connection) -> WorkerRow | None:
    """The worker that is written down, alive or not."""
    found = row(conn, "SELECT * FROM worker")
    if found is None:
        return None
    return WorkerRow(owner=found["owner"], until=parse(found["until"]), started_at=parse(found["started_at"]))


def enrol(conn: Connection, owner: str, now: datetime, until: datetime, *, dead: Collection[str] = ()) -> bool:
    """Become the file's worker, unless there is another whose time is not over; `dead` are known to be gone."""
    done = conn.execute(
        """
        INSERT INTO worker (id, owner, until, started_at) VALUES (1, :owner, :until, :now)
        ON CONFLICT (id) DO UPDATE SET owner = :owner, until = :until, started_at = :now
        WHERE worker.until < :now OR worker.owner IN (SELECT value FROM json_each(:dead))
        """,
        {"owner": owner, "until": render(until), "now": render(now), "dead": json.dumps(sorted(dead))},
    )
    return done.rowcount == 1


def stay(conn: Connection, owner: str, until: datetime) -> bool:
    """Be taken to be alive until then; False if another has taken this one's place."""
    done = conn.execute("UPDATE worker SET until = ? WHERE owner = ?", (render(until), owner))
    return done.rowcount == 1


def leave(conn: Connection, owner: str) -> None:
    """Be the worker no more; nothing where another is."""
    conn.execute("DELETE FROM worker WHERE owner = ?", (owner,))
