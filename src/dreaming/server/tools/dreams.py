"""Starting, watching and ending dreams."""

from collections.abc import Collection
from typing import Annotated, Literal

import anyio
from mcp.server.mcpserver import Resolve
from mcp.types import CallToolResult
from pydantic import Field

from dreaming.domain.budget import Budget
from dreaming.domain.errors import AmbiguousName, NotFound
from dreaming.domain.lifecycle import is_over
from dreaming.domain.model import Dream, OutputBehavior
from dreaming.server.arguments import DreamId, Store
from dreaming.server.consent import Answered, ask_update, is_given
from dreaming.server.hardening import hardened
from dreaming.server.state import Call, app_of, call, state_of, store_named
from dreaming.server.wire.answer import answered
from dreaming.server.wire.dreams import (
    DeclinedAnswer,
    DreamAnswer,
    DreamsAnswer,
    DueAnswer,
    StartedAnswer,
)
from dreaming.server.wire.estimates import EstimateAnswer

LOOK_SECONDS = 0.25


async def dream_start(
    ctx: Call,
    *,
    consent: Annotated[Answered, Resolve(ask_update)],
    store: Store = "",
    sessions: Annotated[list[str] | None, Field(description="Session ids, 1 to 100.")] = None,
    latest: Annotated[int | None, Field(description="Or the newest so many sessions, 1 to 100.")] = None,
    no_sessions: Annotated[bool, Field(description="Or none: tidy the store alone.")] = False,
    model: Annotated[str, Field(description="Who judges: rules, claude-code, or a Claude model id.")] = "rules",
    budget: Annotated[
        dict[str, float] | None,
        Field(description="Limits for a model: max_tokens, max_cost_usd, max_seconds, max_calls."),
    ] = None,
    instructions: Annotated[
        str,
        Field(
            description="One sentence each: keep|leave PATH or topic; only PATH; ignore TOPIC; ignore sessions; "
            "prefer newest|oldest; layout daily|topic. The answer says which were followed."
        ),
    ] = "",
    output_behavior: Annotated[
        Literal["create_new", "update_existing"],
        Field(description="update_existing promotes by itself if every check passes."),
    ] = "create_new",
    dry_run: Annotated[bool, Field(description="Only estimate; start nothing.")] = False,
) -> CallToolResult:
    """Start a dream: tidy a store by what its memories and past sessions show. Returns a dream_id at once.

    The store stays as it is until dream_promote. By default it reads the newest sessions (at most 100) that this
    store has not dreamt of. Then use dream_status and dream_report; where the client made it a task, the report comes
    by itself. A dream_id stays valid until the store is deleted.
    """
    dreams = app_of(ctx).dreams
    where = await store_named(ctx, store)
    if not is_given(consent):
        return answered(DeclinedAnswer(message="The user did not agree: no dream was started."))
    if dry_run:
        estimate = await call(
            ctx,
            dreams.estimate,
            where,
            sessions=sessions,
            latest=latest,
            no_sessions=no_sessions,
            model=model,
            instructions=instructions or None,
            may_create=not store,
        )
        return answered(EstimateAnswer.of(estimate))
    started = await call(
        ctx,
        dreams.start,
        where,
        sessions=sessions,
        latest=latest,
        no_sessions=no_sessions,
        model=model,
        instructions=instructions or None,
        output_behavior=OutputBehavior(output_behavior),
        budget=None if budget is None else Budget.of(budget),
        may_create=not store,
    )
    dreamer = state_of(ctx).dreamer
    if dreamer is not None:
        await dreamer.wake()
    return answered(StartedAnswer.of(started))


async def dream_status(
    ctx: Call,
    *,
    dream_id: Annotated[
        str, Field(description="Without it: the latest dreams, newest first, and when the next is due.")
    ] = "",
    store: Annotated[str, Field(description="Only dreams of this store.")] = "",
    limit: Annotated[int, Field(ge=1, le=50)] = 5,
    wait_seconds: Annotated[float, Field(ge=0, le=25, description="Wait so long, or until one of them ends.")] = 0,
) -> CallToolResult:
    """How a dream stands: pending, running, completed, failed or canceled, with stage and progress."""
    found = await _look(ctx, dream_id, store, limit)
    active = {dream.id for dream in found if not is_over(dream)}
    if active and wait_seconds:
        with anyio.move_on_after(wait_seconds):
            await _first_end(ctx, active)
        found = await _look(ctx, dream_id, store, limit)
    if dream_id:
        return answered(DreamAnswer.of(found[0]))
    return answered(DreamsAnswer(dreams=[DreamAnswer.of(dream) for dream in found], due=await _due(ctx, store)))


async def dream_cancel(ctx: Call, dream_id: DreamId) -> CallToolResult:
    """End a dream that is pending or running; what it has found so far stays in its report. Changes no memory."""
    return answered(DreamAnswer.of(await call(ctx, app_of(ctx).dreams.cancel, dream_id)))


async def _look(ctx: Call, dream_id: str, store: str, limit: int) -> list[Dream]:
    dreams = app_of(ctx).dreams
    if dream_id:
        return [await call(ctx, dreams.get, dream_id)]
    return await call(ctx, dreams.listing, store or None, limit=limit)


async def _due(ctx: Call, store: str) -> DueAnswer | None:
    try:
        return DueAnswer.of(await call(ctx, app_of(ctx).due.get, await store_named(ctx, store), may_be_new=not store))
    except (NotFound, AmbiguousName):
        return None  # none was named, and the default one is not there yet, or more than one is


async def _first_end(ctx: Call, active: Collection[str]) -> None:
    """Return when one of these dreams is over: who waits does so for that, not for each step on the way."""
    while not any(is_over(dream) for dream in await call(ctx, app_of(ctx).dreams.some, active)):  # noqa: ASYNC110 - nothing tells of it
        await anyio.sleep(LOOK_SECONDS)


DREAM_TOOLS = (
    hardened(dream_start, title="Start a dream"),
    hardened(dream_status, title="Dream status", read_only=True),
    hardened(dream_cancel, title="Cancel a dream", destructive=True, idempotent=True),
)
