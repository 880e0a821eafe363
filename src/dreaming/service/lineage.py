"""Where a store comes from and what became of it: its dreams, what was promoted, undone and restored, in time."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dreaming.domain.errors import NotFound
from dreaming.domain.model import MemoryStore
from dreaming.store import dreams, memories, promotions, stores
from dreaming.store.connection import Connection

_DREAMS = 1_000


class Deed(StrEnum):
    """What happened to a store."""

    CREATED = "created"
    DREAMT = "dreamt"  # a dream read it
    PROMOTED = "promoted"
    UNDONE = "undone"
    RESTORED = "restored"
    DISCARDED = "discarded"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One step in a store's life. `by` is "" where that is known of the dream alone.

    `output_store_id` is what a dream made of the store; `promotion_id` the way back to before this step; `changes`
    counts the changes that came or went, `written` and `removed` the memories.
    """

    at: datetime
    deed: Deed
    by: str = ""
    dream_id: str | None = None
    output_store_id: str | None = None
    promotion_id: str | None = None
    changes: int = 0
    written: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """A store with its life, newest first. `memory_count` is of now, `input_store` what an output was made of."""

    store: MemoryStore
    memory_count: int
    input_store: MemoryStore | None
    happenings: tuple[Happening, ...]


def lineage(conn: Connection, name_or_id: str) -> Lineage:
    """The store's life, in the caller's transaction.

    Raises:
        NotFound: there is no such store.
        AmbiguousName: several have the name.
    """
    store = stores.resolve(conn, name_or_id)
    return Lineage(
        store=store,
        memory_count=len(memories.heads(conn, store.id)),
        input_store=_input_of(conn, store),
        happenings=tuple(sorted(_happenings(conn, store), key=lambda each: each.at, reverse=True)),
    )


def _input_of(conn: Connection, store: MemoryStore) -> MemoryStore | None:
    if store.input_store_id is None:
        return None
    with contextlib.suppress(NotFound):  # it was deleted since
        return stores.get(conn, store.input_store_id)
    return None


def _happenings(conn: Connection, store: MemoryStore) -> Iterator[Happening]:
    yield Happening(at=store.created_at, deed=Deed.CREATED, dream_id=store.dream_id)
    if store.archived_at is not None:
        yield Happening(at=store.archived_at, deed=Deed.ARCHIVED)
    for dream in dreams.listing(conn, store_id=store.id, archived=True, limit=_DREAMS):
        yield Happening(at=dream.created_at, deed=Deed.DREAMT, dream_id=dream.id, output_store_id=dream.output_store_id)
        if dream.discarded_at is not None:
            yield Happening(at=dream.discarded_at, deed=Deed.DISCARDED, dream_id=dream.id)
    for row in promotions.history(conn, store.id):
        yield Happening(
            at=row.created_at,
            deed=_DEEDS[row.kind],
            by=row.created_by,
            dream_id=row.dream_id,
            promotion_id=row.id if row.kind == "promote" else None,
            changes=len(row.changes),
            written=len(row.details.get("written", ())),
            removed=len(row.details.get("removed", ())),
        )


_DEEDS = {"promote": Deed.PROMOTED, "undo": Deed.UNDONE, "restore": Deed.RESTORED}
