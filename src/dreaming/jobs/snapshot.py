"""Pinning a dream's input, and reading it as it was then.

The pin and the clone that becomes the output store are one transaction, so that a dream has one output store however
often its worker dies. Nothing here holds a transaction while the engine thinks: memories are read at the start,
sessions page by page.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NoReturn

from dreaming.domain.errors import DreamFailed, NotFound
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.journal import JournalKind
from dreaming.domain.lifecycle import Lease
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.domain.model import PROJECT, Document, Dream, Event, MemoryStore, Session, StoreKind
from dreaming.domain.plans import Heard
from dreaming.domain.ports import Clock
from dreaming.domain.refusals import Refusal
from dreaming.domain.texts import counted
from dreaming.store import dreams, events, journal, leases, memories, pins, plans, refusals, sessions, stores
from dreaming.store.connection import Connection, Database
from dreaming.store.shelf import Known

EVENTS_A_PAGE = 100
SHORT_ID_CHARACTERS = 6


class StoredSnapshot:
    """The pinned input of one dream; the port `Snapshot`.

    `held_out` are sessions for its exam alone; `known` are the memories with when each was changed last.
    """

    def __init__(
        self,
        db: Database,
        documents: Sequence[Document],
        heads: Sequence[Session],
        *,
        held_out: Sequence[Session],
        last: dict[str, int],
        updated: dict[str, datetime],
        is_personal: bool,
        project: str | None,
        refusals: Sequence[Refusal],
        heard: Heard,
    ) -> None:
        self._db = db
        self._last = last
        self.held_out = held_out
        self.is_personal = is_personal
        self.project = project
        self.refusals = refusals
        self.heard = heard
        self.documents = documents
        self.known = Known(documents, updated)
        self.sessions = heads

    def events(self, session_id: str) -> Iterator[Event]:
        """The events of one session in order, up to the one that was last when the snapshot was taken."""
        last = self._last[session_id]
        for first in range(1, last + 1, EVENTS_A_PAGE):
            with self._db.read() as conn:
                page = list(events.of_session(conn, session_id, first=first, last=min(first + EVENTS_A_PAGE - 1, last)))
            yield from page


def take(db: Database, clock: Clock, lease: Lease) -> StoredSnapshot:
    """Pin the input and clone the store, unless an earlier attempt has done so; then read what is pinned.

    Raises:
        DreamFailed: the store, one of its memories or a session cannot be had any more, or the store is too large.
        LeaseLost: another worker has the dream.
    """
    with db.write() as conn:
        leases.check_lease(conn, lease)
        dream = dreams.get(conn, lease.dream_id)
        store = _input_store(conn, dream)
        heads = _session_heads(conn, dream)
        held_out = _held_out(conn, dream)
        if dream.output_store_id is None:
            count = _pin(conn, lease, [*heads, *held_out])
            _clone(conn, lease, store, clock.now())
            line = (
                f"{counted(count, 'memory', 'memories')} of store {store.id}; {counted(len(heads), 'session')} to read."
            )
            journal.add(conn, dream.id, [(JournalKind.READ, line)], clock.now())
        dream = dreams.get(conn, lease.dream_id)
    return _read(db, dream, heads, held_out, store)


def _input_store(conn: Connection, dream: Dream) -> MemoryStore:
    try:
        store = stores.get(conn, dream.memory_store_id)
    except NotFound:
        _unavailable("memory_store", dream.memory_store_id, "was deleted")
    if store.archived_at is not None:
        _unavailable("memory_store", store.id, "was archived")
    return store


def _session_heads(conn: Connection, dream: Dream) -> list[Session]:
    """Oldest first, so that what the engine sees does not depend on the order in which they were named."""
    found: list[Session] = []
    for session_id in dream.session_ids:
        try:
            found.append(sessions.get(conn, session_id))
        except NotFound:
            _unavailable("session", session_id, "was deleted")
    return _oldest_first(found)


def _held_out(conn: Connection, dream: Dream) -> list[Session]:
    """The dream does not need them: one that is gone is left out."""
    found: list[Session] = []
    for session_id in dream.held_out:
        with contextlib.suppress(NotFound):
            found.append(sessions.get(conn, session_id))
    return _oldest_first(found)


def _oldest_first(found: Sequence[Session]) -> list[Session]:
    return sorted(found, key=lambda each: (each.started_at or each.created_at, each.external_id or "", each.id))


def _unavailable(kind: str, name: str, why: str) -> NoReturn:
    error_type = f"input_{kind}_unavailable"
    what = f"The input {kind.replace('_', ' ')} {name} {why} before the dream could read it."
    raise DreamFailed(error_type, what)


def _pin(conn: Connection, lease: Lease, heads: Sequence[Session]) -> int:
    """Write down which version of each memory and which events of each session are the input; how many memories."""
    dream = dreams.get(conn, lease.dream_id)
    found = memories.heads(conn, dream.memory_store_id)
    if len(found) > MEMORIES_PER_STORE:
        what = f"Store {dream.memory_store_id} has {len(found):,} memories; a dream reads {MEMORIES_PER_STORE:,}."
        raise DreamFailed("input_memory_store_too_large", what)
    pins.pin_memories(conn, dream.id, found)
    for head in heads:
        pins.pin_session(conn, dream.id, head.id, pins.last_event(conn, head.id))
    return len(found)


def _clone(conn: Connection, lease: Lease, store: MemoryStore, at: datetime) -> None:
    short = lease.dream_id.removeprefix(f"{Prefix.DREAM}_")[:SHORT_ID_CHARACTERS]
    suffix = f" (dream {short})"
    output = MemoryStore(
        id=make_id(Prefix.MEMORY_STORE),
        name=store.name[: 255 - len(suffix)] + suffix,
        description=store.description,
        metadata=store.metadata,
        kind=StoreKind.BUILDING,
        created_at=at,
        updated_at=at,
        input_store_id=store.id,
        dream_id=lease.dream_id,
    )
    seq = memories.last_seq(conn)  # before the clone's own versions
    stores.insert(conn, output)
    memories.clone(conn, store.id, output.id, at=at, by=f"dream:{lease.dream_id}")
    leases.set_output(conn, lease, output_store_id=output.id, snapshot_seq=seq)


def _read(
    db: Database, dream: Dream, heads: Sequence[Session], held_out: Sequence[Session], store: MemoryStore
) -> StoredSnapshot:
    with db.read() as conn:
        pinned = pins.memories(conn, dream.id)
        for pin in pinned:
            if pin.content_sha256 is None:
                _unavailable("memory_store", f"{dream.memory_store_id} ({pin.path})", "was redacted")
        documents = [memories.document(conn, pin.memory_version_id) for pin in pinned]
        return StoredSnapshot(
            db,
            documents,
            heads,
            held_out=held_out,
            last=pins.sessions(conn, dream.id),
            updated={head.path: head.updated_at for head in memories.heads(conn, dream.output_store_id or "")},
            is_personal=store.is_personal,
            project=store.metadata.get(PROJECT),
            refusals=refusals.of_store(conn, dream.memory_store_id),
            heard=plans.heard(conn, dream.memory_store_id),
        )
