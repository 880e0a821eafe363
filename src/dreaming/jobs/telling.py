"""What a dream says of itself while it runs: what it reads, what it found, how long it may yet take.

Nothing here quotes a memory or what was said in a session.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from dreaming.domain.claims import Claim
from dreaming.domain.journal import JournalKind
from dreaming.domain.questions import (
    Answer,
    GroupAnswer,
    GroupTask,
    ObserveAnswer,
    ObserveTask,
    OrganiseAnswer,
    OrganiseTask,
    PhraseAnswer,
    PhraseTask,
    Question,
    ReconcileAnswer,
    ReconcileTask,
    Stage,
)
from dreaming.domain.texts import counted

_FEW = 3


def what_is_read(question: Question) -> str:
    """The session that is read, by its id, or the memories whose claims are compared, by their paths."""
    match question.task:
        case ObserveTask(session=session):
            return session.id
        case PhraseTask():
            return ""
        case GroupTask() | ReconcileTask() | OrganiseTask() as task:
            return _paths(task.claims)


def what_was_found(question: Question, answer: Answer) -> Iterator[tuple[JournalKind, str]]:
    """Lines for the journal: each session that was read, and each group about which something was proposed."""
    match question.task:
        case ObserveTask(session=session, events=events):
            found = len(answer.drafts) if isinstance(answer, ObserveAnswer) else 0
            yield (
                JournalKind.READ,
                f"Session {session.id}: {counted(len(events), 'event')} read, {counted(found, 'observation')}.",
            )
        case ReconcileTask():
            verdicts = answer.verdicts if isinstance(answer, ReconcileAnswer) else ()
            if verdicts:
                actions = Counter(str(verdict.action) for verdict in verdicts)
                proposed = ", ".join(f"{action} {count}" for action, count in sorted(actions.items()))
                yield JournalKind.DECIDED, f"{_paths(question.task.claims) or 'From sessions'}: {proposed}."
        case GroupTask() | PhraseTask() | OrganiseTask():
            yield from _listed(answer)


def _listed(answer: Answer) -> Iterator[tuple[JournalKind, str]]:
    match answer:
        case GroupAnswer(groups=found) if found:
            yield JournalKind.DECIDED, f"{counted(len(found), 'group')} found that share few words."
        case PhraseAnswer(wordings=found) if found:
            yield JournalKind.DECIDED, f"{counted(len(found), 'new line')} worded anew."
        case OrganiseAnswer(topics=found) if found:
            yield JournalKind.DECIDED, f"{counted(len(found), 'line')} sorted by topic."
        case _:
            pass


def _paths(claims: Sequence[Claim]) -> str:
    paths = list(dict.fromkeys(claim.path for claim in claims))
    return ", ".join(paths[:_FEW]) + (f" and {len(paths) - _FEW} more" if len(paths) > _FEW else "")


class Pace:
    """How fast each stage goes; answers that were kept by an earlier attempt cost no time and do not count."""

    def __init__(self) -> None:
        self._began: dict[Stage, tuple[int, float]] = {}

    def begin(self, stage: Stage, done: int, now: float) -> None:
        """The stage begins, with `done` units of work behind it; `now` in seconds. Only the first time counts."""
        self._began.setdefault(stage, (done, now))

    def remaining_seconds(self, stage: Stage, done: int, total: int, now: float) -> float | None:
        """What is left of the stage at the pace so far; None where nothing was done yet."""
        before, began = self._began.get(stage, (done, now))
        if done <= before:
            return None
        return round((now - began) / (done - before) * (total - done), 1)
