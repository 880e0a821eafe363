"""The bundle for Claude Desktop, built from this tree. `tests/conformance` shows that `mcpb` and `uv` take it."""

import json
import struct
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from bundle.manifest import ICON, ROOT, START, manifest
from bundle.packing import bundle_files, pack
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from tests.bundle.hosting import configured, unpacked
from tests.promises import promise
from tests.server.asking import ask, refused

from dreaming.app import App, open_app
from dreaming.server.build import build_server
from dreaming.server.settings import Settings
from dreaming.server.tools import DEFAULT_TOOLS

pytestmark = pytest.mark.anyio


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The system on a file of its own."""
    opened = open_app(tmp_path / "home")
    yield opened
    opened.close()


@promise("bundle:bytes:same")
def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the time and the umask."""
    pack(tmp_path / "one.mcpb")
    pack(tmp_path / "elsewhere" / "two.mcpb")

    assert (tmp_path / "one.mcpb").read_bytes() == (tmp_path / "elsewhere" / "two.mcpb").read_bytes()


@promise("bundle:manifest:agrees")
async def test_the_manifest_names_what_the_server_offers(app: App) -> None:
    """Its tools and prompts, in their order, with the arguments that they have."""
    async with Client(build_server(app, Settings(reads_transcripts=False))) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
    said = await anyio.to_thread.run_sync(manifest)

    assert [tool["name"] for tool in said["tools"]] == tools
    assert [prompt["name"] for prompt in said["prompts"]] == list(prompts)
    for prompt in said["prompts"]:
        found = prompts[prompt["name"]]
        assert prompt["description"] == found.description
        assert prompt["arguments"] == [argument.name for argument in found.arguments or ()]
        assert all(f"${{arguments.{name}}}" in prompt["text"] for name in prompt["arguments"])


@promise("bundle:manifest:agrees")
def test_each_setting_is_a_variable_that_the_server_reads() -> None:
    """As server.json names them; each setting that is asked for is handed over, and none that is not."""
    said = manifest()
    registry = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    known = {variable["name"] for variable in registry["packages"][0]["environmentVariables"]}
    given: dict[str, str] = said["server"]["mcp_config"]["env"]

    assert {name for name in given if name.startswith("DREAMING_")} <= known
    assert {value for value in given.values() if value.startswith("$")} == {
        f"${{user_config.{name}}}" for name in said["user_config"]
    }


@promise("bundle:manifest:agrees")
def test_who_made_it_and_under_which_licence_is_what_the_project_says() -> None:
    """The addresses too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = manifest()

    assert (said["name"], said["license"], said["description"]) == (
        project["name"],
        project["license"],
        project["description"],
    )
    assert said["author"]["name"] == project["authors"][0]["name"]
    assert said["homepage"] == project["urls"]["Homepage"]
    assert said["privacy_policies"] == [project["urls"]["Privacy"]]


def test_the_bundle_holds_the_package_and_nothing_of_the_workplace() -> None:
    """The sources, with the files that they read; no cache, no test, no hidden file. The icon is 512 pixels square."""
    files = bundle_files()
    outside = {name for name in files if not name.startswith("src/dreaming/")}

    assert outside == {"manifest.json", "pyproject.toml", "README.md", "LICENSE", ICON, START}
    assert {"src/dreaming/store/schema.sql", "src/dreaming/cli/main.py", "src/dreaming/py.typed"} <= files.keys()
    assert [name for name in files if "__pycache__" in name or "/." in name] == []
    assert files[ICON].startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", files[ICON][16:24]) == (512, 512)


def offline(parameters: StdioServerParameters, folder: Path) -> StdioServerParameters:
    """The same start with this interpreter, which has what `uv` would fetch, and the bundle's own sources."""
    assert (parameters.command, parameters.args) == ("uv", ["run", "--directory", str(folder), START])
    env = {**(parameters.env or {}), "PYTHONPATH": str(folder / "src")}
    return StdioServerParameters(command=sys.executable, args=[str(folder / START)], env=env)


@promise("bundle:server:starts", "server:transcripts:asked")
@pytest.mark.parametrize("settings", [{}, {"read_only": "true", "store": "atlas"}])
async def test_the_server_of_the_bundle_lists_its_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]
) -> None:
    """Unpacked elsewhere, as an application starts it. A setting that nobody filled in is none."""
    monkeypatch.delenv("DREAMING_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    said, folder = await anyio.to_thread.run_sync(_installed, tmp_path)
    parameters = offline(configured(said, folder, settings), folder)
    assert (parameters.env or {})["DREAMING_HOME"] == "${user_config.data_folder}"
    with anyio.fail_after(60):
        async with Client(parameters) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            briefing = await ask(client, "memory_view")
            if not settings:
                assert "there is no argument 'file'" in await refused(client, "session_log", file="/a.jsonl")

    reading = [tool.name for tool in DEFAULT_TOOLS if tool.annotations and tool.annotations.read_only_hint]
    assert list(tools) == (reading if settings else [tool["name"] for tool in said["tools"]])
    assert briefing["store"] == settings.get("store", "default")
    assert await anyio.Path(tmp_path / "user" / "dreaming" / "dreaming.db").exists() or sys.platform != "linux"


def _installed(tmp_path: Path) -> tuple[dict[str, Any], Path]:
    folder = tmp_path / "un packed"
    pack(tmp_path / "dreaming.mcpb")
    return unpacked(tmp_path / "dreaming.mcpb", folder), folder
