"""The shapes of the answers: pydantic models, compact, with None left out. What is empty says nothing and is None.

Times are RFC 3339 text, as everywhere outside Python.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from dreaming.domain.model import Dream, Memory, MemoryStore, Session
from dreaming.domain.times import render, render_optional
from dreaming.service.dreams import Estimate, Started


class Answer(BaseModel):
    """What a tool answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DreamAnswer(Answer):
    """One dream. `next` is the tool that goes on from here."""

    dream_id: str
    status: str
    memory_store_id: str
    output_store_id: str | None = None
    sessions: int
    model: str
    stage: str | None = None
    done: int | None = None
    total: int | None = None
    error: str | None = None
    created_at: str
    ended_at: str | None = None
    promoted_at: str | None = None
    discarded_at: str | None = None
    next: str | None = None

    @classmethod
    def of(cls, dream: Dream) -> "DreamAnswer":
        """Progress is shown while the dream runs."""
        running = dream.status == "running"
        return cls(
            dream_id=dream.id,
            status=dream.status,
            memory_store_id=dream.memory_store_id,
            output_store_id=dream.output_store_id,
            sessions=len(dream.session_ids),
            model=dream.model,
            stage=dream.progress.stage if running else None,
            done=dream.progress.done if running else None,
            total=dream.progress.total if running else None,
            error=f"{dream.error.type}: {dream.error.message}" if dream.error else None,
            created_at=render(dream.created_at),
            ended_at=render_optional(dream.ended_at),
            promoted_at=render_optional(dream.promoted_at),
            discarded_at=render_optional(dream.discarded_at),
            next=_next(dream),
        )


def _next(dream: Dream) -> str | None:
    match dream.status:
        case "pending" | "running":
            return "dream_status with wait_seconds 25"
        case "completed" if dream.promoted_at is None and dream.discarded_at is None:
            return "dream_report"
        case _:
            return None


class DreamsAnswer(Answer):
    """Some dreams, newest first."""

    dreams: list[DreamAnswer]


class StartedAnswer(Answer):
    """A dream that was started, and what of the instructions the rules understood."""

    dream_id: str
    status: str
    store: str
    sessions: int
    followed: list[str] | None = None
    not_understood: list[str] | None = None
    sessions_left_over: int | None = None
    next: str = "dream_status with wait_seconds 25"

    @classmethod
    def of(cls, started: Started) -> "StartedAnswer":
        """As `Dreams.start` says."""
        return cls(
            dream_id=started.dream.id,
            status=started.dream.status,
            store=started.store.name,
            sessions=len(started.dream.session_ids),
            followed=list(started.followed) or None,
            not_understood=list(started.not_understood) or None,
            sessions_left_over=started.left_over or None,
        )


class EstimateAnswer(Answer):
    """What a dream would read and cost. Nothing was started."""

    store: str
    sessions: int
    session_ids: list[str]
    events: int
    memories: int
    text_bytes: int
    tokens: int
    cost_usd: float
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
            cost_usd=estimate.cost_usd,
            basis=estimate.basis,
            sessions_left_over=estimate.left_over or None,
        )
