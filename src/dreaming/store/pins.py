"""The input of a dream, pinned: which version of each memory, and how far each session is read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dreaming.domain.model import Memory
from dreaming.store.connection import Connection, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A memory as it stood when the dream began. `content_sha256` is None where the version was redacted since."""

    path: str
    memory_id: str
    memory_version_id: str
    pinned: bool
    content_sha256: str | None
    provenance_of: str


def pin_memories(conn: Connection, dream_id: str, heads: Sequence[Memory]) -> None:
    """Pin these heads, once."""
    conn.executemany(
        "INSERT INTO dream_memories (dream_id, path, memory_id, memory_version_id) VALUES (?, ?, ?, ?)",
        [(dream_id, head.path, head.id, head.memory_version_id) for head in heads],
    )


def memories(conn: Connection, dream_id: str) -> list[Pin]:
    """What was pinned, by path."""
    found = rows(
        conn,
        """
        SELECT p.path, p.memory_id, p.memory_version_id, v.pinned, v.provenance_of, b.sha256
        FROM dream_memories AS p
        JOIN memory_versions AS v ON v.id = p.memory_version_id LEFT JOIN blobs AS b ON b.id = v.blob_id
        WHERE p.dream_id = ? ORDER BY p.path
        """,
        (dream_id,),
    )
    return [
        Pin(
            path=each["path"],
            memory_id=each["memory_id"],
            memory_version_id=each["memory_version_id"],
            pinned=bool(each["pinned"]),
            content_sha256=each["sha256"],
            provenance_of=each["provenance_of"],
        )
        for each in found
    ]


def pin_session(conn: Connection, dream_id: str, session_id: str, last_seq: int) -> None:
    """Read the session up to this event."""
    conn.execute(
        "UPDATE dream_sessions SET last_seq = ? WHERE dream_id = ? AND session_id = ?", (last_seq, dream_id, session_id)
    )


def sessions(conn: Connection, dream_id: str) -> dict[str, int]:
    """The last event to read of each session that is pinned."""
    found = rows(
        conn,
        "SELECT session_id, last_seq FROM dream_sessions WHERE dream_id = ? AND last_seq IS NOT NULL ORDER BY position",
        (dream_id,),
    )
    return {each["session_id"]: each["last_seq"] for each in found}


def last_event(conn: Connection, session_id: str) -> int:
    """The number of the session's last event; 0 if it has none."""
    found = rows(conn, "SELECT coalesce(max(seq), 0) AS last FROM events WHERE session_id = ?", (session_id,))
    return found[0]["last"]


def set_unread(conn: Connection, dream_id: str, session_ids: Collection[str]) -> None:
    """Say of these sessions that the dream's budget did not reach to them: they count as not dreamt of."""
    conn.executemany(
        "UPDATE dream_sessions SET unread = 1 WHERE dream_id = ? AND session_id = ?",
        [(dream_id, session_id) for session_id in session_ids],
    )
