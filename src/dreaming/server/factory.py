"""An MCP server as ours are: what every one of them has in common, whatever it offers.

The product is made here, and so is the server that the official conformance suite tests: what that suite finds holds
for both. Tools come hardened (`hardening.py`).
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from mcp.server import CacheHint, MCPServer
from mcp.server.extension import Extension
from mcp.server.mcpserver.tools import Tool
from mcp.server.request_state import RequestStateSecurity
from mcp.server.subscriptions import SubscriptionBus

from dreaming import __version__

_HOUR = CacheHint(ttl_ms=3_600_000, scope="public")
_LISTS = ("tools/list", "prompts/list", "resources/list", "resources/templates/list", "server/discover")

_State = TypeVar("_State")


def make_server(
    name: str,
    *,
    title: str,
    instructions: str,
    tools: Sequence[Tool],
    lifespan: Callable[[MCPServer[_State]], AbstractAsyncContextManager[_State]],
    parts: Sequence[Callable[[MCPServer[_State]], None]] = (),
    extensions: Sequence[Extension] = (),
    subscriptions: SubscriptionBus | None = None,
    request_key: bytes | None = None,
) -> MCPServer[_State]:
    """A server that offers this, in this order.

    Args:
        name: for programs.
        title: for people.
        instructions: what a model reads before anything else.
        tools: hardened ones.
        lifespan: what lives as long as the server runs.
        parts: each adds resources, prompts or completions.
        extensions: of the protocol.
        subscriptions: where changes are announced; None announces none and promises none.
        request_key: seals what a question keeps with the client. With one of its own (None) a process refuses the
            answer to a question that was asked before it started.
    """
    server = MCPServer[Any](
        name,
        title=title,
        instructions=instructions,
        version=__version__,
        tools=list(tools),
        extensions=list(extensions),
        lifespan=lifespan,
        log_level="WARNING",
        cache_hints=dict.fromkeys(_LISTS, _HOUR),
        subscriptions=subscriptions or False,
        request_state_security=None if request_key is None else RequestStateSecurity(keys=[request_key]),
    )
    for add in parts:
        add(server)
    return server
