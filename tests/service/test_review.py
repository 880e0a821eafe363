"""Promoting, discarding and restoring."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import QUOTE, Files, Rig, changeset

from dreaming.domain.changes import Changeset, Fate, LedgerEntry, Place
from dreaming.domain.errors import (
    DreamingError,
    FingerprintChanged,
    InvalidInput,
    InvalidTransition,
    NotFound,
    PromotionConflict,
    PromotionRefused,
    StoreReadOnly,
)
from dreaming.domain.model import Document, OutputBehavior, StoreKind
from dreaming.domain.provenance import Origin
from dreaming.service.promotion import OnConflict
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


@promise("promote:others:kept")
def test_what_others_wrote_elsewhere_stays(rig: Rig) -> None:
    """A new memory, a changed one, a removed one and a renamed one refuse nothing."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/c.md": "three\n", "/d.md": "four\n"})
    dream = rig.dream({"/a.md": "uno\n", "/d.md": "vier\n"})
    rig.write({"/new.md": "new\n", "/b.md": "zwei\n", "/c.md": None})
    rig.rename("/d.md", "/moved.md")

    rig.review.promote(dream.id, by="user")

    assert rig.texts() == {"/a.md": "uno\n", "/b.md": "zwei\n", "/moved.md": "vier\n", "/new.md": "new\n"}


@promise("promote:conflict:listed")
@pytest.mark.parametrize(
    ("decision", "texts"),
    [
        (OnConflict.KEEP_CURRENT, {"/a.md": "eins\n", "/b.md": "zwei\n", "/c.md": "drei\n", "/free.md": "f\n"}),
        (OnConflict.KEEP_DREAM, {"/a.md": "uno\n", "/c.md": "tre\n", "/d.md": "quattro\n", "/free.md": "f\n"}),
    ],
)
def test_a_memory_that_both_changed_is_a_conflict(rig: Rig, decision: OnConflict, texts: dict[str, str]) -> None:
    """Changed, removed or made on both sides: listed, nothing written; then decided as told."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/d.md": "four\n"})
    ours = {"/a.md": "uno\n", "/b.md": None, "/c.md": "tre\n", "/d.md": "quattro\n", "/free.md": "f\n"}
    dream = rig.dream(ours)
    rig.write({"/a.md": "eins\n", "/b.md": "zwei\n", "/c.md": "drei\n", "/d.md": None})
    before = rig.state()

    with pytest.raises(PromotionConflict) as refused:
        rig.review.promote(dream.id, by="user")
    assert refused.value.paths == ("/a.md", "/b.md", "/c.md", "/d.md")
    assert rig.state() == before

    promotion = rig.review.promote(dream.id, by="user", on_conflict=decision)
    assert rig.texts() == texts
    listed = promotion.kept_current if decision is OnConflict.KEEP_CURRENT else promotion.kept_dream
    assert listed == ("/a.md", "/b.md", "/c.md", "/d.md")


def test_the_same_change_on_both_sides_is_no_conflict(rig: Rig) -> None:
    """The current text already is what the dream would write."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n", "/b.md": "two\n"})
    rig.write({"/a.md": "uno\n", "/b.md": "two\n"})
    before = rig.state()

    assert rig.review.promote(dream.id, by="user").written == ()
    assert rig.state() == before


