"""The worker: when it stays, when it leaves, what it takes first."""

from datetime import timedelta

import anyio
import anyio.lowlevel
import pytest
from tests.conftest import MovableClock
from tests.jobs.threads import on_thread
from tests.promises import promise
from tests.rig import CountingJudge, Rig, rewriting

from dreaming.domain.journal import JournalKind
from dreaming.domain.model import Dream, DreamStatus, OutputBehavior, Priority
from dreaming.domain.questions import Question
from dreaming.jobs.launching import Launcher
from dreaming.jobs.owners import Owner, is_alive
from dreaming.jobs.runner import Runner
from dreaming.jobs.worker import Leaving, Shift, Worker
from dreaming.store import dreams, journal, workers

pytestmark = pytest.mark.anyio
AT_ONCE = Shift(idle=timedelta(0))
STAYING = Shift(idle=timedelta(hours=1), look=timedelta(seconds=0.01))


async def _start(rig: Rig, priority: Priority = Priority.ASKED) -> Dream:
    return (await on_thread(lambda: rig.dreams.start("notes", no_sessions=True, priority=priority))).dream


async def _worker(
    rig: Rig,
    shift: Shift = AT_ONCE,
    *,
    runner: Runner | None = None,
    parallel: int = 2,
    ended: list[Dream] | None = None,
) -> Worker:
    """A worker of the rig's engine; looking at files blocks, so it is made on a thread."""
    runner = runner or rig.runner(rewriting({"/a.md": "uno\n"}))
    tell = (ended if ended is not None else []).append
    return await on_thread(lambda: Worker(rig.db, rig.clock, runner, shift=shift, parallel=parallel, ended=tell))


async def _row(rig: Rig) -> workers.WorkerRow | None:
    def read() -> workers.WorkerRow | None:
        with rig.db.read() as conn:
            return workers.current(conn)

    return await on_thread(read)


@promise("worker:leaves:idle")
async def test_a_worker_runs_what_waits_and_leaves(rig: Rig) -> None:
    """Each end is told; afterwards the file names no worker, and no lock is left."""
    waiting = [(await _start(rig)).id for _ in range(3)]
    ended: list[Dream] = []

    leaving = await (await _worker(rig, ended=ended)).work()

    assert (leaving, sorted(dream.id for dream in ended)) == (Leaving.IDLE, sorted(waiting))
    assert await _row(rig) is None
    folder = rig.db.path.with_name(rig.db.path.name + ".running")
    assert await on_thread(lambda: list(folder.iterdir())) == []


@promise("worker:leaves:idle")
async def test_a_worker_that_would_leave_looks_once_more(rig: Rig) -> None:
    """A dream that was enqueued after it last looked keeps it; only then is the file without a worker."""
    runner = rig.runner(rewriting({}))
    worker = await _worker(rig, runner=runner)
    looked = False
    acquire = runner.acquire

    async def late() -> object:
        nonlocal looked
        found = await acquire()
        if found is None and not looked:
            looked = True
            await _start(rig)  # between its looking and its leaving
        return found

    runner.acquire = late  # type: ignore[method-assign]  # the moment cannot be met otherwise

    assert await worker.work() is Leaving.IDLE
    (dream,) = await on_thread(rig.dreams.listing)
    assert dream.status is DreamStatus.COMPLETED


@promise("worker:one:file")
async def test_a_second_worker_leaves_at_once(rig: Rig) -> None:
    """While the first is there; it finishes what it runs. Nobody starts another either."""
    held, go_on = anyio.Event(), anyio.Event()

    async def hold(_: Question) -> None:
        held.set()
        await go_on.wait()

    rig.judge.before = hold
    dream = (await on_thread(rig.dreams.start, "notes")).dream
    async with anyio.create_task_group() as tasks:
        tasks.start_soon((await _worker(rig)).work)
        with anyio.fail_after(60):
            await held.wait()

        assert await (await _worker(rig)).work() is Leaving.SECOND
        await _start(rig)
        assert await on_thread(Launcher(rig.db, rig.clock, is_allowed=False).ensure)
        go_on.set()

    assert (await on_thread(rig.dreams.get, dream.id)).status is DreamStatus.COMPLETED


@promise("worker:one:file")
async def test_a_worker_that_is_gone_or_overdue_is_replaced(rig: Rig, clock: MovableClock) -> None:
    """A dead one at once, since its lock is free; one that only does not move when its time is over."""
    dead, asleep = Owner(rig.db.path), Owner(rig.db.path)
    await on_thread(dead.appear)
    await on_thread(asleep.appear)

    def enrol(owner: Owner) -> bool:
        with rig.db.write() as conn:
            other = workers.current(conn)
            gone = asleep.dead([] if other is None else [other.owner])
            return workers.enrol(conn, owner.name, clock.now(), clock.now() + timedelta(seconds=30), dead=gone)

    assert await on_thread(enrol, dead)
    assert not await on_thread(enrol, asleep)
    file = rig.db.path.with_name(rig.db.path.name + ".running") / dead.name
    await on_thread(dead.vanish)
    await on_thread(file.touch)  # as a process leaves it that is killed: there, and not locked
    assert await on_thread(is_alive, rig.db.path, dead.name) is False
    assert await on_thread(enrol, asleep)
    assert await (await _worker(rig)).work() is Leaving.SECOND
    clock.advance(minutes=1)
    assert await (await _worker(rig)).work() is Leaving.IDLE
    await on_thread(asleep.vanish)


