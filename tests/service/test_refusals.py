"""No means no: what a person does not want is not proposed again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from tests.promises import promise
from tests.test_whole_dreams import SAID, dream, fill, lines

from dreaming.app import App, open_app
from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.errors import NotFound
from dreaming.domain.model import Dream, EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.domain.questions import Answer, ObserveAnswer, ObserveTask, Question
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.rules.judge import decide
from dreaming.service.memories import Writer
from dreaming.service.rendering import summary

USER = Writer("user", Origin.USER)
AGENT = Writer("agent:test", Origin.AGENT)
CHECK = "From now on, always run `make check` before you push."
BEFORE = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The whole program over a home of its own."""
    return open_app(tmp_path / "home")


class Stubborn:
    """Sees in each event what it says, in words of its own where there are some, whatever was refused."""

    name = "stubborn/1"
    is_paid = False

    async def answer(self, question: Question) -> Answer:
        """One draft for each event."""
        if not isinstance(question.task, ObserveTask):
            return decide(question)
        drafts = [
            Draft(kind=ObservationKind.FACT, text=event.text, quotes=(Quote(event_id=event.id, text=event.text),))
            for event in question.task.events
        ]
        return ObserveAnswer(drafts=tuple(drafts))


def say(app: App, *texts: str, at: datetime = BEFORE, by: Origin = Origin.USER) -> None:
    """One more session."""
    name = f"s-{at.timestamp()}-{by}-{hash(texts)}"
    events = [
        NewEvent(external_id=str(n), type=EventType.USER_MESSAGE, origin=by, text=text, created_at=at)
        for n, text in enumerate(texts)
    ]
    app.sessions.log(NewSession(source="plain", external_id=name, title="Later"), events)


def dream_again(app: App) -> Dream:
    """A dream over every session, also those that were dreamt of, by a judge that takes all."""
    with app.db.read() as conn:
        ids = [row["id"] for row in conn.execute("SELECT id FROM sessions ORDER BY id")]
    started = app.dreams.start("notes", sessions=ids)
    runner = Runner(app.db, app.clock, lambda _: Stubborn(), consolidate=consolidate)
    done = anyio.run(runner.run, started.dream.id)
    assert done.error is None
    return done


def proposed(app: App, done: Dream) -> str:
    """Everything that a dream would write."""
    changes = app.review.report(done.id).changes
    return "\n".join(place.text for change in changes for place in change.after)


def text(app: App) -> str:
    """The store as it stands."""
    return "\n".join(line.text for line in lines(app))


@promise("refusal:change:never-again", "refusal:change:listed")
@pytest.mark.parametrize(
    "again", [SAID[1], "atlas port switched from 8080 to 9000", "atlas: its port is now 9000 (was 8080)"]
)
def test_what_was_left_out_is_not_proposed_in_other_words(app: App, again: str) -> None:
    """A port that a person refused, in three wordings; the report counts it, the list has it, allowing it lifts it."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user", leave_out=["replaced"])
    say(app, again)

    later = dream_again(app)

    assert "9000" not in proposed(app, later)
    report = app.review.report(later.id)
    assert report.declined
    assert "not proposed again" in summary(report)
    refused = app.review.refusals("notes")
    assert [(each.kind, each.ground) for each in refused] == [("value", "excepted")]
    assert refused[0].id in report.declined[0].reason
    app.review.allow(refused[0].id)
    assert "9000" in proposed(app, dream_again(app))
    with pytest.raises(NotFound, match="refusal"):
        app.review.allow(refused[0].id)


@promise("refusal:change:new-evidence")
@pytest.mark.parametrize(("by", "is_open"), [(Origin.USER, True), (Origin.REPORTED, False), (Origin.TOOL, False)])
def test_only_a_user_reopens_what_was_refused(app: App, by: Origin, is_open: bool) -> None:
    """By saying it after the refusal; what an agent or a tool says then changes nothing."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user", leave_out=["replaced"])
    say(app, SAID[1], at=app.clock.now() + timedelta(hours=1), by=by)

    assert ("9000" in proposed(app, dream_again(app))) is is_open


