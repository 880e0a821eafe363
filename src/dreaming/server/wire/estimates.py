"""The shape of an estimate."""

from pydantic import Field

from dreaming.server.wire.answer import Answer
from dreaming.service.estimating import Estimate


class EstimateAnswer(Answer):
    """What a dream would read and cost. Nothing was started."""

    store: str
    sessions: int
    session_ids: list[str]
    events: int
    memories: int
    text_bytes: int
    tokens: int
    tokens_range: list[int] | None = None
    cost_usd: float | None = Field(default=None, description="Absent: no price is known.")
    cost_range_usd: list[float] | None = None
    calls: int | None = Field(default=None, description="Of the model.")
    claims_shown: int | None = Field(default=None, description="Of the store's claims, to the model.")
    basis: str
    sessions_left_over: int | None = None

    @classmethod
    def of(cls, estimate: Estimate) -> "EstimateAnswer":
        """As `Dreams.estimate` says."""
        return cls(
            store=estimate.store.name,
            sessions=estimate.sessions,
            session_ids=list(estimate.session_ids),
            events=estimate.events,
            memories=estimate.memories,
            text_bytes=estimate.text_bytes + estimate.memory_bytes,
            tokens=estimate.tokens,
            tokens_range=[estimate.tokens_low, estimate.tokens_high] if estimate.calls else None,
            cost_usd=None if estimate.cost_usd is None else round(estimate.cost_usd, 4),
            cost_range_usd=_cost_range(estimate),
            calls=estimate.calls or None,
            claims_shown=estimate.claims_shown if estimate.calls else None,
            basis=estimate.basis,
            sessions_left_over=estimate.left_over or None,
        )


def _cost_range(estimate: Estimate) -> list[float] | None:
    if not estimate.calls or estimate.cost_low_usd is None or estimate.cost_high_usd is None:
        return None
    return [round(estimate.cost_low_usd, 4), round(estimate.cost_high_usd, 4)]
