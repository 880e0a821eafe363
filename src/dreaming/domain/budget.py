"""What may be spent on a model: by one dream, and by all dreams of a day (UTC)."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from dreaming.domain.errors import InvalidInput

DAILY_VARIABLES = {
    "max_tokens": "DREAMING_DAILY_MAX_TOKENS",
    "max_cost_usd": "DREAMING_DAILY_MAX_COST_USD",
    "max_seconds": "DREAMING_DAILY_MAX_SECONDS",
    "max_calls": "DREAMING_DAILY_MAX_CALLS",
}
_WHOLE = ("max_tokens", "max_calls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits; None where there is none.

    `max_tokens` counts all tokens, read and written. `max_seconds` is how long a dream may take before it makes no new
    call, of one attempt; of a day, how long models were at work. `max_calls` counts calls that were answered or failed.
    """

    max_tokens: int | None = None
    max_cost_usd: float | None = None
    max_seconds: float | None = None
    max_calls: int | None = None

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is not None and not (value > 0 and math.isfinite(value)):
                raise InvalidInput(name, f"{value} is not above zero", "Leave it out for no limit.")

    @classmethod
    def of(cls, said: Mapping[str, float]) -> "Budget":
        """From limits by name.

        Raises:
            InvalidInput: there is no such limit, or it is not above zero.
        """
        names = [each.name for each in fields(cls)]
        unknown = [name for name in said if name not in names]
        if unknown:
            raise InvalidInput("budget", f"{unknown[0][:40]!r} is no limit", f"There are: {', '.join(names)}.")
        whole = {name: int(value) if name in _WHOLE else value for name, value in said.items()}
        return cls(**whole)  # pyright: ignore[reportArgumentType]  # whole numbers where they are wanted

    @property
    def is_limited(self) -> bool:
        """Whether there is any limit."""
        return any(value is not None for value in asdict(self).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was spent; `unpriced` counts the calls whose cost is not known."""

    tokens: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0
    calls: int = 0
    unpriced: int = 0


def short_of(budget: Budget, spent: Spent, tokens: int, cost_usd: float | None, whose: str) -> str | None:
    """What is missing for a call of so many tokens, in words; None if there is enough.

    Args:
        budget: the limits.
        spent: what was spent, and what is held for calls that are being made.
        tokens: the most that the call may take.
        cost_usd: the most that it may cost; None where the price is not known.
        whose: whose budget it is, such as "the dream's".
    """
    if budget.max_tokens is not None and spent.tokens + tokens > budget.max_tokens:
        return f"{whose} {budget.max_tokens:,} tokens leave no room for a call of at most {tokens:,}"
    if budget.max_cost_usd is not None and (cost_usd is None or spent.cost_usd + cost_usd > budget.max_cost_usd):
        price = "unknown price" if cost_usd is None else f"at most ${cost_usd:.4f}"
        return f"{whose} ${budget.max_cost_usd:,.2f} leave no room for a call of {price}"
    if budget.max_calls is not None and spent.calls + 1 > budget.max_calls:
        return f"{whose} {budget.max_calls:,} calls are made"
    if budget.max_seconds is not None and spent.seconds >= budget.max_seconds:
        return f"{whose} {budget.max_seconds:,.0f} seconds are over"
    return None


def daily_budget(env: Mapping[str, str]) -> Budget:
    """What all dreams of a day may spend, by DREAMING_DAILY_MAX_TOKENS, …_COST_USD, …_SECONDS and …_CALLS.

    Raises:
        InvalidInput: one of them is no number above zero.
    """
    values = {name: _number(variable, env.get(variable, "").strip()) for name, variable in DAILY_VARIABLES.items()}
    whole = {name: None if values[name] is None else int(values[name] or 0) for name in _WHOLE}
    return Budget(max_cost_usd=values["max_cost_usd"], max_seconds=values["max_seconds"], **whole)


def _number(variable: str, said: str) -> float | None:
    if not said:
        return None
    try:
        value = float(said.replace("_", ""))
    except ValueError:
        value = math.nan
    if not (value > 0 and math.isfinite(value)):
        raise InvalidInput(variable, f"{said[:40]!r} is no number above zero", "Leave it out for no limit.")
    return value


def day_of(at: datetime) -> datetime:
    """When the day of a time began, in UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
