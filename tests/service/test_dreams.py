"""Starting dreams, estimating, canceling, archiving, listing."""

from dataclasses import replace
from typing import Any

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import (
    Conflict,
    InvalidInput,
    InvalidTransition,
    LimitExceeded,
    ModelUnavailable,
    NotFound,
    StoreReadOnly,
)
from dreaming.domain.model import Dream, DreamStatus, MemoryStore, OutputBehavior
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories
from dreaming.service.stores import Stores
from dreaming.service.writing import Writer
from dreaming.store import stores
from dreaming.store.connection import Connection, Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@promise("dream:start:something-to-read")
def test_a_dream_of_nothing_is_refused_and_told_what_to_do(rig: Rig) -> None:
    """Without sessions a dream has to be asked for the store alone."""
    ways: list[dict[str, Any]] = [{}, {"sessions": []}, {"latest": 0}, {"latest": 5}, {"all_undreamt": True}]
    for asked in ways:
        with pytest.raises(InvalidInput, match=r"none for store 'notes' to dream of.*session_log.*no_sessions"):
            rig.dreams.start("notes", **asked)

    assert rig.dreams.start("notes", no_sessions=True).dream.session_ids == ()


@promise("rules:layout:asked")
def test_a_store_chooses_its_layout(rig: Rig, database: Database, clock: MovableClock) -> None:
    """It is added to the instructions, where all can see it, unless they name one themselves."""
    Stores(database, clock).set_metadata("notes", {"layout": "topic"})

    started = rig.dreams.start("notes", no_sessions=True, instructions="Keep /a.md")
    assert started.dream.instructions == "Keep /a.md\nLayout topic."
    assert started.followed == ("Keep /a.md", "Layout topic")
    assert rig.dreams.start("notes", no_sessions=True).dream.instructions == "Layout topic."
    named = rig.dreams.start("notes", no_sessions=True, instructions="layout daily").dream
    assert named.instructions == "layout daily"
    with pytest.raises(InvalidInput, match="daily or topic"):
        Stores(database, clock).set_metadata("notes", {"layout": "weekly"})


@promise("dream:start:at-most-100")
def test_101_sessions_are_refused(rig: Rig) -> None:
    """The limit of the hosted API is ours, and the message names it."""
    ways: list[dict[str, Any]] = [{"latest": 101}, {"sessions": [f"sesn_{n}" for n in range(101)]}]
    for asked in ways:
        with pytest.raises(LimitExceeded, match="101 sessions, and the limit is 100 sessions"):
            rig.dreams.start("notes", **asked)


@promise("dream:start:undreamt")
def test_the_newest_100_undreamt_sessions_are_read_by_default(rig: Rig) -> None:
    """The rest is counted; the next dream reads it; then there is none left."""
    logged = [rig.log("hello", days=day) for day in range(103)]

    first = rig.dreams.start("notes")
    assert first.dream.session_ids == tuple(reversed(logged[3:]))
    assert first.left_over == 3

    assert rig.dreams.start("notes").dream.session_ids == tuple(reversed(logged[:3]))
    with pytest.raises(InvalidInput):
        rig.dreams.start("notes")


@promise("dream:start:undreamt")
def test_all_undreamt_means_oldest_first(rig: Rig) -> None:
    """`--all` works through a backlog from its beginning."""
    logged = [rig.log("hello", days=day) for day in range(101)]

    started = rig.dreams.start("notes", all_undreamt=True)

    assert started.dream.session_ids == tuple(logged[:100])
    assert started.left_over == 1


@promise("dream:start:undreamt")
def test_a_session_counts_as_undreamt_again_when_it_grew_or_its_dream_did_not_complete(rig: Rig) -> None:
    """What a dream did not read, the next one reads."""
    session = rig.log("hello")
    rig.dreams.cancel(rig.dreams.start("notes").dream.id)
    started = rig.dreams.start("notes")
    assert started.dream.session_ids == (session,)

    with rig.db.write() as conn:
        conn.execute("UPDATE dream_sessions SET last_seq = 1 WHERE dream_id = ?", (started.dream.id,))
    with pytest.raises(InvalidInput):
        rig.dreams.start("notes")
    rig.say(session, "one thing more")
    assert rig.dreams.start("notes").dream.session_ids == (session,)


