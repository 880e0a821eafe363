"""Judging a dream as the agent that asked for it: packets are taken and answered."""

from typing import Annotated, Any

import anyio
from mcp.types import CallToolResult
from pydantic import Field

from dreaming.domain.errors import AnswerRefused
from dreaming.domain.hosting import HANDED_AT_ONCE
from dreaming.server.hardening import hardened
from dreaming.server.state import Call, app_of, call, state_of
from dreaming.server.wire.answer import answered
from dreaming.server.wire.packets import HandedAnswer, TakenAnswer
from dreaming.service.packets import Handed

WAIT_SECONDS = 20.0  # for the worker to file packets, or to end the dream
LOOK_SECONDS = 0.25


async def dream_next(
    ctx: Call,
    *,
    dream_id: Annotated[str, Field(description="drm_…; default: the oldest that waits.")] = "",
    limit: Annotated[int, Field(ge=1, le=HANDED_AT_ONCE)] = HANDED_AT_ONCE,
    again: Annotated[bool, Field(description="Those too that an agent took and has not answered: it is gone.")] = False,
) -> CallToolResult:
    """Take the next packets of a dream with model 'host': prompts for you to answer with dream_answer, in any order.

    Several agents may share a dream: what one takes is kept from others for ten minutes. Where none is ready it waits
    for some seconds. When the dream has ended it says so.
    """

    async def take(dream_id: str | None) -> Handed:
        return await call(ctx, app_of(ctx).packets.next, dream_id, limit=limit, again=again)

    handed = await take(dream_id or None)
    if not handed.packets:
        await _wake(ctx)  # its worker may have been killed, or packets wait for too long
    with anyio.move_on_after(WAIT_SECONDS):
        while handed.dream is not None and not handed.is_settled:
            await anyio.sleep(LOOK_SECONDS)
            handed = await take(handed.dream.id)
    return answered(HandedAnswer.of(handed))


async def dream_answer(
    ctx: Call,
    *,
    packet_id: Annotated[str, Field(description="pkt_…")],
    answer: Annotated[dict[str, Any], Field(description="The JSON value that the packet's prompt asks for.")],
) -> CallToolResult:
    """Answer a packet of dream_next. What it says is checked by code, quotes letter by letter; the first answer counts.

    One that does not fit is told why and may be corrected once; after that the rules answer.
    """
    try:
        taken = await call(ctx, app_of(ctx).packets.answer, packet_id, answer)
    except AnswerRefused as refused:
        if refused.is_final:
            await _wake(ctx)
        raise
    if not taken.awaited.open:
        await _wake(ctx)
    return answered(TakenAnswer.of(packet_id, taken))


async def _wake(ctx: Call) -> None:
    dreamer = state_of(ctx).dreamer
    if dreamer is not None:
        await dreamer.wake()


HOST_TOOLS = (
    hardened(dream_next, title="Take work packets"),
    hardened(dream_answer, title="Answer a work packet"),
)
