"""The exam: the same questions to the store as it was and as the dream would have it; and what a session needed.

A question asks for a claim's value with the claim's other words. A moment is a place in a session where the store
could have helped: the user corrected the agent, or a command failed that had failed before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

QUESTIONS = 500  # at most, chosen by hash
FIRST = 10  # passages among which a value is found
LOST_SHARE = 0.01  # of the questions that found their value before


class ExamKind(StrEnum):
    """What a question was made from."""

    CLAIM = "claim"  # a claim that the dream neither replaced nor dropped
    CURRENT = "current"  # a claim that was replaced: does the value that holds now come before the old one?
    OBSERVED = "observed"  # what the dream wrote from sessions
    HELD_OUT = "held_out"  # what a session shows that was kept out of the dream


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamQuestion:
    """`question` is what is searched, `value` what an answer holds, `instead` the old value that must not come first.

    `source` is the line that it was made from: a path and a line, or a session's id.
    """

    kind: ExamKind
    question: str
    value: str
    source: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A question with its two answers.

    `before` and `after` are the ranks (from 1) of the passage that answered, None where none of the first ten did.
    `stood` is where the value was found before, `stands` where it was found after, or, of a lost one, where it stands
    now although the question does not lead to it; "" is nowhere.
    """

    kind: ExamKind
    question: str
    value: str
    source: str
    before: int | None
    after: int | None
    stood: str = ""
    stands: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether it was answered before and is not any more."""
        return self.before is not None and self.after is None

    @property
    def is_gained(self) -> bool:
        """Whether it is answered now and was not before."""
        return self.before is None and self.after is not None


class MomentKind(StrEnum):
    """What a session would have needed."""

    CORRECTION = "correction"  # the user corrected the agent, or said again what an earlier session had heard
    FAILURE = "failure"  # a command failed as it had in a session before, or came to fail again in the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A place in a session where the store could have helped.

    `began` is when its session began: what was known then could have helped.
    `text` is what was to be known, `query` what is searched for it: the user's words, or the command with its error.
    `topic` is the same for the same failure; `quotes` are the command and the lines of its error, of a correction empty.
    """

    kind: MomentKind
    began: datetime
    at: datetime
    session_id: str
    event_id: str
    text: str
    query: str
    topic: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A moment, and where each store would have told of it before: a path and a line, "briefing", or "" for nowhere."""

    kind: MomentKind
    at: datetime
    session_id: str
    event_id: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """The whole of it. `left_out` counts the questions that there was no time for."""

    examined: tuple[Examined, ...] = ()
    left_out: int = 0
    replayed: tuple[Replayed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The exam in figures: of `asked` questions `before` found their value in the old store, `after` in the new."""

    asked: int
    before: int
    after: int
    lost: int
    gained: int
    left_out: int

    @classmethod
    def of(cls, examined: Sequence[Examined], left_out: int = 0) -> "Score":
        """Counted from the questions."""
        return cls(
            asked=len(examined),
            before=sum(each.before is not None for each in examined),
            after=sum(each.after is not None for each in examined),
            lost=sum(each.is_lost for each in examined),
            gained=sum(each.is_gained for each in examined),
            left_out=left_out,
        )

    @property
    def text(self) -> str:
        """`212 of 214 found before, 213 after; 1 lost`."""
        if not self.asked:
            return "nothing to ask" if not self.left_out else f"{self.left_out} questions, and no time for any"
        found = f"{self.before} of {self.asked} found before, {self.after} after; {self.lost} lost"
        return found + (f"; no time for {self.left_out} more" if self.left_out else "")

    @property
    def is_passed(self) -> bool:
        """Whether no more than the allowed share of what was found before is lost."""
        return self.lost <= LOST_SHARE * self.before
