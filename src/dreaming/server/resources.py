"""Resources: a dream's report, a store's briefing, and each memory, for clients that attach them by address."""

from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context

from dreaming.domain.errors import DreamingError
from dreaming.server.errors import resource_error
from dreaming.server.state import State, app_of, call
from dreaming.service.rendering import summary

_MARKDOWN = "text/markdown"


def add_resources(server: MCPServer[State]) -> None:
    """Offer the three templates; the briefing is found before a memory of that path."""
    server.resource("dream://{dream_id}/report", title="Dream report", mime_type=_MARKDOWN)(dream_report)
    server.resource("memory://{store}/briefing", title="Briefing", mime_type=_MARKDOWN)(briefing)
    server.resource("memory://{store}/{+path}", title="Memory", mime_type=_MARKDOWN)(memory)


async def dream_report(dream_id: str, ctx: "Context[Any]") -> str:
    """What a dream would change and why, on one screen."""
    try:
        return summary(await call(ctx, app_of(ctx).review.report, dream_id))
    except DreamingError as error:
        raise resource_error(error) from error


async def briefing(store: str, ctx: "Context[Any]") -> str:
    """Where to begin in a store: its index, what is newest, open work, dreams that wait for review."""
    try:
        return (await call(ctx, app_of(ctx).memories.briefing, store)).text
    except DreamingError as error:
        raise resource_error(error) from error


async def memory(store: str, path: str, ctx: "Context[Any]") -> str:
    """The text of one memory."""
    try:
        return (await call(ctx, app_of(ctx).memories.view, store, f"/{path}")).content or ""
    except DreamingError as error:
        raise resource_error(error) from error
