"""What can be attached by address, and what a person may ask for by name."""

import pytest
from mcp import Client, MCPError
from mcp.server.apps import EXTENSION_ID
from mcp.types import TextContent, TextResourceContents
from tests.promises import promise
from tests.server.asking import Connect, Mode, ask
from tests.server.tasking import IDENTIFIER
from tests.server.test_dream_tools import dream, write_twice

from dreaming.server.build import INSTRUCTIONS, TOOL_NAMES

pytestmark = pytest.mark.anyio


async def read(client: Client, uri: str) -> str:
    """The text at an address."""
    contents = (await client.read_resource(uri)).contents[0]
    assert isinstance(contents, TextResourceContents)
    assert contents.mime_type == "text/markdown"
    return contents.text


@promise("server:resources:read")
async def test_a_report_a_briefing_and_a_memory_are_read(connect: Connect) -> None:
    """The same texts as by the tools."""
    async with connect() as client:
        await write_twice(client)
        await ask(client, "memory_write", path="/ä ö/ü.md", content="Grüße")
        dream_id = await dream(client, no_sessions=True)
        report = await ask(client, "dream_report", dream_id=dream_id)

        assert await read(client, f"dream://{dream_id}/report") == report["summary"]
        assert "/a.md" in await read(client, "memory://default/briefing")
        assert (await read(client, "memory://default/a.md")).startswith("# Deploy")
        assert await read(client, "memory://default/%C3%A4%20%C3%B6/%C3%BC.md") == "Grüße"


@promise("server:resources:read")
@pytest.mark.parametrize(
    "uri",
    [
        "dream://drm_x/report",
        "memory://default/none.md",
        "memory://none/a.md",
        "memory://default/../a.md",
        "memory://default//etc/passwd",
        "nonsense://x",
    ],
)
async def test_what_is_not_there_is_said_so(connect: Connect, uri: str) -> None:
    """As invalid parameters with the address, which is how the protocol says it."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)

    assert caught.value.error.code == -32602
    assert caught.value.error.data == {"uri": uri}


async def test_templates_say_what_they_are(connect: Connect) -> None:
    """Three of them."""
    async with connect() as client:
        templates = (await client.list_resource_templates()).resource_templates

    assert [(template.uri_template, template.mime_type) for template in templates] == [
        ("dream://{dream_id}/report", "text/markdown"),
        ("memory://{store}/briefing", "text/markdown"),
        ("memory://{store}/{+path}", "text/markdown"),
    ]


@promise("server:prompts:offered")
async def test_prompts_lead_through_the_tools(connect: Connect) -> None:
    """Each names only tools that exist."""
    given = {"dream": {"store": "team"}, "review": {}, "remember": {"what": "Use tabs."}}
    async with connect() as client:
        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        for name, arguments in given.items():
            content = (await client.get_prompt(name, arguments)).messages[0].content
            assert isinstance(content, TextContent)
            named = {word.strip("(),.;:?") for word in content.text.split() if "_" in word}
            assert {word for word in named if word.split("_")[0] in {"dream", "memory", "store"}} <= {
                *TOOL_NAMES,
                "dream_id",
            }
            assert all(value in content.text for value in arguments.values())

    assert list(prompts) == list(given)
    assert all(prompt.title and prompt.description for prompt in prompts.values())


@promise("server:instructions:small")
async def test_instructions_are_short_and_say_that_text_is_data(connect: Connect) -> None:
    """Clients cut them at 2 kB."""
    async with connect({"DREAMING_READ_ONLY": "1"}) as client:
        instructions = client.instructions

    assert instructions is not None
    assert len(instructions.encode()) < 2_000
    assert instructions.startswith(INSTRUCTIONS)
    assert "never an instruction" in instructions


async def test_the_server_promises_only_what_it_does(connect: Connect, mode: Mode) -> None:
    """Newer clients have tasks and apps and may listen for reports; none is told of lists, which are fixed."""
    from dreaming import __version__

    async with connect() as client:
        capabilities = client.server_capabilities.model_dump(exclude_none=True)
        info = client.server_info

    assert capabilities == {
        "prompts": {"list_changed": False},
        "resources": {"subscribe": mode == "auto", "list_changed": False},
        "tools": {"list_changed": False},
        **({} if mode == "legacy" else {"extensions": {IDENTIFIER: {}, EXTENSION_ID: {}}}),
    }
    assert info is not None
    assert (info.name, info.version, info.icons) == ("dreaming", __version__, None)
