"""The verbs on stores."""

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig
from tests.store.writing import counts

from dreaming.domain.errors import AmbiguousName, InvalidInput, LimitExceeded, NotFound, StoreInUse
from dreaming.service.stores import Stores
from dreaming.store.connection import Database


@pytest.fixture
def stores(database: Database, clock: MovableClock) -> Stores:
    """On an empty database."""
    return Stores(database, clock)


def test_a_store_is_made_found_and_listed(stores: Stores) -> None:
    """By name and by id."""
    made = stores.create("notes", "what for", {"team": "a"})

    assert stores.get("notes") == stores.get(made.id) == made
    assert [each.store for each in stores.listing()] == [made]


@promise("memory:limits:named")
@pytest.mark.parametrize(
    ("name", "description", "metadata", "error"),
    [
        ("", "", {}, InvalidInput),
        ("a\nb", "", {}, InvalidInput),
        ("memstore_" + "a" * 24, "", {}, InvalidInput),
        ("n" * 256, "", {}, LimitExceeded),
        ("n", "d" * 1_025, {}, LimitExceeded),
        ("n", "\x00", {}, InvalidInput),
        ("n", "", {str(number): "" for number in range(17)}, LimitExceeded),
        ("n", "", {"k" * 65: ""}, LimitExceeded),
        ("n", "", {"": ""}, InvalidInput),
        ("n", "", {"k": "v" * 513}, LimitExceeded),
    ],
)
def test_a_field_that_breaks_a_rule_is_refused(
    stores: Stores, name: str, description: str, metadata: dict[str, str], error: type[InvalidInput]
) -> None:
    """And no store is made."""
    with pytest.raises(error):
        stores.create(name, description, metadata)
    assert stores.listing(archived=True) == []


@promise("stores:name:ambiguous")
def test_two_stores_of_one_name_are_told_apart_by_id(stores: Stores) -> None:
    """Until one is archived."""
    one, two = stores.create("notes"), stores.create("notes")
    with pytest.raises(AmbiguousName, match=one.id):
        stores.get("notes")
    archived = stores.archive(one.id)

    assert stores.get("notes") == two
    assert stores.archive(one.id) == archived
    assert archived.archived_at is not None


@promise("stores:delete:all")
def test_a_deleted_store_is_gone(stores: Stores, database: Database) -> None:
    """With everything in it."""
    stores.create("notes")
    stores.delete("notes")

    with pytest.raises(NotFound):
        stores.get("notes")
    with database.read() as conn:
        assert set(counts(conn).values()) == {0}


@promise("stores:delete:all")
def test_a_store_is_not_deleted_under_a_dream(stores: Stores, database: Database, clock: MovableClock) -> None:
    """Until the dream has ended."""
    rig = Rig.of(database, clock)
    dream = rig.dreams.start(rig.store.id, no_sessions=True).dream
    with pytest.raises(StoreInUse, match=dream.id):
        stores.delete(rig.store.id)
    rig.dreams.cancel(dream.id)

    assert stores.delete(rig.store.id) == rig.store
