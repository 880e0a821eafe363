"""Whole dreams: a real store, the real rules, the runner, promotion, and another dream over the result."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from tests.promises import promise

from dreaming.app import App, open_app
from dreaming.domain.forgetting import Target
from dreaming.domain.model import Dream, EventType, NewEvent, NewSession, OutputBehavior
from dreaming.domain.provenance import Origin, Provenance, lines_of, per_line
from dreaming.domain.questions import Action, Answer, ObserveAnswer, Question, ReconcileAnswer, ReconcileTask, Verdict
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.service.exchange import ImportItem
from dreaming.service.rendering import summary
from dreaming.store import memories, plans, stores

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOTES = {
    "/deploy.md": "# Deploy\n\n- atlas listens on port 8080\n- Owner of atlas: Priya\n- Backups run at night\n",
    "/daily/2026-03-02.md": "# Monday\n\n- Owner of atlas: Priya.\n- Ask Wei about the certificates\n",
}
SAID = (
    "From now on, always run `make check` before you push.",
    "atlas switched its port from 8080 to 9000.",
    "Later we should rotate the certificates of atlas.",
)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The whole program over a home of its own."""
    return open_app(tmp_path / "home")


def fill(app: App, notes: dict[str, str] = NOTES, said: tuple[str, ...] = SAID, *, by: Origin = Origin.USER) -> None:
    """Import the notes and log one session in which the user says those sentences."""
    items = [
        ImportItem(path=path, content=text, created_at=DAY + timedelta(days=n))
        for n, (path, text) in enumerate(notes.items())
    ]
    app.exchange.import_memories("notes", items)
    events = [
        NewEvent(
            external_id=str(number),
            type=EventType.USER_MESSAGE,
            origin=by,
            text=text,
            created_at=DAY + timedelta(days=10, minutes=number),
        )
        for number, text in enumerate(said)
    ]
    app.sessions.log(NewSession(source="plain", external_id="s1", title="A session"), events)


def dream(app: App, *, no_sessions: bool = False) -> Dream:
    """Start a dream over the store and run it to its end."""
    started = app.dreams.start("notes", no_sessions=no_sessions)
    return anyio.run(app.runner().run, started.dream.id)


@dataclass(frozen=True)
class Line:
    """A line and where it comes from."""

    path: str
    text: str
    provenance: Provenance


def lines(app: App) -> list[Line]:
    """Every line of the store that says something."""
    found: list[Line] = []
    with app.db.read() as conn:
        for head in memories.heads(conn, stores.resolve(conn, "notes").id):
            document = memories.document(conn, head.memory_version_id)
            texts = lines_of(document.content)
            of = per_line(len(texts), document.default, document.spans)
            found += [Line(head.path, text, each) for text, each in zip(texts, of, strict=True) if text.strip()]
    return found


@promise("dream:line:provenance-kept", "engine:result:settled")
def test_what_a_dream_does_not_touch_stays_as_it_was_and_the_next_dream_rests(app: App) -> None:
    """Dream, promote, dream again: untouched lines keep time, origin and evidence, and nothing is left to change."""
    fill(app)
    before = lines(app)
    first = dream(app)
    app.review.promote(first.id, by="user")
    after = lines(app)

    second = dream(app, no_sessions=True)

    kept = [line for line in before if line.text in {"- Backups run at night", "- Ask Wei about the certificates"}]
    assert len(kept) == 2
    assert all(line in after for line in kept)
    learned = next(line for line in after if "make check" in line.text)
    assert (learned.provenance.origin, learned.provenance.asserted_at) == (Origin.USER, DAY + timedelta(days=10))
    assert [item.quote for item in learned.provenance.evidence] == [
        "From now on, always run `make check` before you push."
    ]
    report = app.review.report(second.id)
    assert report.changes == ()
    app.review.promote(second.id, by="user")
    assert lines(app) == after


@promise("dream:store:undone")
def test_a_whole_dream_can_be_taken_back(app: App) -> None:
    """After a promotion and a restore the store stands, line for line and origin for origin, as it stood before."""
    fill(app)
    before = lines(app)
    done = dream(app)
    app.review.promote(done.id, by="user")
    assert lines(app) != before

    app.review.restore("notes", by="user", before=done.id)

    assert lines(app) == before


