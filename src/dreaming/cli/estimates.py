"""What a dream would read and cost, printed."""

from typing import TYPE_CHECKING

from dreaming.cli.console import say, say_json, size
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.service.estimating import Estimate


def print_estimate(estimate: "Estimate", *, as_json: bool) -> None:
    """The estimate in words, or as one JSON value."""
    if as_json:
        say_json(
            {
                "store": estimate.store.name,
                "memories": estimate.memories,
                "memory_bytes": estimate.memory_bytes,
                "sessions": estimate.sessions,
                "session_ids": list(estimate.session_ids),
                "events": estimate.events,
                "text_bytes": estimate.text_bytes,
                "calls": estimate.calls,
                "tokens": estimate.tokens,
                "tokens_low": estimate.tokens_low,
                "tokens_high": estimate.tokens_high,
                "cost_usd": estimate.cost_usd,
                "cost_low_usd": estimate.cost_low_usd,
                "cost_high_usd": estimate.cost_high_usd,
                "claims": estimate.claims,
                "claims_shown": estimate.claims_shown,
                "basis": estimate.basis,
                "sessions_left_over": estimate.left_over,
            }
        )
        return
    read = f"{counted(estimate.memories, 'memory', 'memories')} and {counted(estimate.sessions, 'session')}"
    amount = f"{counted(estimate.events, 'event')}, {size(estimate.text_bytes + estimate.memory_bytes)} of text"
    say(f"A dream over store {estimate.store.name} would read {read}: {amount}.")
    if not estimate.calls:
        say(f"About {estimate.tokens:,} tokens: {estimate.basis}. Nothing was started.")
        return
    tokens = f"about {estimate.tokens:,} tokens ({estimate.tokens_low:,} to {estimate.tokens_high:,})"
    say(f"It would take {counted(estimate.calls, 'call')} of the model and {tokens}: {_cost(estimate)}.")
    share = 1 - estimate.claims_shown / estimate.claims if estimate.claims else 1.0
    say(f"{share:.0%} of the {counted(estimate.claims, 'claim')} would not reach the model.")
    say(f"Reckoned with {estimate.basis}. Nothing was started.")


def _cost(estimate: "Estimate") -> str:
    if estimate.cost_usd is None:
        return "cost unknown"
    return f"about ${estimate.cost_usd:.2f} (${estimate.cost_low_usd:.2f} to ${estimate.cost_high_usd:.2f})"
