"""Which sessions were forgotten, so that none is logged again: known by a keyed hash of what their source calls them."""

import hmac

from dreaming.store.connection import Connection, row
from dreaming.store.settings import redaction_key


def add(conn: Connection, source: str, external_id: str) -> None:
    """Remember one; it may be known already."""
    conn.execute(
        "INSERT INTO forgotten_sessions (mark) VALUES (?) ON CONFLICT DO NOTHING", (_mark(conn, source, external_id),)
    )


def has(conn: Connection, source: str, external_id: str | None) -> bool:
    """Whether a source's session was forgotten."""
    if external_id is None or row(conn, "SELECT 1 FROM forgotten_sessions") is None:
        return False
    return row(conn, "SELECT 1 FROM forgotten_sessions WHERE mark = ?", (_mark(conn, source, external_id),)) is not None


def _mark(conn: Connection, source: str, external_id: str) -> bytes:
    return hmac.digest(redaction_key(conn), f"{source}\0{external_id}".encode(), "sha256")
