"""What a dream that was to promote itself, and did not, asks a person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import QUOTE, Files, Rig, changeset

from dreaming.domain.changes import Changeset
from dreaming.domain.model import Document, OutputBehavior
from dreaming.domain.provenance import Origin
from dreaming.service.deciding import Decision
from dreaming.service.stores import Stores
from dreaming.store.connection import Database

UPDATING: dict[str, Any] = {"output_behavior": OutputBehavior.UPDATE_EXISTING}


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with two memories, one of them pinned."""
    made = Rig.of(database, clock)
    made.write({"/a.md": "one\n"}, pinned=True)
    made.write({"/b.md": "two\n"})
    return made


def unpromoted(rig: Rig, result: Files) -> str:
    """A dream with this result that was to promote itself and did not."""
    dream = rig.dream(result, **UPDATING)
    assert rig.review.promote_by_itself(dream.id) is None
    return dream.id


@promise("server:task:question")
def test_a_yes_says_all_that_promoting_needs(rig: Rig) -> None:
    """A gate and a conflict at once: the gate is passed over, what others wrote since stays, the rest is promoted."""
    dream = rig.dream({"/a.md": "uno\n", "/b.md": "due\n", "/c.md": "tre\n"}, **UPDATING)
    rig.write({"/b.md": "zwei\n"})
    rig.review.promote_by_itself(dream.id)
    decision = rig.review.decision(dream.id)
    assert decision is not None

    assert (decision.override, decision.kept) == (("pinned",), ("/b.md",))
    assert decision.why == ("it changes pinned memories: /a.md",)
    assert rig.review.decide(dream.id, decision.key, yes=True, by="somebody")
    assert rig.texts() == {"/a.md": "uno\n", "/b.md": "zwei\n", "/c.md": "tre\n"}
    assert rig.review.decision(dream.id) is None


@promise("server:task:question")
def test_what_only_an_agent_reports_is_asked_about(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """No gate stands in the way of a person, and it takes one."""

    def reported(documents: tuple[Document, ...], result: Files, _notices: object = ()) -> Changeset:
        made = changeset(documents, result)
        evidence = (replace(QUOTE, origin=Origin.REPORTED),)
        return replace(made, changes=tuple(replace(change, evidence=evidence) for change in made.changes))

    monkeypatch.setattr("tests.rig.changeset", reported)
    dream_id = unpromoted(rig, {"/b.md": "due\n"})
    decision = rig.review.decision(dream_id)
    assert decision is not None

    assert (decision.override, decision.kept) == ((), ())
    assert "an agent reports" in decision.why[0]
    assert rig.review.decide(dream_id, decision.key, yes=True, by="somebody")
    assert rig.texts()["/b.md"] == "due\n"


@promise("server:task:question")
def test_nothing_is_asked_of_a_dream_that_was_to_wait_for_review(rig: Rig) -> None:
    """Nor of one that has only just completed: it may promote itself yet."""
    waiting = rig.dream({"/a.md": "uno\n"})
    completed = rig.dream({"/a.md": "uno\n"}, **UPDATING)

    assert rig.review.decision(waiting.id) is None
    assert rig.review.decision(completed.id) is None


@promise("server:task:question")
@pytest.mark.parametrize("what", ["archive", "delete"])
def test_nothing_is_asked_where_a_yes_would_not_help(rig: Rig, what: str) -> None:
    """The store takes no writes any more, or is not there."""
    dream_id = unpromoted(rig, {"/a.md": "uno\n"})
    assert rig.review.decision(dream_id) is not None
    getattr(Stores(rig.db, rig.clock), what)(rig.store.id)

    assert rig.review.decision(dream_id) is None


def discard(rig: Rig, dream_id: str, _: Decision) -> None:
    """By dream_discard."""
    rig.review.discard(dream_id)


def promote(rig: Rig, dream_id: str, asked: Decision) -> None:
    """By dream_promote."""
    rig.review.promote(dream_id, by="user", override=asked.override)


def decline(rig: Rig, dream_id: str, asked: Decision) -> None:
    """By a no."""
    assert rig.review.decide(dream_id, asked.key, yes=False, by="user")


@promise("server:task:once")
@pytest.mark.parametrize("decide", [discard, promote, decline])
def test_what_was_decided_is_not_asked_again(rig: Rig, decide: Callable[[Rig, str, Decision], None]) -> None:
    """Wherever it was decided; a late answer changes nothing."""
    dream_id = unpromoted(rig, {"/a.md": "uno\n"})
    asked = rig.review.decision(dream_id)
    assert asked is not None
    decide(rig, dream_id, asked)
    before = rig.texts()

    assert rig.review.decision(dream_id) is None
    assert not rig.review.decide(dream_id, asked.key, yes=True, by="user")
    assert rig.texts() == before


@promise("server:task:once")
def test_a_no_says_when_it_was_said(rig: Rig, clock: MovableClock) -> None:
    """It stands in the dream's row, and nothing is discarded."""
    dream_id = unpromoted(rig, {"/a.md": "uno\n"})
    asked = rig.review.decision(dream_id)
    assert asked is not None
    before = clock.now()
    rig.review.decide(dream_id, asked.key, yes=False, by="user")
    dream = rig.dreams.get(dream_id)

    assert dream.declined_at is not None
    assert before < dream.declined_at < clock.now()
    assert rig.review.promote(dream_id, by="user", override={"pinned"}).is_new
