"""What a dream's model was used for, in figures and in words for the report."""

from collections.abc import Mapping
from dataclasses import dataclass

from dreaming.domain.budget import Spent
from dreaming.domain.hosting import HOST
from dreaming.domain.model import Dream
from dreaming.domain.prompting import Outcome
from dreaming.domain.texts import counted
from dreaming.domain.usage import Usage
from dreaming.store import calls
from dreaming.store.calls import CLAIMS_SHOWN
from dreaming.store.connection import Connection

_CACHE_FROM = 3  # calls: from there on one would expect the cache to have been read


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """The calls of one dream: how many of each outcome, what they took, and why some do not count.

    `claims_shown` is how many of the store's claims a model saw, None while the dream has not completed.
    """

    model: str
    outcomes: Mapping[str, int]
    usage: Usage
    spent: Spent
    claims_shown: int | None
    why: tuple[str, ...]


def model_use(conn: Connection, dream: Dream, counts: Mapping[str, int]) -> ModelUse | None:
    """The use of models by a dream; None where none was called."""
    outcomes = calls.count(conn, dream.id)
    if not outcomes:
        return None
    return ModelUse(
        model=dream.model,
        outcomes=outcomes,
        usage=dream.usage,
        spent=calls.spent_by(conn, dream.id),
        claims_shown=counts.get(CLAIMS_SHOWN),
        why=calls.reasons(conn, dream.id),
    )


def in_words(use: ModelUse, claims: int) -> list[str]:
    """What the report says: calls, tokens, cost; what fell back, what was not asked; what never reached the model."""
    lines = [_of_whom(use)]
    fell = use.outcomes.get(Outcome.FELL_BACK, 0)
    if fell:
        lines.append(f"{counted(fell, 'answer')} did not count, and the rules answered instead: {use.why[-1]}.")
    skipped = use.outcomes.get(Outcome.SKIPPED, 0)
    if skipped:
        lines.append(f"The budget was reached, {counted(skipped, 'question')} went to the rules: {use.why[0]}.")
    if use.claims_shown is not None and claims:
        lines.append(f"{1 - use.claims_shown / claims:.0%} of the claims never reached the model.")
    if use.model != HOST and use.spent.calls >= _CACHE_FROM and not use.usage.cache_read_input_tokens:
        lines.append("The prompt cache was not read: the server keeps none, or not of instructions so short.")
    return lines


def _of_whom(use: ModelUse) -> str:
    calls = counted(use.spent.calls, "call")
    if use.model == HOST:
        return f"The agent itself judged: {calls}; what they took, its own client counts."
    return f"Model {use.model}: {calls}, {use.usage.tokens:,} tokens, {_cost(use.spent)}."


def _cost(spent: Spent) -> str:
    if spent.unpriced == spent.calls:
        return "cost unknown"
    known = f"${spent.cost_usd:.4f}" if spent.cost_usd < 1 else f"${spent.cost_usd:,.2f}"
    return known if not spent.unpriced else f"{known} and {counted(spent.unpriced, 'call')} of unknown cost"
