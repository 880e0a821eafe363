"""Some of a dream's changes: promoted alone, later, again, and taken back."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig
from tests.test_whole_dreams import Line, dream, fill, lines

from dreaming.app import App, open_app
from dreaming.domain.changes import Change, ChangeKind
from dreaming.domain.errors import (
    DreamingError,
    FingerprintChanged,
    InvalidInput,
    InvalidTransition,
    NotFound,
    PartRefused,
    PromotionConflict,
    PromotionRefused,
    UndoConflict,
)
from dreaming.domain.provenance import Origin
from dreaming.service.memories import Writer
from dreaming.store.connection import Database

USER = Writer("user", Origin.USER)
AGENT = Writer("agent:test", Origin.AGENT)
NESTED = {
    "/a.md": "# A\n\n- The importer of atlas runs nightly\n  - It reads the tide tables of Lisbon\n- Only here\n",
    "/b.md": "# B\n\n- The importer of atlas runs nightly\n  - It reads the tide tables of Lisbon\n- Only there\n",
}


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The whole program over a home of its own."""
    return open_app(tmp_path / "home")


def changes(app: App, dream_id: str) -> dict[str, Change]:
    """The changes of a dream by a word for each."""
    found = app.review.report(dream_id).changes
    return {f"{change.kind} {change.topic}".strip(): change for change in found}


def said(found: Sequence[Line]) -> set[str]:
    """What the lines say."""
    return {line.text for line in found}


def texts(app: App) -> dict[str, str | None]:
    """Path to text, as the store stands."""
    return {memory.path: memory.content for memory in app.exchange.export("notes")}


@promise("promote:part:alone")
def test_a_part_is_promoted_by_id_path_or_kind_and_the_rest_later(app: App) -> None:
    """The store gets what was asked for and nothing else; the report says how much; the rest gives the whole."""
    fill(app)
    before = texts(app)
    done = dream(app)
    of = changes(app, done.id)

    first = app.review.promote(done.id, by="user", only=["replaced"])

    assert "atlas switched its port from 8080 to 9000." in str(texts(app)["/deploy.md"])
    assert "/preferences.md" not in texts(app)
    assert texts(app)["/daily/2026-03-02.md"] == before["/daily/2026-03-02.md"]
    assert (first.changes, first.inside, first.total) == ((of["replaced fact"].id,), 1, len(of))
    assert app.review.report(done.id).standing == f"promoted in part: 1 of {len(of)} changes"
    assert app.dreams.get(done.id).promoted_at is None

    app.review.promote(done.id, by="user", only=["/preferences.md", of["added open"].id])
    assert {"/preferences.md", "/open.md"} < set(texts(app))
    last = app.review.promote(done.id, by="user")
    assert (last.inside, app.review.report(done.id).standing) == (len(of), "promoted")
    assert {memory.path: memory.content for memory in app.exchange.export(str(done.output_store_id))} == texts(app)
    assert not app.review.promote(done.id, by="user").is_new


@promise("promote:part:whole", "promote:ids:kept")
def test_parts_in_any_order_make_the_whole(tmp_path: Path) -> None:
    """Line for line and origin for origin, each change alone, forwards and backwards."""
    wholes: list[list[Line]] = []
    for order in (None, 1, -1):
        app = open_app(tmp_path / f"home{order}")
        fill(app)
        done = dream(app)
        ids = [change.id for change in app.review.report(done.id).changes]
        for only in [[]] if order is None else [[each] for each in ids[::order]]:
            app.review.promote(done.id, by="user", only=only)
        wholes.append([Line(line.path, line.text, line.provenance) for line in lines(app) if line.path != "/index.md"])
        assert app.review.report(done.id).standing == "promoted"
        app.close()

    def comparable(found: list[Line]) -> list[tuple[str, str, object]]:
        return [(line.path, line.text, line.provenance.asserted_at) for line in found]

    assert comparable(wholes[0]) == comparable(wholes[1]) == comparable(wholes[2])


@promise("promote:part:needs")
def test_a_list_item_takes_what_belongs_to_it_along(app: App) -> None:
    """To drop an item alone would leave its children without it; left out, the children keep the item."""
    fill(app, NESTED, said=("Hello there",))
    done = dream(app)
    found = app.review.report(done.id).changes
    parent = next(change for change in found if "importer" in change.before[0].text)
    child = next(change for change in found if "tide tables" in change.before[0].text)

    promotion = app.review.promote(done.id, by="user", only=[parent.id])

    assert set(promotion.changes) == {parent.id, child.id}
    assert dict(promotion.also) == {child.id: f"lines that belong to it would be left without it ({parent.id})"}
    gone = app.review.undo(child.id, by="user")
    assert set(gone.also) == {parent.id}
    assert texts(app) == NESTED
    left = app.review.promote(done.id, by="user", leave_out=[child.id])
    assert parent.id in left.also
    assert texts(app) == NESTED


