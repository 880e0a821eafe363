"""Looking at dreams until nothing more comes of them."""

from datetime import timedelta

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig, rewriting

from dreaming.domain.journal import JournalKind
from dreaming.domain.model import DreamStatus, OutputBehavior, Progress
from dreaming.store import journal, leases
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with one memory."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "one\n"})
    return rig


@promise("dream:watch:shown")
def test_each_look_has_only_what_the_journal_says_since_the_last(rig: Rig) -> None:
    """With the heads of the sessions that are named; after its end a dream is looked at no more."""
    session = rig.log("hello", title="Talk")
    gone = "sesn_" + "a" * 24
    dream_id = rig.dreams.start("notes").dream.id
    watch = rig.watch(dream_id)

    (first,) = watch.look()
    now = rig.clock.now()
    with rig.db.write() as conn:
        lease = leases.acquire(conn, "me", now, now + timedelta(hours=1))
        assert lease is not None
        leases.set_progress(conn, lease, Progress(stage="observe", done=0, total=1, detail=session))
        journal.add(conn, dream_id, [(JournalKind.READ, f"Sessions {session} and {gone}.")], now)
    (second,) = watch.look()
    (third,) = watch.look()
    with rig.db.write() as conn:
        leases.settle(conn, lease, DreamStatus.COMPLETED, at=rig.clock.now())
    (fourth,) = watch.look()

    assert (first.dream.status, first.told, first.store_name) == (DreamStatus.PENDING, (), "notes")
    assert [line.text for line in second.told] == [f"Sessions {session} and {gone}."]
    assert {each.title for each in second.sessions.values()} == {"Talk"}
    assert (third.told, third.dream.progress.detail) == ((), session)
    assert fourth.dream.status is DreamStatus.COMPLETED
    assert watch.look() == []


def test_a_dream_that_is_to_promote_itself_is_over_when_it_has_or_will_not(rig: Rig) -> None:
    """Until then its completion is not the end of it."""
    started = rig.dreams.start("notes", no_sessions=True, output_behavior=OutputBehavior.UPDATE_EXISTING)
    watch = rig.watch(started.dream.id)

    anyio.run(rig.runner(rewriting({"/b.md": "two\n"})).run, started.dream.id)
    looks = [len(watch.look()), len(watch.look())]
    rig.review.promote_by_itself(started.dream.id)
    (last,) = watch.look()

    assert looks == [1, 1]
    assert last.dream.promoted_at or last.dream.unpromoted_because
    assert watch.look() == []


def test_a_dream_of_a_deleted_store_has_its_id_for_a_name(rig: Rig) -> None:
    """There is no name any more."""
    dream = rig.dreams.start("notes", no_sessions=True).dream
    with rig.db.write() as conn:
        conn.execute("DELETE FROM stores")

    assert [sight.store_name for sight in rig.watch(dream.id).look()] == [dream.memory_store_id]
