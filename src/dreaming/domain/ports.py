"""What has more than one implementation: the clock, the judge, and the view of a store that a dream reads."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from dreaming.domain.model import Document, Event, Session
from dreaming.domain.refusals import Refusal

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
        """Answer one question: an `ObserveAnswer` to `observe`, a `ReconcileAnswer` to `reconcile`.

        Raises:
            ModelUnavailable: the judge cannot be asked now.
        """
        ...


class Snapshot(Protocol):
    """The pinned input of a dream. Sessions are read lazily: one is in memory at a time for each that is asked about."""

    @property
    def is_personal(self) -> bool:
        """Whether the input is the personal store, which takes only what was said in several projects."""
        ...

    @property
    def refusals(self) -> Sequence[Refusal]:
        """What a person said no to, in dreams over this store and in its memories."""
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
