"""What must hold before a dream is promoted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Files, Rig, changeset

from dreaming.domain.changes import Changeset, Fate
from dreaming.domain.errors import (
    InvalidInput,
    PromotionRefused,
)
from dreaming.domain.model import Document, OutputBehavior
from dreaming.domain.times import render
from dreaming.service.examined import overridden
from dreaming.service.gates import OVERRIDES
from dreaming.service.rendering import summary
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


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
    with pytest.raises(InvalidInput, match="drop_limit, exam, pinned"):
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


def _untrue(rig: Rig, monkeypatch: pytest.MonkeyPatch, result: Files) -> str:
    """A dream that makes this of the store and says of every line that it is kept."""

    def saying(documents: Sequence[Document], made_of: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, made_of)
        return replace(made, ledger=tuple(replace(row, fate=Fate.KEPT, to=(row.claim,)) for row in made.ledger))

    monkeypatch.setattr("tests.rig.changeset", saying)
    return rig.dream(result).id


@promise("promote:gate:exam", "promote:gate:named")
def test_what_an_exam_lost_needs_an_override(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the question and the override; who passed over it, when and why stands in the report."""
    rig.write({"/a.md": "- our orchard grows apples\n- the team prefers tabs\n"})
    dream_id = _untrue(rig, monkeypatch, {"/a.md": "- the team prefers tabs\n"})

    with pytest.raises(
        PromotionRefused, match=r"lost 1 of 2 answers.*'- our grows apples' finds 'orchard' no more.*override exam"
    ):
        rig.review.promote(dream_id, by="user")
    assert rig.review.promote(dream_id, by="mcp:user", override={"exam", "drop_limit"}).is_new

    report = rig.review.report(dream_id)
    (passed_over,) = overridden(report.promoted.last)
    assert (passed_over["gate"], passed_over["by"]) == ("exam", "mcp:user")
    assert report.promoted.last is not None
    assert passed_over["at"] == render(report.promoted.last.created_at)
    assert "Passed over: exam, by mcp:user on 2026-06-01: its exam lost 1 of 2 answers" in summary(report)


@promise("promote:gate:exam")
def test_a_hundredth_may_be_lost(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of a hundred answers, and not two."""
    lines = [f"- orchard {word} grows apples called {word}{word}\n" for word in _words(120)]
    rig.write({f"/{n}.md": line for n, line in enumerate(lines)})

    for lost, is_passed in ((1, True), (2, False)):
        dream_id = _untrue(rig, monkeypatch, {f"/{n}.md": "- nothing\n" for n in range(lost)})
        score = rig.review.report(dream_id).results.score
        assert score is not None
        assert (score.lost, score.is_passed) == (lost, is_passed)


def _words(count: int) -> list[str]:
    """Different words; two of them in one are the longest of a line, which it is asked for."""
    return [f"{chr(97 + n // 26)}{chr(97 + n % 26)}bcdfg" for n in range(count)]


@promise("promote:gate:values", "promote:gate:named")
def test_what_vanished_without_account_is_never_promoted(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is overridden; the refusal names the line and what it would lose."""
    rig.write({"/a.md": "- The port is 8080\n- Never on Fridays\n", "/b.md": "- 9090\n"})
    dream_id = _untrue(rig, monkeypatch, {"/a.md": "- The port is open\n- On Fridays\n"})

    with pytest.raises(PromotionRefused, match=r"2 lines would lose .*: /a.md:1 \(8080\), /a.md:2 \(not\)") as refused:
        rig.review.promote(dream_id, by="user", override=set(OVERRIDES))
    assert refused.value.overrides == ()


@promise("promote:gate:named")
def test_a_refusal_for_what_was_dropped_names_the_lines(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first few of them."""
    dream_id = _dropping(rig, monkeypatch, 7, 10)

    with pytest.raises(PromotionRefused, match=r"drops 7 of 10 claims, more than 20%: /a.md:1, .*, /a.md:5, …"):
        rig.review.promote(dream_id, by="user", override={"exam"})
