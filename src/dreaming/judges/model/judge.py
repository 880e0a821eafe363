"""The judge that asks a model. Exact work is done by the rules first; the model sees only what needs judgement."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import anyio
import anyio.to_thread

from dreaming.domain.errors import BudgetReached
from dreaming.domain.ports import Desk, LanguageModel
from dreaming.domain.prompting import Call, Outcome
from dreaming.domain.questions import (
    Answer,
    GroupTask,
    ObserveAnswer,
    ObserveTask,
    OrganiseTask,
    PhraseTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
)
from dreaming.judges.model import listing, observing, reconciling
from dreaming.judges.model.conversing import Request
from dreaming.judges.model.prompting import version
from dreaming.judges.model.transcripts import AT_LENGTH, Room
from dreaming.judges.rules.judge import decide


def requests_for(question: Question, ruled: Answer, room: Room = AT_LENGTH) -> list[Request[Any]]:
    """What a model is asked about a question, after the rules have answered it; nothing where they leave nothing open."""
    room = room.beside(question.task.steering.text)
    match question.task, ruled:
        case ObserveTask() as task, ObserveAnswer(drafts=seen) if observing.needs_model(task):
            return [*observing.requests(question, task, seen, room)]
        case ReconcileTask() as task, ReconcileAnswer(verdicts=verdicts):
            split = reconciling.split(task, verdicts)
            return [reconciling.request(question, split)] if split.needs_model else []
        case GroupTask() as task, _:
            return [listing.group_request(question, task, room)]
        case PhraseTask() as task, _:
            return [listing.phrase_request(question, task, room)]
        case OrganiseTask() as task, _:
            return [listing.organise_request(question, task, room)]
        case _:
            return []


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Asks `model`; whatever it says is checked by code, asked for once more with the reason, then left to the rules."""

    model: LanguageModel
    is_paid: bool = True
    room: Room = AT_LENGTH

    @property
    def name(self) -> str:
        """The model and the version of the prompts."""
        return f"{self.model.name}/{version()}"

    @asynccontextmanager
    async def at(self, desk: Desk) -> AsyncGenerator["JudgeAtDesk"]:
        """The judge at work for one dream."""
        try:
            yield JudgeAtDesk(self.model, desk, self.name, is_paid=self.is_paid, room=self.room)
        finally:
            with anyio.CancelScope(shield=True):
                await self.model.close()

    async def answer(self, question: Question) -> Answer:
        """Never without a desk: nobody would know what it cost."""
        raise AssertionError(question.stage)


@dataclass(frozen=True, slots=True)
class JudgeAtDesk:
    """A `ModelJudge` at work for one dream."""

    model: LanguageModel
    desk: Desk
    name: str
    is_paid: bool
    room: Room

    async def answer(self, question: Question) -> Answer:
        """Let the rules answer, and the model say what they leave open.

        Raises:
            AnswerAwaited: it is a host, and has not answered yet.
            ModelUnavailable: the model cannot be asked now.
            DreamFailed: the budget does not allow a single call.
            LeaseLost: another worker has the dream.
        """
        ruled = await anyio.to_thread.run_sync(decide, question)
        try:
            return await self._judged(question, ruled)
        except BudgetReached as reached:
            await self._skip(question, reached.limit)
            return replace(ruled, unread=reached.limit) if isinstance(ruled, ObserveAnswer) else ruled

    async def _judged(self, question: Question, ruled: Answer) -> Answer:
        room = self.room.beside(question.task.steering.text)
        match question.task, ruled:
            case ObserveTask() as task, ObserveAnswer(drafts=seen) if observing.needs_model(task):
                return ObserveAnswer(
                    drafts=await observing.observe(self.model, self.desk, question, task, seen, room=room)
                )
            case ReconcileTask() as task, ReconcileAnswer(verdicts=verdicts):
                split = reconciling.split(task, verdicts)
                if split.needs_model:
                    return ReconcileAnswer(verdicts=await reconciling.reconcile(self.model, self.desk, question, split))
            case GroupTask() as task, _:
                return await listing.group(self.model, self.desk, question, task, room)
            case PhraseTask() as task, _:
                return await listing.phrase(self.model, self.desk, question, task, room)
            case OrganiseTask() as task, _:
                return await listing.organise(self.model, self.desk, question, task, room)
            case _:
                pass
        return ruled

    async def _skip(self, question: Question, limit: str) -> None:
        await self.desk.record(
            Call(
                key=f"{question.key}:skipped",
                question_key=question.key,
                stage=question.stage,
                purpose=question.stage,
                model=self.model.name,
                outcome=Outcome.SKIPPED,
                why=limit,
            )
        )
