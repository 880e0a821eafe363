"""Running dreams to their end, whatever happens on the way."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar, TypeVarTuple, Unpack

import anyio
import anyio.to_thread
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import CountingJudge, Rig, changeset, rewriting

from dreaming.domain.changes import Changeset
from dreaming.domain.errors import DREAM_ERRORS, LeaseLost, ModelUnavailable
from dreaming.domain.instructions import Steering
from dreaming.domain.model import DreamStatus, OutputBehavior, Progress, StoreKind
from dreaming.domain.ports import Snapshot
from dreaming.domain.questions import Answer, Question
from dreaming.engine.consolidate import consolidate as real_engine
from dreaming.jobs import settling
from dreaming.jobs.lease import run_under_lease
from dreaming.jobs.runner import Consolidate, Runner, Timing
from dreaming.store import dreams, leases, memories, stores
from dreaming.store.connection import Database, rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with two memories and a session."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    rig.log("hello", "again")
    return rig


_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")
Steps = Generator[list[Question], list[Answer], Changeset]


def _breaking(error: Exception) -> Consolidate:
    def consolidate(_snapshot: Snapshot, _steering: Steering, _judge_name: str) -> Steps:
        raise error
        yield []

    return consolidate


async def _on_thread(work: Callable[[Unpack[_Arguments]], _Result], *args: *_Arguments) -> _Result:
    """The services block: they are called as the server calls them."""
    return await anyio.to_thread.run_sync(work, *args)


@promise("dream:input:unchanged")
async def test_a_dream_writes_a_new_store_and_leaves_its_input(rig: Rig) -> None:
    """The clone holds what the dream did not touch; status, times and progress are set."""
    before = await _on_thread(rig.state)
    dream = (await _on_thread(rig.dreams.start, "notes")).dream

    done = await rig.runner(rewriting({"/a.md": "uno\n", "/b.md": None})).run_next()

    assert done is not None
    assert (done.id, done.status, done.progress.stage, done.attempt) == (dream.id, DreamStatus.COMPLETED, "settle", 1)
    assert await _on_thread(rig.texts, done.output_store_id) == {"/a.md": "uno\n"}
    assert await _on_thread(rig.state) == before


async def test_dreams_are_run_in_the_order_they_were_started(rig: Rig) -> None:
    """Until none waits."""
    started = [(await _on_thread(lambda: rig.dreams.start("notes", no_sessions=True))).dream.id for _ in range(3)]
    seen: list[str] = []
    runner = rig.runner(rewriting({}), at=seen.append)

    assert await runner.drain() == 3

    assert seen.count("settled") == 3
    ended = [await _on_thread(rig.dreams.get, dream_id) for dream_id in started]
    assert sorted(ended, key=lambda dream: str(dream.ended_at)) == ended
    assert await runner.run(started[0]) == ended[0]


@promise("dream:input:pinned")
async def test_what_is_written_while_a_dream_runs_is_not_read(rig: Rig) -> None:
    """Neither a memory nor an event of a session."""
    session = (await _on_thread(rig.dreams.start, "notes")).dream.session_ids[0]
    read: list[object] = []

    def looking(snapshot: Snapshot, steering: Steering, judge_name: str) -> Steps:
        rig.write({"/a.md": "later\n", "/c.md": "new\n"})
        rig.say(session, "later")
        read.extend(document.content for document in snapshot.documents)
        read.extend(event.text for event in snapshot.events(session))
        return changeset(snapshot.documents, {})
        yield []

    await rig.runner(looking).run_next()

    assert read == ["one\n", "two\n", "hello", "again"]


async def test_progress_counts_the_questions_of_a_stage(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of sessions the total is known from the beginning; kept answers count as done."""
    monkeypatch.setattr("dreaming.jobs.asking.PACE_SECONDS", 0)
    await _on_thread(lambda: rig.log("more", days=1))
    dream = (await _on_thread(rig.dreams.start, "notes")).dream
    seen: list[Progress] = []

    async def look(_question: Question) -> None:
        seen.append((await _on_thread(rig.dreams.get, dream.id)).progress)

    rig.judge.before = look
    await rig.runner(rewriting({})).run(dream.id)

    assert seen == [Progress(stage="observe", done=0, total=2), Progress(stage="observe", done=1, total=2)]


async def test_long_sessions_are_read_page_by_page(rig: Rig) -> None:
    """Every event once, in order, up to the pinned one."""
    session = await _on_thread(lambda: rig.log(*(f"event {n}" for n in range(250))))
    await _on_thread(lambda: rig.dreams.start("notes", sessions=[session]))
    read: list[int] = []

    def looking(snapshot: Snapshot, steering: Steering, judge_name: str) -> Steps:
        read.extend(event.seq for event in snapshot.events(session))
        return changeset(snapshot.documents, {})
        yield []

    await rig.runner(looking).run_next()

    assert read == list(range(1, 251))