@promise("promote:again:restored", "dream:store:undone")
def test_after_a_restore_a_part_is_promoted_and_then_the_rest(app: App) -> None:
    """The store stands as before the dream, and the dream waits as it did."""
    fill(app)
    before, done = lines(app), dream(app)
    app.review.promote(done.id, by="user", only=["replaced"])
    app.review.promote(done.id, by="user")
    whole = texts(app)

    app.review.restore("notes", by="user", before=done.id)
    assert lines(app) == before
    part = app.review.promote(done.id, by="user", only=["added"])
    assert part.is_new
    assert app.review.report(done.id).standing.startswith("promoted in part")
    app.review.promote(done.id, by="user")
    assert texts(app) == whole
    again = app.review.restore("notes", by="user", before=part.id)
    assert lines(app) == before
    app.review.restore("notes", by="user", at=again.created_at - timedelta(microseconds=1))
    assert app.review.report(done.id).standing == "promoted"  # a restore of what was restored
    assert texts(app) == whole


@promise("promote:undo:one")
def test_one_change_is_taken_back_and_all_else_stays(app: App) -> None:
    """What it replaced stands again with its provenance; what was written since, beside it too, is kept."""
    fill(app)
    before, done = lines(app), dream(app)
    app.review.promote(done.id, by="user")
    port = changes(app, done.id)["replaced fact"]
    app.memories.edit("notes", "/deploy.md", writer=AGENT, replace=("Backups run at night", "Backups run at noon"))
    app.memories.write("notes", "/preferences.md", "- Also this\n", writer=AGENT, mode="append")
    with_dream = lines(app)

    undone = app.review.undo(port.id, by="user")

    old = next(line for line in before if "8080" in line.text)
    assert old in lines(app)
    assert "- Backups run at noon" in said(lines(app))
    assert "- Also this" in said(lines(app))
    lost = [
        line.text for line in with_dream if line not in lines(app) and line.path not in {"/history.md", "/index.md"}
    ]
    assert lost == ["- atlas switched its port from 8080 to 9000."]
    assert undone.dream_id == done.id
    with pytest.raises(NotFound, match="promoted change"):
        app.review.undo(port.id, by="user")


