"""The worker: the process that runs the dreams of one file, and ends by itself when there is nothing to do.

It says in the file that it is there, and until when to believe that; while it does, no second worker begins. It runs a
few dreams at a time. When nothing has waited for a while it leaves, in a transaction that looks once more: whoever
enqueues a dream and then finds a worker in the file can rely on it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypedDict

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.domain.lifecycle import Lease
from dreaming.domain.model import Dream
from dreaming.domain.ports import Clock
from dreaming.jobs.lease import first_error
from dreaming.jobs.runner import Runner
from dreaming.jobs.waiting import is_any_waiting
from dreaming.store import leases, workers
from dreaming.store.connection import Database

PARALLEL = 2  # dreams at a time
GOODBYE_SECONDS = 3.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How long a worker stays: `idle` after the last dream, `limit` in all; `look` is how often it looks for dreams.

    At its limit it takes no new dream and lets those that run come to their end.
    """

    idle: timedelta = timedelta(seconds=30)
    limit: timedelta = timedelta(hours=8)
    look: timedelta = timedelta(seconds=0.5)


class Leaving(StrEnum):
    """Why a worker left."""

    IDLE = "nothing has waited for a while"
    LIMIT = "its time is over"
    SECOND = "another worker runs the dreams of this file"
    REPLACED = "another worker has taken its place"
    GONE = "the file is not there any more"


class WorkerOptions(TypedDict, total=False):
    """What may be said of a worker besides what it works on; see `Worker`."""

    shift: Shift
    parallel: int
    ended: Callable[[Dream], None]


def _unseen(_dream: Dream) -> None:
    """Nobody waits for the dreams' ends."""


class Worker:
    """Runs the dreams of one database as they come.

    Args:
        db: the database.
        clock: the time, for what is written.
        runner: runs one dream; the worker is known by its owner's name.
        shift: how long to stay.
        parallel: how many dreams to run at a time.
        ended: told of each dream that ended or was given back.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        runner: Runner,
        *,
        shift: Shift | None = None,
        parallel: int = PARALLEL,
        ended: Callable[[Dream], None] = _unseen,
    ) -> None:
        self._db = db
        self._clock = clock
        self._runner = runner
        self._shift = shift or Shift()
        self._parallel = parallel
        self._ended = ended
        self._file = db.path.stat().st_ino
        self._running = 0
        self._freed = anyio.Event()

    async def work(self) -> Leaving:
        """Run dreams until it is time to leave. Canceled, it gives back the dreams that run, and leaves.

        Raises:
            DreamingError: the database cannot be used any more.
        """
        if not await anyio.to_thread.run_sync(self._enrol):
            return Leaving.SECOND
        leaving = Leaving.REPLACED
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._stay, tasks, name="worker's heartbeat")
                leaving = await self._take_dreams(tasks)
                tasks.cancel_scope.cancel()
        except ExceptionGroup as group:
            error = first_error(group)
            if isinstance(error, DatabaseUnavailable) and not await anyio.to_thread.run_sync(self._is_there):
                return Leaving.GONE  # it went between a look and a read
            raise error from group
        finally:
            with anyio.move_on_after(GOODBYE_SECONDS, shield=True):
                await anyio.to_thread.run_sync(self._leave)
        return leaving

    async def _take_dreams(self, tasks: TaskGroup) -> Leaving:
        began = idle_since = anyio.current_time()
        while True:
            if not await anyio.to_thread.run_sync(self._is_there):
                return Leaving.GONE
            is_over = anyio.current_time() - began >= self._shift.limit.total_seconds()
            if is_over and not self._running:
                return Leaving.LIMIT
            lease = None
            if not is_over and self._running < self._parallel:
                await self._runner.promote_due()
                lease = await self._runner.acquire()
            if lease is not None:
                self._running += 1
                tasks.start_soon(self._run, lease, name=f"dream {lease.dream_id}")
                continue
            if self._running:
                idle_since = anyio.current_time()
            elif anyio.current_time() - idle_since >= self._shift.idle.total_seconds() and (
                await anyio.to_thread.run_sync(self._leave_if_nothing_waits)
            ):
                return Leaving.IDLE
            await self._pause()

    async def _run(self, lease: Lease) -> None:
        try:
            dream = await self._runner.run_under(lease)
            _log.info("%s: %s", dream.id, dream.status)
            self._ended(dream)
        finally:
            self._running -= 1
            self._freed.set()

    async def _pause(self) -> None:
        with anyio.move_on_after(self._shift.look.total_seconds()):
            await self._freed.wait()
        self._freed = anyio.Event()

    async def _stay(self, tasks: TaskGroup) -> None:
        while True:
            await anyio.sleep(self._runner.timing.heartbeat.total_seconds())
            if not await anyio.to_thread.run_sync(self._renew):
                _log.warning(str(Leaving.REPLACED))
                tasks.cancel_scope.cancel()
                return

    def _is_there(self) -> bool:
        try:
            return self._db.path.stat().st_ino == self._file
        except FileNotFoundError:
            return False

    def _enrol(self) -> bool:
        self._runner.owner.appear()
        now = self._clock.now()
        with self._db.write() as conn:
            other = workers.current(conn)
            dead = self._runner.owner.dead([] if other is None else [other.owner])
            return workers.enrol(conn, self._runner.owner.name, now, now + self._runner.timing.lease, dead=dead)

    def _renew(self) -> bool:
        with self._db.write() as conn:
            return workers.stay(conn, self._runner.owner.name, self._clock.now() + self._runner.timing.lease)

    def _leave_if_nothing_waits(self) -> bool:
        with self._db.write() as conn:
            if is_any_waiting(conn, self._runner.owner, self._clock.now()):
                return False
            workers.leave(conn, self._runner.owner.name)
            return True

    def _leave(self) -> None:
        if self._is_there():
            with self._db.write() as conn:
                workers.leave(conn, self._runner.owner.name)
                named = leases.owners(conn)
            self._runner.owner.sweep(keep=named)
        self._runner.owner.vanish()
