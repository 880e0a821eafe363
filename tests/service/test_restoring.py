"""Putting a store back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import (
    InvalidInput,
    NotFound,
    StoreReadOnly,
)
from dreaming.domain.provenance import Origin
from dreaming.service.promotion import OnConflict
from dreaming.store import memories, versions
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@promise("restore:any:moment", "dream:store:undone")
def test_a_store_is_put_back_before_a_promotion_to_a_time_and_to_a_version(rig: Rig, clock: MovableClock) -> None:
    """Each time as new versions; a restore can itself be taken back."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    first = rig.state()
    noon = clock.now()
    clock.advance(hours=1)
    dream = rig.dream({"/a.md": "uno\n", "/b.md": None, "/c.md": "three\n"})
    rig.review.promote(dream.id, by="user")
    promoted = rig.state()
    with rig.db.read() as conn:
        version = memories.heads(conn, rig.store.id)[-1].memory_version_id

    restoration = rig.review.restore("notes", by="user", before=dream.id)
    assert rig.state() == first
    assert (restoration.written, restoration.removed) == (("/a.md", "/b.md"), ("/c.md",))
    assert rig.review.report(dream.id).standing == "promoted, and taken back by a restore"

    rig.review.restore("notes", by="user", version=version)
    assert rig.state() == promoted
    rig.review.restore("notes", by="user", at=noon)
    assert rig.state() == first
    assert rig.review.restore("notes", by="user", at=noon).written == ()


@promise("restore:any:moment")
def test_memories_that_changed_places_change_back(rig: Rig) -> None:
    """Each needs the other's path first."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    before, then = rig.state(), rig.clock.now()
    for old, new in (("/a.md", "/c.md"), ("/b.md", "/a.md"), ("/c.md", "/b.md")):
        rig.rename(old, new)

    rig.review.restore("notes", by="user", at=then)

    assert rig.state() == before


@promise("restore:any:moment")
def test_a_restore_brings_back_who_said_it_too(rig: Rig) -> None:
    """The same words by somebody else are not the same."""
    rig.write({"/a.md": "one\n"}, origin=Origin.USER)
    before, then = rig.state(), rig.clock.now()
    rig.write({"/a.md": "one\n"}, origin=Origin.TOOL)
    assert rig.state() != before

    rig.review.restore("notes", by="user", at=then)

    assert rig.state() == before


def test_a_restore_needs_one_moment_of_this_store(rig: Rig) -> None:
    """Else it is refused, and nothing is changed."""
    other = Rig.of(rig.db, rig.clock, "other")
    other.write({"/a.md": "one\n"})
    dream = other.dream({"/a.md": "uno\n"})
    with rig.db.read() as conn:
        version = memories.heads(conn, other.store.id)[0].memory_version_id

    moments: list[dict[str, Any]] = [{}, {"before": dream.id, "version": version}]
    for moment in moments:
        with pytest.raises(InvalidInput, match="not said to when"):
            rig.review.restore("notes", by="user", **moment)
    with pytest.raises(NotFound, match="promotion"):
        rig.review.restore("other", by="user", before=dream.id)
    other.review.promote(dream.id, by="user")
    with pytest.raises(InvalidInput, match="was promoted into"):
        rig.review.restore("notes", by="user", before=dream.id)
    with pytest.raises(InvalidInput, match="belongs to"):
        rig.review.restore("notes", by="user", version=version)
    with pytest.raises(StoreReadOnly):
        rig.review.restore(str(dream.output_store_id), by="user", at=rig.clock.now())


@promise("restore:forgotten:gap")
def test_redacted_text_does_not_come_back(rig: Rig) -> None:
    """The memory stays as it is now, and is named."""
    rig.write({"/a.md": "secret\n", "/b.md": "two\n"})
    with rig.db.read() as conn:
        secret = next(head for head in memories.heads(conn, rig.store.id) if head.path == "/a.md")
    then = rig.clock.now()
    rig.write({"/a.md": "clean\n", "/b.md": "zwei\n"})
    with rig.db.write() as conn:
        versions.redact(conn, secret.memory_version_id, at=rig.clock.now(), by="user")

    restoration = rig.review.restore("notes", by="user", at=then)

    assert restoration.gaps == (secret.id,)
    assert rig.texts() == {"/a.md": "clean\n", "/b.md": "two\n"}


PATHS = st.sampled_from(["/a.md", "/b.md", "/c.md", "/d/e.md"])


TEXT = st.text(alphabet="ab \nü", min_size=1, max_size=12)


FILES = st.dictionaries(PATHS, TEXT, max_size=4)


@promise("restore:promote:identity")
@given(start=FILES, wanted=st.dictionaries(PATHS, st.none() | TEXT, max_size=4), later=FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promote_then_restore_is_the_identity(
    database: Database, clock: MovableClock, start: dict[str, str], wanted: dict[str, str | None], later: dict[str, str]
) -> None:
    """For random stores, results, and writes in between, whoever's text is kept."""
    rig = Rig.of(database, clock, f"store {clock.now()}")
    rig.write(start)
    result = {path: text for path, text in wanted.items() if text is not None or path in start}
    dream = rig.dream(result)
    rig.write(later)
    before = rig.state()

    rig.review.promote(dream.id, by="user", on_conflict=OnConflict.KEEP_DREAM, override={"drop_limit"})
    alone = {
        path: text for path, text in {**start, **later, **result}.items() if path not in result or path not in later
    }
    texts = rig.texts()
    assert {path: texts.get(path) for path in alone} == alone  # what only one of them wrote, or nobody

    rig.review.restore(rig.store.id, by="user", before=dream.id)
    assert rig.state() == before
