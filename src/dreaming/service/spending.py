"""Which models a dream may ask, and what of their cost can be limited."""

from dataclasses import asdict

from dreaming.domain.budget import Budget
from dreaming.domain.errors import ModelUnavailable
from dreaming.domain.hosting import HOST
from dreaming.judges.names import RULES


def rules_alone(model: str) -> None:
    """For a system without models.

    Raises:
        ModelUnavailable: it is not the rules that are asked for.
    """
    if model != RULES:
        raise ModelUnavailable(model, f"known here: {RULES}")


def check_budget(model: str, budget: Budget | None) -> None:
    """Whether this budget can be kept to with this model.

    Raises:
        ModelUnavailable: the cost is limited, and no price of the model is known; or it is a host, whose tokens, cost and
            time are not known here.
    """
    if budget is None or model == RULES:
        return
    if model == HOST:
        _check_packets(budget)
        return
    if budget.max_cost_usd is None:
        return
    from dreaming.judges.model.prices import price_of, prices

    if price_of(model) is not None:
        return
    hint = "Limit max_tokens instead; prices are known of: " + ", ".join(sorted(prices().models)) + "."
    raise ModelUnavailable(model, "its cost is limited and its price is not known", hint)


def _check_packets(budget: Budget) -> None:
    limited = [name for name, value in asdict(budget).items() if value is not None and name != "max_calls"]
    if limited:
        hint = "Limit max_calls instead: how many packets are put before it."
        raise ModelUnavailable(HOST, f"what it takes is not known here, so {limited[0]} cannot be kept to", hint)