@promise("job:acquire:one")
async def test_of_eight_workers_each_acquires_another_dream(rig: Rig) -> None:
    """Eight dreams, eight workers released together: eight distinct leases."""
    for _ in range(8):
        await _on_thread(lambda: rig.dreams.start("notes", no_sessions=True))
    barrier = Barrier(8)
    runners = [rig.runner(rewriting({})) for _ in range(8)]

    def acquire(runner: Runner) -> str:
        barrier.wait()
        lease = runner._acquire(None)  # pyright: ignore[reportPrivateUsage]  # the one statement under test
        assert lease is not None
        return lease.dream_id

    def race() -> list[str]:
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(acquire, runners))

    assert len(set(await _on_thread(race))) == 8
    assert await runners[0].run_next() is None


@promise("job:lease:fenced")
async def test_a_worker_whose_lease_ran_out_writes_nothing(rig: Rig, clock: MovableClock) -> None:
    """It sleeps past its lease; another finishes the dream; the first wakes up and is refused everywhere."""
    dream = (await _on_thread(rig.dreams.start, "notes")).dream
    other = rig.runner(rewriting({"/a.md": "other\n"}))

    async def sleep_past_the_lease(_question: Question) -> None:
        judge.before = None
        clock.advance(minutes=5)
        await other.run_next()

    judge = CountingJudge(before=sleep_past_the_lease)
    slow = Runner(rig.db, clock, lambda _model: judge, consolidate=rewriting({"/a.md": "slow\n"}))

    ended = await slow.run(dream.id)

    assert (ended.status, ended.generation) == (DreamStatus.COMPLETED, 2)
    assert await _on_thread(rig.texts, ended.output_store_id) == {"/a.md": "other\n", "/b.md": "two\n"}


@promise("job:lease:fenced")
async def test_every_write_under_an_old_lease_is_refused(rig: Rig, clock: MovableClock) -> None:
    """Renewal says no; the others raise."""
    await _on_thread(rig.dreams.start, "notes")
    runner = rig.runner(rewriting({}))
    old = await _on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # a worker that then sleeps
    clock.advance(minutes=5)
    new = await _on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # and one that does not
    assert old is not None
    assert new is not None

    def write() -> None:
        with rig.db.write() as conn:
            assert not leases.renew(conn, old, clock.now())
            assert not leases.release(conn, old)
            leases.check_lease(conn, new)
        empty = changeset([], {})
        for attempt in (
            lambda: settling.complete(rig.db, clock, old, empty),
            lambda: settling.end(rig.db, clock, old, DreamStatus.FAILED, None),
        ):
            with pytest.raises(LeaseLost):
                attempt()

    await _on_thread(write)


@promise("job:lease:fenced")
async def test_work_stops_at_once_when_a_renewal_is_refused() -> None:
    """The heartbeat cancels it; an error of the work leaves without a group."""

    async def refused() -> bool:
        return False

    async def nothing() -> None:
        raise NotImplementedError

    with anyio.fail_after(5), pytest.raises(LeaseLost):
        await run_under_lease("drm_x", anyio.sleep_forever, renew=refused, release=nothing, every=0)

    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run_under_lease("drm_x", broken, renew=refused, release=nothing, every=60)


@promise("job:stop:given-back")
async def test_a_stopped_runner_gives_its_dream_back(rig: Rig) -> None:
    """It waits again at once, and the attempt does not count."""
    dream = (await _on_thread(rig.dreams.start, "notes")).dream

    async with anyio.create_task_group() as tasks:

        async def stop(_question: Question) -> None:
            tasks.cancel_scope.cancel()
            await anyio.sleep_forever()

        rig.judge.before = stop
        tasks.start_soon(rig.runner(rewriting({})).run, dream.id)

    back = await _on_thread(rig.dreams.get, dream.id)
    assert (back.status, back.attempt, back.generation) == (DreamStatus.PENDING, 0, 1)
    rig.judge.before = None
    assert (await rig.runner(rewriting({})).run(dream.id)).status is DreamStatus.COMPLETED


@promise("job:stop:given-back", "dream:cancel:ends")
async def test_a_stopped_runner_ends_a_dream_that_was_canceled(rig: Rig) -> None:
    """Nobody need take it up again only to end it."""
    dream = (await _on_thread(rig.dreams.start, "notes")).dream

    async with anyio.create_task_group() as tasks:

        async def cancel_and_stop(_question: Question) -> None:
            await _on_thread(rig.dreams.cancel, dream.id)
            tasks.cancel_scope.cancel()
            await anyio.sleep_forever()

        rig.judge.before = cancel_and_stop
        tasks.start_soon(rig.runner(rewriting({})).run, dream.id)

    assert (await _on_thread(rig.dreams.get, dream.id)).status is DreamStatus.CANCELED


