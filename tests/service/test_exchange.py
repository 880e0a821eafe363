"""Import and export."""

from datetime import UTC, datetime

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.store.writing import counts

from dreaming.domain import limits
from dreaming.domain.errors import DatabaseUnavailable, InvalidInput, LimitExceeded, NotFound
from dreaming.domain.provenance import Origin, Trust, lines_of, per_line
from dreaming.domain.redaction import Redactor
from dreaming.service import exchange as module
from dreaming.service.exchange import Exchange, ImportItem
from dreaming.store import memories, stores, versions
from dreaming.store.connection import Database

OLD = datetime(2024, 2, 29, 8, tzinfo=UTC)


@pytest.fixture
def exchange(database: Database, clock: MovableClock) -> Exchange:
    """On an empty database."""
    return Exchange(database, clock, Redactor(b"k" * 32))


@promise("memory:import:again")
def test_importing_keeps_times_and_says_that_nobody_knows_who(exchange: Exchange, database: Database) -> None:
    """The memory's creation and its lines' assertion; without a time it is now."""
    imported = exchange.import_memories("notes", [ImportItem("/a.md", "one\ntwo", OLD), ImportItem("/b.md", "x")])

    assert (imported.created, imported.unchanged, imported.updated, imported.redacted) == (2, 0, 0, 0)
    with database.read() as conn:
        known, new = memories.heads(conn, imported.store.id)
        document = memories.document(conn, known.memory_version_id)
        assert known.created_at == OLD < known.updated_at
        assert new.created_at == new.updated_at
        assert (document.default.asserted_at, document.default.origin) == (OLD, Origin.UNKNOWN)
        assert document.default.trust is Trust.UNKNOWN
        assert versions.history(conn, known.id)[0].created_by == "import"


@promise("memory:import:again")
def test_importing_again_changes_nothing(exchange: Exchange, database: Database) -> None:
    """What differs becomes a version in which unchanged lines keep their time."""
    exchange.import_memories("notes", [ImportItem("/a.md", "one\ntwo\n", OLD), ImportItem("/b.md", "x", OLD)])
    with database.read() as conn:
        before = counts(conn)

    again = exchange.import_memories("notes", [ImportItem("/a.md", "one\ntwo\n", OLD), ImportItem("/b.md", "x")])
    with database.read() as conn:
        assert counts(conn) == before
    later = datetime(2025, 1, 1, tzinfo=UTC)
    changed = exchange.import_memories("notes", [ImportItem("/a.md", "one\n2\n", later)])

    assert (again.created, again.unchanged, again.updated) == (0, 2, 0)
    assert (changed.created, changed.unchanged, changed.updated) == (0, 0, 1)
    with database.read() as conn:
        head = memories.head(conn, changed.store.id, "/a.md")
        assert head is not None
        document = memories.document(conn, head.memory_version_id)
    provenance = per_line(len(lines_of(document.content)), document.default, document.spans)
    assert [each.asserted_at for each in provenance] == [OLD, later]
    assert head.created_at == OLD


@promise("memory:export:whole")
def test_an_export_is_the_store(exchange: Exchange, database: Database) -> None:
    """By path, with content; imported elsewhere it gives the same, without a text being stored twice."""
    items = [ImportItem(f"/{number}/é.md", f"text {number}\n" * number, OLD) for number in range(120)]
    exchange.import_memories("notes", items)
    exported = list(exchange.export("notes"))

    exchange.import_memories("copy", [ImportItem(each.path, each.content or "", each.created_at) for each in exported])

    assert {(each.path, each.content, each.created_at) for each in exported} == {
        (item.path, item.content, item.created_at) for item in items
    }
    assert [each.path for each in exported] == sorted(each.path for each in exported)
    assert [each.content for each in exchange.export("copy")] == [each.content for each in exported]
    with database.read() as conn:
        assert counts(conn)["blobs"] == 120


