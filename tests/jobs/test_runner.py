"""Running dreams to their end, whatever happens on the way."""

import gc
from collections.abc import Generator
from datetime import timedelta

import anyio
import pytest
from tests.jobs.threads import on_thread
from tests.promises import promise
from tests.rig import Rig, changeset, rewriting, run_next

from dreaming.domain.changes import Changeset
from dreaming.domain.errors import DREAM_ERRORS, ModelUnavailable
from dreaming.domain.instructions import Steering
from dreaming.domain.model import DreamStatus, OutputBehavior, Progress, StoreKind
from dreaming.domain.ports import Snapshot
from dreaming.domain.questions import Answer, Question
from dreaming.engine.consolidate import consolidate as real_engine
from dreaming.jobs.collecting import RARELY
from dreaming.jobs.lease import Timing
from dreaming.jobs.runner import Consolidate
from dreaming.store import stores
from dreaming.store.connection import rows

pytestmark = pytest.mark.anyio


Steps = Generator[list[Question], list[Answer], Changeset]


def _breaking(error: Exception) -> Consolidate:
    def consolidate(_snapshot: Snapshot, _steering: Steering, _judge_name: str) -> Steps:
        raise error
        yield []

    return consolidate


@promise("dream:input:unchanged")
async def test_a_dream_writes_a_new_store_and_leaves_its_input(rig: Rig) -> None:
    """The clone holds what the dream did not touch; status, times and progress are set."""
    before = await on_thread(rig.state)
    dream = (await on_thread(rig.dreams.start, "notes")).dream

    done = await run_next(rig.runner(rewriting({"/a.md": "uno\n", "/b.md": None})))

    assert done is not None
    assert (done.id, done.status, done.progress.stage, done.attempt) == (dream.id, DreamStatus.COMPLETED, "settle", 1)
    assert await on_thread(rig.texts, done.output_store_id) == {"/a.md": "uno\n"}
    assert await on_thread(rig.state) == before


async def test_dreams_are_run_in_the_order_they_were_started(rig: Rig) -> None:
    """Until none waits; one that has ended is only looked at."""
    started = [(await on_thread(lambda: rig.dreams.start("notes", no_sessions=True))).dream.id for _ in range(3)]
    runner = rig.runner(rewriting({}))

    ended = [await run_next(runner) for _ in range(3)]

    assert [dream and dream.id for dream in ended] == started
    assert await run_next(runner) is None
    assert await runner.run(started[0]) == ended[0]


@promise("dream:input:pinned")
async def test_what_is_written_while_a_dream_runs_is_not_read(rig: Rig) -> None:
    """Neither a memory nor an event of a session."""
    session = (await on_thread(rig.dreams.start, "notes")).dream.session_ids[0]
    read: list[object] = []

    def looking(snapshot: Snapshot, steering: Steering, judge_name: str) -> Steps:
        rig.write({"/a.md": "later\n", "/c.md": "new\n"})
        rig.say(session, "later")
        read.extend(document.content for document in snapshot.documents)
        read.extend(event.text for event in snapshot.events(session))
        return changeset(snapshot.documents, {})
        yield []

    await run_next(rig.runner(looking))

    assert read == ["one\n", "two\n", "hello", "again"]


async def test_garbage_is_looked_for_less_often_while_a_dream_runs(rig: Rig) -> None:
    """And as before once it has ended, however it ended."""
    await on_thread(rig.dreams.start, "notes")
    before, seen = gc.get_threshold(), list[tuple[int, int, int]]()

    def looking(_snapshot: Snapshot, _steering: Steering, _judge_name: str) -> Steps:
        seen.append(gc.get_threshold())
        raise ValueError
        yield []

    await run_next(rig.runner(looking))

    assert before != RARELY
    assert (seen, gc.get_threshold()) == ([RARELY], before)


async def test_progress_counts_the_questions_of_a_stage(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of sessions the total is known from the beginning; kept answers count as done."""
    monkeypatch.setattr("dreaming.jobs.asking.PACE_SECONDS", 0)
    await on_thread(lambda: rig.log("more", days=1))
    dream = (await on_thread(rig.dreams.start, "notes")).dream
    seen: list[Progress] = []

    async def look(_question: Question) -> None:
        seen.append((await on_thread(rig.dreams.get, dream.id)).progress)

    rig.judge.before = look
    await rig.runner(rewriting({})).run(dream.id)

    assert [(each.stage, each.done, each.total) for each in seen] == [("observe", 0, 2), ("observe", 1, 2)]
    assert seen[0].remaining_seconds is None
    assert seen[1].remaining_seconds is not None
    assert seen[1].detail == dream.session_ids[-1]


async def test_long_sessions_are_read_page_by_page(rig: Rig) -> None:
    """Every event once, in order, up to the pinned one."""
    session = await on_thread(lambda: rig.log(*(f"event {n}" for n in range(250))))
    await on_thread(lambda: rig.dreams.start("notes", sessions=[session]))
    read: list[int] = []

    def looking(snapshot: Snapshot, steering: Steering, judge_name: str) -> Steps:
        read.extend(event.seq for event in snapshot.events(session))
        return changeset(snapshot.documents, {})
        yield []

    await run_next(rig.runner(looking))

    assert read == list(range(1, 251))


@promise("dream:cancel:ends")
@pytest.mark.parametrize("paid", [True, False])
async def test_a_running_dream_ends_at_its_next_step(rig: Rig, paid: bool) -> None:
    """What it would have written is not written; the unfinished store stays as it is."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream

    async def cancel(_question: Question) -> None:
        await on_thread(rig.dreams.cancel, dream.id)
        await on_thread(rig.dreams.cancel, dream.id)

    rig.judge.before, rig.judge.is_paid = cancel, paid

    ended = await rig.runner(rewriting({"/a.md": "uno\n"})).run(dream.id)

    assert (ended.status, ended.error) == (DreamStatus.CANCELED, None)
    assert await on_thread(rig.texts, ended.output_store_id) == {"/a.md": "one\n", "/b.md": "two\n"}
    assert await on_thread(_kind, rig, ended.output_store_id) is StoreKind.BUILDING


def _kind(rig: Rig, store_id: str | None) -> StoreKind:
    with rig.db.read() as conn:
        return stores.get(conn, str(store_id)).kind


@promise("job:error:settled")
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ZeroDivisionError("oops"), "internal_error"),
        (ExceptionGroup("several", [ExceptionGroup("in one", [KeyError("x")])]), "internal_error"),
        (ModelUnavailable("claude-x", "no key"), "model_unavailable"),
    ],
)
async def test_a_broken_engine_ends_the_dream_as_failed(rig: Rig, error: Exception, expected: str) -> None:
    """With a type of the closed set and a sentence; nothing more is tried."""
    await on_thread(rig.dreams.start, "notes")
    runner = rig.runner(_breaking(error))

    ended = await run_next(runner)

    assert ended is not None
    assert ended.error is not None
    assert (ended.status, ended.error.type) == (DreamStatus.FAILED, expected)
    assert expected in DREAM_ERRORS
    assert await run_next(runner) is None


