"""What a person decides on the page, by forms alone."""

import pytest
from tests.promises import promise
from tests.review.conftest import Visit, doubled, host, left
from tests.rig import Rig
from tests.service.reviewing import NOTES, SAID, dreamt


@promise("page:decide:promote")
def test_ticked_changes_are_promoted_alone(rig: Rig, visit: Visit) -> None:
    """The rest waits, and can be promoted later."""
    dream_id, changes = doubled(rig, 3)
    visitor = visit(dream_id)
    words = visitor.press("Promote the ticked", tick=[changes[0], changes[2]])

    assert "written, 0 removed. 2 of 3 changes are in the store now." in words
    assert "promoted in part: 2 of 3 changes" in words
    assert left(rig) == [1]
    assert visitor.boxes() == [changes[1]]
    assert "Promoted: " in visitor.press("Promote the rest")
    assert left(rig) == []


@promise("page:decide:promote")
def test_the_others_can_be_refused_in_the_same_step(rig: Rig, visit: Visit) -> None:
    """What is not ticked is not proposed again."""
    dream_id, changes = doubled(rig, 3)
    visitor = visit(dream_id)
    words = visitor.press("Promote the ticked, refuse the others", tick=[changes[0]])

    assert "promoted in part: 1 of 3 changes, 2 refused" in words
    assert left(rig) == [1, 2]
    assert {each.before for each in rig.review.refusals(rig.store.id)} == {host(1), host(2)}


@promise("page:decide:promote")
def test_everything_is_promoted_by_one_button_and_once(rig: Rig, visit: Visit) -> None:
    """Loading the page again does nothing; without a tick nothing is what the ticked are."""
    dream_id, _ = doubled(rig, 3)
    visitor = visit(dream_id)
    assert "nothing is ticked" in visitor.press("Promote the ticked")
    assert left(rig) == [0, 1, 2]
    visitor.go(f"/dreams/{dream_id}")

    assert "Promoted: " in visitor.press("Promote everything")
    assert "Promoted: " not in visitor.go(f"/dreams/{dream_id}")
    assert left(rig) == []


@promise("page:dream:ticks")
def test_no_tick_is_lost_on_the_way(rig: Rig, visit: Visit) -> None:
    """Through a filter, to other parts of the list and back; unticking counts too."""
    dream_id, changes = doubled(rig, 120)
    visitor = visit(dream_id)
    visitor.press("Further changes", tick=changes[1:3])
    visitor.press("Further changes", tick=[changes[60]])
    assert "101–121 of 121 places" in visitor.words
    visitor.press("Show", text="HOST H002")
    assert visitor.ticked() == [changes[2]]
    visitor.press("Show all", untick=[changes[2]])

    assert visitor.ticked() == [changes[1]]
    assert "2 of 120 changes ticked" in visitor.words
    visitor.press("Promote the ticked")
    assert sorted({*range(120)} - {*left(rig)}) == [1, 60]


@promise("page:dream:many")
def test_five_hundred_changes_are_looked_through_and_decided(rig: Rig, visit: Visit) -> None:
    """Part by part of fifty; all that a filter shows are ticked at once."""
    dream_id, changes = doubled(rig, 500)
    visitor = visit(dream_id)
    assert len(visitor.boxes()) == 50
    assert len(visitor.last.content) < 200_000
    seen = set(visitor.boxes())
    while "Further changes" in visitor.forms[0].buttons:
        visitor.press("Further changes")
        seen |= set(visitor.boxes())
    assert seen == set(changes)

    visitor.press("Show", text="host h4")
    assert "100 of 500" in visitor.press("Tick all that are shown by the filter")
    visitor.press("Show all")
    assert "100 of 500" in visitor.words
    visitor.press("Promote the ticked")
    assert left(rig) == [*range(400)]
    assert "0 of 400 changes ticked" in visitor.words


@promise("page:decide:back")
def test_a_change_is_undone_and_the_store_put_back(rig: Rig, visit: Visit) -> None:
    """The one keeps all else; the other is asked for in two steps."""
    dream_id, _ = doubled(rig, 3)
    before = rig.texts()
    visitor = visit(dream_id)
    visitor.press("Promote everything")

    assert "Undone." in visitor.press("Undo")
    assert len(left(rig)) == 1
    assert "refused" in visitor.words
    assert "Store notes is as it was: " in visitor.press("Put the store back")
    assert rig.texts() == before