@promise("worker:leaves:limit")
async def test_at_its_limit_a_worker_finishes_what_runs(rig: Rig) -> None:
    """And takes nothing more: the next worker does."""
    dream, left = (await on_thread(rig.dreams.start, "notes")).dream, await _start(rig)
    worker = await _worker(rig, parallel=1)

    async def be_over(_: Question) -> None:
        worker._shift = Shift(limit=timedelta(0))  # pyright: ignore[reportPrivateUsage]  # as if hours had passed

    rig.judge.before = be_over

    assert await worker.work() is Leaving.LIMIT
    ended = [(await on_thread(rig.dreams.get, each.id)).status for each in (dream, left)]
    assert ended == [DreamStatus.COMPLETED, DreamStatus.PENDING]
    assert await _row(rig) is None


@promise("worker:leaves:gone")
async def test_a_worker_leaves_when_its_file_is_gone(rig: Rig) -> None:
    """Also if another stands in its place: it would write where nobody looks."""
    worker = await _worker(rig, STAYING)
    left: list[Leaving] = []
    async with anyio.create_task_group() as tasks:

        async def work() -> None:
            left.append(await worker.work())

        tasks.start_soon(work)
        with anyio.fail_after(60):
            while await _row(rig) is None:
                await anyio.lowlevel.checkpoint()
            await on_thread(lambda: rig.db.path.rename(rig.db.path.with_name("elsewhere.db")))

    assert left == [Leaving.GONE]


@promise("worker:urgent:first")
async def test_what_somebody_asked_for_is_run_first(rig: Rig) -> None:
    """Among equals the older."""
    due, asked, later = (
        await _start(rig, Priority.BACKGROUND),
        await _start(rig, Priority.ASKED),
        await _start(rig, Priority.ASKED),
    )
    ended: list[Dream] = []

    await (await _worker(rig, parallel=1, ended=ended)).work()

    assert [dream.id for dream in ended] == [asked.id, later.id, due.id]


@promise("worker:many:once")
async def test_a_worker_runs_a_few_dreams_at_a_time(rig: Rig) -> None:
    """Never more than it was told; all of them in the end."""
    for day in range(1, 6):
        await on_thread(lambda day=day: rig.log("hello", days=day))
    for session in await on_thread(lambda: rig.dreams.estimate("notes").session_ids):
        await on_thread(lambda session=session: rig.dreams.start("notes", sessions=[session]))
    now, most = 0, 0
    together = anyio.Event()

    async def count(_: Question) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        if now == 2:
            together.set()
        with anyio.fail_after(60):
            await together.wait()
        await anyio.sleep(0.01)  # for a third one to be seen, if it were let in
        now -= 1

    rig.judge.before = count
    await (await _worker(rig, parallel=2)).work()

    assert most == 2
    assert {dream.status for dream in await on_thread(rig.dreams.listing)} == {DreamStatus.COMPLETED}


@promise("worker:update:later")
async def test_the_next_worker_promotes_what_its_process_did_not_come_to(rig: Rig) -> None:
    """Once; and where a gate refuses, the reason is kept, and it is not tried again."""

    def start() -> str:
        how = {"no_sessions": True, "output_behavior": OutputBehavior.UPDATE_EXISTING}
        return rig.dreams.start("notes", **how).dream.id  # type: ignore[arg-type]  # as they are named

    first = await on_thread(start)
    await rig.runner(rewriting({"/a.md": "uno\n"})).run(first)  # it has no way to promote: as if it had died
    assert (await on_thread(rig.dreams.get, first)).promoted_at is None
    runner = rig.runner(rewriting({"/a.md": "due\n"}), promote=rig.review.promote_by_itself)

    await (await _worker(rig, runner=runner)).work()

    promoted = await on_thread(rig.dreams.get, first)
    assert promoted.promoted_at is not None
    await on_thread(lambda: rig.write({"/b.md": "pinned\n"}, pinned=True))
    second = await on_thread(start)
    refusing = rig.runner(rewriting({"/b.md": "changed\n"}), promote=rig.review.promote_by_itself)
    await (await _worker(rig, runner=refusing)).work()
    await (await _worker(rig, runner=refusing)).work()

    refused = await on_thread(rig.dreams.get, second)
    assert refused.promoted_at is None
    assert "pinned" in (refused.unpromoted_because or "")
    assert len((await on_thread(rig.review.report, second)).refused) == 1


async def test_a_dream_tells_what_it_does(rig: Rig) -> None:
    """Its journal: taken up, what was read, what was decided, the exam, how it ended. It quotes nothing."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream
    await (await _worker(rig)).work()

    def read() -> list[tuple[JournalKind, str]]:
        with rig.db.read() as conn:
            return [(line.kind, line.text) for line in journal.lines(conn, dream.id)]

    lines = await on_thread(read)
    assert [kind for kind, _ in lines] == ["started", "read", "read", "decided", "decided", "ended"]
    assert lines[2][1] == f"Session {dream.session_ids[0]}: 2 events read, 0 observations."
    assert not any("hello" in text or "uno" in text for _, text in lines)
    assert await on_thread(lambda: len(rig.dreams.listing())) == 1


@promise("dream:cancel:ends")
async def test_a_dream_whose_worker_is_gone_is_canceled_at_once(rig: Rig, clock: MovableClock) -> None:
    """And what that worker writes if it was only asleep is refused."""
    go_on = anyio.Event()

    async def sleep_long(_: Question) -> None:
        clock.advance(minutes=5)
        await on_thread(rig.dreams.cancel, dream.id)
        go_on.set()

    dream = (await on_thread(rig.dreams.start, "notes")).dream
    rig.judge = CountingJudge(before=sleep_long)
    ended = await rig.runner(rewriting({"/a.md": "uno\n"})).run(dream.id)

    assert go_on.is_set()
    assert ended.status is DreamStatus.CANCELED

    def kept() -> list[str]:
        with rig.db.read() as conn:
            return dreams.due_promotions(conn)

    assert await on_thread(kept) == []
