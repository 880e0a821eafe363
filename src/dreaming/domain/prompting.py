"""What is put before a language model, what comes back, and the record of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from dreaming.domain.usage import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One thing asked of a model.

    `key` names the call: it is the same in each attempt at the dream, and does not depend on the fence. `instructions`
    are the same for all calls of one purpose of a dream, so that they can be cached; `material` is what the call is
    about, fenced. Where an earlier answer to the same was refused, `earlier` is that answer and `correction` says why.
    """

    key: str
    purpose: str
    instructions: str
    material: str
    earlier: str = ""
    correction: str = ""
    max_output_tokens: int = 8_000

    def text(self) -> str:
        """All of it as one text, for a model that is not given roles."""
        parts = [self.instructions, self.material]
        if self.correction:
            parts += [f"Your earlier answer was:\n{self.earlier}", self.correction]
        return "\n\n".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered: any JSON value, what it took, and what it cost where the model itself says so.

    `was_corrected` says that an earlier answer to the same was refused before it came here: it is not asked for again.
    """

    object: object
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = None
    was_corrected: bool = False


class Outcome(StrEnum):
    """What became of one call."""

    ANSWERED = "answered"  # its answer counts
    REFUSED = "refused"  # its answer broke a rule; it was asked once more, with the reason
    CORRECTED = "corrected"  # it was asked once more, and this answer counts
    FELL_BACK = "fell_back"  # no answer that counts: the rules judge answered instead
    FAILED = "failed"  # it was broken off, or the model went away: as if it had not been made, but for what it took
    SKIPPED = "skipped"  # it was not made: the budget was reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a model: for what, what it took, and what became of it.

    `key` is the prompt's, `question_key` the question's for which it was made, `purpose` the prompt's. `cost_usd` is
    None where the price is not known. `seconds` is how long it took. `why` says why it does not count. `reply` is the
    JSON that came back, "" where none did. `claims` are the ids of the claims that were shown.
    """

    key: str
    question_key: str
    stage: str
    purpose: str
    model: str
    outcome: Outcome
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = None
    seconds: float = 0.0
    why: str = ""
    reply: str = ""
    claims: tuple[str, ...] = ()
