"""One promise for every verb that changes a memory: a version, all or nothing, seen by others, refused where it must be."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.store.writing import AT, new_store

from dreaming.domain.errors import StoreReadOnly
from dreaming.domain.model import MemoryVersion, StoreKind
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.exchange import Exchange, ImportItem
from dreaming.service.memories import Memories, Writer
from dreaming.service.stores import Stores
from dreaming.store import index, memories, stores, versions
from dreaming.store.connection import Connection, Database, rows, sqlite3

USER = Writer("user", Origin.USER)


class Services:
    """What the verbs are verbs of, over one database."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        redactor = Redactor(b"k" * 32)
        self.memories = Memories(database, clock, redactor)
        self.exchange = Exchange(database, clock, redactor)
        self.stores = Stores(database, clock)


Verb = Callable[[Services, str], object]

# Each changes exactly one memory of a store that has "one\n" at /there.md.
VERBS: dict[str, Verb] = {
    "create": lambda do, store: do.memories.write(store, "/new.md", "new", writer=USER),
    "overwrite": lambda do, store: do.memories.write(store, "/there.md", "2", writer=USER, mode="overwrite"),
    "append": lambda do, store: do.memories.write(store, "/there.md", "2", writer=USER, mode="append"),
    "append to nothing": lambda do, store: do.memories.write(store, "/new.md", "2", writer=USER, mode="append"),
    "replace": lambda do, store: do.memories.edit(store, "/there.md", writer=USER, replace=("one", "two")),
    "insert": lambda do, store: do.memories.edit(store, "/there.md", writer=USER, insert=(1, "two")),
    "rename": lambda do, store: do.memories.edit(store, "/there.md", writer=USER, rename="/moved.md"),
    "pin": lambda do, store: do.memories.edit(store, "/there.md", writer=USER, pin=True),
    "import new": lambda do, store: do.exchange.import_memories(store, [ImportItem("/new.md", "new")]),
    "import changed": lambda do, store: do.exchange.import_memories(store, [ImportItem("/there.md", "two")]),
    "delete": lambda do, store: do.memories.delete(store, "/there.md", writer=USER),
}
verbs = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@pytest.fixture
def services(database: Database, clock: MovableClock) -> Services:
    """With a store `notes` that has one memory."""
    services = Services(database, clock)
    services.memories.write("notes", "/there.md", "one\n", writer=USER)
    return services


@promise("memory:verbs:version", "store:version:always")
@verbs
def test_a_verb_leaves_one_version_that_others_see(services: Services, database: Database, verb: Verb) -> None:
    """Read back from another connection, the head agrees with the newest version, and the index with the heads."""
    verb(services, "notes")

    with Database(database.path).read() as conn:
        store = stores.resolve(conn, "notes")
        found = _versions(conn, store.id)
        assert len(found) == 2
        newest = found[-1]
        head = memories.by_id(conn, newest.memory_id)
        if newest.operation == "deleted":
            assert head is None
        else:
            assert head is not None
            assert (head.memory_version_id, head.path, head.content_sha256, head.pinned) == (
                newest.id, newest.path, newest.content_sha256, newest.pinned,
            )  # fmt: skip
        assert _unindexed(conn) == []


@promise("memory:verbs:atomic")
@verbs
@pytest.mark.parametrize("broken", ["memory_versions", "index"])
def test_a_verb_that_fails_on_its_way_leaves_nothing(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch, verb: Verb, broken: str
) -> None:
    """Wherever it breaks: at the version, or at the last step, in the index."""
    before = _dump(database)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError

    if broken == "index":
        monkeypatch.setattr(index, "refresh", fail)
    else:
        monkeypatch.setattr(versions, "insert", fail)
    with pytest.raises(Exception, match="answered"):
        verb(services, "notes")

    assert _dump(database) == before


@promise("memory:verbs:archived")
@verbs
def test_an_archived_store_takes_no_new_text(services: Services, database: Database, verb: Verb) -> None:
    """Every verb is refused but deletion."""
    store = services.stores.archive("notes").id
    before = _dump(database)
    if verb is VERBS["delete"]:
        verb(services, store)
        return

    with pytest.raises(StoreReadOnly, match="archived"):
        verb(services, store)

    assert _dump(database) == before


@promise("memory:verbs:output")
@verbs
@pytest.mark.parametrize("kind", [StoreKind.BUILDING, StoreKind.OUTPUT])
def test_the_output_of_a_dream_takes_no_write(
    services: Services, database: Database, verb: Verb, kind: StoreKind
) -> None:
    """Not even a deletion."""
    with database.write() as conn:
        source = stores.resolve(conn, "notes")
        output = new_store(conn, "output", output_of=source.id)
        memories.clone(conn, source.id, output.id, at=AT, by="dream:x")
        stores.update(conn, replace(output, kind=kind))
    before = _dump(database)

    with pytest.raises(StoreReadOnly, match="dream"):
        verb(services, output.id)

    assert _dump(database) == before


def _versions(conn: Connection, store_id: str) -> list[MemoryVersion]:
    ids = rows(conn, "SELECT DISTINCT memory_id FROM memory_versions WHERE store_id = ?", (store_id,))
    return sorted((each for memory in ids for each in versions.history(conn, memory[0])), key=lambda each: each.seq)


def _unindexed(conn: Connection) -> list[str]:
    """Heads that are not in the index, and passages that are no head's."""
    heads = {each[0] for each in rows(conn, "SELECT blob_id FROM memories")}
    found = {index.blob_of(each[0]) for each in rows(conn, "SELECT id FROM passages")}
    return [str(each) for each in heads ^ found]


def _dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the index's own among them."""
    with database.read() as conn:
        names = [each[0] for each in rows(conn, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: [tuple(each) for each in rows(conn, f"SELECT * FROM {name}")] for name in names}  # noqa: S608 - names of tables
