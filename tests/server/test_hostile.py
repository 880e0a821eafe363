"""Whatever is sent: an answer, no traceback, and a server that goes on."""

from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp import Client
from mcp.types import CallToolResult
from tests.promises import promise
from tests.server.asking import ask, text_of

from dreaming.app import App
from dreaming.server.build import EVERY_TOOL, TOOL_NAMES, build_server
from dreaming.server.settings import Settings

NAMES = sorted({name for tool in EVERY_TOOL for name in tool.parameters["properties"]})
TRICKY = [
    "",
    "\x00",
    "\ud800",
    "/" * 2_000,
    "../" * 30,
    "/a.md",
    "drm_" + "2" * 24,
    "memstore_" + "2" * 24,
    '" OR 1=1 --',
    'NEAR(a b) AND "',
    "[" * 5_000,
    '{"a":' * 500,
    "9" * 5_000,
    "1e999",
    "\u202eevil",
    "-" * 100_000,
    "2026-13-45",
]
VALUES = st.one_of(
    st.sampled_from(TRICKY),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.sampled_from(TRICKY), max_size=3),
    st.dictionaries(st.sampled_from(["type", "text", "x"]), st.sampled_from(TRICKY), max_size=3),
)


@promise("server:hostile:safe")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tool=st.sampled_from(TOOL_NAMES), arguments=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
def test_any_arguments_are_answered(app: App, tool: str, arguments: dict[str, Any]) -> None:
    """With data or with a refusal that says nothing of the code."""
    result = anyio.run(_call, app, tool, {**arguments, "wait_seconds": 0} if tool == "dream_status" else arguments)

    assert "Traceback" not in text_of(result)
    assert not text_of(result).startswith("Error executing tool"), f"a bug: {tool} {arguments}"


async def _call(app: App, tool: str, arguments: dict[str, Any]) -> CallToolResult:
    server = build_server(app, Settings(tools=frozenset(TOOL_NAMES), host=True))
    with anyio.fail_after(30):
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)


@promise("server:hostile:safe")
@pytest.mark.anyio
@pytest.mark.parametrize("text", TRICKY)
async def test_each_tricky_text_in_each_argument_is_answered(app: App, text: str) -> None:
    """One argument at a time, the others as they should be; then the server still works."""
    good = {"path": "/a.md", "content": "one", "query": "one", "dream_id": "drm_x", "name": "n", "no_sessions": True}
    async with Client(build_server(app, Settings(tools=frozenset(TOOL_NAMES), host=True))) as client:
        for tool in EVERY_TOOL:
            known = tool.parameters["properties"]
            for name in known:
                arguments = {key: value for key, value in good.items() if key in known} | {name: text}
                with anyio.fail_after(30):
                    result = await client.call_tool(tool.name, arguments)
                assert not text_of(result).startswith("Error executing tool"), f"a bug: {tool.name} {name}"
        assert "dreams" in await ask(client, "dream_status")