@promise("refusal:change:never-again")
def test_what_was_undone_is_not_proposed_again(app: App) -> None:
    """Neither a new line nor a new value nor a removal."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user")
    for change in app.review.report(done.id).changes:
        if change.id in (app.review.report(done.id).promoted.inside or ()):
            app.review.undo(change.id, by="user")
    before = text(app)

    later = dream_again(app)

    assert CHECK not in proposed(app, later)
    assert "9000" not in proposed(app, later)
    app.review.promote(later.id, by="user")
    assert set(before.splitlines()) <= set(text(app).splitlines())
    assert {each.ground for each in app.review.refusals("notes")} == {"undone"}


@promise("refusal:change:never-again")
@pytest.mark.parametrize("how", ["edit", "overwrite", "delete"])
def test_a_line_that_a_person_took_out_is_not_learnt_again(app: App, how: str) -> None:
    """Whatever the verb; the old sessions still say it."""
    fill(app)
    app.review.promote(dream(app).id, by="user")
    (path,) = [line.path for line in lines(app) if CHECK in line.text]
    whole = app.memories.view("notes", path).content or ""
    (line,) = [each for each in whole.splitlines() if CHECK in each]
    if how == "edit":
        app.memories.edit("notes", path, writer=USER, replace=(line, "- Something else"))
    elif how == "overwrite":
        app.memories.write("notes", path, "- Something else\n", writer=USER, mode="overwrite")
    else:
        app.memories.delete("notes", path, writer=USER)

    later = dream_again(app)

    assert CHECK not in proposed(app, later)
    assert any(CHECK in each.text for each in app.review.report(later.id).declined)
    assert CHECK in {each.after for each in app.review.refusals("notes")}


def test_an_agent_refuses_nothing_and_neither_does_another_wording(app: App) -> None:
    """What an agent takes out may be learnt again; a line that a person only words anew was not taken out."""
    app.memories.write("notes", "/a.md", "- atlas listens on port 8080\n- Backups run at night\n", writer=USER)

    app.memories.edit("notes", "/a.md", writer=AGENT, replace=("- Backups run at night\n", ""))
    app.memories.edit("notes", "/a.md", writer=USER, replace=("atlas listens on port 8080", "The atlas port: 8080"))

    assert app.review.refusals("notes") == []


@promise("refusal:discard:not-a-no")
def test_a_discarded_dream_is_not_a_no_to_each_line(app: App) -> None:
    """Another dream may find the same, unless its changes are refused with it."""
    fill(app)
    first = dream(app)
    app.review.discard(first.id)
    assert app.review.refusals("notes") == []
    second = dream_again(app)
    assert "9000" in proposed(app, second)

    app.review.discard(second.id, refused_by="user")

    assert {each.ground for each in app.review.refusals("notes")} == {"discarded"}
    third = dream_again(app)
    assert app.review.report(third.id).changes == ()
    assert len(app.review.report(third.id).declined) == len(app.review.report(second.id).changes)


@promise("refusal:change:listed")
def test_taking_what_was_refused_lifts_the_refusal(app: App) -> None:
    """A person may change their mind about a change of the same dream."""
    fill(app)
    done = dream(app)
    app.review.promote(done.id, by="user", leave_out=["replaced"])
    assert app.review.report(done.id).standing.endswith("1 refused")
    assert not app.review.promote(done.id, by="user").is_new  # all that nobody refused is there

    app.review.promote(done.id, by="user", only=["replaced"])

    assert app.review.refusals("notes") == []
    assert app.review.report(done.id).standing == "promoted"


@promise("refusal:change:never-again")
def test_a_no_for_good_to_the_question_refuses_what_was_asked(app: App) -> None:
    """Only the changes that were asked about."""
    fill(app)
    done = dream(app)

    app.review.decline(done.id, ["replaced"], by="mcp")

    assert [(each.ground, each.kind) for each in app.review.refusals("notes")] == [("declined", "value")]


@promise("refusal:redact:erased")
def test_a_redacted_text_is_in_no_refusal(app: App) -> None:
    """The refusal goes with the text that it quotes."""
    app.memories.write("notes", "/a.md", "- atlas listens on port 8080\n- Keep\n", writer=USER)
    app.memories.edit("notes", "/a.md", writer=USER, replace=("- atlas listens on port 8080\n", ""))
    assert len(app.review.refusals("notes")) == 1
    old = app.memories.history("notes", "/a.md")[-1]

    app.memories.redact(old.id, by="user")

    assert app.review.refusals("notes") == []
