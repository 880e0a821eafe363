"""The options that limit what a dream may spend on a model."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dreaming.domain.budget import Budget

_Command = TypeVar("_Command", bound=Callable[..., object])
_OPTIONS = (
    click.option("--max-tokens", type=click.IntRange(1), metavar="N", help="Spend at most N tokens on the model."),
    click.option(
        "--max-cost-usd", type=click.FloatRange(0, min_open=True), metavar="USD", help="Spend at most so much."
    ),
    click.option(
        "--max-seconds",
        type=click.FloatRange(0, min_open=True),
        metavar="N",
        help="After so long, ask the model nothing more.",
    ),
    click.option("--max-calls", type=click.IntRange(1), metavar="N", help="Call the model at most N times."),
)
_NAMES = ("max_tokens", "max_cost_usd", "max_seconds", "max_calls")


def budget_options(command: _Command) -> _Command:
    """`--max-tokens`, `--max-cost-usd`, `--max-seconds` and `--max-calls`, as parameters of those names."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def taken_budget(chosen: dict[str, Any]) -> "Budget | None":
    """The budget in these parameters, which are taken out of them; None where nothing is limited."""
    from dreaming.domain.budget import Budget

    budget = Budget(**{name: chosen.pop(name) for name in _NAMES})
    return budget if budget.is_limited else None