@promise("dream:cancel:ends")
@pytest.mark.parametrize("paid", [True, False])
async def test_a_running_dream_ends_at_its_next_step(rig: Rig, paid: bool) -> None:
    """What it would have written is not written; the unfinished store stays as it is."""
    dream = (await _on_thread(rig.dreams.start, "notes")).dream

    async def cancel(_question: Question) -> None:
        await _on_thread(rig.dreams.cancel, dream.id)
        await _on_thread(rig.dreams.cancel, dream.id)

    rig.judge.before, rig.judge.is_paid = cancel, paid

    ended = await rig.runner(rewriting({"/a.md": "uno\n"})).run(dream.id)

    assert (ended.status, ended.error) == (DreamStatus.CANCELED, None)
    assert await _on_thread(rig.texts, ended.output_store_id) == {"/a.md": "one\n", "/b.md": "two\n"}
    assert await _on_thread(_kind, rig, ended.output_store_id) is StoreKind.BUILDING


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
    await _on_thread(rig.dreams.start, "notes")
    runner = rig.runner(_breaking(error))

    ended = await runner.run_next()

    assert ended is not None
    assert ended.error is not None
    assert (ended.status, ended.error.type) == (DreamStatus.FAILED, expected)
    assert expected in DREAM_ERRORS
    assert await runner.run_next() is None


@promise("job:error:settled")
async def test_a_judge_that_cannot_be_asked_fails_the_dream(rig: Rig) -> None:
    """Its error leaves the task group as itself."""

    async def refuse(_question: Question) -> None:
        raise ModelUnavailable("rules", "it is asleep")

    rig.judge.before = refuse
    await _on_thread(rig.dreams.start, "notes")

    ended = await rig.runner(rewriting({})).run_next()

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
    await _on_thread(rig.dreams.start, "notes")
    with anyio.fail_after(10):
        ended = await rig.runner(rewriting({}), timing=Timing(limit=timedelta(seconds=0.2))).run_next()

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
    await _on_thread(rig.dreams.start, "notes")

    def lose() -> None:
        with rig.db.write() as conn:
            conn.execute(statement)

    await _on_thread(lose)

    ended = await rig.runner(rewriting({})).run_next()

    assert ended is not None
    assert ended.error is not None
    assert (ended.status, ended.error.type) == (DreamStatus.FAILED, expected)
    assert ended.output_store_id is None


async def test_an_updating_dream_is_promoted_when_it_has_completed(rig: Rig) -> None:
    """Whoever wires the runner says how; other dreams are not."""
    await _on_thread(lambda: rig.dreams.start("notes", output_behavior=OutputBehavior.UPDATE_EXISTING))
    await _on_thread(lambda: rig.dreams.start("notes", no_sessions=True))
    runner = rig.runner(rewriting({"/a.md": "uno\n"}), promote=rig.review.promote_by_itself)

    first, second = await runner.run_next(), await runner.run_next()

    assert first is not None
    assert second is not None
    assert first.promoted_at is not None
    assert second.promoted_at is None
    assert (await _on_thread(rig.texts))["/a.md"] == "uno\n"


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

    await _on_thread(rig.dreams.start, "notes")
    await rig.runner(looking).run_next()

    assert counts == [1]
    assert await _on_thread(count) == 0


@promise("promote:gate:accounted")
async def test_the_engines_ledger_passes_the_gate(rig: Rig) -> None:
    """The real engine with a judge that says nothing: every line accounted for, nothing changed."""
    text = "---\ntitle: x\n---\n# Deploy\n\n"
    text += "- port: 8080\n- a\n  wrapped line\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n\nmore\n```\nlast"
    await _on_thread(rig.write, {"/mixed.md": text, "/empty.md": "", "/blank.md": "\n\n"})
    await _on_thread(rig.dreams.start, "notes")

    ended = await rig.runner(real_engine).run_next()

    assert ended is not None
    assert ended.status is DreamStatus.COMPLETED
    assert (await _on_thread(lambda: rig.review.promote(ended.id, by="user"))).is_new


async def test_a_dream_is_settled_once(rig: Rig, clock: MovableClock) -> None:
    """Its end, once written, is not written over."""
    dream = (await _on_thread(rig.dreams.start, "notes")).dream
    runner = rig.runner(rewriting({}))
    lease = await _on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # the lease of a worker
    assert lease is not None

    def settle() -> None:
        settling.end(rig.db, clock, lease, DreamStatus.CANCELED, None)
        with rig.db.write() as conn, pytest.raises(LeaseLost):
            leases.check_lease(conn, lease)
        with rig.db.read() as conn:
            assert dreams.get(conn, dream.id).status is DreamStatus.CANCELED
            assert memories.last_seq(conn) == 2

    await _on_thread(settle)
