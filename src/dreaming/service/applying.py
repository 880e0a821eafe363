"""Writing many memories of one store at once, each under its own id, whatever paths they change among themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.model import Document, Memory
from dreaming.store import memories
from dreaming.store.connection import Connection

_PARKED = "/.moving"  # where a memory stands while another takes its path; only within a transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a memory is to be. `memory_id` None makes a new one; one that is gone comes back under its id."""

    memory_id: str | None
    document: Document
    created_at: datetime | None = None


def apply(
    conn: Connection, store_id: str, *, written: Sequence[Wanted], removed: Sequence[Memory], at: datetime, by: str
) -> None:
    """Remove and write; a path is taken only when it is free.

    Raises:
        PathConflict: a memory that is not among these stands at a path that one of them wants.
        LimitExceeded: the store has no room.
    """
    for memory in removed:
        memories.remove(conn, memory, at=at, by=by)
    waiting = list(written)
    while waiting:
        blocked = [each for each in waiting if not _place(conn, store_id, each, at=at, by=by)]
        if len(blocked) == len(waiting):
            _park(conn, store_id, blocked, at=at, by=by)
        waiting = blocked


def _place(conn: Connection, store_id: str, wanted: Wanted, *, at: datetime, by: str) -> bool:
    """Write it if its path is free or its own."""
    there = memories.head(conn, store_id, wanted.document.path)
    if there is not None and there.id != wanted.memory_id:
        return False
    _put(conn, store_id, wanted, at=at, by=by)
    return True


def _put(conn: Connection, store_id: str, wanted: Wanted, *, at: datetime, by: str) -> None:
    memories.put(
        conn,
        store_id=store_id,
        document=wanted.document,
        at=at,
        by=by,
        memory_id=wanted.memory_id,
        created_at=wanted.created_at,
    )


def _park(conn: Connection, store_id: str, blocked: Sequence[Wanted], *, at: datetime, by: str) -> None:
    """All wait for each other: move one of those that stand in the way out of it."""
    moving = {each.memory_id: each for each in blocked}
    for each in blocked:
        there = memories.head(conn, store_id, each.document.path)
        if there is not None and there.id in moving:
            now = memories.document(conn, there.memory_version_id)
            parked = Wanted(memory_id=there.id, document=replace(now, path=f"{_PARKED}/{there.id}"))
            _put(conn, store_id, parked, at=at, by=by)
            return
    _put(conn, store_id, blocked[0], at=at, by=by)  # refused, and says who stands there
