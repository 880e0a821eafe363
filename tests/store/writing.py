"""Short ways to put stores and memories into a database."""

from datetime import UTC, datetime

from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Document, Memory, MemoryStore, StoreKind
from dreaming.domain.provenance import Origin, Provenance, Span
from dreaming.store import memories, stores
from dreaming.store.connection import Connection, Database, rows

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
USER = Provenance.of(Origin.USER, AT)


def new_store(conn: Connection, name: str = "notes", *, output_of: str | None = None) -> MemoryStore:
    """An empty store; with `output_of` the store that a dream builds from that one."""
    store = MemoryStore(
        id=make_id(Prefix.MEMORY_STORE),
        name=name,
        description="",
        metadata={},
        kind=StoreKind.LIVE if output_of is None else StoreKind.BUILDING,
        created_at=AT,
        updated_at=AT,
        input_store_id=output_of,
        dream_id=None if output_of is None else make_id(Prefix.DREAM),
    )
    stores.insert(conn, store)
    return store


def put(
    conn: Connection,
    store_id: str,
    path: str,
    content: str,
    *,
    at: datetime = AT,
    memory_id: str | None = None,
    default: Provenance = USER,
    spans: tuple[Span, ...] = (),
) -> Memory:
    """Write a memory as the user."""
    document = Document(path=path, content=content, default=default, spans=spans)
    return memories.put(conn, store_id=store_id, document=document, at=at, by="user", memory_id=memory_id)


def filled(db: Database, files: dict[str, str], name: str = "notes") -> MemoryStore:
    """A store with these memories."""
    with db.write() as conn:
        store = new_store(conn, name)
        for path, content in files.items():
            put(conn, store.id, path, content)
    return store


def indexed(conn: Connection) -> list[tuple[str, int, int]]:
    """What is in the index: text, lines. As it is in both of its tables."""
    found = rows(conn, "SELECT id, terms, first_line, last_line FROM passages ORDER BY id")
    conn.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")
    return [(each["terms"].split("\n")[0], each["first_line"], each["last_line"]) for each in found]


def counts(conn: Connection) -> dict[str, int]:
    """The number of rows of each table that memories are in."""
    found = rows(
        conn,
        """
        SELECT 'stores' AS name, count(*) AS n FROM stores UNION ALL SELECT 'memories', count(*) FROM memories
        UNION ALL SELECT 'versions', count(*) FROM memory_versions UNION ALL SELECT 'blobs', count(*) FROM blobs
        UNION ALL SELECT 'provenance', count(*) FROM claim_provenance
        UNION ALL SELECT 'passages', count(*) FROM passages UNION ALL SELECT 'spaces', count(*) FROM search_spaces
        """,
    )
    return {each["name"]: each["n"] for each in found}
