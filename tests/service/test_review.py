"""Promoting and discarding."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import QUOTE, Rig

from dreaming.domain.errors import (
    DreamingError,
    FingerprintChanged,
    InvalidTransition,
    NotFound,
    StoreReadOnly,
)
from dreaming.domain.model import StoreKind
from dreaming.store import memories, stores, versions
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@promise("promote:ids:kept", "dream:input:unchanged")
def test_a_promotion_writes_new_versions_under_the_same_ids(rig: Rig) -> None:
    """Until then the store is untouched; then it holds the dream's text with the dream's provenance."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/c.md": "three\n"})
    before = rig.state()
    dream = rig.dream({"/a.md": "uno\n", "/b.md": None, "/d.md": "four\n"})
    assert rig.state() == before

    promotion = rig.review.promote(dream.id, by="user")

    after = rig.state()
    assert rig.texts() == {"/a.md": "uno\n", "/c.md": "three\n", "/d.md": "four\n"}
    assert after["/a.md"][0] == before["/a.md"][0]
    assert after["/c.md"] == before["/c.md"]
    assert (promotion.written, promotion.removed) == (("/a.md", "/d.md"), ("/b.md",))
    with rig.db.read() as conn:
        document = memories.document(conn, versions.history(conn, after["/a.md"][0])[0].id)
        newest = versions.history(conn, after["/a.md"][0])[0]
        output = stores.get(conn, str(dream.output_store_id))
    assert document.spans[0].provenance.evidence == (QUOTE,)
    assert newest.created_by == f"promotion:{promotion.id}"
    assert output.archived_at is not None
    assert rig.dreams.get(dream.id).promoted_at is not None


@promise("promote:once:twice")
def test_promoting_twice_does_nothing_twice(rig: Rig) -> None:
    """The second answer tells of the first promotion, even where the store went on since."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    first = rig.review.promote(dream.id, by="user")
    rig.write({"/a.md": "eins\n"})

    second = rig.review.promote(dream.id, by="agent")

    assert second == replace(first, is_new=False)
    assert rig.texts() == {"/a.md": "eins\n"}


@promise("promote:race:one")
def test_of_two_promotions_at_once_one_is_told(rig: Rig) -> None:
    """Both dreams changed the same memory; the store holds the whole of one of them."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    dreams = [rig.dream({"/a.md": f"a {n}\n", "/b.md": f"b {n}\n"}) for n in range(2)]

    def attempt(dream_id: str) -> str:
        try:
            return rig.review.promote(dream_id, by="user").id
        except DreamingError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(attempt, [dream.id for dream in dreams]))

    assert told.count("promotion_conflict_error") == 1
    winner = 1 - told.index("promotion_conflict_error")
    assert rig.texts() == {"/a.md": f"a {winner}\n", "/b.md": f"b {winner}\n"}


@promise("promote:reviewed:fingerprint")
def test_another_fingerprint_is_refused(rig: Rig) -> None:
    """The fingerprint of the report promotes; any other changes nothing and is told the true one."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    shown = rig.review.report(dream.id).fingerprint
    other = rig.review.report(rig.dream({"/a.md": "eins\n"}).id).fingerprint
    assert shown != other

    with pytest.raises(FingerprintChanged) as refused:
        rig.review.promote(dream.id, by="user", fingerprint=other)

    assert refused.value.fingerprint == shown
    assert rig.texts() == {"/a.md": "one\n"}
    assert rig.review.promote(dream.id, by="user", fingerprint=shown).is_new


@promise("discard:output:archived")
def test_a_discarded_dream_keeps_its_report_and_is_never_promoted(rig: Rig) -> None:
    """Again changes nothing."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})

    discarded = rig.review.discard(dream.id)

    assert discarded == rig.review.discard(dream.id)
    assert rig.review.report(dream.id).standing == "discarded"
    assert len(rig.review.report(dream.id).changes) == 1
    with rig.db.read() as conn:
        assert stores.get(conn, str(dream.output_store_id)).archived_at is not None
    with pytest.raises(InvalidTransition, match="discarded"):
        rig.review.promote(dream.id, by="user")


def test_what_cannot_be_promoted_says_why(rig: Rig) -> None:
    """A dream that waits, one of an archived store, an unknown one, one that was promoted and is discarded."""
    waiting = rig.dreams.start("notes", no_sessions=True).dream
    with pytest.raises(InvalidTransition, match="pending"):
        rig.review.promote(waiting.id, by="user")
    with pytest.raises(NotFound):
        rig.review.promote("drm_unknown", by="user")
    promoted = rig.dream({"/a.md": "one\n"})
    rig.review.promote(promoted.id, by="user")
    with pytest.raises(InvalidTransition, match="promoted"):
        rig.review.discard(promoted.id)
    done = rig.dream({"/b.md": "two\n"})
    with rig.db.write() as conn:
        stores.archive(conn, rig.store.id, rig.clock.now())
    with pytest.raises(StoreReadOnly):
        rig.review.promote(done.id, by="user")


def test_an_output_store_is_kept_apart_until_it_is_decided(rig: Rig) -> None:
    """It names its input and its dream, and takes no writes."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})

    with rig.db.read() as conn:
        output = stores.get(conn, str(dream.output_store_id))

    assert output.name == f"notes (dream {dream.id[4:10]})"
    assert (output.kind, output.input_store_id, output.dream_id) == (StoreKind.OUTPUT, rig.store.id, dream.id)
    assert rig.texts(output.id) == {"/a.md": "uno\n"}
