"""Each distinct text once, by the SHA-256 of its bytes, which every read checks."""

import hashlib
from collections.abc import Iterable
from typing import cast

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.store.connection import Connection, row


def sha256_of(text: str) -> str:
    """The lowercase hexadecimal SHA-256 of the UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def insert(conn: Connection, content: str) -> int:
    """The id of the blob that holds `content`, which is stored unless it is there."""
    sha256 = sha256_of(content)
    found = row(conn, "SELECT id FROM blobs WHERE sha256 = ?", (sha256,))
    if found is not None:
        return cast("int", found["id"])
    values = (sha256, content, len(content.encode()))
    made = row(conn, "INSERT INTO blobs (sha256, content, size) VALUES (?, ?, ?) RETURNING id", values)
    assert made is not None  # noqa: S101 - RETURNING answers with the row
    return cast("int", made["id"])


def content(conn: Connection, blob_id: int) -> str:
    """The text of a blob.

    Raises:
        DatabaseUnavailable: it is gone, or is not what was stored.
    """
    found = row(conn, "SELECT sha256, content FROM blobs WHERE id = ?", (blob_id,))
    if found is None:
        raise DatabaseUnavailable("is damaged: the text of a memory is gone", is_damage=True)
    return checked(found["content"], found["sha256"])


def checked(text: str, sha256: str) -> str:
    """`text`, if it has that hash.

    Raises:
        DatabaseUnavailable: it has another.
    """
    if sha256_of(text) != sha256:
        what = f"is damaged: the text with sha256 {sha256[:16]} has changed on disk"
        raise DatabaseUnavailable(what, is_damage=True)
    return text


def delete_unused(conn: Connection, blob_ids: Iterable[int]) -> None:
    """Delete those of the blobs that no memory and no version needs. SQLite overwrites their bytes (secure_delete)."""
    conn.executemany(
        """
        DELETE FROM blobs WHERE id = ?1
        AND NOT EXISTS (SELECT 1 FROM memories WHERE blob_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM memory_versions WHERE blob_id = ?1)
        """,
        [(blob_id,) for blob_id in set(blob_ids)],
    )
