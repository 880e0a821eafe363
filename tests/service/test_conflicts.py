"""What the dream and somebody else changed at the same time."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Files, Rig, changeset

from dreaming.domain.changes import Changeset, Fate, LedgerEntry, Place
from dreaming.domain.errors import (
    PromotionConflict,
)
from dreaming.domain.model import Document
from dreaming.service.promotion import OnConflict
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


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
        (OnConflict.KEEP_CURRENT, {"/a.md": "eins\n", "/b.md": "zwei\n", "/free.md": "f\n"}),
        (OnConflict.KEEP_DREAM, {"/a.md": "uno\n", "/d.md": "quattro\n", "/free.md": "f\n"}),
    ],
)
def test_a_statement_that_both_changed_is_a_conflict(rig: Rig, decision: OnConflict, texts: dict[str, str]) -> None:
    """Changed or removed on both sides: listed with the lines of both, nothing written; then decided as told."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/d.md": "four\n"})
    dream = rig.dream({"/a.md": "uno\n", "/b.md": None, "/d.md": "quattro\n", "/free.md": "f\n"})
    rig.write({"/a.md": "eins\n", "/b.md": "zwei\n", "/d.md": None})
    before = rig.state()

    with pytest.raises(PromotionConflict) as refused:
        rig.review.promote(dream.id, by="user")
    assert refused.value.paths == ("/a.md", "/b.md", "/d.md")
    assert '/a.md: "one" is now "eins", the dream\'s "uno"; /b.md: "two" is now "zwei", the dream\'s nothing' in str(
        refused.value
    )
    assert rig.state() == before

    promotion = rig.review.promote(dream.id, by="user", on_conflict=decision)
    assert rig.texts() == texts
    listed = promotion.kept_current if decision is OnConflict.KEEP_CURRENT else promotion.kept_dream
    assert listed == ("/a.md", "/b.md", "/d.md")


def test_the_same_change_on_both_sides_is_no_conflict(rig: Rig) -> None:
    """The current text already is what the dream would write."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n", "/b.md": "two\n"})
    rig.write({"/a.md": "uno\n", "/b.md": "two\n"})
    before = rig.state()

    assert rig.review.promote(dream.id, by="user").written == ()
    assert rig.state() == before


@promise("promote:conflict:nothing-lost")
@pytest.mark.parametrize(
    ("later", "texts", "kept"),
    [
        ("rewritten\n", {"/into.md": "rewritten\na fact\n", "/other.md": "y\n"}, ()),
        (None, {"/from.md": "a fact\n", "/other.md": "y\n"}, ("/from.md", "/into.md")),
    ],
)
def test_a_claim_that_went_elsewhere_arrives_there_or_stays(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, later: str | None, texts: dict[str, str], kept: tuple[str, ...]
) -> None:
    """Into a memory that was rewritten it goes all the same; where that memory is gone it would stand nowhere."""
    rig.write({"/from.md": "a fact\n", "/into.md": "text\n", "/other.md": "x\n"})

    def moving(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        place = Place(path="/from.md", first_line=1, last_line=1, text="a fact")
        to = Place(path="/into.md", first_line=2, last_line=2, text="a fact")
        moved = LedgerEntry(claim=place, fate=Fate.MOVED, reason="It belongs there.", to=(to,))
        return replace(made, ledger=(moved, *(entry for entry in made.ledger if entry.claim.path != "/from.md")))

    monkeypatch.setattr("tests.rig.changeset", moving)
    dream = rig.dream({"/from.md": None, "/into.md": "text\na fact\n", "/other.md": "y\n"})
    rig.write({"/into.md": later})

    promotion = rig.review.promote(dream.id, by="user", on_conflict=OnConflict.KEEP_CURRENT)

    assert rig.texts() == texts
    assert promotion.kept_current == kept


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
    """/into.md is gone, so /a.md stays, whose claim went there; so /b.md cannot take its place."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n", "/into.md": "x\n"})

    def moving(documents: Sequence[Document], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        to = Place(path="/into.md", first_line=2, last_line=2, text="one")
        rows = [replace(row, to=(to,)) if row.claim.path == "/a.md" else row for row in made.ledger]
        moved = next(document for document in documents if document.path == "/b.md")
        return replace(made, written=(*made.written, replace(moved, path="/a.md")), ledger=tuple(rows))

    monkeypatch.setattr("tests.rig.changeset", moving)
    dream = rig.dream({"/a.md": None, "/into.md": "x\none\n"})
    rig.write({"/into.md": None})
    before = rig.state()

    promotion = rig.review.promote(dream.id, by="user", on_conflict=OnConflict.KEEP_CURRENT)

    assert promotion.kept_current == ("/a.md", "/b.md", "/into.md")
    assert rig.state() == before
