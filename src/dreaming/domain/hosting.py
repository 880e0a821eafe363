"""Work packets: what the agent that asked for a dream is to answer itself, where the dream's model is `host`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dreaming.domain.errors import InvalidInput
from dreaming.domain.switches import is_on

HOST = "host"  # as a model: the calling agent
HOST_VARIABLE = "DREAMING_HOST"
UNANSWERED_VARIABLE = "DREAMING_HOST_UNANSWERED"

PACKET_BYTES = 24_000  # of a prompt, in UTF-8: clients cut what a tool answers
HANDED_BYTES = 32_000  # of the prompts that are handed out together
HANDED_AT_ONCE = 3
ANSWER_BYTES = 48_000
MOST_OPEN = 128  # packets of a dream that wait for an answer; more are filed when these are answered
TAKEN_FOR = timedelta(minutes=10)  # so long a packet that was handed out is not offered to others
ANSWER_WITHIN = timedelta(days=1)
TRIES = 2  # answers of the wrong form: the first is told what is wrong, after the second the rules answer


class Unanswered(StrEnum):
    """What becomes of a packet that nobody has answered for a day."""

    RULES = "rules"  # the rules answer it, and the dream goes on
    QUEUE = "queue"  # it is offered for another day


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One prompt that waits for the host, or its answer.

    `prompt` is all of it as one text, "" once it has ended. `refusals` counts answers of the wrong form. `answer` is
    JSON; it stays None where the packet ended without one, and `why` says why then.
    """

    id: str
    dream_id: str
    key: str
    position: int
    purpose: str
    prompt: str
    filed_at: datetime
    expires_at: datetime
    taken_at: datetime | None = None
    refusals: int = 0
    why: str = ""
    ended_at: datetime | None = None
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer would count."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """How a dream's packets stand: so many were filed, so many are not open any more."""

    answered: int
    total: int

    @property
    def open(self) -> int:
        """How many wait for an answer."""
        return self.total - self.answered

    @property
    def text(self) -> str:
        """`12 of 40 packets answered`."""
        return f"{self.answered} of {self.total} packets answered"


def is_host_on(env: Mapping[str, str]) -> bool:
    """Whether agents may judge, by DREAMING_HOST.

    Raises:
        InvalidInput: it is neither yes nor no.
    """
    return is_on(env, HOST_VARIABLE)


def unanswered(env: Mapping[str, str]) -> Unanswered:
    """What becomes of a packet that nobody answers, by DREAMING_HOST_UNANSWERED.

    Raises:
        InvalidInput: it has a value that means nothing.
    """
    said = env.get(UNANSWERED_VARIABLE, "").strip().lower() or Unanswered.RULES
    if said not in set(Unanswered):
        raise InvalidInput(UNANSWERED_VARIABLE, f"{said[:80]!r} means nothing", f"It is {' or '.join(Unanswered)}.")
    return Unanswered(said)