def test_latest_takes_the_newest_dreamt_of_or_not(rig: Rig) -> None:
    """`latest: n` is about time alone."""
    old, new = rig.log("a", days=0), rig.log("b", days=1)
    rig.dreams.start("notes")

    assert rig.dreams.start("notes", latest=1).dream.session_ids == (new,)
    assert rig.dreams.start("notes", latest=9).dream.session_ids == (new, old)


@promise("dream:start:named")
def test_sessions_are_named_once_and_exist(rig: Rig) -> None:
    """And in one way."""
    session = rig.log("hello")

    with pytest.raises(InvalidInput, match="named twice"):
        rig.dreams.start("notes", sessions=[session, session])
    with pytest.raises(NotFound, match="session"):
        rig.dreams.start("notes", sessions=[session, "sesn_unknown"])
    with pytest.raises(InvalidInput, match="more than one way"):
        rig.dreams.start("notes", sessions=[session], latest=1)
    assert rig.dreams.start("notes", sessions=[session]).dream.session_ids == (session,)


@promise("dream:start:instructions")
def test_instructions_are_answered_sentence_by_sentence(rig: Rig) -> None:
    """What is not of the grammar is named, not guessed at; the length is that of the hosted API."""
    started = rig.dreams.start("notes", no_sessions=True, instructions="Prefer oldest. Be kind to animals.")

    assert started.followed == ("Prefer oldest",)
    assert started.not_understood == ("Be kind to animals",)
    assert started.dream.instructions == "Prefer oldest. Be kind to animals."
    for wrong in ("", "x" * 4_097):
        with pytest.raises(InvalidInput):
            rig.dreams.start("notes", no_sessions=True, instructions=wrong)


@promise("dream:start:writable")
def test_an_archived_or_written_store_is_not_dreamt_of(rig: Rig) -> None:
    """Its dream could not be promoted."""
    done = rig.dream({"/a.md": "new"})
    with pytest.raises(StoreReadOnly, match="output of dream"):
        rig.dreams.start(str(done.output_store_id), no_sessions=True)
    with rig.db.write() as conn:
        stores.archive(conn, rig.store.id, rig.clock.now())
    with pytest.raises(StoreReadOnly, match="archived"):
        rig.dreams.start(rig.store.id, no_sessions=True)


def test_an_unknown_model_is_refused(rig: Rig) -> None:
    """Before anything is started."""
    with pytest.raises(ModelUnavailable, match=r"gpt-9.*rules"):
        rig.dreams.start("notes", no_sessions=True, model="gpt-9")
    assert rig.dreams.listing() == []


@promise("dream:update:one")
def test_a_second_updating_dream_is_a_conflict_until_the_first_has_ended(rig: Rig) -> None:
    """As the hosted API answers with 409; dreams that only create stand aside."""
    first = rig.dreams.start("notes", no_sessions=True, output_behavior=OutputBehavior.UPDATE_EXISTING)

    with pytest.raises(Conflict, match=first.dream.id):
        rig.dreams.start("notes", no_sessions=True, output_behavior=OutputBehavior.UPDATE_EXISTING)
    rig.dreams.start("notes", no_sessions=True)
    rig.dreams.cancel(first.dream.id)
    rig.dreams.start("notes", no_sessions=True, output_behavior=OutputBehavior.UPDATE_EXISTING)


@promise("dream:start:estimate")
def test_an_estimate_starts_nothing(rig: Rig) -> None:
    """It says what would be read, how tokens are reckoned, and that nothing is paid."""
    rig.write({"/a.md": "x" * 100})
    rig.log("y" * 40, "z" * 60)

    estimate = rig.dreams.estimate("notes")

    assert (estimate.sessions, estimate.events, estimate.text_bytes) == (1, 2, 100)
    assert (estimate.memories, estimate.memory_bytes, estimate.tokens, estimate.cost_usd) == (1, 100, 50, 0.0)
    assert "4 bytes" in estimate.basis
    assert rig.dreams.listing() == []


