"""The `rules` judge as a Judge: its answers are computed on a worker thread."""

from collections.abc import Iterable

import anyio.to_thread

from dreaming.domain.questions import (
    Action,
    Answer,
    ObserveAnswer,
    ObserveTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
    Verdict,
)
from dreaming.domain.tongues import is_foreign
from dreaming.judges.rules.observing import observe
from dreaming.judges.rules.reconciling import reconcile


class RulesJudge:
    """Deterministic: the same question always has the same answer."""

    name = "rules/2"
    is_paid = False

    async def answer(self, question: Question) -> Answer:
        """Answer at once, off the event loop."""
        return await anyio.to_thread.run_sync(decide, question)


def decide(question: Question) -> Answer:
    """The answer, computed here and now."""
    if isinstance(question.task, ObserveTask):
        return ObserveAnswer(drafts=observe(question.task))
    return ReconcileAnswer(verdicts=tuple(_read(question.task, reconcile(question.task))))


def _read(task: ReconcileTask, verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Without those that compare what is not in English: there only the very same words are the same, and they are dropped."""
    foreign = {item.id for item in (*task.claims, *task.observations) if is_foreign(item.text)}
    for verdict in verdicts:
        named = {*verdict.claims, *verdict.observations, verdict.target}
        if verdict.action not in _COMPARING or not named & foreign:
            yield verdict


_COMPARING = frozenset({Action.MERGE, Action.SUPERSEDE, Action.DOUBT})
