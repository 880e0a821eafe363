"""Memory versions: the append-only history of every memory, and its erasure."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from dreaming.domain.errors import NotFound, VersionIsLive
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import MemoryVersion, Operation
from dreaming.domain.provenance import Provenance
from dreaming.domain.times import parse, parse_optional, render
from dreaming.store import blobs, index, provenance
from dreaming.store.connection import Connection, Row, row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A version before it has an id and a place in the order. A deletion has no blob."""

    memory_id: str
    store_id: str
    operation: Operation
    path: str
    blob_id: int | None
    pinned: bool
    default: Provenance
    at: datetime
    by: str


def insert(conn: Connection, version: NewVersion) -> str:
    """Append a version whose lines have provenance of their own; its id."""
    version_id = make_id(Prefix.MEMORY_VERSION)
    conn.execute(
        """
        INSERT INTO memory_versions (id, memory_id, store_id, operation, path, blob_id, pinned,
                                     origin, trust, asserted_at, provenance_of, created_at, created_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            version_id,
            version.memory_id,
            version.store_id,
            version.operation,
            version.path,
            version.blob_id,
            version.pinned,
            version.default.origin,
            int(version.default.trust),
            render(version.default.asserted_at),
            version_id,
            render(version.at),
            version.by,
        ),
    )
    return version_id


def history(conn: Connection, memory_id: str) -> list[MemoryVersion]:
    """The versions of a memory, newest first, without content. Empty for an unknown id."""
    found = rows(conn, "SELECT * FROM history WHERE memory_id = ? ORDER BY seq DESC", (memory_id,))
    return [version_of(version) for version in found]


def history_at(conn: Connection, store_id: str, path: str) -> list[MemoryVersion]:
    """As `history`, of the memory at a path, or else of the one that stood there last."""
    found = row(
        conn,
        """
        SELECT id AS memory_id FROM memories WHERE store_id = ?1 AND path = ?2
        UNION ALL
        SELECT memory_id FROM (
            SELECT memory_id FROM memory_versions WHERE store_id = ?1 AND path = ?2 ORDER BY seq DESC LIMIT 1)
        """,
        (store_id, path),
    )
    return [] if found is None else history(conn, found["memory_id"])


def get(conn: Connection, version_id: str) -> MemoryVersion:
    """One version with its content, whose hash is checked.

    Raises:
        NotFound: there is none with this id.
        DatabaseUnavailable: the content is damaged.
    """
    found = find_row(conn, version_id)
    content = None if found["blob_id"] is None else blobs.content(conn, found["blob_id"])
    return version_of(found, content)


def find_row(conn: Connection, version_id: str) -> Row:
    """The row of one version.

    Raises:
        NotFound: there is none with this id.
    """
    found = row(conn, "SELECT * FROM history WHERE id = ?", (version_id,))
    if found is None:
        raise NotFound("memory version", version_id, "A memory's history shows its versions.")
    return found


def redact(conn: Connection, version_id: str, *, at: datetime, by: str) -> MemoryVersion:
    """Blank a version's content and path; who wrote it and when stay. Redacting again changes nothing.

    Text that no memory and no other version holds is deleted, with the quotes that came with it. The caller
    then calls `Database.erase_traces`, so that the bytes are gone from the file too.

    Raises:
        NotFound: there is none with this id.
        VersionIsLive: it is the head of a memory.
    """
    found = find_row(conn, version_id)
    if row(conn, "SELECT 1 FROM memories WHERE version_id = ?", (version_id,)) is not None:
        raise VersionIsLive(version_id, found["path"])
    if found["redacted_at"] is None:
        conn.execute(
            "UPDATE memory_versions SET path = NULL, blob_id = NULL, redacted_at = ?, redacted_by = ? WHERE id = ?",
            (render(at), by, version_id),
        )
        if found["blob_id"] is not None:
            blobs.delete_unused(conn, [found["blob_id"]])
        provenance.delete_unused(conn, [found["provenance_of"]])
        index.erase_traces(conn)
    return get(conn, version_id)


def seq_at(conn: Connection, store_id: str, at: datetime) -> int:
    """The sequence number of the last version that the store had at that time; 0 if it had none."""
    found = row(
        conn,
        "SELECT coalesce(max(seq), 0) AS seq FROM memory_versions WHERE store_id = ? AND created_at <= ?",
        (store_id, render(at)),
    )
    return 0 if found is None else cast("int", found["seq"])


def version_of(found: Row, content: str | None = None) -> MemoryVersion:
    """A row of the view `history` as a value."""
    return MemoryVersion(
        id=found["id"],
        seq=found["seq"],
        memory_id=found["memory_id"],
        memory_store_id=found["store_id"],
        operation=Operation(found["operation"]),
        path=found["path"],
        content=content,
        content_sha256=found["sha256"],
        content_size_bytes=found["size"],
        pinned=bool(found["pinned"]),
        created_at=parse(found["created_at"]),
        created_by=found["created_by"],
        redacted_at=parse_optional(found["redacted_at"]),
    )
