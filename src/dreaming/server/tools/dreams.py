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
from dreaming.server.hardening import hardened, with_words
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
    sessions: Annotated[list[str] | None, Field(description="Ids, 1 to 100.")] = None,
    latest: Annotated[int | None, Field(description="Or so many of the newest.")] = None,
    no_sessions: Annotated[bool, Field(description="Or none: only tidy.")] = False,
    hold_out: Annotated[int, Field(ge=0, description="Newest so many of them: only for its exam.")] = 0,
    model: Annotated[str, Field(description="Who judges: rules, or a Claude model id.")] = "rules",
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
    dry_run: Annotated[bool, Field(description="Only estimate.")] = False,
) -> CallToolResult:
    """Start a dream: tidy a store by what its memories and past sessions show.

    Returns at once a dream_id, valid until the store is deleted. The store stays as it is until dream_promote. By
    default it reads the newest sessions that it has not dreamt of. Then dream_status and dream_report; as a task it
    brings the report itself.
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
            hold_out=hold_out,
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
        hold_out=hold_out,
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
    dream_id: Annotated[str, Field(description="Without: the latest, and when the next is due.")] = "",
    store: Annotated[str, Field(description="Only this store's.")] = "",
    limit: Annotated[int, Field(ge=1, le=50)] = 5,
    wait_seconds: Annotated[float, Field(ge=0, le=25, description="Wait so long for one to end.")] = 0,
) -> CallToolResult:
    """How dreams stand: status, stage and progress."""
    found = await _look(ctx, dream_id, store, limit)
    active = {dream.id for dream in found if not _rests(dream)}
    if active and wait_seconds:
        with anyio.move_on_after(wait_seconds):
            await _first_end(ctx, active)
        found = await _look(ctx, dream_id, store, limit)
    if dream_id:
        return answered(DreamAnswer.of(found[0]))
    return answered(DreamsAnswer(dreams=[DreamAnswer.of(dream) for dream in found], due=await _due(ctx, store)))


async def dream_cancel(ctx: Call, dream_id: DreamId) -> CallToolResult:
    """End a pending or running dream; what it found stays in its report. Changes no memory."""
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
    """Return when one of these dreams is over, or rests: who waits does so for that, not for each step on the way."""
    while not any(_rests(dream) for dream in await call(ctx, app_of(ctx).dreams.some, active)):  # noqa: ASYNC110 - nothing tells of it
        await anyio.sleep(LOOK_SECONDS)


def _rests(dream: Dream) -> bool:
    """Whether nothing comes of it by itself: it is over, or an agent has to answer first."""
    return is_over(dream) or dream.waits_for_host


DREAM_START = hardened(dream_start, title="Start a dream")
# Where an agent may judge: the same tool, which says so.
HOST_DREAM_START = with_words(
    DREAM_START, "model", "Who judges: rules; host, which is you: dream_next, dream_answer; or a Claude model id."
)
DREAM_TOOLS = (
    DREAM_START,
    hardened(dream_status, title="Dream status", read_only=True),
    hardened(dream_cancel, title="Cancel a dream", destructive=True, idempotent=True),
)
