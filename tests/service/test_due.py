"""Which stores are due, read from a file, and dreams that are started only then."""

import threading
from datetime import timedelta
from typing import Any

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig, rewriting

from dreaming.domain.errors import DreamFailed, InvalidInput, NotDue, StoreReadOnly
from dreaming.domain.model import DreamStatus
from dreaming.service.dreams import Dreams
from dreaming.service.due import DueDreams
from dreaming.service.stores import Stores
from dreaming.store import due as rows
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store, five sessions that ended long ago, and the time after them."""
    made = Rig.of(database, clock)
    for day in range(5):
        made.log("We moved the server to port 9090.", days=day)
    clock.advance(days=1)
    return made


def due(rig: Rig) -> DueDreams:
    """The service."""
    return DueDreams(rig.db, rig.clock)


@promise("dream:due:rule", "dream:due:why")
def test_a_store_is_due_again_a_day_after_its_dream(rig: Rig, clock: MovableClock) -> None:
    """While the dream waits it is not; after it there is nothing new, then it is too early."""
    first = due(rig).get("notes")
    dream = rig.dreams.start("notes", all_undreamt=True, if_due=True).dream
    waiting = due(rig).get("notes").due
    ended = anyio.run(rig.runner(rewriting({})).run, dream.id)
    for number in range(5):
        rig.log(f"More {number}.")
    early = due(rig).get("notes")
    clock.advance(hours=24)

    assert (first.due.is_due, first.undreamt_sessions, first.last_dream) == (True, 5, None)
    assert (waiting.is_due, waiting.why) == (False, f"Dream {dream.id} has not ended.")
    assert early.last_dream is not None
    assert (early.last_dream.id, early.last_dream.status) == (dream.id, DreamStatus.COMPLETED)
    assert ended.ended_at is not None
    assert (early.due.is_due, early.due.due_at) == (False, ended.ended_at + timedelta(hours=24))
    assert due(rig).get("notes").due.is_due


@promise("dream:due:rule")
def test_a_dream_that_fails_is_not_repeated_at_each_look(rig: Rig, clock: MovableClock) -> None:
    """An hour later it is tried again, two hours after the second failure; a success forgets them."""

    def failing(*_: object) -> Any:
        raise DreamFailed("internal_error", "It broke.")

    waits: list[timedelta] = []
    for _ in range(2):
        dream = rig.dreams.start("notes", all_undreamt=True, if_due=True).dream
        ended = anyio.run(rig.runner(failing).run, dream.id)
        assert (ended.status, ended.ended_at is None) == (DreamStatus.FAILED, False)
        found = due(rig).get("notes").due
        assert found.due_at is not None
        assert ended.ended_at is not None
        assert not found.is_due
        waits.append(found.due_at - ended.ended_at)
        clock.advance(hours=3)
    anyio.run(rig.runner(rewriting({})).run, rig.dreams.start("notes").dream.id)
    rig.log("More.")

    assert waits == [timedelta(hours=1), timedelta(hours=2)]
    with rig.db.read() as conn:
        assert rows.ends(conn, rig.store.id).failures == 0


@promise("dream:due:rule")
def test_a_canceled_dream_counts_as_the_last_one(rig: Rig) -> None:
    """Somebody did not want it: it does not come back at the next look."""
    rig.dreams.cancel(rig.dreams.start("notes", all_undreamt=True, if_due=True).dream.id)
    found = due(rig).get("notes")

    assert found.undreamt_sessions == 5
    assert not found.due.is_due
    assert "The last dream ended" in found.due.why


@promise("dream:due:rule")
def test_a_session_dated_in_the_future_holds_nothing_up(rig: Rig, clock: MovableClock) -> None:
    """It was written to when it was logged, whatever its events say."""
    session = rig.log("From a clock that is wrong.", days=5_000)
    clock.advance(minutes=31)

    assert due(rig).get("notes").due.is_due
    rig.say(session, "Still going on.", at=clock.now())
    assert "still be going on" in due(rig).get("notes").due.why


@promise("dream:due:once")
def test_of_many_that_ask_at_once_one_starts_a_dream(rig: Rig) -> None:
    """The rule is asked in the transaction that starts it; there is room for a second dream, and none is started."""
    for number in range(105):
        rig.log(f"Session {number}.")
    barrier, outcomes = threading.Barrier(8), list[str]()

    def ask() -> None:
        db = Database(rig.db.path)
        barrier.wait(timeout=30)
        try:
            outcomes.append(Dreams(db, rig.clock).start("notes", all_undreamt=True, if_due=True).dream.id)
        except NotDue as error:
            outcomes.append(error.why)
        finally:
            db.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    (dream,) = rig.dreams.listing("notes")
    assert sorted(outcomes) == sorted([dream.id, *[f"Dream {dream.id} has not ended."] * 7])
    assert len(dream.session_ids) == 100


@promise("dream:due:settings")
def test_a_store_is_told_when_it_is_due(rig: Rig) -> None:
    """Settings are set, replaced and taken away; what is said elsewhere stays."""
    stores = Stores(rig.db, rig.clock)
    stores.set_metadata("notes", {"dream": "off", "team": "a"})
    off = due(rig).get("notes").due
    stores.set_metadata("notes", {"dream": None, "dream_after_sessions": "6"})
    more = due(rig).get("notes").due

    assert off.why == "The store's policy is off."
    assert more.why == "5 new sessions: due from 6 on."
    assert stores.get("notes").metadata == {"team": "a", "dream_after_sessions": "6"}
    assert stores.get("notes").updated_at > rig.store.updated_at


@promise("dream:due:settings")
def test_a_setting_that_means_nothing_is_not_kept(rig: Rig) -> None:
    """Neither on a store that is there nor on a new one; and an archived one takes none."""
    stores = Stores(rig.db, rig.clock)
    with pytest.raises(InvalidInput, match="off, suggest or auto"):
        stores.set_metadata("notes", {"dream": "maybe"})
    with pytest.raises(InvalidInput, match="whole number"):
        stores.create("other", metadata={"dream_after_hours": "soon"})
    stores.archive("notes")
    with pytest.raises(StoreReadOnly):
        stores.set_metadata(rig.store.id, {"dream": "auto"})

    assert [each.store.metadata for each in stores.listing(archived=True)] == [{}]


@promise("dream:due:why")
def test_outputs_and_archived_stores_are_not_looked_at(rig: Rig) -> None:
    """Asked by id, they say why they are never due."""
    dream = rig.dream({"/a.md": "- a"})
    assert dream.output_store_id is not None
    output = due(rig).get(dream.output_store_id)
    Stores(rig.db, rig.clock).archive("notes")

    assert output.due.why == f"The store is the output of dream {dream.id}."
    assert due(rig).get(rig.store.id).due.why == "The store is archived."
    assert due(rig).listing() == []
