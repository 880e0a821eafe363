"""The `rules` judge as a Judge: its answers are computed on a worker thread."""

import anyio.to_thread

from dreaming.domain.questions import (
    ANSWER_OF,
    Answer,
    ObserveAnswer,
    ObserveTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
)
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
    """The answer, computed here and now. Where only a model could say more than code knows, it is nothing."""
    match question.task:
        case ObserveTask() as task:
            return ObserveAnswer(drafts=observe(task))
        case ReconcileTask() as task:
            return ReconcileAnswer(verdicts=reconcile(task))
        case _:
            return ANSWER_OF[question.stage]()