@promise("page:decide:back")
def test_a_store_is_put_back_from_its_lineage(rig: Rig, visit: Visit) -> None:
    """To before any promotion."""
    dream_id, _ = doubled(rig, 3)
    before = rig.texts()
    rig.review.promote(dream_id, by="user")
    visitor = visit()
    visitor.go(f"/stores/{rig.store.id}")

    assert "Store notes is as it was: " in visitor.press("Put the store back")
    assert rig.texts() == before


@promise("page:decide:discard")
@pytest.mark.parametrize("never", [False, True])
def test_a_dream_is_discarded_with_or_without_a_no_for_good(rig: Rig, visit: Visit, *, never: bool) -> None:
    """The store stays as it is; nothing is left to decide."""
    dream_id, _ = doubled(rig, 3)
    visitor = visit(dream_id)
    words = visitor.press("Discard the dream", tick=["yes"] if never else [])

    assert "Discarded. The store stays as it is." in words
    assert left(rig) == [0, 1, 2]
    assert len(rig.review.refusals(rig.store.id)) == (3 if never else 0)
    assert visitor.boxes() == []


@promise("page:decide:told")
def test_a_gate_says_why_and_takes_the_persons_word(rig: Rig, visit: Visit) -> None:
    """The refusal is a page with the override to tick; it is recorded."""
    rig.write({"/a.md": "one\n"}, pinned=True)
    dream = rig.dream({"/a.md": "uno\n"})
    visitor = visit(dream.id)
    refused = visitor.press("Promote everything")

    assert visitor.last.status_code == 409
    assert "it changes pinned memories: /a.md" in refused
    assert rig.texts() == {"/a.md": "one\n"}
    visitor.press("Promote", tick=["pinned"])
    assert rig.texts() == {"/a.md": "uno\n"}


@promise("page:decide:told")
@pytest.mark.parametrize(("choice", "text"), [("keep_current", "eins\n"), ("keep_dream", "uno\n")])
def test_a_conflict_is_shown_and_decided(rig: Rig, visit: Visit, choice: str, text: str) -> None:
    """What it was, what it is now, what the dream says; then whose statement stands."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    rig.write({"/a.md": "eins\n"})
    visitor = visit(dream.id)
    refused = visitor.press("Promote everything")

    assert visitor.last.status_code == 409
    for said in ("/a.md", "one", "eins", "uno"):
        assert said in refused
    visitor.press("Promote", tick=[choice])
    assert rig.texts() == {"/a.md": text}


@promise("page:decide:told")
def test_what_changed_since_it_was_looked_at_is_shown_first(rig: Rig, visit: Visit) -> None:
    """The page carries the fingerprint of what it shows; a write in between is told with what would become of it."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    visitor = visit(dream.id)
    rig.write({"/deploy.md": f"{NOTES['/deploy.md']}- Ask Anna before a release\n"})
    refused = visitor.press("Promote everything")

    assert visitor.last.status_code == 409
    assert "Somebody wrote to a memory" in refused
    assert "Ask Anna before a release" not in visitor.last.text or "20 seconds" in refused
    visitor.press("Promote")
    assert "Ask Anna before a release" in rig.texts()["/deploy.md"]
    assert "20 seconds" in rig.texts()["/deploy.md"]


@promise("page:decide:told")
def test_what_cannot_be_done_is_said(rig: Rig, visit: Visit) -> None:
    """Undoing what was changed since; discarding what is promoted; what means nothing."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    replaced = next(change.id for change in rig.review.report(dream.id).changes if change.kind == "replaced")
    visitor = visit(dream.id)
    form = visitor.forms[0].fields
    visitor.press("Promote everything")
    rig.write({"/deploy.md": rig.texts()["/deploy.md"].replace("20 seconds", "30 seconds")})
    before = rig.texts()

    answer = visitor.send(f"/dreams/{dream.id}/undo", [*form, ("change", replaced)])
    assert (answer.status_code, "Somebody changed the same statements since" in answer.text) == (409, True)
    assert visitor.send(f"/dreams/{dream.id}/discard", form).status_code == 409
    assert visitor.send(f"/dreams/{dream.id}/undo", [*form, ("change", "chg_no")]).status_code == 404
    assert visitor.send(f"/dreams/{dream.id}/promote", [*form, ("which", "some")]).status_code == 400
    assert visitor.send("/dreams/drm_x/promote", [*form, ("which", "all")]).status_code == 404
    assert rig.texts() == before
