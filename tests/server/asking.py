"""Calling tools as a client does."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, cast

from mcp import Client
from mcp.types import CallToolResult, TextContent

Mode = Literal["auto", "legacy"]
Connect = Callable[..., AbstractAsyncContextManager[Client]]


def text_of(result: CallToolResult) -> str:
    """The text of an answer."""
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


async def ask(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """The data that a tool answers with; an error is none."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text_of(result)
    return cast("dict[str, Any]", result.structured_content)


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The text with which a tool refuses."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, json.dumps(result.structured_content)
    return text_of(result)
