"""Memory stores. Not offered by default: a store comes into being with its first memory."""

from typing import Annotated

from mcp.types import CallToolResult
from pydantic import Field

from dreaming.domain.errors import InvalidInput
from dreaming.domain.model import PROJECT
from dreaming.server.hardening import hardened
from dreaming.server.state import Call, app_of, call
from dreaming.server.wire.answer import answered
from dreaming.server.wire.memories import StoreAnswer, StoresAnswer


async def store_list(
    ctx: Call, archived: Annotated[bool, Field(description="Also those that are read-only for good.")] = False
) -> CallToolResult:
    """The memory stores with their size, lineage, last dream, and how many sessions wait to be dreamt of."""
    return answered(StoresAnswer.of(await call(ctx, app_of(ctx).stores.listing, archived=archived)))


async def store_create(
    ctx: Call,
    *,
    name: Annotated[str, Field(description="1 to 255 characters.")],
    description: Annotated[str, Field(description="What belongs in it.")] = "",
    metadata: Annotated[
        dict[str, str] | None,
        Field(
            description="promote: person|anyone says who may change it by a dream; dream: off|suggest|auto, when one is due."
        ),
    ] = None,
) -> CallToolResult:
    """Make an empty memory store. Not needed before memory_write, which makes the store it names."""
    if metadata is not None and PROJECT in metadata:  # it is a folder that dreams look into: the place says it, no call
        raise InvalidInput(
            "metadata", f"{PROJECT} is not given in a call", "Leave it out: a project's own store has it."
        )
    store = await call(ctx, app_of(ctx).stores.create, name, description=description, metadata=metadata or {})
    return answered(StoreAnswer.of(store))


STORE_TOOLS = (
    hardened(store_list, title="List stores", read_only=True),
    hardened(store_create, title="Create a store"),
)
