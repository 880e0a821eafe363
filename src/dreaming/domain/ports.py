"""What has more than one implementation: the clock, the judge, the model, and the view of a store that a dream reads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from dreaming.domain.hosting import Packet
from dreaming.domain.model import Document, Event, Session
from dreaming.domain.plans import Heard
from dreaming.domain.prompting import Call, Prompt, Reply
from dreaming.domain.refusals import Refusal
from dreaming.domain.usage import Usage

if TYPE_CHECKING:
    from dreaming.domain.questions import Answer, Question


class Clock(Protocol):
    """The time. `datetime.now` stands nowhere else than in the real one."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Judge(Protocol):
    """Who decides. Whatever it answers is checked by code before it counts.

    `name` says which judge (and which version of its rules or prompts) answered; it is part of what a kept answer
    depends on. `is_paid` answers are kept one by one as they come, free ones in batches.
    """

    @property
    def name(self) -> str:
        """Which judge this is, with its version."""
        ...

    @property
    def is_paid(self) -> bool:
        """Whether an answer costs tokens."""
        ...

    async def answer(self, question: "Question") -> "Answer":
        """Answer one question with the answer of its stage: see `questions.ANSWER_OF`.

        Raises:
            ModelUnavailable: the judge cannot be asked now.
        """
        ...


class LanguageModel(Protocol):
    """Whoever turns a prompt into an object: an API, a program, the calling agent. It has no tools and sees no more."""

    @property
    def name(self) -> str:
        """The model's name, as `dream_start` knows it."""
        ...

    def cost_usd(self, usage: Usage) -> float | None:
        """What so many tokens cost in US dollars; None where the price is not known."""
        ...

    async def ask(self, prompt: Prompt, schema: Mapping[str, Any]) -> Reply:
        """Ask once, retries of the transport included, and wait for the answer.

        Args:
            prompt: what is asked.
            schema: the JSON schema that the answer is to have. It is not checked here: what comes back is any JSON value.

        Raises:
            AnswerAwaited: it is a host, and has not answered yet; nothing was asked twice.
            AnswerUnusable: the model was asked and gave no JSON: it refused, ran out of tokens, or wrote something else.
            ModelUnavailable: it cannot be asked now, and asking again soon will not help.
        """
        ...

    async def close(self) -> None:
        """Let go of whatever asking has opened; nothing is asked after it."""
        ...


class Desk(Protocol):
    """What a judge that asks a model is given of the dream for which it works: its budget, and the book of its calls."""

    @property
    def dream_id(self) -> str:
        """Whose questions are answered."""
        ...

    @property
    def fence(self) -> str:
        """What marks where others' text begins and ends in prompts: the same in each attempt at the dream, unguessable."""
        ...

    def spending(self, tokens: int, cost_usd: float | None) -> AbstractAsyncContextManager[None]:
        """Hold at most so much of the budget while a call is made and recorded inside.

        Raises:
            BudgetReached: there is not so much left, even when all calls that are being made have ended.
        """
        ...

    async def recorded(self, key: str) -> Call | None:
        """The call that was made and recorded under this key, in whatever attempt; None if there is none."""
        ...

    async def record(self, call: Call) -> None:
        """Write down a call, with what it cost, as soon as its answer is checked."""
        ...


@runtime_checkable
class HostDesk(Desk, Protocol):
    """The desk of a dream that the calling agent judges."""

    async def packet(self, prompt: Prompt, text: str) -> Packet:
        """The packet of this prompt, `text` in whole; it is filed where there is none.

        Raises:
            AnswerAwaited: none could be filed, since so many wait.
            BudgetReached: the dream may not file another.
        """
        ...


@runtime_checkable
class PaidJudge(Protocol):
    """A judge that works for one dream at a time and spends its budget."""

    def at(self, desk: Desk) -> AbstractAsyncContextManager[Judge]:
        """The same judge, at work for the dream of this desk while this is open."""
        ...


class Snapshot(Protocol):
    """The pinned input of a dream. Sessions are read lazily: one is in memory at a time for each that is asked about."""

    @property
    def is_personal(self) -> bool:
        """Whether the input is the personal store, which takes only what was said in several projects."""
        ...

    @property
    def project(self) -> str | None:
        """The root of the project whose store the input is; None where it is no project's."""
        ...

    @property
    def refusals(self) -> Sequence[Refusal]:
        """What a person said no to, in dreams over this store and in its memories."""
        ...

    @property
    def heard(self) -> Heard:
        """What earlier dreams, promoted into the input store, took from sessions."""
        ...

    @property
    def documents(self) -> Sequence[Document]:
        """The memories of the input store, by path."""
        ...

    @property
    def sessions(self) -> Sequence[Session]:
        """The heads of the sessions, oldest first."""
        ...

    def events(self, session_id: str) -> Iterator[Event]:
        """The events of one session in order, up to the one that was last when the snapshot was taken."""
        ...