@promise("promote:conflict:nothing-lost")
def test_a_memory_whose_claims_went_into_a_kept_one_is_kept_too(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its claims would stand nowhere: not in the current text, and no more where they were."""
    rig.write({"/from.md": "a fact\n", "/into.md": "text\n", "/other.md": "x\n"})

    def moving(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        place = Place(path="/from.md", first_line=1, last_line=1, text="a fact")
        to = Place(path="/into.md", first_line=2, last_line=2, text="a fact")
        moved = LedgerEntry(claim=place, fate=Fate.MOVED, reason="It belongs there.", to=(to,))
        return replace(made, ledger=(moved, *(entry for entry in made.ledger if entry.claim.path != "/from.md")))

    monkeypatch.setattr("tests.rig.changeset", moving)
    dream = rig.dream({"/from.md": None, "/into.md": "text\na fact\n", "/other.md": "y\n"})
    rig.write({"/into.md": "rewritten\n"})

    promotion = rig.review.promote(dream.id, by="user", on_conflict=OnConflict.KEEP_CURRENT)

    assert rig.texts() == {"/from.md": "a fact\n", "/into.md": "rewritten\n", "/other.md": "y\n"}
    assert promotion.kept_current == ("/from.md", "/into.md")


def _taking_its_place(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> str:
    """A dream that removes /a.md and moves /b.md there."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})

    def moving(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        moved = next(document for document in documents if document.path == "/b.md")
        return replace(changeset(documents, result), written=(replace(moved, path="/a.md"),))

    monkeypatch.setattr("tests.rig.changeset", moving)
    return rig.dream({"/a.md": None}).id


@promise("promote:ids:kept", "restore:promote:identity")
def test_a_memory_may_take_the_place_of_one_that_goes(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps its id; the restore puts both back under theirs."""
    dream_id = _taking_its_place(rig, monkeypatch)
    before = rig.state()

    rig.review.promote(dream_id, by="user")

    assert rig.state() == {"/a.md": before["/b.md"]}
    rig.review.restore("notes", by="user", before=dream_id)
    assert rig.state() == before


@promise("promote:conflict:listed")
def test_what_can_no_longer_be_moved_stays(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current text of one memory is kept, so its place is not free for the other."""
    dream_id = _taking_its_place(rig, monkeypatch)
    rig.write({"/a.md": "eins\n"})
    before = rig.state()

    promotion = rig.review.promote(dream_id, by="user", on_conflict=OnConflict.KEEP_CURRENT)

    assert promotion.kept_current == ("/a.md", "/b.md")
    assert rig.state() == before


@promise("promote:conflict:nothing-lost", "promote:others:kept")
@pytest.mark.parametrize(("later", "is_lost"), [("- more\n- a fact\n", False), ("- more\n", True), (None, True)])
def test_a_duplicate_goes_only_while_the_other_stands(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, later: str | None, is_lost: bool
) -> None:
    """The dream dropped one of two equal lines; if the other is taken away meanwhile, that is a conflict."""
    rig.write({"/twice.md": "- a fact\n- b\n", "/stays.md": "- a fact\n"})

    def dropping(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        to = Place(path="/stays.md", first_line=1, last_line=1, text="a fact")
        rows = [
            replace(row, fate=Fate.DROPPED_DUPLICATE, to=(to,)) if row.fate is not Fate.KEPT else row
            for row in made.ledger
        ]
        return replace(made, ledger=tuple(rows))

    monkeypatch.setattr("tests.rig.changeset", dropping)
    dream = rig.dream({"/twice.md": "- b\n"})
    rig.write({"/stays.md": later})

    if is_lost:
        with pytest.raises(PromotionConflict, match=r"/twice.md"):
            rig.review.promote(dream.id, by="user")
    else:
        rig.review.promote(dream.id, by="user")

    assert ("- a fact" in rig.texts()["/twice.md"]) == is_lost


@promise("promote:conflict:nothing-lost")
def test_what_stays_for_its_claims_keeps_its_place(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """/into.md is kept, so /a.md stays, whose claim went there; so /b.md cannot take its place."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/into.md": "x\n"})

    def moving(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        to = Place(path="/into.md", first_line=2, last_line=2, text="one")
        rows = [replace(row, to=(to,)) if row.claim.path == "/a.md" else row for row in made.ledger]
        moved = next(document for document in documents if document.path == "/b.md")
        return replace(made, written=(*made.written, replace(moved, path="/a.md")), ledger=tuple(rows))

    monkeypatch.setattr("tests.rig.changeset", moving)
    dream = rig.dream({"/a.md": None, "/into.md": "x\none\n"})
    rig.write({"/into.md": "y\n"})
    before = rig.state()

    promotion = rig.review.promote(dream.id, by="user", on_conflict=OnConflict.KEEP_CURRENT)

    assert promotion.kept_current == ("/a.md", "/b.md", "/into.md")
    assert rig.state() == before


def _dropping(rig: Rig, monkeypatch: pytest.MonkeyPatch, count: int, of: int) -> str:
    """A dream that drops `count` of `of` claims on request."""
    lines = [f"claim {n}" for n in range(of)]
    rig.write({"/a.md": "\n".join(lines) + "\n"})

    def dropping(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        rows = [replace(row, fate=Fate.DROPPED_ASKED) if row.fate is not Fate.KEPT else row for row in made.ledger]
        return replace(made, ledger=tuple(rows))

    monkeypatch.setattr("tests.rig.changeset", dropping)
    return rig.dream({"/a.md": "\n".join(lines[count:]) + "\n"}).id


@promise("promote:gate:dropped")
def test_dropping_more_than_a_fifth_needs_an_override(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the override; with it the promotion is done."""
    dream_id = _dropping(rig, monkeypatch, 3, 10)

    with pytest.raises(PromotionRefused, match=r"drops 3 of 10 claims.*override drop_limit"):
        rig.review.promote(dream_id, by="user")
    with pytest.raises(InvalidInput, match="drop_limit, pinned"):
        rig.review.promote(dream_id, by="user", override={"everything"})
    assert rig.review.promote(dream_id, by="user", override={"drop_limit"}).is_new


@promise("promote:gate:dropped")
@pytest.mark.parametrize(("count", "of"), [(2, 10), (8, 9)])
def test_a_fifth_or_a_few_claims_may_go(rig: Rig, monkeypatch: pytest.MonkeyPatch, count: int, of: int) -> None:
    """A share says nothing of a small store."""
    dream_id = _dropping(rig, monkeypatch, count, of)

    assert rig.review.promote(dream_id, by="user").is_new


@promise("promote:gate:pinned")
def test_a_changed_pinned_memory_needs_an_override(rig: Rig) -> None:
    """A pinned memory is copied byte for byte, unless a person says otherwise."""
    rig.write({"/a.md": "one\n"}, pinned=True)
    dream = rig.dream({"/a.md": "uno\n"})

    with pytest.raises(PromotionRefused, match=r"pinned memories: /a.md.*override pinned"):
        rig.review.promote(dream.id, by="user")
    assert rig.review.promote(dream.id, by="user", override={"pinned"}).is_new


@promise("promote:gate:accounted")
@pytest.mark.parametrize("forget", ["no row", "two rows"])
def test_a_line_without_one_fate_is_never_promoted(rig: Rig, monkeypatch: pytest.MonkeyPatch, forget: str) -> None:
    """Whatever is overridden."""
    rig.write({"/a.md": "one\ntwo\n"})

    def careless(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        rows = made.ledger[:1] if forget == "no row" else (*made.ledger[:1], *made.ledger[:1])
        return replace(made, ledger=rows)

    monkeypatch.setattr("tests.rig.changeset", careless)
    dream = rig.dream({"/a.md": "uno\n"})

    with pytest.raises(PromotionRefused, match=r"have no fate|has two fates"):
        rig.review.promote(dream.id, by="user", override={"drop_limit", "pinned"})


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


@promise("dream:update:gates")
def test_a_dream_that_may_not_promote_itself_says_why(rig: Rig) -> None:
    """It completes, waits for review, and its report names the gate."""
    rig.write({"/a.md": "one\n"}, pinned=True)
    updating = {"output_behavior": OutputBehavior.UPDATE_EXISTING}
    dream = rig.dream({"/a.md": "uno\n"}, **updating)
    assert rig.review.promote_by_itself(dream.id) is None

    report = rig.review.report(dream.id)

    assert report.standing == "waits for review"
    assert "pinned memories: /a.md" in report.refused[-1].reason
    allowed = rig.dream({"/b.md": "two\n"}, **updating)
    assert rig.review.promote_by_itself(allowed.id) is not None


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
    expected = {path: text for path, text in {**start, **later, **result}.items() if text is not None}
    assert rig.texts() == expected

    rig.review.restore(rig.store.id, by="user", before=dream.id)
    assert rig.state() == before


def test_an_output_store_is_kept_apart_until_it_is_decided(rig: Rig) -> None:
    """It names its input and its dream, and takes no writes."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})

    with rig.db.read() as conn:
        output = stores.get(conn, str(dream.output_store_id))

    assert output.name == f"notes (dream {dream.id[4:10]})"
    assert (output.kind, output.input_store_id, output.dream_id) == (StoreKind.OUTPUT, rig.store.id, dream.id)
    assert rig.texts(output.id) == {"/a.md": "uno\n"}
