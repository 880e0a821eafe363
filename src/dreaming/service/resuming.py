"""Going on with a dream that did not complete, with the answers that it kept: with the same model, another, or the rules."""

from dataclasses import replace
from datetime import datetime

from dreaming.domain.budget import Budget
from dreaming.domain.errors import Conflict, InvalidTransition
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Dream, DreamStatus
from dreaming.store import checkpoints, dreams, packets, sessions, stores
from dreaming.store.connection import Connection


def resume(conn: Connection, dream: Dream, now: datetime, *, model: str | None, budget: Budget | None) -> Dream:
    """The dream that goes on: itself if it waits, else a new one over the same store and sessions.

    Args:
        conn: in a write transaction.
        dream: which one.
        now: when.
        model: who judges from here on; None for the same. What another has answered still counts.
        budget: what may be spent from here on; None for the same.

    Raises:
        InvalidTransition: it has completed.
        Conflict: it runs.
        NotFound: its store or one of its sessions is gone.
        StoreReadOnly: its store is archived.
    """
    if dream.status is DreamStatus.COMPLETED:
        raise InvalidTransition(dream.id, dream.status, "resumed", "Start another dream.")
    if dream.status is DreamStatus.RUNNING:
        message = f"Dream {dream.id} runs."
        raise Conflict(
            message, "If its worker died, the next one goes on by itself. To change its model, cancel it first."
        )
    model = model or dream.model
    budget = budget or dream.budget
    keyed_as = dream.keyed_as if model == dream.model else dream.keyed_as or dream.judged_by
    if dream.status is DreamStatus.PENDING:
        if model != dream.model:
            packets.drop_open(conn, dream.id)
        dreams.set_judging(conn, dream.id, model=model, budget=budget, keyed_as=keyed_as)
        return dreams.get(conn, dream.id)
    stores.check_writable(stores.get(conn, dream.memory_store_id))
    for session_id in dream.session_ids:
        sessions.get(conn, session_id)
    again = replace(_again(dream, now), model=model, budget=budget, keyed_as=keyed_as)
    dreams.insert(conn, again)
    checkpoints.copy(conn, dream.id, again.id)
    packets.copy_answered(conn, dream.id, again.id)
    return again


def _again(dream: Dream, now: datetime) -> Dream:
    return Dream(
        id=make_id(Prefix.DREAM),
        status=DreamStatus.PENDING,
        memory_store_id=dream.memory_store_id,
        session_ids=dream.session_ids,
        model=dream.model,
        instructions=dream.instructions,
        output_behavior=dream.output_behavior,
        priority=dream.priority,
        created_at=now,
        resumes=dream.id,
    )
