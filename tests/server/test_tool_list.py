"""The tools that are offered, and what a model reads of them."""

import json
import os
from pathlib import Path

import anyio
import pytest
from tests.promises import promise
from tests.server.asking import Connect

from dreaming.server.build import TOOL_NAMES, chosen_tools
from dreaming.server.settings import Settings

SNAPSHOTS = Path(__file__).parent.parent / "snapshots" / "tools"
ACCEPT = "ACCEPT_SNAPSHOTS"
DEFAULT = [
    "memory_view",
    "memory_search",
    "memory_write",
    "memory_edit",
    "memory_delete",
    "session_log",
    "dream_start",
    "dream_status",
    "dream_cancel",
    "dream_report",
    "dream_promote",
    "dream_discard",
    "store_restore",
]
HOSTING = ["dream_next", "dream_answer"]
READING = ["memory_view", "memory_search", "dream_status", "dream_report"]

pytestmark = pytest.mark.anyio


@promise("server:tools:default")
async def test_thirteen_tools_are_offered_unasked(connect: Connect) -> None:
    """The default set, always in the same order."""
    async with connect() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]

    assert names == DEFAULT


@promise("server:tools:small")
async def test_the_default_list_is_small(connect: Connect) -> None:
    """A model's context is dear: the whole answer is at most 12 kB."""
    async with connect() as client:
        answer = await client.list_tools()

    assert len(answer.model_dump_json(by_alias=True, exclude_unset=True)) <= 12_000


@promise("host:tools:set")
async def test_with_a_host_the_list_is_little_longer(connect: Connect) -> None:
    """Two tools more, and of dream_start that the agent itself may judge; nothing else changes."""
    async with connect() as client:
        without = {tool.name: tool for tool in (await client.list_tools()).tools}
    async with connect({"DREAMING_HOST": "1"}) as client:
        answer = await client.list_tools()

    changed = [tool.name for tool in answer.tools if tool != without.get(tool.name)]
    assert changed == ["dream_start", *HOSTING]
    assert "host" in json.dumps(answer.tools[6].input_schema["properties"]["model"])
    assert "host" not in json.dumps([tool.input_schema for tool in without.values()])
    assert len(answer.model_dump_json(by_alias=True, exclude_unset=True)) <= 13_500


@promise("server:tools:choice", "host:tools:set")
@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"DREAMING_TOOLS": "all"}, [*DEFAULT, "session_list", "store_list", "store_create"]),
        ({"DREAMING_TOOLS": "store_list, memory_view"}, ["memory_view", "store_list"]),
        ({"DREAMING_HOST": "0"}, DEFAULT),
        ({"DREAMING_HOST": "1"}, [*DEFAULT, *HOSTING]),
        (
            {"DREAMING_HOST": "1", "DREAMING_TOOLS": "all"},
            [*DEFAULT, *HOSTING, "session_list", "store_list", "store_create"],
        ),
        ({"DREAMING_HOST": "1", "DREAMING_TOOLS": "memory_view"}, ["memory_view"]),
        ({"DREAMING_HOST": "1", "DREAMING_READ_ONLY": "1"}, READING),
        ({"DREAMING_READ_ONLY": "1"}, READING),
        ({"DREAMING_READ_ONLY": "true", "DREAMING_TOOLS": "all"}, [*READING, "session_list", "store_list"]),
    ],
)
async def test_the_environment_chooses_tools(connect: Connect, env: dict[str, str], expected: list[str]) -> None:
    """DREAMING_TOOLS widens or narrows the set; DREAMING_READ_ONLY leaves what changes nothing."""
    async with connect(env) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]

    assert names == expected


@promise("server:tools:hints")
async def test_each_tool_has_a_title_and_says_what_it_may_do(connect: Connect) -> None:
    """Clients ask the person by these hints; without them a tool is taken for the most dangerous kind."""
    async with connect({"DREAMING_TOOLS": "all", "DREAMING_HOST": "1"}) as client:
        tools = (await client.list_tools()).tools

    for tool in tools:
        hints = tool.annotations
        assert tool.title
        assert hints is not None
        assert hints.open_world_hint is False
        assert None not in {hints.read_only_hint, hints.destructive_hint}
        assert hints.read_only_hint == (tool.name in {*READING, "session_list", "store_list"})
        assert tool.output_schema is None


@promise("server:tools:schema")
async def test_schemas_carry_no_noise(connect: Connect) -> None:
    """No titles, no null alternatives, no references, no indentation from the source, and nothing but what is declared."""
    async with connect({"DREAMING_TOOLS": "all", "DREAMING_HOST": "1"}) as client:
        tools = (await client.list_tools()).tools

    for tool in tools:
        text = json.dumps(tool.input_schema)
        assert '"title": "' not in text
        assert "anyOf" not in text
        assert "$ref" not in text
        assert tool.input_schema["additionalProperties"] is False
        assert "    " not in (tool.description or "")


@promise("server:tools:pinned")
@pytest.mark.parametrize("name", TOOL_NAMES)
async def test_a_tool_is_as_it_was_reviewed(name: str, connect: Connect) -> None:
    """A change of what clients see is a change of a file in review.

    To accept changes: ACCEPT_SNAPSHOTS=1 pytest tests/server/test_tool_list.py, then look at the diff.
    """
    async with connect({"DREAMING_TOOLS": name, "DREAMING_HOST": str(int(name in HOSTING))}) as client:
        tool = (await client.list_tools()).tools[0]
    actual = tool.model_dump(by_alias=True, exclude_none=True, mode="json")
    file = anyio.Path(SNAPSHOTS / f"{name}.json")

    if os.environ.get(ACCEPT):
        await file.write_text(json.dumps(actual, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert actual == json.loads(await file.read_text(encoding="utf-8"))


@promise("server:tools:pinned")
async def test_no_snapshot_is_left_over() -> None:
    """A snapshot without a tool would say that there is one."""
    assert {file.stem async for file in anyio.Path(SNAPSHOTS).iterdir()} == set(TOOL_NAMES)


async def test_the_order_does_not_depend_on_how_tools_are_named() -> None:
    """Deterministic order keeps clients' caches warm."""
    names = [tool.name for tool in chosen_tools(Settings(tools=frozenset(reversed(TOOL_NAMES)), host=True))]

    assert names == list(TOOL_NAMES)