@promise("promote:undo:one")
def test_what_was_changed_since_cannot_be_taken_back_alone(app: App) -> None:
    """The conflict is told with both sides, and nothing is changed."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user")
    app.memories.edit("notes", "/deploy.md", writer=AGENT, replace=("to 9000", "to 9500"))
    now = lines(app)

    with pytest.raises(UndoConflict, match="to 9500"):
        app.review.undo(changes(app, done.id)["replaced fact"].id, by="user")
    assert lines(app) == now


def test_undoing_everything_one_by_one_leaves_the_store_as_it_was(app: App) -> None:
    """Apply, then take back each change: the identity on text, place and provenance."""
    fill(app)
    before, done = lines(app), dream(app)
    app.review.promote(done.id, by="user")

    for change in app.review.report(done.id).changes:
        if change.id in (app.review.report(done.id).promoted.inside or ()):
            app.review.undo(change.id, by="user")

    assert lines(app) == before
    assert app.review.report(done.id).standing == "promoted, and taken back"


def test_a_name_that_means_nothing_is_refused(app: App) -> None:
    """With what there is to choose from."""
    fill(app)
    done = dream(app)

    for names in (["chg_unknown"], ["/nowhere.md"], ["renamed"]):
        with pytest.raises(InvalidInput, match="names no change"):
            app.review.promote(done.id, by="user", only=names)


@promise("promote:part:alone")
def test_a_dream_of_an_earlier_version_is_promoted_whole_or_not_at_all(rig: Rig) -> None:
    """Nothing was kept from which a part could be built: it is said, and nothing is changed."""
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    done = rig.dream({"/a.md": "uno\n", "/b.md": "due\n"})

    with pytest.raises(PartRefused, match="earlier version"):
        rig.review.promote(done.id, by="user", only=["/a.md"])
    assert rig.texts() == {"/a.md": "one\n", "/b.md": "two\n"}
    assert rig.review.promote(done.id, by="user", only=["/a.md", "/b.md"]).is_new


@promise("promote:part:gates")
def test_a_part_without_the_drops_passes_the_gate_that_stops_the_whole(app: App) -> None:
    """Ten claims of which four are transient: too many are dropped at once, not of the rest."""
    notes = {"/a.md": "".join(f"- Fact {n} of the shop stands in row {n}0\n" for n in range(6))}
    notes["/b.md"] = "- Thanks, looks good!\n- ok\n- Good morning\n- Session started\n"
    fill(app, notes)
    done = dream(app)
    assert len(app.review.report(done.id).of_kind(ChangeKind.DROPPED)) == 4

    with pytest.raises(PromotionRefused, match="drops"):
        app.review.promote(done.id, by="user")
    assert app.review.promote(done.id, by="user", leave_out=["dropped"]).is_new
    assert texts(app)["/b.md"] == notes["/b.md"]


@promise("promote:reviewed:merged")
def test_a_write_to_a_touched_memory_is_shown_once_before_it_is_merged(app: App) -> None:
    """Elsewhere it refuses nothing; there the refusal has the merged text and the fingerprint that promotes it."""
    fill(app)
    done = dream(app)
    reviewed = app.review.report(done.id).fingerprint
    app.memories.write("notes", "/elsewhere.md", "- New\n", writer=AGENT)
    assert app.review.report(done.id).fingerprint == reviewed
    app.memories.edit("notes", "/deploy.md", writer=AGENT, replace=("Backups run at night", "Backups run at noon"))
    now = lines(app)

    with pytest.raises(FingerprintChanged) as refused:
        app.review.promote(done.id, by="user", fingerprint=reviewed)

    assert lines(app) == now
    assert "+- atlas switched its port from 8080 to 9000." in refused.value.diff
    assert app.review.report(done.id).fingerprint == refused.value.fingerprint
    assert app.review.promote(done.id, by="user", fingerprint=refused.value.fingerprint).is_new
    assert {"- Backups run at noon", "- atlas switched its port from 8080 to 9000."} <= said(lines(app))


@promise("promote:race:one", "promote:once:twice")
def test_two_who_promote_parts_at_once_do_each_change_once(app: App) -> None:
    """Whoever comes second merges with the first; of two that do the same, one is told."""
    fill(app)
    done = dream(app)
    orders = [["replaced"], ["added"], ["replaced"], ["added"], [], []]

    def attempt(only: list[str]) -> str:
        try:
            return "new" if app.review.promote(done.id, by="user", only=only).is_new else "told"
        except DreamingError as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(attempt, orders))

    assert set(told) <= {"new", "told"}
    assert told.count("new") <= 3
    assert {memory.path: memory.content for memory in app.exchange.export(str(done.output_store_id))} == texts(app)


def test_the_rest_of_a_dream_can_be_discarded(app: App) -> None:
    """What was promoted stays; a dream that is in its store whole cannot be discarded."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user", only=["replaced"])
    now = lines(app)

    app.review.discard(done.id)

    assert app.review.report(done.id).standing.endswith("the rest discarded")
    assert lines(app) == now
    with pytest.raises(InvalidTransition, match="discarded"):
        app.review.promote(done.id, by="user")


def test_a_conflict_is_decided_by_leaving_the_change_out(app: App) -> None:
    """Per change, where one decision for all would be too coarse."""
    fill(app)
    done = dream(app)
    app.memories.edit("notes", "/deploy.md", writer=AGENT, replace=("port 8080", "port 8888"))

    with pytest.raises(PromotionConflict, match="port 8888"):
        app.review.promote(done.id, by="user")
    app.review.promote(done.id, by="user", leave_out=["replaced"])

    assert "- atlas listens on port 8888" in said(lines(app))
    assert "/preferences.md" in texts(app)


def test_a_dream_of_a_text_that_was_redacted_is_not_promoted(app: App) -> None:
    """It would bring the text back: it is refused with the reason, and nothing is changed."""
    fill(app)
    done = dream(app)
    app.memories.write("notes", "/deploy.md", "- Nothing of it\n", writer=AGENT, mode="overwrite")
    app.memories.redact(app.memories.history("notes", "/deploy.md")[-1].id, by="user")
    now = lines(app)

    with pytest.raises(PromotionRefused, match="redacted since"):
        app.review.promote(done.id, by="user")
    assert lines(app) == now


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)
