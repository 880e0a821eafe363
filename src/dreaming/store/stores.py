"""Memory stores: the containers, and who may write them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from dreaming.domain.errors import AmbiguousName, NotFound, StoreReadOnly
from dreaming.domain.ids import Prefix, is_id
from dreaming.domain.model import MemoryStore, StoreKind
from dreaming.domain.times import parse, parse_optional, render, render_optional
from dreaming.store import blobs, index, provenance, undreamt
from dreaming.store.connection import Connection, Row, row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreListing:
    """A store with what is in it. `undreamt_sessions` counts what it has not dreamt of yet."""

    store: MemoryStore
    memory_count: int
    bytes: int
    last_dream_at: datetime | None
    undreamt_sessions: int


def is_personal(conn: Connection, store_id: str) -> bool:
    """Whether the store is the personal one; False also where it was deleted."""
    try:
        return get(conn, store_id).is_personal
    except NotFound:
        return False


def insert(conn: Connection, store: MemoryStore) -> None:
    """A new store. One with an input store shares that one's search space."""
    conn.execute(
        """
        INSERT INTO stores (id, space_id, name, description, metadata, kind, input_store_id, dream_id,
                            created_at, updated_at, archived_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            store.id,
            index.space_for(conn, store.input_store_id),
            store.name,
            store.description,
            _metadata(store),
            store.kind,
            store.input_store_id,
            store.dream_id,
            render(store.created_at),
            render(store.updated_at),
            render_optional(store.archived_at),
        ),
    )


def get(conn: Connection, store_id: str) -> MemoryStore:
    """The store with this id.

    Raises:
        NotFound: there is none.
    """
    found = row(conn, "SELECT * FROM stores WHERE id = ?", (store_id,))
    if found is None:
        raise NotFound("memory store", store_id, "store_list and `dreaming stores` show what there is.")
    return _store(found)


def resolve(conn: Connection, name_or_id: str) -> MemoryStore:
    """The store with this id, archived or not; or the one store of this name that is not archived.

    Raises:
        NotFound: there is none.
        AmbiguousName: several have the name.
    """
    if is_id(name_or_id, Prefix.MEMORY_STORE):
        return get(conn, name_or_id)
    found = rows(conn, "SELECT * FROM stores WHERE name = ? ORDER BY created_at, id", (name_or_id,))
    alive = [store for store in found if store["archived_at"] is None]
    if not alive:
        raise NotFound("memory store", name_or_id, _no_such_name(found))
    if len(alive) > 1:
        raise AmbiguousName(name_or_id, [store["id"] for store in alive])
    return _store(alive[0])


def named(conn: Connection, name: str) -> list[MemoryStore]:
    """The stores of this name that are not archived, oldest first."""
    sql = "SELECT * FROM stores WHERE name = ? AND archived_at IS NULL ORDER BY created_at, id"
    return [_store(each) for each in rows(conn, sql, (name,))]


def of_project(conn: Connection, root: str) -> MemoryStore | None:
    """The live store that knows the project with this root; of several the oldest."""
    found = row(
        conn,
        """
        SELECT * FROM stores
        WHERE kind = 'live' AND archived_at IS NULL AND json_extract(metadata, '$.project') = ?
        ORDER BY created_at, id LIMIT 1
        """,
        (root,),
    )
    return None if found is None else _store(found)


def is_name_archived(conn: Connection, name: str) -> bool:
    """Whether an archived store has this name."""
    return row(conn, "SELECT 1 FROM stores WHERE name = ? AND archived_at IS NOT NULL", (name,)) is not None


def listing(conn: Connection, *, archived: bool = False) -> list[StoreListing]:
    """The stores by age, with what is in them; archived ones only if asked for."""
    found = rows(
        conn,
        """
        SELECT stores.*, count(memories.id) AS memory_count, coalesce(sum(blobs.size), 0) AS bytes,
            (SELECT max(ended_at) FROM dreams WHERE store_id = stores.id AND status = 'completed') AS last_dream_at
        FROM stores LEFT JOIN memories ON memories.store_id = stores.id LEFT JOIN blobs ON blobs.id = memories.blob_id
        WHERE ? OR archived_at IS NULL GROUP BY stores.id ORDER BY stores.created_at, stores.id
        """,
        (archived,),
    )
    return [_listing(conn, store) for store in found]


def update(conn: Connection, store: MemoryStore) -> None:
    """Write the store's own fields as they are in `store`; its memories are no part of it."""
    conn.execute(
        """
        UPDATE stores SET name = ?, description = ?, metadata = ?, kind = ?, dream_id = ?, updated_at = ?, archived_at = ?
        WHERE id = ?
        """,
        (
            store.name,
            store.description,
            _metadata(store),
            store.kind,
            store.dream_id,
            render(store.updated_at),
            render_optional(store.archived_at),
            store.id,
        ),
    )


def archive(conn: Connection, store_id: str, at: datetime) -> None:
    """Make the store read-only for good. Does nothing if it is so already."""
    conn.execute(
        "UPDATE stores SET archived_at = ?1, updated_at = ?1 WHERE id = ?2 AND archived_at IS NULL",
        (render(at), store_id),
    )


def delete(conn: Connection, store_id: str) -> None:
    """Delete the store with its memories, its history, and the texts that nothing else needs."""
    versions = rows(conn, "SELECT id, blob_id, provenance_of FROM memory_versions WHERE store_id = ?", (store_id,))
    used = {version["blob_id"] for version in versions if version["blob_id"] is not None}
    space = index.space_of(conn, store_id)
    conn.execute("DELETE FROM stores WHERE id = ?", (store_id,))
    for blob_id in used:
        index.refresh(conn, space, blob_id)
    blobs.delete_unused(conn, used)
    provenance.delete_unused(conn, (version["provenance_of"] for version in versions))
    index.delete_unused_space(conn, space)


def check_writable(store: MemoryStore, *, dream_id: str | None = None) -> None:
    """Whether memories of the store may be created and changed, by anybody or, with `dream_id`, by that dream.

    Raises:
        StoreReadOnly: they may not.
    """
    if store.archived_at is not None:
        raise StoreReadOnly(store.id, "it is archived", "Write to another store.")
    if store.kind is StoreKind.BUILDING and dream_id != store.dream_id:
        raise StoreReadOnly(
            store.id, f"it is the unfinished output of dream {store.dream_id}", "Write to its input store."
        )
    if store.kind is StoreKind.OUTPUT:
        raise StoreReadOnly(
            store.id,
            f"it is the output of dream {store.dream_id}",
            "Promote or discard that dream; write to its input.",
        )


def _no_such_name(archived: list[Row]) -> str:
    if archived:
        return f"An archived store has this name: use its id, {archived[-1]['id']}."
    return "store_list and `dreaming stores` show what there is."


def _metadata(store: MemoryStore) -> str:
    return json.dumps(dict(store.metadata), ensure_ascii=False, separators=(",", ":"))


def _store(found: Row) -> MemoryStore:
    return MemoryStore(
        id=found["id"],
        name=found["name"],
        description=found["description"],
        metadata=cast("dict[str, str]", json.loads(found["metadata"])),
        kind=StoreKind(found["kind"]),
        created_at=parse(found["created_at"]),
        updated_at=parse(found["updated_at"]),
        archived_at=parse_optional(found["archived_at"]),
        input_store_id=found["input_store_id"],
        dream_id=found["dream_id"],
    )


def _listing(conn: Connection, found: Row) -> StoreListing:
    return StoreListing(
        store=_store(found),
        memory_count=found["memory_count"],
        bytes=found["bytes"],
        last_dream_at=parse_optional(found["last_dream_at"]),
        undreamt_sessions=undreamt.count(conn, found["id"]),
    )
