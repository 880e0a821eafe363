"""Answering the engine's questions: from what is kept, else from the judge, and keeping what it says.

Paid answers are kept one by one as they come; free ones together, a few times a second, since losing some costs only
time. Each time something is kept, the dream is asked whether it is to go on.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import anyio
import anyio.to_thread

from dreaming.domain.errors import AnswerAwaited, DreamFailed, ModelUnavailable
from dreaming.domain.journal import JournalKind
from dreaming.domain.lifecycle import Lease
from dreaming.domain.model import Progress
from dreaming.domain.ports import Clock, Judge
from dreaming.domain.questions import Answer, Question, Stage
from dreaming.jobs import answers
from dreaming.jobs.telling import Pace, what_is_read, what_was_found
from dreaming.store import checkpoints, journal, leases
from dreaming.store.connection import Database

PACE_SECONDS = 0.25  # progress and free answers are written at most so often
WATCH_SECONDS = 1.0  # while a model is asked
PAID_AT_ONCE = 8
FREE_AT_ONCE = 2
FREE_CHUNK = 16

_T = TypeVar("_T")


class CancelRequested(Exception):
    """Somebody asked for the dream's end."""


class Asking:
    """The questions of one attempt at one dream.

    Args:
        db: where answers are kept.
        clock: says when they were given.
        lease: under which they are written.
        judge: who is asked.
        sessions: how many sessions the dream reads, for its progress.
        at: told the name of each step.
        in_order: ask one question after the other.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        lease: Lease,
        judge: Judge,
        *,
        sessions: int,
        at: Callable[[str], None],
        in_order: bool = False,
    ) -> None:
        self._db = db
        self._clock = clock
        self._lease = lease
        self._judge = judge
        self._at = at
        self._at_once = 1 if in_order else PAID_AT_ONCE if judge.is_paid else FREE_AT_ONCE
        self._done = dict.fromkeys(Stage, 0)
        self._total = dict.fromkeys(Stage, 0) | {Stage.OBSERVE: sessions}
        self._progress = Progress(stage="gather")
        self._unsaved: list[tuple[str, str, str]] = []
        self._untold: list[tuple[JournalKind, str]] = []
        self._written_at = float("-inf")
        self._pace = Pace()
        self._detail = ""

    async def answer(self, batch: Sequence[Question]) -> list[Answer]:
        """The answers to a batch, in its order.

        Raises:
            AnswerAwaited: a host has not answered all of it yet; what can be asked was asked.
            CancelRequested: somebody asked for the dream's end.
            LeaseLost: another worker has the dream.
            ModelUnavailable: the judge cannot be asked.
        """
        known = await anyio.to_thread.run_sync(self._kept, batch)
        missing = list({question.key: question for question in batch if question.key not in known}.values())
        for stage in dict.fromkeys(question.stage for question in batch):
            self._expect(stage, [each for each in batch if each.stage is stage], known)
        await self._record()
        for chunk in _chunks(missing, len(missing) if self._judge.is_paid else FREE_CHUNK):
            await self._ask_all(chunk, known)
        if self._unsaved:
            await self._record(save=True)
        return [known[question.key] for question in batch]

    async def step(self, stage: str) -> None:
        """Say that the dream has come to this stage.

        Raises:
            CancelRequested, LeaseLost: as `answer`.
        """
        self._progress = Progress(stage=stage)
        self._written_at = float("-inf")
        await self._record()

    async def _ask_all(self, chunk: Sequence[Question], known: dict[str, Answer]) -> None:
        at_once = anyio.Semaphore(self._at_once)
        failed: list[DreamFailed | ModelUnavailable] = []
        awaited: list[AnswerAwaited] = []

        async def ask(question: Question) -> None:
            async with at_once:
                if failed:  # what is being asked is paid: it comes to its end and is kept; nothing more is asked
                    return
                self._detail = what_is_read(question)
                try:
                    answer = await self._judge.answer(question)
                except (DreamFailed, ModelUnavailable) as error:
                    failed.append(error)
                    return
                except AnswerAwaited as error:  # others may be answered, and what is not asked is to be
                    awaited.append(error)
                    return
            known[question.key] = answer
            self._unsaved.append((question.key, question.stage, answers.dump(answer)))
            self._untold += what_was_found(question, answer)
            self._advance(question.stage, 1)
            if self._judge.is_paid:
                await self._record(save=True)

        async with anyio.create_task_group() as watched:
            if self._judge.is_paid:
                watched.start_soon(self._watch, name="is its end asked for")
            async with anyio.create_task_group() as tasks:
                for question in chunk:
                    tasks.start_soon(ask, question, name=f"question {question.key}")
            watched.cancel_scope.cancel()
        if failed:
            raise failed[0]
        await self._record()
        if awaited:
            raise AnswerAwaited(is_full=any(each.is_full for each in awaited))

    async def _watch(self) -> None:
        """Whoever asks for the dream's end is heard also while a model is slow: what it is asked is broken off."""
        while True:
            await anyio.sleep(WATCH_SECONDS)
            await anyio.to_thread.run_sync(self._write, (), (), None)  # looks, and writes nothing

    def _expect(self, stage: Stage, questions: Sequence[Question], known: dict[str, Answer]) -> None:
        """A stage's total grows where more is asked than was known of."""
        if stage != self._progress.stage:
            self._detail = ""
        self._total[stage] = max(self._total[stage], self._done[stage] + len(questions))
        self._advance(stage, sum(question.key in known for question in questions))
        self._pace.begin(stage, self._done[stage], anyio.current_time())

    def _advance(self, stage: Stage, count: int) -> None:
        self._done[stage] += count
        done, total = self._done[stage], self._total[stage]
        remaining = self._pace.remaining_seconds(stage, done, total, anyio.current_time())
        self._progress = Progress(stage=stage, done=done, total=total, detail=self._detail, remaining_seconds=remaining)

    async def _record(self, *, save: bool = False) -> None:
        """Write what is due, or all of it; end here if somebody asked for it."""
        now = anyio.current_time()
        due = now - self._written_at >= PACE_SECONDS
        if due:
            self._written_at = now
        kept: list[tuple[str, str, str]] = []
        told: list[tuple[JournalKind, str]] = []
        if due or save:
            kept, self._unsaved = self._unsaved, kept
            told, self._untold = self._untold, told
        await anyio.to_thread.run_sync(self._write, kept, told, self._progress if due else None)
        if kept:
            self._at("answer kept")

    def _write(
        self,
        kept: Sequence[tuple[str, str, str]],
        told: Sequence[tuple[JournalKind, str]],
        progress: Progress | None,
    ) -> None:
        """What was answered is kept also where somebody has asked for the dream's end: its report shows it."""
        with self._db.write() if kept or progress else self._db.read() as conn:
            is_to_end = leases.is_cancel_requested(conn, self._lease)
            if kept:
                checkpoints.keep(conn, self._lease, kept, self._clock.now())
                journal.add(conn, self._lease.dream_id, told, self._clock.now())
            if progress:
                leases.set_progress(conn, self._lease, progress)
        if is_to_end:
            raise CancelRequested

    def _kept(self, batch: Sequence[Question]) -> dict[str, Answer]:
        stages = {question.key: question.stage for question in batch}
        with self._db.read() as conn:
            found = checkpoints.kept(conn, self._lease.dream_id, list(stages))
        return {key: answers.load(stages[key], text) for key, text in found.items()}


def _chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), max(size, 1)):
        yield items[start : start + size]
