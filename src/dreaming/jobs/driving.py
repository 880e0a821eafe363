"""Driving the engine: step by step on a worker thread, and between steps its questions are answered."""

from collections.abc import Callable, Generator, Sequence

import anyio.to_thread

from dreaming.domain.changes import Changeset
from dreaming.domain.errors import AnswerAwaited
from dreaming.domain.instructions import Steering
from dreaming.domain.ports import Snapshot
from dreaming.domain.questions import ANSWER_OF, Answer, Question
from dreaming.jobs.asking import Asking
from dreaming.jobs.examining import Examiner

Consolidation = Generator[list[Question], list[Answer], Changeset]
Consolidate = Callable[[Snapshot, Steering, str], Consolidation]


async def drive(generator: Consolidation, asking: Asking, examiner: Examiner) -> Changeset:
    """The engine's result. The examiner looks on.

    Raises:
        AnswerAwaited: a host has yet to answer; whatever could be asked beforehand was asked.
        CancelRequested, LeaseLost, ModelUnavailable: as `Asking.answer`.
    """
    given: list[Answer] | None = None
    while True:
        step = await anyio.to_thread.run_sync(_advance, generator, given)
        if isinstance(step, Changeset):
            return step
        try:
            given = await asking.answer(step)
        except AnswerAwaited as error:
            if not error.is_full:
                await _ask_ahead(generator, asking, step)
            raise
        await anyio.to_thread.run_sync(examiner.see, step, given)


async def _ask_ahead(generator: Consolidation, asking: Asking, batch: Sequence[Question]) -> None:
    """Ask what else the stage has: its questions do not depend on each other's answers. The engine is of no use then."""
    stage = batch[0].stage
    while True:
        nothing = [ANSWER_OF[question.stage]() for question in batch]
        step = await anyio.to_thread.run_sync(_advance, generator, nothing)
        if isinstance(step, Changeset) or step[0].stage is not stage:
            return
        batch = step
        try:
            await asking.answer(batch)
        except AnswerAwaited as error:
            if error.is_full:
                return


def _advance(generator: Consolidation, given: list[Answer] | None) -> list[Question] | Changeset:
    try:
        return next(generator) if given is None else generator.send(given)
    except StopIteration as end:
        return end.value
