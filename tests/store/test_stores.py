"""Stores in the tables: names, archiving, deletion, who may write."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.promises import promise
from tests.store.writing import AT, counts, filled, new_store, put

from dreaming.domain.errors import AmbiguousName, NotFound, StoreReadOnly
from dreaming.domain.model import StoreKind
from dreaming.store import memories, search, stores
from dreaming.store.connection import Database


def test_a_store_comes_back_as_it_was_put(database: Database) -> None:
    """All its fields; `update` writes them all."""
    with database.write() as conn:
        store = new_store(conn)
        changed = replace(
            store, name="other", description="d", metadata={"k": "v"}, updated_at=AT + timedelta(1), archived_at=AT
        )
        assert stores.get(conn, store.id) == store
        stores.update(conn, changed)
        assert stores.get(conn, store.id) == changed


@promise("stores:name:ambiguous")
def test_a_name_means_one_store_that_is_not_archived(database: Database) -> None:
    """An id means its store whatever it is; two of a name are refused with their ids."""
    with database.write() as conn:
        first, second = new_store(conn, "notes"), new_store(conn, "notes")
        with pytest.raises(AmbiguousName, match="2 stores") as caught:
            stores.resolve(conn, "notes")
        stores.archive(conn, first.id, AT)

        assert set(caught.value.ids) == {first.id, second.id}
        assert stores.resolve(conn, "notes") == second
        assert stores.resolve(conn, first.id).archived_at == AT
        stores.archive(conn, second.id, AT)
        with pytest.raises(NotFound, match=f"{first.id}|{second.id}"):
            stores.resolve(conn, "notes")
        with pytest.raises(NotFound):
            stores.resolve(conn, "memstore_" + "a" * 24)


def test_archiving_again_changes_nothing(database: Database) -> None:
    """The first time stands."""
    with database.write() as conn:
        store = new_store(conn)
        stores.archive(conn, store.id, AT)
        stores.archive(conn, store.id, AT + timedelta(days=1))
        assert stores.get(conn, store.id).archived_at == AT


def test_a_listing_counts_what_is_in_a_store(database: Database) -> None:
    """Memories and bytes; archived stores only where asked for."""
    filled(database, {"/a": "12345", "/b": "é"}, "full")
    with database.write() as conn:
        stores.archive(conn, new_store(conn, "old").id, AT)
        found = stores.listing(conn)

        assert [(each.store.name, each.memory_count, each.bytes) for each in found] == [("full", 2, 7)]
        assert (found[0].last_dream_at, found[0].undreamt_sessions) == (None, 0)
        assert {each.store.name for each in stores.listing(conn, archived=True)} == {"full", "old"}


@promise("stores:delete:all")
def test_a_deleted_store_leaves_nothing(database: Database) -> None:
    """But what other stores have too."""
    kept = filled(database, {"/a": "shared", "/b": "kept"}, "kept")
    with database.write() as conn:
        before = counts(conn)
        store = new_store(conn, "gone")
        memory = put(conn, store.id, "/x", "shared")
        put(conn, store.id, "/x", "only here", memory_id=memory.id)
        put(conn, store.id, "/y", "here too")
        stores.delete(conn, store.id)

        assert counts(conn) == before
        assert [each.text for each in search.search(conn, kept.id, "shared")] == ["shared"]


@promise("stores:delete:all")
def test_a_deleted_input_leaves_its_output_whole(database: Database) -> None:
    """Texts and index stay for whoever still has them."""
    store = filled(database, {"/a": "one"})
    with database.write() as conn:
        output = new_store(conn, "output", output_of=store.id)
        memories.clone(conn, store.id, output.id, at=AT, by="dream:x")
        stores.delete(conn, store.id)

        assert stores.get(conn, output.id).input_store_id is None
        assert [each.text for each in search.search(conn, output.id, "one")] == ["one"]
        stores.delete(conn, output.id)
        assert set(counts(conn).values()) == {0}


@promise("memory:verbs:output")
def test_the_output_of_a_dream_is_written_by_that_dream_alone(database: Database) -> None:
    """While it is built; then by nobody."""
    with database.write() as conn:
        store = new_store(conn)
        output = new_store(conn, output_of=store.id)

    stores.check_writable(store)
    stores.check_writable(output, dream_id=output.dream_id)
    for readonly in (output, replace(output, kind=StoreKind.OUTPUT), replace(store, archived_at=AT)):
        with pytest.raises(StoreReadOnly, match=readonly.id):
            stores.check_writable(readonly)
    with pytest.raises(StoreReadOnly):
        stores.check_writable(replace(output, kind=StoreKind.OUTPUT), dream_id=output.dream_id)
