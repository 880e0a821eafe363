"""The exam before a dream settles: the same questions to its input as pinned and to what it is about to write.

Each store is searched alone, with the passages and the ranking of the server's own search. Questions come in the order
of their hashes, so that which of them are asked depends on nothing but the stores; only where there is no time for all
of them are the last ones left out, and counted.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dreaming.domain.changes import Changeset
from dreaming.domain.claims import Draft, Observation
from dreaming.domain.exam import FIRST, QUESTIONS, Exam, Examined, ExamQuestion, Moment, Replayed
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Document, Session
from dreaming.domain.questions import Answer, ObserveAnswer, ObserveTask, Question
from dreaming.engine.combining import combine
from dreaming.engine.examining import holds, questions, rank
from dreaming.engine.moments import counted, moments
from dreaming.engine.observations import accept
from dreaming.jobs.snapshot import StoredSnapshot
from dreaming.judges.rules.failures import returned
from dreaming.judges.rules.observing import observe
from dreaming.store.shelf import Cutter, Shelf, Shelved

Replay = Callable[[Sequence[Document], Sequence[Document], Sequence[Moment], Cutter], Sequence[Replayed]]

_RULES = "rules/"
_MANY = 1_000  # passages among which a value is looked for that is not found any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How long the exam and the replay may take together; `elapsed` reads a clock that only goes on, in seconds.

    By default it is this thread's own processor time: what else the machine does changes no result.
    """

    seconds: float = 3.0
    elapsed: Callable[[], float] = time.thread_time


class Examiner:
    """The exam of one attempt at one dream. Every method works for a while: it is called off the event loop.

    Args:
        pinned: the dream's input.
        steering: its instructions, read.
        judge_name: who answers its questions.
        replay: what tells where each of two stores would have helped; None where nobody asks.
        allowance: how long the questions may take.
    """

    def __init__(
        self,
        pinned: StoredSnapshot,
        steering: Steering,
        judge_name: str,
        replay: Replay | None,
        allowance: Allowance,
    ) -> None:
        self._pinned = pinned
        self._steering = steering
        self._is_by_rules = judge_name.startswith(_RULES)
        self._replay = replay
        self._allowance = allowance
        self._moments: list[Moment] = []

    def see(self, asked: Sequence[Question], answers: Sequence[Answer]) -> None:
        """Keep in mind what the sessions that are read would have needed, by the rules, whoever judges."""
        if self._replay is None or self._pinned.is_personal:
            return
        for question, answer in zip(asked, answers, strict=True):
            if isinstance(question.task, ObserveTask):
                known = answer.drafts if self._is_by_rules and isinstance(answer, ObserveAnswer) else None
                self._moments += moments(question.task, observe(question.task) if known is None else known)

    def hold(self, changeset: Changeset) -> Exam:
        """Ask, and tell of it."""
        held_out = list(self._held_out())
        began = self._allowance.elapsed()
        after = list(outcome(self._pinned.documents, changeset))
        chosen = questions(changeset, held_out, most=QUESTIONS)
        cutter = self._pinned.known.cutter
        replayed = tuple(self._replayed(after, cutter))
        old, new = (Shelf.of(self._pinned.known.texts(each), cutter) for each in (self._pinned.documents, after))
        examined: list[Examined] = []
        for question in chosen:
            if self._allowance.elapsed() - began >= self._allowance.seconds:
                break
            examined.append(_examined(question, old, new))
        return Exam(
            examined=tuple(examined),
            left_out=len(chosen) - len(examined),
            replayed=replayed,
        )

    def _held_out(self) -> Iterator[Observation]:
        """What the rules see in the sessions that the dream has not read; nothing of it is written."""
        if self._pinned.is_personal:  # it is not seen here what was said in one project alone
            return
        accepted: list[Observation] = []
        for session in self._pinned.held_out:
            task = _task(self._pinned, session, self._steering)
            drafts = observe(task)
            accepted += _accepted(task, drafts)
            self._moments += moments(task, (*drafts, *returned(task.events)))
        yield from combine(accepted)

    def _replayed(self, after: Sequence[Document], cutter: Cutter) -> Sequence[Replayed]:
        if self._replay is None:
            return ()
        return self._replay(self._pinned.documents, after, counted(self._moments), cutter)


def outcome(documents: Sequence[Document], changeset: Changeset) -> Iterator[Document]:
    """The store as the changeset leaves it."""
    written = {each.path: each for each in changeset.written}
    gone = {*changeset.removed, *written}
    yield from (each for each in documents if each.path not in gone)
    yield from written.values()


def _task(pinned: StoredSnapshot, session: Session, steering: Steering) -> ObserveTask:
    events = tuple(event for event in pinned.events(session.id) if not event.abandoned)
    return ObserveTask(session=session, events=events, steering=steering)


def _accepted(task: ObserveTask, drafts: Iterable[Draft]) -> Iterator[Observation]:
    for judged in accept(task, drafts):
        if judged.observation is not None:
            yield judged.observation


def _examined(question: ExamQuestion, old: Shelf, new: Shelf) -> Examined:
    before, stood = _answered(question, old)
    after, stands = _answered(question, new)
    found = Examined(
        kind=question.kind,
        question=question.question,
        value=question.value,
        source=question.source,
        before=before,
        after=after,
        stood=stood,
        stands=stands,
    )
    return replace(found, stands=_anywhere(question, new)) if found.is_lost else found


def _answered(question: ExamQuestion, shelf: Shelf) -> tuple[int | None, str]:
    passages = shelf.search(question.question, FIRST)
    place = rank(question, [each.text for each in passages])
    return place, "" if place is None else _where(passages[place - 1])


def _anywhere(question: ExamQuestion, shelf: Shelf) -> str:
    """Where the question leads to last, if not at first; else wherever the value is."""
    led_to = shelf.search(question.question, _MANY)
    return next((_where(each) for each in (*led_to, *shelf) if holds(question.value, each.text)), "")


def _where(passage: Shelved) -> str:
    return f"{passage.path}:{passage.first_line}"