@promise("cli:export:round-trip")
def test_an_imported_memory_keeps_the_time_of_its_last_change(exchange: Exchange) -> None:
    """A later import that changes it is a change of now."""
    changed = datetime(2025, 1, 1, tzinfo=UTC)
    exchange.import_memories("notes", [ImportItem("/a.md", "one\n", OLD, changed)])
    (first,) = exchange.export("notes")
    exchange.import_memories("notes", [ImportItem("/a.md", "two\n", OLD, changed)])
    (second,) = exchange.export("notes")

    assert (first.created_at, first.updated_at) == (OLD, changed)
    assert second.updated_at > changed


@promise("memory:export:whole")
def test_documents_are_the_memories_with_where_each_line_comes_from(exchange: Exchange) -> None:
    """By path, with content; an unknown store is refused."""
    exchange.import_memories("notes", [ImportItem("/b.md", "two\n", OLD), ImportItem("/a.md", "one\n", OLD)])

    found = exchange.documents("notes")

    assert [(memory.path, memory.content, document.content) for memory, document in found] == [
        ("/a.md", "one\n", "one\n"),
        ("/b.md", "two\n", "two\n"),
    ]
    assert {document.default.origin for _, document in found} == {Origin.UNKNOWN}
    with pytest.raises(NotFound):
        exchange.documents("none")


@promise("memory:export:whole")
def test_an_export_is_of_one_moment(exchange: Exchange) -> None:
    """What is written meanwhile is not in it; an unknown store is refused at once."""
    exchange.import_memories("notes", [ImportItem("/a.md", "1"), ImportItem("/b.md", "2")])
    export = exchange.export("notes")
    first = next(export)
    exchange.import_memories("notes", [ImportItem("/b.md", "changed"), ImportItem("/c.md", "3")])

    assert [first.content, *(each.content for each in export)] == ["1", "2"]
    with pytest.raises(NotFound):
        exchange.export("none")


@promise("store:content:verified")
def test_a_damaged_text_is_not_exported(exchange: Exchange, database: Database) -> None:
    """It is said instead."""
    exchange.import_memories("notes", [ImportItem("/a.md", "1")])
    with database.write() as conn:
        conn.execute("UPDATE blobs SET content = '2'")
    with pytest.raises(DatabaseUnavailable, match="damaged"):
        list(exchange.export("notes"))


@promise("memory:limits:named")
def test_an_item_that_breaks_a_rule_stops_the_import_before_it_begins(
    exchange: Exchange, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths, sizes, paths that come twice, more than the store holds: no store, no memory."""
    good = ImportItem("/a.md", "x")
    bad = ([good, ImportItem("b.md", "x")], [good, good], [good, ImportItem("/b.md", "x" * 102_401)])
    for items in bad:
        with pytest.raises(InvalidInput):
            exchange.import_memories("notes", items)
    with database.read() as conn:
        assert stores.listing(conn) == []

    assert limits.MEMORIES_PER_STORE == 2_000
    monkeypatch.setattr(module, "MEMORIES_PER_STORE", 2)
    exchange.import_memories("notes", [good])
    with pytest.raises(LimitExceeded, match="the limit is 2 memories"):
        exchange.import_memories("notes", [ImportItem("/b.md", "x"), ImportItem("/c.md", "x")])
    with pytest.raises(LimitExceeded, match="the limit is 2 memories"):
        exchange.import_memories("notes", (ImportItem(f"/{number}", "x") for number in range(3)))
    assert [each.path for each in exchange.export("notes")] == ["/a.md"]


@promise("memory:write:redacted")
def test_an_import_counts_the_secrets_that_it_takes_out(exchange: Exchange) -> None:
    """And importing the same again finds nothing new."""
    items = [ImportItem("/a.md", "key ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8 here")]

    assert exchange.import_memories("notes", items).redacted == 1
    assert exchange.import_memories("notes", items).unchanged == 1
    assert "ghp_" not in str(next(exchange.export("notes")).content)
