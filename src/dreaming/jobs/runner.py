"""Running dreams: acquire, take the snapshot, drive the engine, settle.

Whatever happens, an attempt ends in one of four ways: the dream is settled (completed, failed or canceled), it is
given back (this process was told to stop, or a host has yet to answer), its lease is lost (another worker has it,
nothing more is written), or the process dies, and the dream is taken up again when its lease has run out, from the
answers that were kept.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial

import anyio
import anyio.to_thread

from dreaming.domain.budget import Budget
from dreaming.domain.changes import Changeset
from dreaming.domain.errors import AnswerAwaited, LeaseLost
from dreaming.domain.hosting import HOST, Unanswered
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.journal import JournalKind
from dreaming.domain.lifecycle import FINAL, Lease
from dreaming.domain.model import Document, Dream, DreamStatus, OutputBehavior
from dreaming.domain.ports import Clock, Judge, PaidJudge, Snapshot
from dreaming.engine.consolidate import consolidate as engine
from dreaming.jobs import settling, snapshot
from dreaming.jobs.asking import Asking
from dreaming.jobs.collecting import rarely_collected
from dreaming.jobs.desk import DreamDesk, Held, fence_of
from dreaming.jobs.driving import Consolidate, drive
from dreaming.jobs.examining import Allowance, Examiner, Replay
from dreaming.jobs.hosting import HostedDesk
from dreaming.jobs.lease import Timing, first_error, run_under_lease
from dreaming.jobs.owners import Owner
from dreaming.store import dreams, journal, leases
from dreaming.store.connection import Connection, Database

_log = logging.getLogger(__name__)


def _unseen(_step: str) -> None:
    """Nobody watches the steps."""


class Runner:
    """Runs dreams of one database, one at a time.

    Args:
        db: the database.
        clock: the time, for leases and what is written.
        judges: the judge for a model's name; raises ModelUnavailable.
        consolidate: the engine.
        promote: called with the id of a completed dream whose output behavior is update_existing.
        check: called with the id of a dream and all it is about to write, once that is known; says what it found.
        owner: as whom leases are taken; by default this process.
        timing: leases and limits.
        replay: tells where the old and the new store would have helped in the sessions; see `jobs.examining`.
        allowance: how long the exam's questions may take.
        daily: what all dreams of a day may spend on models.
        elapsed: reads a clock that only goes on, in seconds: how long a dream has taken counts for its budget.
        unanswered: what becomes of packets that no host answers.
        at: told the name of each step: acquired, snapshot taken, answer kept, before settle, settled,
            promoted.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        judges: Callable[[str], Judge],
        *,
        consolidate: Consolidate = engine,
        promote: Callable[[str], object] | None = None,
        check: Callable[[str, Sequence[Document]], str] | None = None,
        owner: Owner | None = None,
        timing: Timing | None = None,
        replay: Replay | None = None,
        allowance: Allowance | None = None,
        daily: Budget | None = None,
        elapsed: Callable[[], float] = anyio.current_time,
        unanswered: Unanswered = Unanswered.RULES,
        at: Callable[[str], None] = _unseen,
    ) -> None:
        self._db = db
        self._clock = clock
        self._judges = judges
        self._consolidate = consolidate
        self._promote = promote
        self._check = check
        self.timing = timing or Timing()
        self.owner = owner or Owner(db.path)
        self._replay = replay
        self._allowance = allowance or Allowance()
        self._daily = daily or Budget()
        self._elapsed = elapsed
        self._unanswered = unanswered
        self._held = Held()
        self._at = at

    async def acquire(self) -> Lease | None:
        """Take the dream that is to be run next; None if none waits."""
        return await anyio.to_thread.run_sync(self._acquire, None)

    async def run(self, dream_id: str) -> Dream:
        """Run this dream to its end. One that has ended, or that another worker runs, is returned as it stands.

        Raises:
            NotFound: there is none with that id.
        """
        lease = await anyio.to_thread.run_sync(self._acquire, dream_id)
        return await self._get(dream_id) if lease is None else await self.run_under(lease)

    async def promote_due(self) -> None:
        """Promote what completed just before its process died, if it was to promote itself."""
        for dream_id in await anyio.to_thread.run_sync(self._due_promotions):
            await self._promoted(await self._get(dream_id))

    async def run_under(self, lease: Lease) -> Dream:
        """Run a dream that was acquired, until it ends, is given back or is lost; how it stands then."""
        self._at("acquired")
        try:
            return await self._run(lease)
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self.owner.vanish)

    async def _run(self, lease: Lease) -> Dream:
        try:
            await run_under_lease(
                lease.dream_id,
                partial(self._attempt, lease),
                renew=lambda: anyio.to_thread.run_sync(self._renew, lease),
                release=lambda: anyio.to_thread.run_sync(self._release, lease),
                every=self.timing.heartbeat.total_seconds(),
            )
        except LeaseLost:
            dream = await self._get(lease.dream_id)
            if dream.status not in FINAL:
                _log.warning("the lease on %s is lost; another worker goes on with it", lease.dream_id)
            return dream
        return await self._promoted(await self._get(lease.dream_id))

    async def _attempt(self, lease: Lease) -> None:
        """Work, and settle however it ends. The one place in this layer where every error is caught."""
        try:
            with rarely_collected(), anyio.fail_after(self.timing.limit.total_seconds()):
                await self._work(lease)
        except Exception as raised:  # a dream whose code breaks has failed, and says so
            error = first_error(raised)
            if isinstance(error, LeaseLost):
                raise error from raised
            if isinstance(error, AnswerAwaited):
                await anyio.to_thread.run_sync(self._wait_for_host, lease)
                return
            status, reason = settling.ending(lease.dream_id, error, self.timing.limit)
            await anyio.to_thread.run_sync(settling.end, self._db, self._clock, lease, status, reason)

    async def _work(self, lease: Lease) -> None:
        dream = await self._get(lease.dream_id)
        judge = await anyio.to_thread.run_sync(self._judges, dream.model)
        await anyio.to_thread.run_sync(self._note_judge, lease, judge)
        if not isinstance(judge, PaidJudge):
            await self._consolidated(dream, lease, judge)
            return
        async with judge.at(await self._desk(dream)) as at_work:
            await self._consolidated(dream, lease, at_work)

    async def _consolidated(self, dream: Dream, lease: Lease, judge: Judge) -> None:
        pinned = await anyio.to_thread.run_sync(snapshot.take, self._db, self._clock, lease)
        self._at("snapshot taken")
        asking = Asking(
            self._db,
            self._clock,
            lease,
            judge,
            sessions=len(pinned.sessions),
            at=self._at,
            in_order=dream.model == HOST,  # so that packets are filed in the order of what they are about
        )
        await asking.step("gather")
        name, steering = dream.keyed_as or judge.name, parse_instructions(dream.instructions)
        examiner = Examiner(pinned, steering, name, self._replay, self._allowance)
        changeset = await drive(self._consolidate(pinned, steering, name), asking, examiner)
        await anyio.to_thread.run_sync(self._checked, lease.dream_id, _output(pinned, changeset))
        await asking.step("exam")
        exam = await anyio.to_thread.run_sync(examiner.hold, changeset)
        await asking.step("settle")
        self._at("before settle")
        await anyio.to_thread.run_sync(settling.complete, self._db, self._clock, lease, changeset, exam)
        self._at("settled")

    async def _desk(self, dream: Dream) -> DreamDesk:
        desk = (HostedDesk if dream.model == HOST else DreamDesk)(
            self._db,
            self._clock,
            dream.id,
            fence=await anyio.to_thread.run_sync(fence_of, self._db, dream.id),
            budget=dream.budget,
            daily=self._daily,
            held_today=self._held,
            elapsed=self._elapsed,
            at=self._at,
        )
        if isinstance(desk, HostedDesk):
            desk.unanswered = self._unanswered
        return desk

    def _note_judge(self, lease: Lease, judge: Judge) -> None:
        name = judge.name  # of a model: its prompts are read for that, once
        with self._db.write() as conn:
            leases.set_judge(conn, lease, name)

    def _checked(self, dream_id: str, documents: Sequence[Document]) -> None:
        """What the dream will write is checked against the world; that fails no dream, and the journal tells of it."""
        if self._check is None:
            return
        try:
            line = (JournalKind.READ, self._check(dream_id, documents))
        except Exception as error:  # noqa: BLE001 - whatever a project's files are: the dream is as good without
            _log.warning("%s was not checked", dream_id, exc_info=error)
            line = (JournalKind.REFUSED, f"Not checked against its project: {type(error).__name__}: {error}")
        with self._db.write() as conn:
            journal.add(conn, dream_id, [line], self._clock.now())

    async def _promoted(self, dream: Dream) -> Dream:
        """A dream that was to promote itself, after the attempt: whoever promotes says in the report why not."""
        wanted = dream.output_behavior is OutputBehavior.UPDATE_EXISTING and dream.status is DreamStatus.COMPLETED
        if not wanted or self._promote is None:
            return dream
        await anyio.to_thread.run_sync(self._promote, dream.id)
        self._at("promoted")
        return await self._get(dream.id)

    def _acquire(self, dream_id: str | None) -> Lease | None:
        now = self._clock.now()
        with self._db.read() as conn:
            if not leases.is_any_free(conn, now, dead=self.owner.dead(leases.owners(conn))):
                return None
        self.owner.appear()
        lease = None
        try:
            with self._db.write() as conn:
                dead = self.owner.dead(leases.owners(conn))
                leases.fail_exhausted(conn, now, dead=dead)
                lease = leases.acquire(
                    conn, self.owner.name, now, now + self.timing.lease, dream_id=dream_id, dead=dead
                )
                if lease is not None:
                    self._tell_of_the_attempt(conn, lease)
        finally:
            if lease is None:
                self.owner.vanish()
        return lease

    def _tell_of_the_attempt(self, conn: Connection, lease: Lease) -> None:
        attempt = dreams.get(conn, lease.dream_id).attempt
        again = "" if attempt == 1 else f", attempt {attempt}, from the answers that were kept"
        line = (JournalKind.STARTED, f"Taken up by process {lease.owner.split('-')[0]}{again}.")
        journal.add(conn, lease.dream_id, [line], self._clock.now())

    def _due_promotions(self) -> list[str]:
        with self._db.read() as conn:
            return dreams.due_promotions(conn)

    def _renew(self, lease: Lease) -> bool:
        with self._db.write() as conn:
            return leases.renew(conn, lease, self._clock.now() + self.timing.lease)

    def _wait_for_host(self, lease: Lease) -> None:
        self._release(lease, f"Given back; waits for host: {self._read(lease.dream_id).of_its_host}.")

    def _release(self, lease: Lease, told: str = "Given back; it waits.") -> None:
        """Give it back, unless somebody asked for its end: then nobody need take it up for that."""
        with self._db.write() as conn:
            is_back = leases.release(conn, lease)
            if is_back:
                journal.add(conn, lease.dream_id, [(JournalKind.ENDED, told)], self._clock.now())
            if is_back and dreams.get(conn, lease.dream_id).cancel_requested:
                dreams.request_cancel(conn, lease.dream_id, self._clock.now())

    async def _get(self, dream_id: str) -> Dream:
        return await anyio.to_thread.run_sync(self._read, dream_id)

    def _read(self, dream_id: str) -> Dream:
        with self._db.read() as conn:
            return dreams.get(conn, dream_id)


def _output(pinned: Snapshot, changeset: Changeset) -> list[Document]:
    """All documents of the output."""
    changed = {document.path for document in changeset.written} | set(changeset.removed)
    return [*(document for document in pinned.documents if document.path not in changed), *changeset.written]