@promise("job:error:settled")
async def test_a_judge_that_cannot_be_asked_fails_the_dream(rig: Rig) -> None:
    """Its error leaves the task group as itself."""

    async def refuse(_question: Question) -> None:
        raise ModelUnavailable("rules", "it is asleep")

    rig.judge.before = refuse
    await on_thread(rig.dreams.start, "notes")

    ended = await run_next(rig.runner(rewriting({})))

    assert ended is not None
    assert ended.error is not None
    assert ended.error.type == "model_unavailable"
    assert "asleep" in ended.error.message


@promise("job:limit:timeout")
async def test_a_dream_over_its_time_fails_with_timeout(rig: Rig) -> None:
    """A judge that never answers cannot hold it."""

    async def never(_question: Question) -> None:
        await anyio.sleep_forever()

    rig.judge.before = never
    await on_thread(rig.dreams.start, "notes")
    with anyio.fail_after(60):
        ended = await run_next(rig.runner(rewriting({}), timing=Timing(limit=timedelta(seconds=0.2))))

    assert ended is not None
    assert ended.error is not None
    assert (ended.status, ended.error.type) == (DreamStatus.FAILED, "timeout")


@promise("dream:input:gone")
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE stores SET archived_at = created_at", "input_memory_store_unavailable"),
        ("DELETE FROM stores", "input_memory_store_unavailable"),
        ("DELETE FROM sessions", "input_session_unavailable"),
    ],
)
async def test_a_dream_whose_input_is_gone_says_which(rig: Rig, statement: str, expected: str) -> None:
    """Between its start and its run."""
    await on_thread(rig.dreams.start, "notes")

    def lose() -> None:
        with rig.db.write() as conn:
            conn.execute(statement)

    await on_thread(lose)

    ended = await run_next(rig.runner(rewriting({})))

    assert ended is not None
    assert ended.error is not None
    assert (ended.status, ended.error.type) == (DreamStatus.FAILED, expected)
    assert ended.output_store_id is None


async def test_an_updating_dream_is_promoted_when_it_has_completed(rig: Rig) -> None:
    """Whoever wires the runner says how; other dreams are not."""
    await on_thread(lambda: rig.dreams.start("notes", output_behavior=OutputBehavior.UPDATE_EXISTING))
    await on_thread(lambda: rig.dreams.start("notes", no_sessions=True))
    runner = rig.runner(rewriting({"/a.md": "uno\n"}), promote=rig.review.promote_by_itself)

    first, second = await run_next(runner), await run_next(runner)

    assert first is not None
    assert second is not None
    assert first.promoted_at is not None
    assert second.promoted_at is None
    assert (await on_thread(rig.texts))["/a.md"] == "uno\n"


async def test_free_answers_are_kept_too_and_dropped_at_the_end(rig: Rig) -> None:
    """While the dream runs they save work; afterwards they would only repeat its sessions."""
    rig.judge.is_paid = False
    counts: list[int] = []

    def count() -> int:
        with rig.db.read() as conn:
            return rows(conn, "SELECT count(*) AS n FROM checkpoints")[0]["n"]

    def looking(snapshot: Snapshot, steering: Steering, judge_name: str) -> Steps:
        made = yield from rewriting({})(snapshot, steering, judge_name)
        counts.append(count())
        return made

    await on_thread(rig.dreams.start, "notes")
    await run_next(rig.runner(looking))

    assert counts == [1]
    assert await on_thread(count) == 0


@promise("promote:gate:accounted")
async def test_the_engines_ledger_passes_the_gate(rig: Rig) -> None:
    """The real engine with a judge that says nothing: every line accounted for, nothing changed."""
    text = "---\ntitle: x\n---\n# Deploy\n\n"
    text += "- port: 8080\n- a\n  wrapped line\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n\nmore\n```\nlast"
    await on_thread(rig.write, {"/mixed.md": text, "/empty.md": "", "/blank.md": "\n\n"})
    await on_thread(rig.dreams.start, "notes")

    ended = await run_next(rig.runner(real_engine))

    assert ended is not None
    assert ended.status is DreamStatus.COMPLETED
    assert (await on_thread(lambda: rig.review.promote(ended.id, by="user"))).is_new