def heard(app: App) -> set[str]:
    """What the next dream over the store knows of sessions that earlier ones read."""
    with app.db.read() as conn:
        return {each.text for each in plans.heard(conn, stores.resolve(conn, "notes").id).observations}


@promise("rules:wordings:heard")
def test_what_a_dream_heard_counts_once_it_is_promoted_and_until_it_is_forgotten(app: App) -> None:
    """A dream that nobody took over teaches the store nothing, and a forgotten session none either."""
    fill(app)
    done = dream(app)
    before = heard(app)
    app.review.promote(done.id, by="user")
    promoted = heard(app)

    session = app.sessions.find("plain", "s1")
    assert session is not None
    app.forgetting.forget(Target(session_id=session.id), by="user")

    assert before == set()
    assert promoted == set(SAID)
    assert heard(app) == set()


@promise("rules:sessions:again")
def test_what_a_dream_left_out_is_open_again_once_its_store_was_put_back(app: App) -> None:
    """Who takes a promotion back wants its decisions made anew."""
    fill(app, {"/deploy.md": "- Port for atlas: 9000\n"})
    app.sessions.log(
        NewSession(source="plain", external_id="s0", title="Earlier"),
        [
            NewEvent(
                external_id="0",
                type=EventType.USER_MESSAGE,
                origin=Origin.USER,
                text="Port for atlas: 8080",
                created_at=DAY - timedelta(days=1),
            )
        ],
    )
    done = dream(app)
    app.review.promote(done.id, by="user")
    promoted = skipped(app)

    app.review.restore("notes", by="user", before=done.id)

    assert promoted == {"Port for atlas: 8080"}
    assert skipped(app) == set()


def skipped(app: App) -> set[str]:
    """What the next dream over the store will not take from the same words again."""
    with app.db.read() as conn:
        return {each.text for each in plans.heard(conn, stores.resolve(conn, "notes").id).skipped}


@promise("promote:gate:reported")
@pytest.mark.parametrize(("by", "promoted"), [(Origin.USER, True), (Origin.REPORTED, False)])
def test_a_dream_does_not_promote_by_itself_what_an_agent_only_reports(app: App, by: Origin, promoted: bool) -> None:
    """A user's own words may be taken over unseen where the caller asked for it; an agent's word for them waits."""
    fill(app, by=by)
    started = app.dreams.start("notes", output_behavior=OutputBehavior.UPDATE_EXISTING)

    done = anyio.run(app.runner().run, started.dream.id)

    assert (done.promoted_at is not None) is promoted
    reasons = [notice.reason for notice in app.review.report(done.id).refused]
    assert any("an agent reports" in reason for reason in reasons) is not promoted


class Destroyer:
    """Wants every line gone."""

    name = "destroyer/1"
    is_paid = False

    async def answer(self, question: Question) -> Answer:
        """Drop all that it is asked about, for no reason that holds."""
        if not isinstance(question.task, ReconcileTask):
            return ObserveAnswer()
        verdicts = [
            Verdict(action=Action.DROP, claims=(claim.id,), rule="duplicate", reason="Clutter.")
            for claim in question.task.claims
        ]
        return ReconcileAnswer(verdicts=tuple(verdicts))


@promise("engine:judge:drops-refused")
def test_a_report_says_which_deletions_were_refused(app: App) -> None:
    """A judge deletes 23 memories for no reason: the output holds them all, and the report names what was refused."""
    notes = {
        f"/m{n}.md": f"- The shop's service number{n} is watched by the platform team at night\n" for n in range(23)
    }
    fill(app, notes, said=("Hello there",))
    runner = Runner(app.db, app.clock, lambda _: Destroyer(), consolidate=consolidate)
    started = app.dreams.start("notes")

    done = anyio.run(runner.run, started.dream.id)

    report = app.review.report(done.id)
    assert done.output_store_id is not None
    assert {memory.path: memory.content for memory in app.exchange.export(done.output_store_id)} == notes
    assert sum(len(notice.places) for notice in report.refused) >= 23
    assert "efused" in summary(report)
    app.review.promote(done.id, by="user")
    assert {memory.path: memory.content for memory in app.exchange.export("notes")} == notes
