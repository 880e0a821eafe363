"""One worker at a time: acquiring, losing and giving back a dream."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import anyio
import pytest
from tests.conftest import MovableClock
from tests.jobs.threads import on_thread
from tests.promises import promise
from tests.rig import CountingJudge, Rig, changeset, rewriting, run_next

from dreaming.domain.errors import LeaseLost
from dreaming.domain.exam import Exam
from dreaming.domain.model import DreamStatus
from dreaming.domain.questions import Question
from dreaming.jobs import settling
from dreaming.jobs.lease import run_under_lease
from dreaming.jobs.runner import Runner
from dreaming.store import dreams, leases, memories

pytestmark = pytest.mark.anyio


@promise("job:acquire:one")
async def test_of_eight_workers_each_acquires_another_dream(rig: Rig) -> None:
    """Eight dreams, eight workers released together: eight distinct leases."""
    for _ in range(8):
        await on_thread(lambda: rig.dreams.start("notes", no_sessions=True))
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

    assert len(set(await on_thread(race))) == 8
    assert await run_next(runners[0]) is None


@promise("job:lease:fenced")
async def test_a_worker_whose_lease_ran_out_writes_nothing(rig: Rig, clock: MovableClock) -> None:
    """It sleeps past its lease; another finishes the dream; the first wakes up and is refused everywhere."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream
    other = rig.runner(rewriting({"/a.md": "other\n"}))

    async def sleep_past_the_lease(_question: Question) -> None:
        judge.before = None
        clock.advance(minutes=5)
        await run_next(other)

    judge = CountingJudge(before=sleep_past_the_lease)
    slow = Runner(rig.db, clock, lambda _model: judge, consolidate=rewriting({"/a.md": "slow\n"}))

    ended = await slow.run(dream.id)

    assert (ended.status, ended.generation) == (DreamStatus.COMPLETED, 2)
    assert await on_thread(rig.texts, ended.output_store_id) == {"/a.md": "other\n", "/b.md": "two\n"}


@promise("job:lease:fenced")
async def test_every_write_under_an_old_lease_is_refused(rig: Rig, clock: MovableClock) -> None:
    """Renewal says no; the others raise."""
    await on_thread(rig.dreams.start, "notes")
    runner = rig.runner(rewriting({}))
    old = await on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # a worker that then sleeps
    clock.advance(minutes=5)
    new = await on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # and one that does not
    assert old is not None
    assert new is not None

    def write() -> None:
        with rig.db.write() as conn:
            assert not leases.renew(conn, old, clock.now())
            assert not leases.release(conn, old)
            leases.check_lease(conn, new)
        empty = changeset([], {})
        for attempt in (
            lambda: settling.complete(rig.db, clock, old, empty, Exam()),
            lambda: settling.end(rig.db, clock, old, DreamStatus.FAILED, None),
        ):
            with pytest.raises(LeaseLost):
                attempt()

    await on_thread(write)


@promise("job:lease:fenced")
async def test_work_stops_at_once_when_a_renewal_is_refused() -> None:
    """The heartbeat cancels it; an error of the work leaves without a group."""

    async def refused() -> bool:
        return False

    async def nothing() -> None:
        raise NotImplementedError

    with anyio.fail_after(60), pytest.raises(LeaseLost):
        await run_under_lease("drm_x", anyio.sleep_forever, renew=refused, release=nothing, every=0)

    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run_under_lease("drm_x", broken, renew=refused, release=nothing, every=60)


@promise("job:stop:given-back")
async def test_a_stopped_runner_gives_its_dream_back(rig: Rig) -> None:
    """It waits again at once, and the attempt does not count."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream

    async with anyio.create_task_group() as tasks:

        async def stop(_question: Question) -> None:
            tasks.cancel_scope.cancel()
            await anyio.sleep_forever()

        rig.judge.before = stop
        tasks.start_soon(rig.runner(rewriting({})).run, dream.id)

    back = await on_thread(rig.dreams.get, dream.id)
    assert (back.status, back.attempt, back.generation) == (DreamStatus.PENDING, 0, 1)
    rig.judge.before = None
    assert (await rig.runner(rewriting({})).run(dream.id)).status is DreamStatus.COMPLETED


@promise("job:stop:given-back", "dream:cancel:ends")
async def test_a_stopped_runner_ends_a_dream_that_was_canceled(rig: Rig) -> None:
    """Nobody need take it up again only to end it."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream

    async with anyio.create_task_group() as tasks:

        async def cancel_and_stop(_question: Question) -> None:
            await on_thread(rig.dreams.cancel, dream.id)
            tasks.cancel_scope.cancel()
            await anyio.sleep_forever()

        rig.judge.before = cancel_and_stop
        tasks.start_soon(rig.runner(rewriting({})).run, dream.id)

    assert (await on_thread(rig.dreams.get, dream.id)).status is DreamStatus.CANCELED


async def test_a_dream_is_settled_once(rig: Rig, clock: MovableClock) -> None:
    """Its end, once written, is not written over."""
    dream = (await on_thread(rig.dreams.start, "notes")).dream
    runner = rig.runner(rewriting({}))
    lease = await on_thread(runner._acquire, None)  # pyright: ignore[reportPrivateUsage]  # the lease of a worker
    assert lease is not None

    def settle() -> None:
        settling.end(rig.db, clock, lease, DreamStatus.CANCELED, None)
        with rig.db.write() as conn, pytest.raises(LeaseLost):
            leases.check_lease(conn, lease)
        with rig.db.read() as conn:
            assert dreams.get(conn, dream.id).status is DreamStatus.CANCELED
            assert memories.last_seq(conn) == 2

    await on_thread(settle)