@promise("dream:cancel:ends")
def test_a_waiting_dream_is_canceled_at_once(rig: Rig) -> None:
    """Again changes nothing."""
    dream = rig.dreams.start("notes", no_sessions=True).dream

    canceled = rig.dreams.cancel(dream.id)

    assert canceled.status is DreamStatus.CANCELED
    assert canceled.ended_at is not None
    assert rig.dreams.cancel(dream.id) == canceled


def test_an_ended_dream_cannot_be_canceled(rig: Rig) -> None:
    """Its status is final."""
    dream = rig.dream({})

    with pytest.raises(InvalidTransition, match="completed"):
        rig.dreams.cancel(dream.id)


@promise("dream:archive:ended")
def test_only_an_ended_dream_is_archived(rig: Rig) -> None:
    """It then stands in no listing but one that asks for archived ones; the first time stays."""
    dream = rig.dreams.start("notes", no_sessions=True).dream
    with pytest.raises(InvalidTransition, match="archived"):
        rig.dreams.archive(dream.id)
    rig.dreams.cancel(dream.id)

    archived = rig.dreams.archive(dream.id)

    assert archived == rig.dreams.archive(dream.id)
    assert rig.dreams.listing() == []
    assert rig.dreams.listing(archived=True) == [archived]


@promise("dream:archive:output", "dream:output:protected")
def test_an_unfinished_output_store_can_be_seen_and_is_archived_with_its_dream(rig: Rig) -> None:
    """It takes no writes before or after; that of a completed dream waits for its review."""
    rig.log("hello")
    rig.log("again", days=1)
    canceled = rig.canceled_half_way()
    completed = rig.dream({"/a.md": "new"})
    memories = Memories(rig.db, rig.clock, Redactor(b"k" * 32))

    for store in (canceled.output_store_id, completed.output_store_id):
        with pytest.raises(StoreReadOnly):
            memories.write(str(store), "/a.md", "mine", writer=Writer("user", Origin.USER), mode="overwrite")
    rig.dreams.archive(canceled.id)
    rig.dreams.archive(completed.id)

    with pytest.raises(StoreReadOnly, match="archived"):
        memories.write(str(canceled.output_store_id), "/a.md", "mine", writer=Writer("user", Origin.USER))
    assert rig.texts(canceled.output_store_id) == rig.texts()
    with rig.db.read() as conn:
        archived = {each.dream_id: each.archived_at for each in stores_of(conn, canceled, completed)}
    assert archived[canceled.id] is not None
    assert archived[completed.id] is None


def stores_of(conn: Connection, *ended: Dream) -> list[MemoryStore]:
    """Their output stores."""
    return [stores.get(conn, str(dream.output_store_id)) for dream in ended]


def test_some_dreams_are_read_at_once(rig: Rig) -> None:
    """Those that exist."""
    dream = rig.dreams.start("notes", no_sessions=True).dream

    assert rig.dreams.some(["drm_unknown", dream.id]) == [dream]


def test_dreams_are_listed_newest_first_by_store_and_status(rig: Rig) -> None:
    """A page ends where `before` begins."""
    other = Rig.of(rig.db, rig.clock, "other")
    first = rig.dreams.start("notes", no_sessions=True).dream
    second = rig.dreams.start("notes", no_sessions=True).dream
    third = other.dreams.start("other", no_sessions=True).dream

    assert rig.dreams.listing() == [third, second, first]
    assert rig.dreams.listing("notes") == [second, first]
    assert rig.dreams.listing(limit=1) == [third]
    assert rig.dreams.listing(before=second.created_at) == [first]
    assert rig.dreams.listing(status=DreamStatus.COMPLETED) == []
    with pytest.raises(NotFound):
        rig.dreams.get("drm_unknown")
    assert replace(first) == rig.dreams.get(first.id)
