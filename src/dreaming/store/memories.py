"""Memories: the heads of a store. Every change of one leaves a version and keeps the index in step.

Nothing here asks whether a store may be written: `stores.check_writable` does, where the caller decides.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import cast

from dreaming.domain.errors import LimitExceeded, NotFound, PathConflict
from dreaming.domain.ids import Prefix, make_id, make_ids
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.domain.model import Document, Memory, MemoryVersion, Operation
from dreaming.domain.times import parse, render
from dreaming.store import blobs, index, provenance, versions
from dreaming.store.connection import Connection, Row, row, rows

# At and below a path: whole segments, `/a` is not above `/ab`.
_BELOW = """
    SELECT * FROM heads
    WHERE store_id = ? AND (? = '/' OR path = ? OR (path >= ? AND path < ?)) ORDER BY path
"""
_CLONE_BLOCK = 1_024


def heads(conn: Connection, store_id: str, *, prefix: str = "/") -> list[Memory]:
    """The memories at and below a path, by path, without content."""
    found = rows(conn, _BELOW, (store_id, *below(prefix)))
    return [_memory(memory, None) for memory in found]


def whole(conn: Connection, store_id: str, *, prefix: str = "/") -> Iterator[Memory]:
    """As `heads`, one at a time and with content, whose hash is checked.

    Raises:
        DatabaseUnavailable: a content is damaged.
    """
    for memory in rows(conn, _BELOW, (store_id, *below(prefix))):
        yield _memory(memory, blobs.content(conn, memory["blob_id"]))


def content_of(conn: Connection, memory: Memory) -> str:
    """The text of a head that was listed in the same transaction; its hash is checked.

    Raises:
        DatabaseUnavailable: it is damaged.
    """
    found = row(conn, "SELECT content FROM blobs WHERE sha256 = ?", (memory.content_sha256,))
    return blobs.checked("" if found is None else found["content"], memory.content_sha256)


def head(conn: Connection, store_id: str, path: str) -> Memory | None:
    """The memory at a path with its content, whose hash is checked; None if there is none.

    Raises:
        DatabaseUnavailable: the content is damaged.
    """
    return _whole_or_none(conn, row(conn, "SELECT * FROM heads WHERE store_id = ? AND path = ?", (store_id, path)))


def by_id(conn: Connection, memory_id: str) -> Memory | None:
    """As `head`, by the memory's id."""
    return _whole_or_none(conn, row(conn, "SELECT * FROM heads WHERE id = ?", (memory_id,)))


