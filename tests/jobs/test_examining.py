"""The exam before a dream settles: what it asks, what it finds lost, and what it keeps out of the dream."""

from collections.abc import Generator
from dataclasses import replace
from itertools import count

import anyio
import pytest
from hypothesis import given, settings
from tests.conftest import MovableClock
from tests.engine.test_lying_judges import DOCUMENTS
from tests.promises import promise
from tests.rig import CountingJudge, Files, Rig, changeset, rewriting
from tests.scale import rounds

from dreaming.domain.changes import Changeset, Fate
from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.errors import PromotionRefused
from dreaming.domain.exam import ExamKind
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Dream
from dreaming.domain.ports import Snapshot
from dreaming.domain.questions import (
    ANSWER_OF,
    Action,
    Answer,
    ObserveAnswer,
    ObserveTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
    Verdict,
)
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.examining import Allowance, Replay
from dreaming.jobs.runner import Consolidate
from dreaming.judges.rules.judge import RulesJudge
from dreaming.service.examined import Results
from dreaming.service.rendering import summary
from dreaming.service.replay import replay_moments
from dreaming.store.connection import Database

FACTS = {
    "/atlas.md": "# Atlas\n\n- The port of atlas is 8080\n- The owner of atlas is Priya\n- Logs go to /var/log/atlas\n",
    "/kestrel.md": "- The limit of kestrel is 5 MB\n- kestrel is released on Fridays\n",
}


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with a few facts."""
    made = Rig.of(database, clock)
    made.write(FACTS)
    return made


def losing(result: Files) -> Consolidate:
    """An engine that makes this of the store and says of every line that it is kept."""

    def engine(
        snapshot: Snapshot, _steering: Steering, _name: str
    ) -> Generator[list[Question], list[Answer], Changeset]:
        yield []
        made = changeset(snapshot.documents, result)
        rows = [replace(row, fate=Fate.KEPT, to=row.to or (row.claim,)) for row in made.ledger]
        return replace(made, ledger=tuple(rows))

    return engine


def results(rig: Rig, dream: Dream) -> Results:
    """What the report says of the exam."""
    return rig.review.report(dream.id).results


def run(
    rig: Rig,
    engine: Consolidate,
    *,
    hold_out: int = 0,
    allowance: Allowance | None = None,
    replay: Replay | None = None,
) -> Dream:
    """A dream over the store and all its sessions, but for those that are held out."""
    with rig.db.read() as conn:
        has_sessions = conn.execute("SELECT 1 FROM sessions").fetchone() is not None
    started = rig.dreams.start(rig.store.name, no_sessions=not has_sessions, hold_out=hold_out)
    return anyio.run(rig.runner(engine, allowance=allowance, replay=replay).run, started.dream.id)


@promise("exam:loss:listed")
def test_what_is_gone_is_listed(rig: Rig) -> None:
    """The question, the value, where it stood; the summary says it, and the section has each of them."""
    dream = run(rig, losing({"/atlas.md": "# Atlas\n\n- The owner of atlas is Priya\n"}))

    found = results(rig, dream)
    page = rig.review.section(dream.id, "exam")

    assert found.score is not None
    assert (found.score.asked, found.score.before, found.score.after, found.score.lost) == (5, 5, 3, 2)
    assert {(each.value, each.stood, each.stands) for each in found.changed} == {
        ("8080", "/atlas.md:3", ""),
        ("/var/log/atlas", "/atlas.md:5", ""),
    }
    assert "Exam: 5 of 5 found before, 3 after; 2 lost. It is not passed (section exam)." in summary(
        rig.review.report(dream.id)
    )
    assert '### lost: "- The port of atlas is" -> "8080"' in page.text
    assert "Before: place 1, /atlas.md:3" in page.text
    assert "After: not among the first ten; it stands nowhere" in page.text


@promise("exam:loss:listed", "promote:gate:exam")
def test_a_judge_that_buries_the_store_loses_what_it_held(rig: Rig) -> None:
    """Real quotes in any number pass the engine's checks; that the store's own lines are not found any more shows."""
    rig.write({"/x.md": "- quota: 77 GB\n"})
    noise = [f"GB quota, GB quota number{n}." for n in range(14)]
    rig.log(*noise)
    rig.judge = Burying()

    dream = run(rig, consolidate)

    lost = [each for each in results(rig, dream).changed if each.is_lost]
    assert [(each.value, each.before, each.stands) for each in lost] == [("77gb", 1, "/x.md:1")]
    with pytest.raises(PromotionRefused, match=r"exam lost 1 of 6 answers.*'77gb'.*override exam"):
        rig.review.promote(dream.id, by="user")


class Burying(CountingJudge):
    """Takes every message for a fact and wants it written."""

    async def answer(self, question: Question) -> Answer:
        """One draft for each event, one new line for each observation."""
        if isinstance(question.task, ObserveTask):
            events = question.task.events
            quotes = [(event.text, (Quote(event_id=event.id, text=event.text),)) for event in events]
            return ObserveAnswer(
                drafts=tuple(Draft(kind=ObservationKind.FACT, text=text, quotes=quote) for text, quote in quotes)
            )
        if not isinstance(question.task, ReconcileTask):
            return ANSWER_OF[question.stage]()
        seen = [each.id for each in question.task.observations]
        return ReconcileAnswer(
            verdicts=tuple(Verdict(action=Action.ADD, observations=(each,), reason="It was said.") for each in seen)
        )


@promise("exam:unchanged:whole")
def test_the_exam_of_a_store_that_did_not_change_loses_nothing(rig: Rig) -> None:
    """Each question has the same answer twice."""
    found = results(rig, run(rig, rewriting({})))

    assert found.score is not None
    assert (found.score.asked, found.score.before, found.score.lost, found.score.gained) == (5, 5, 0, 0)
    assert found.changed == ()


@promise("exam:unchanged:whole")
@settings(max_examples=rounds(gate=50, nightly=10_000))
@given(contents=DOCUMENTS)
def test_no_store_loses_anything_by_being_left_alone(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, str]
) -> None:
    """Whatever it holds."""
    db = Database(tmp_path_factory.mktemp("exam") / "dreaming.db")
    rig = Rig.of(db, MovableClock())
    rig.write(contents)

    found = results(rig, run(rig, rewriting({})))
    db.close()

    assert found.score is not None
    assert (found.score.lost, found.score.gained, found.score.left_out) == (0, 0, 0)


@promise("exam:time:bounded")
def test_what_there_is_no_time_for_is_counted(rig: Rig) -> None:
    """A clock that goes on by a second at each look: the first questions are asked, the others named in the report."""
    ticks = count()
    allowance = Allowance(seconds=3, elapsed=lambda: float(next(ticks)))

    found = results(rig, run(rig, rewriting({}), allowance=allowance))

    assert found.score is not None
    assert (found.score.asked, found.score.left_out) == (2, 3)
    assert found.score.text == "2 of 2 found before, 2 after; 0 lost; no time for 3 more"


@promise("exam:held-out:apart")
def test_a_session_that_is_held_out_is_asked_for_and_not_written(rig: Rig) -> None:
    """The newest is kept out: its fact is in no output, and stays to be dreamt of."""
    rig.judge = RulesJudge()  # type: ignore[assignment]
    rig.log("From now on the timeout of atlas is 30 seconds.", days=1)
    newest = rig.log("From now on the retries of atlas are 7.", days=2)

    dream = run(rig, consolidate, hold_out=1)

    assert dream.held_out == (newest,)
    assert newest not in dream.session_ids
    texts = "\n".join(rig.texts(dream.output_store_id).values())
    assert "30 seconds" in texts
    assert "retries" not in texts
    assert rig.dreams.estimate(rig.store.name).session_ids == (newest,)
    with rig.db.read() as conn:
        kinds = [row["kind"] for row in conn.execute("SELECT kind FROM dream_exam WHERE value = '7'").fetchall()]
    assert kinds == [ExamKind.HELD_OUT]


@promise("exam:held-out:apart")
def test_what_was_held_out_and_the_dream_knows_is_gained(rig: Rig) -> None:
    """Said in two sessions: the dream learns it from the one, and the exam asks for it with the other."""
    rig.judge = RulesJudge()  # type: ignore[assignment]
    rig.log("From now on the timeout of atlas is 30 seconds.", days=1)
    rig.log("The timeout of atlas is 30 seconds, please.", "From now on the timeout of atlas is 30 seconds.", days=2)

    gained = [each for each in results(rig, run(rig, consolidate, hold_out=1)).changed if each.is_gained]

    assert {each.kind for each in gained} == {ExamKind.OBSERVED, ExamKind.HELD_OUT}


def test_a_session_that_was_held_out_may_be_gone(rig: Rig) -> None:
    """The dream does not need it."""
    rig.log("Hello there", days=1)
    rig.log("Good evening", days=2)
    started = rig.dreams.start(rig.store.name, hold_out=1)
    with rig.db.write() as conn:
        conn.execute("DELETE FROM sessions WHERE id = ?", started.dream.held_out)

    done = anyio.run(rig.runner(rewriting({})).run, started.dream.id)

    assert done.status == "completed"


@promise("replay:moments:told")
def test_the_report_replays_what_the_dream_has_read_and_what_was_held_out(rig: Rig) -> None:
    """By the rules, whoever judges; the correction of the newest session is told by the old store already."""
    rig.log("No, the limit of kestrel is 9 MB, not 5 MB.", days=1)
    rig.log("No, the owner of atlas is Priya, not Wei.", days=200)

    dream = run(rig, rewriting({}), hold_out=1, replay=replay_moments)

    report = rig.review.report(dream.id)
    assert [(each.before, each.after) for each in report.results.replayed] == [("", ""), ("/atlas.md:4", "/atlas.md:4")]
    assert "Replay: would have been told: 1 of 2 with the new store, 1 with the old." in summary(report)
    assert "tells it at /atlas.md:4" in rig.review.section(dream.id, "replay").text


def test_nothing_is_told_of_sessions_where_the_store_is_the_personal_one(rig: Rig) -> None:
    """What was said in one project alone is not shown."""
    with rig.db.write() as conn:
        conn.execute('UPDATE stores SET metadata = \'{"scope": "personal"}\'')
    rig.log("No, the limit of kestrel is 9 MB, not 5 MB.", days=1)
    rig.log("No, the owner of atlas is Wei, not Priya.", days=2)

    found = results(rig, run(rig, rewriting({}), hold_out=1, replay=replay_moments))

    assert found.replayed == ()
    assert found.score is not None
    assert found.score.asked == 5


def test_the_same_exam_after_a_crash(rig: Rig) -> None:
    """Everything that a second attempt asks and finds is what the first would have."""
    rig.log("No, the owner of atlas is Priya, not Wei.", days=200)
    first = run(rig, rewriting({"/new.md": "- new 1\n"}), replay=replay_moments)
    rig.say(rig.log("Hello there", days=201))
    second = run(rig, rewriting({"/new.md": "- new 1\n"}), replay=replay_moments)

    assert _rows(rig, first) == _rows(rig, second)


def _rows(rig: Rig, dream: Dream) -> list[tuple[object, ...]]:
    with rig.db.read() as conn:
        found = conn.execute("SELECT * FROM dream_exam WHERE dream_id = ? ORDER BY position", (dream.id,)).fetchall()
        return [tuple(row)[1:] for row in found]
