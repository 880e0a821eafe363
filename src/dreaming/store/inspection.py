"""Looking at the file without changing it: is it whole, who works in it, what fills it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.times import render
from dreaming.store import index
from dreaming.store.connection import Connection, row, rows
from dreaming.store.format import FORMAT
from dreaming.store.passages import pieces

_MANY = 20

_BYTES = {
    "memories": """
        SELECT coalesce(sum(size), 0) FROM blobs WHERE id IN (SELECT blob_id FROM memories)""",
    "memory history": """
        SELECT coalesce(sum(size), 0) FROM blobs WHERE id NOT IN (SELECT blob_id FROM memories)""",
    "sessions": """
        SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM events""",
    "dream records": """
        SELECT (SELECT coalesce(sum(length(text) + length(reason) + length(places) + length(evidence)), 0) FROM ledger)
             + (SELECT coalesce(sum(length(answer)), 0) FROM checkpoints)
             + (SELECT coalesce(sum(length(before) + length(after) + length(reason) + length(evidence)), 0)
                FROM dream_changes)
             + (SELECT coalesce(sum(length(text) + length(reason) + length(places) + length(evidence)), 0)
                FROM dream_notices)""",
    "provenance": """
        SELECT coalesce(sum(length(evidence) + length(claim_sha256)), 0) FROM claim_provenance""",
    "search index": """
        SELECT (SELECT coalesce(sum(length(block)), 0) FROM passages_fts_data)
             + (SELECT coalesce(sum(length(block)), 0) FROM events_fts_data)
             + (SELECT coalesce(sum(length(CAST(terms || said AS BLOB))), 0) FROM passages)""",
}

_SHIFTS = {"space": index.SPACE_SHIFT, "blob": index.BLOB_SHIFT}
_NO_VALUES: Mapping[str, int] = {}
# The passages of a space have neighbouring ids; each indexed text has one with the number 0.
_MISCOUNTED = """
    SELECT id FROM search_spaces AS space
    WHERE passages <> (SELECT count(*) FROM passages
                       WHERE passages.id BETWEEN space.id << :shift AND ((space.id + 1) << :shift) - 1)"""
_NOT_INDEXED = """
    SELECT min(path) AS path, content FROM memories
    JOIN stores ON stores.id = store_id JOIN blobs ON blobs.id = blob_id
    WHERE NOT EXISTS (SELECT 1 FROM passages WHERE passages.id = (space_id << :space) | (blob_id << :blob))
    GROUP BY space_id, blob_id ORDER BY path LIMIT 20"""
_INDEXED_FOR_NOTHING = """
    SELECT count(*) FROM passages
    WHERE id & ((1 << :blob) - 1) = 0
    AND NOT EXISTS (SELECT 1 FROM memories JOIN stores ON stores.id = store_id
                    WHERE blob_id = passages.id >> :blob & ((1 << (:space - :blob)) - 1)
                    AND space_id = passages.id >> :space)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedText:
    """A stored text that is not what was stored. `paths` are the memories that show it now."""

    sha256: str
    paths: tuple[str, ...]


def format_of(conn: Connection) -> tuple[int, int]:
    """The format that the file has, and the one that this program writes."""
    found = row(conn, "PRAGMA user_version")
    return (0 if found is None else found[0], FORMAT)


def problems(conn: Connection) -> list[str]:
    """What SQLite finds wrong with the file's structure and references; nothing for a sound file."""
    found = [each[0] for each in rows(conn, f"PRAGMA quick_check({_MANY})")]
    broken = [f"a row of {each[0]} points at nothing in {each[2]}" for each in rows(conn, "PRAGMA foreign_key_check")]
    return [each for each in found if each != "ok"] + broken[:_MANY]


def damaged_texts(conn: Connection) -> list[DamagedText]:
    """The stored texts whose hash is no longer theirs, at most twenty."""
    damaged: list[DamagedText] = []
    for blob in conn.execute("SELECT id, sha256, content FROM blobs ORDER BY id"):
        if hashlib.sha256(blob["content"].encode("utf-8", "surrogatepass")).hexdigest() != blob["sha256"]:
            heads = rows(conn, "SELECT DISTINCT path FROM memories WHERE blob_id = ? ORDER BY path", (blob["id"],))
            damaged.append(DamagedText(sha256=blob["sha256"], paths=tuple(head["path"] for head in heads)))
        if len(damaged) == _MANY:
            break
    return damaged


def index_problems(conn: Connection) -> list[str]:
    """Where the search index and the memories do not agree; found by counting, without reading the texts."""
    miscounted = rows(conn, _MISCOUNTED, {"shift": index.SPACE_SHIFT})
    missing = [each for each in rows(conn, _NOT_INDEXED, _SHIFTS) if pieces(each["content"])]
    extra = _number(conn, _INDEXED_FOR_NOTHING, _SHIFTS)
    found = [f"{len(miscounted)} of its parts do not have the size they say"] if miscounted else []
    found += [f"{each['path']} is not in it" for each in missing]
    return found + ([f"{extra} texts are in it that no memory has"] if extra else [])


def dreams_by_status(conn: Connection) -> Mapping[str, int]:
    """How many dreams are in each status."""
    found = rows(conn, "SELECT status, count(*) AS n FROM dreams WHERE archived_at IS NULL GROUP BY status")
    return {each["status"]: each["n"] for each in found}


def abandoned_dreams(conn: Connection, now: datetime) -> list[str]:
    """Ids of the dreams that run under a lease that is over: their worker has died or sleeps."""
    found = rows(conn, "SELECT id FROM dreams WHERE status = 'running' AND lease_until < ? ORDER BY id", (render(now),))
    return [each["id"] for each in found]


def bytes_by_kind(conn: Connection) -> Mapping[str, int]:
    """What fills the file, about; `free` is space that is used again before the file grows."""
    sizes = {kind: _number(conn, sql) for kind, sql in _BYTES.items()}
    return sizes | {"free": _number(conn, "PRAGMA freelist_count") * _number(conn, "PRAGMA page_size")}


def _number(conn: Connection, sql: str, values: Mapping[str, int] = _NO_VALUES) -> int:
    found = row(conn, sql, values)
    return 0 if found is None else int(found[0])