def put(
    conn: Connection,
    *,
    store_id: str,
    document: Document,
    at: datetime,
    by: str,
    memory_id: str | None = None,
    input_memory_id: str | None = None,
    created_at: datetime | None = None,
    updated_at: datetime | None = None,
) -> Memory:
    """Make `document` the head of a memory, with a version that says so.

    Args:
        conn: in a write transaction.
        store_id: the store.
        document: path, content, pin and provenance of the new head; its ids are not looked at.
        at: now.
        by: who writes: the version's `created_by`.
        memory_id: the memory that changes. One that is not there (any more) is made with this id. None makes a new one.
        input_memory_id: in an output store, the input memory that a new one comes from.
        created_at: of a new memory, if it is older than `at`.
        updated_at: of a new memory, likewise.

    Raises:
        PathConflict: another memory stands at the path.
        LimitExceeded: the store is full.
    """
    old = row(conn, "SELECT * FROM memories WHERE id = ? AND store_id = ?", (memory_id, store_id))
    _check_free(conn, store_id, document.path, memory_id)
    if old is None:
        _check_room(conn, store_id)
    blob_id = blobs.insert(conn, document.content)
    memory_id = memory_id or make_id(Prefix.MEMORY)
    version = versions.NewVersion(
        memory_id=memory_id,
        store_id=store_id,
        operation=Operation.CREATED if old is None else Operation.MODIFIED,
        path=document.path,
        blob_id=blob_id,
        pinned=document.pinned,
        default=document.default,
        at=at,
        by=by,
    )
    version_id = versions.insert(conn, version)
    provenance.insert_spans(conn, version_id, document.content, document.default, document.spans)
    if old is None:
        conn.execute(
            """
            INSERT INTO memories (id, store_id, path, version_id, blob_id, pinned, input_memory_id, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (memory_id, store_id, document.path, version_id, blob_id, document.pinned, input_memory_id,
             render(created_at or at), render(updated_at or at)),
        )  # fmt: skip
    else:
        conn.execute(
            "UPDATE memories SET path = ?, version_id = ?, blob_id = ?, pinned = ?, updated_at = ? WHERE id = ?",
            (document.path, version_id, blob_id, document.pinned, render(at), memory_id),
        )
    _refresh_index(conn, store_id, {blob_id} if old is None else {blob_id, old["blob_id"]})
    return cast("Memory", by_id(conn, memory_id))


def remove(conn: Connection, memory: Memory, *, at: datetime, by: str) -> None:
    """End a memory with a version that says so; its history stays."""
    last = versions.find_row(conn, memory.memory_version_id)
    version = versions.NewVersion(
        memory_id=memory.id,
        store_id=memory.memory_store_id,
        operation=Operation.DELETED,
        path=memory.path,
        blob_id=None,
        pinned=memory.pinned,
        default=provenance.default_of(last),
        at=at,
        by=by,
    )
    versions.insert(conn, version)
    conn.execute("DELETE FROM memories WHERE id = ?", (memory.id,))
    _refresh_index(conn, memory.memory_store_id, {last["blob_id"]})


def document(conn: Connection, memory_version_id: str) -> Document:
    """The text of a version with the provenance of its lines.

    Raises:
        NotFound: there is no such version, or it has no content (a deletion, or redacted).
        DatabaseUnavailable: the content is damaged.
    """
    found = versions.find_row(conn, memory_version_id)
    if found["blob_id"] is None:
        raise NotFound("content of memory version", memory_version_id, "It is a deletion, or it was redacted.")
    return Document(
        path=found["path"],
        content=blobs.content(conn, found["blob_id"]),
        default=provenance.default_of(found),
        spans=provenance.spans(conn, found["provenance_of"]),
        pinned=bool(found["pinned"]),
        memory_id=found["memory_id"],
        memory_version_id=memory_version_id,
    )


def clone(conn: Connection, source_id: str, target_id: str, *, at: datetime, by: str) -> None:
    """Fill an empty store with the memories of another: the same texts by reference, under new ids.

    Line provenance is the source's, and so are the memories' times. Nothing is indexed where the target was made
    with the source as its input store.
    """
    count = cast("int", conn.execute("SELECT count(*) FROM memories WHERE store_id = ?", (source_id,)).fetchone()[0])
    # Sorted, so that very many of them reach each part of an index one after the other.
    memory_ids = iter(sorted(islice(make_ids(Prefix.MEMORY, _CLONE_BLOCK), count)))
    version_ids = iter(sorted(islice(make_ids(Prefix.MEMORY_VERSION, _CLONE_BLOCK), count)))
    conn.create_function("new_memory_id", 0, lambda: next(memory_ids))
    conn.create_function("new_version_id", 0, lambda: next(version_ids))
    conn.execute(
        """
        INSERT INTO memories (id, store_id, path, version_id, blob_id, pinned, input_memory_id, created_at, updated_at)
        SELECT new_memory_id(), ?, path, new_version_id(), blob_id, pinned, id, created_at, updated_at
        FROM memories WHERE store_id = ? ORDER BY path
        """,
        (target_id, source_id),
    )
    conn.execute(
        """
        INSERT INTO memory_versions (id, memory_id, store_id, operation, path, blob_id, pinned,
                                     origin, trust, asserted_at, provenance_of, created_at, created_by)
        SELECT copy.version_id, copy.id, copy.store_id, 'created', copy.path, copy.blob_id, copy.pinned,
               v.origin, v.trust, v.asserted_at, v.provenance_of, ?, ?
        FROM memories AS copy CROSS JOIN memories AS source ON source.id = copy.input_memory_id
        CROSS JOIN memory_versions AS v ON v.id = source.version_id
        WHERE copy.store_id = ? ORDER BY copy.path
        """,
        (render(at), by, target_id),
    )
    if index.space_of(conn, source_id) != index.space_of(conn, target_id):
        _refresh_index(conn, target_id, {memory["blob_id"] for memory in _blobs_of(conn, target_id)})


def last_seq(conn: Connection) -> int:
    """The sequence number of the newest version in the file; 0 if there is none."""
    return cast("int", conn.execute("SELECT coalesce(max(seq), 0) FROM memory_versions").fetchone()[0])


def as_of(conn: Connection, store_id: str, seq: int) -> list[MemoryVersion]:
    """The versions that were the heads of the store when `seq` was the newest version, by path, without content.

    Deleted memories are left out; a version that was redacted since has no path and stands first.
    """
    found = rows(
        conn,
        """
        SELECT * FROM history
        WHERE operation != 'deleted' AND seq IN (
            SELECT max(seq) FROM memory_versions WHERE store_id = ? AND seq <= ? GROUP BY memory_id)
        ORDER BY path, seq
        """,
        (store_id, seq),
    )
    return [versions.version_of(version) for version in found]


def below(prefix: str) -> tuple[str, str, str, str]:
    """Values for `(? = '/' OR path = ? OR (path >= ? AND path < ?))`, which compares paths with a folder."""
    folder = prefix.rstrip("/")
    return folder or "/", folder, f"{folder}/", f"{folder}0"  # '0' follows '/'


def _check_free(conn: Connection, store_id: str, path: str, memory_id: str | None) -> None:
    there = row(conn, "SELECT id FROM memories WHERE store_id = ? AND path = ?", (store_id, path))
    if there is not None and there["id"] != memory_id:
        raise PathConflict(path, there["id"])


def _check_room(conn: Connection, store_id: str) -> None:
    count = cast("int", conn.execute("SELECT count(*) FROM memories WHERE store_id = ?", (store_id,)).fetchone()[0])
    if count >= MEMORIES_PER_STORE:
        raise LimitExceeded("memory store", count + 1, MEMORIES_PER_STORE, "memories")


def _refresh_index(conn: Connection, store_id: str, blob_ids: set[int]) -> None:
    space = index.space_of(conn, store_id)
    for blob_id in sorted(blob_ids):
        index.refresh(conn, space, blob_id)


def _blobs_of(conn: Connection, store_id: str) -> list[Row]:
    return rows(conn, "SELECT DISTINCT blob_id FROM memories WHERE store_id = ?", (store_id,))


def _whole_or_none(conn: Connection, found: Row | None) -> Memory | None:
    return None if found is None else _memory(found, blobs.content(conn, found["blob_id"]))


def _memory(found: Row, content: str | None) -> Memory:
    return Memory(
        id=found["id"],
        memory_store_id=found["store_id"],
        memory_version_id=found["version_id"],
        path=found["path"],
        content=content,
        content_sha256=found["sha256"],
        content_size_bytes=found["size"],
        created_at=parse(found["created_at"]),
        updated_at=parse(found["updated_at"]),
        pinned=bool(found["pinned"]),
        input_memory_id=found["input_memory_id"],
    )
