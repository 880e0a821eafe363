"""How far each transcript was read."""

import json
from datetime import datetime

from dreaming.domain.cursors import ImportCursor
from dreaming.domain.times import render
from dreaming.store.connection import Connection, Row, row, rows


def get(conn: Connection, path: str) -> ImportCursor | None:
    """The cursor of one file."""
    found = row(conn, "SELECT * FROM import_cursors WHERE path = ?", (path,))
    return None if found is None else _cursor(found)


def listing(conn: Connection) -> list[ImportCursor]:
    """Every cursor, by path."""
    return [_cursor(each) for each in rows(conn, "SELECT * FROM import_cursors ORDER BY path")]


def put(conn: Connection, cursor: ImportCursor, at: datetime) -> None:
    """Keep a cursor in the place of the one before."""
    conn.execute(
        """
        INSERT OR REPLACE INTO import_cursors
            (path, size, modified_ns, resume, fingerprint, session_id, left_out, logged_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            cursor.path,
            cursor.size,
            cursor.modified_ns,
            None if cursor.resume is None else json.dumps(cursor.resume),
            cursor.fingerprint,
            cursor.session_id,
            cursor.left_out,
            render(at),
        ),
    )


def _cursor(found: Row) -> ImportCursor:
    return ImportCursor(
        path=found["path"],
        size=found["size"],
        modified_ns=found["modified_ns"],
        resume=None if found["resume"] is None else json.loads(found["resume"]),
        fingerprint=found["fingerprint"],
        session_id=found["session_id"],
        left_out=found["left_out"],
    )
