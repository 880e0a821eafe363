"""What a model's tokens cost: a dated file. Where a model is not in it, the price is unknown."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from dreaming.domain.usage import Usage
from dreaming.judges.names import is_claude_code, model_behind

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float
    cache_write: float
    cache_read: float

    def of(self, usage: Usage) -> float:
        """What these tokens cost, in US dollars."""
        return (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + usage.cache_creation_input_tokens * self.cache_write
            + usage.cache_read_input_tokens * self.cache_read
        ) / _MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """The file: prices by model, and as of when and from where they are."""

    date: date
    source: str
    models: dict[str, Price]


@cache
def prices() -> Prices:
    """All known prices."""
    found = tomllib.loads((files("dreaming.judges.model") / "prices.toml").read_text(encoding="utf-8"))
    return Prices(found["date"], found["source"], {name: Price(**each) for name, each in found["models"].items()})


def price_of(model: str) -> Price | None:
    """The price of a model, by its name or its name with a date behind; None where it is not known.

    Claude Code's is that of the model that it is to ask, by the list of the Messages API.
    """
    known = prices().models
    if is_claude_code(model):
        model = model_behind(model) or model
    if model in known:
        return known[model]
    name, _, dated = model.rpartition("-")
    return known.get(name) if len(dated) == len("20260101") and dated.isdigit() else None
