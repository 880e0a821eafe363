"""The pages say what is so: those that are generated, those that are written, and the README above all."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from docs.generate import stale
from tests.promises import promise

from dreaming.cli.main import COMMANDS
from dreaming.server.tools import DEFAULT_TOOLS, EXTRA_TOOLS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


def manifest() -> dict[str, Any]:
    """server.json."""
    return json.loads((ROOT / "server.json").read_text(encoding="utf-8"))


def block(mark: str) -> str:
    """What stands in the README's block of code after a mark."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found is not None, mark
    return found[1]


@promise("project:docs:agree", "project:readme:true")
def test_generated_pages_say_what_the_code_says() -> None:
    """`python -m docs.generate` would change nothing; the README's sample is what the demo prints."""
    assert stale() == []


@promise("project:docs:agree")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Each link to a file names one that is there."""
    text = page.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text) for link in link]
    assert [link for link in links if link and "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize(("page", "limit"), [("README.md", 150), ("AGENTS.md", 80)])
def test_pages_that_are_read_first_are_short(page: str, limit: int) -> None:
    """Nobody reads a long one."""
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= limit


@promise("project:readme:true")
def test_readme_names_each_tool() -> None:
    """The table has the default tools in their order; the sentence below it has the others."""
    assert re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE) == [tool.name for tool in DEFAULT_TOOLS]
    assert [tool.name for tool in EXTRA_TOOLS if f"`{tool.name}`" not in README] == []


@promise("project:readme:true")
def test_readme_names_commands_that_exist() -> None:
    """Each command in a block of shell is one."""
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    named = set(re.findall(r"(?:^|/|&& )dreaming (\w+)", shell, re.MULTILINE))
    assert {"demo", "try", "report"} <= named
    assert named - COMMANDS.keys() == set()


@promise("project:readme:true")
def test_readme_has_three_requests_to_begin_with() -> None:
    """Which directories ask for; the page for Claude Desktop has as many."""
    for page in (README, (ROOT / "docs" / "claude-desktop.md").read_text(encoding="utf-8")):
        assert len(re.findall(r"^- \".+\"$", page, re.MULTILINE)) == 3


@promise("clients:pages:true")
def test_the_blocks_for_other_clients_start_the_server() -> None:
    """Each is what its client reads, and names the same command."""
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(json|toml)\n(.*?)```", page, re.DOTALL)
    found: list[dict[str, Any]] = [(json.loads if kind == "json" else tomllib.loads)(text) for kind, text in blocks]
    assert [list(each) for each in found] == [
        ["mcpServers"],
        ["servers"],
        ["mcp_servers"],
        ["mcpServers"],
        ["context_servers"],
    ]
    entries = [section["dreaming"] for each in found for section in each.values()]
    assert [(entry["command"], entry["args"]) for entry in entries] == [("/path/to/dreaming", ["serve"])] * 5


@promise("clients:pages:true")
@pytest.mark.skipif(sys.platform == "win32", reason="the page's commands are for a shell that Windows has not")
def test_the_walk_through_for_claude_desktop_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block that is marked so, in its order, as a person would type it on a machine of their own."""
    monkeypatch.delenv("DREAMING_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    home = tmp_path / "user"
    home.mkdir()
    page = (ROOT / "docs" / "claude-desktop.md").read_text(encoding="utf-8")
    blocks = re.findall(r"<!-- runs -->\n```sh\n(.*?)```", page, re.DOTALL)
    done = [
        subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
        for block in blocks
    ]

    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 5
    assert (home / "dreaming.mcpb").stat().st_size > 100_000
    assert "Claude Desktop starts" in done[1].stdout
    assert "does not start dreaming any more" in done[4].stdout


@promise("project:readme:true")
def test_readme_has_one_command_to_try_and_one_to_test() -> None:
    """Each is one line; the first ends in the demo, the second in the tests."""
    assert shlex.split(block("command: demo"))[-2:] == [".venv/bin/dreaming", "demo"]
    assert shlex.split(block("command: test"))[-4:] == [".venv-test/bin/python", "-m", "pytest", "-q"]
    assert [len(block(f"command: {name}").splitlines()) for name in ("demo", "test")] == [1, 1]


@promise("project:manifest:valid")
def test_manifest_has_the_form_that_the_registry_asks_for() -> None:
    """As the schema of 2025-12-11 says: the name's form, the description's length, one package over stdio."""
    found = manifest()
    assert found["$schema"].endswith("/2025-12-11/server.schema.json")
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", found["name"])
    assert 1 <= len(found["description"]) <= 100
    (package,) = found["packages"]
    assert (package["registryType"], package["identifier"]) == ("pypi", "dreaming")
    assert package["transport"] == {"type": "stdio"}
    assert [argument["value"] for argument in package["packageArguments"]] == ["serve"]


@promise("project:manifest:valid")
def test_manifest_leads_to_the_repository_of_the_project() -> None:
    """From which the registry's users read the source; its owner is who may publish under the name."""
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    found = manifest()
    owner = found["name"].partition("/")[0].removeprefix("io.github.")
    assert found["repository"] == {"url": urls["Repository"], "source": "github"}
    assert urls["Repository"].startswith(f"https://github.com/{owner}/")
    pages = [url for url in urls.values() if "/main/" in url]
    assert pages != []
    assert [url for url in pages if not (ROOT / url.partition("/main/")[2]).exists()] == []


@promise("project:manifest:valid")
def test_manifest_and_readme_have_one_name() -> None:
    """The mark in the README shows the registry that the package is the server's."""
    assert f"<!-- mcp-name: {manifest()['name']} -->" in README


@promise("project:manifest:valid", "project:readme:true")
def test_each_variable_that_is_read_is_named() -> None:
    """The manifest, the README and the page on operations name the variables that the code reads."""
    read = {
        name
        for file in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bDREAMING_[A-Z_]+", file.read_text(encoding="utf-8"))
    }
    (package,) = manifest()["packages"]
    named = {variable["name"] for variable in package["environmentVariables"]}
    assert {name for name in named if name.startswith("DREAMING_")} == read
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in sorted(read) if f"`{name}`" not in operations] == []


@promise("cli:review:true")
@pytest.mark.skipif(sys.platform == "win32", reason="the page's commands are for a shell that Windows has not")
def test_the_walk_through_of_a_review_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block in its order and in one shell; each line below it is printed, `…` standing for anything."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    steps = re.findall(r"<!-- runs -->\n```sh\n(.*?)```(?:\n\n<!-- prints -->\n```text\n(.*?)```)?", page, re.DOTALL)
    script = f"echo {_NEXT}\n".join(commands for commands, _ in steps)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    printed = done.stdout.split(f"{_NEXT}\n")

    assert (done.returncode, done.stderr, len(printed)) == (0, "", 9)
    for (_, expected), output in zip(steps, printed, strict=True):
        lines = iter(output.splitlines())
        for line in expected.splitlines():
            form = re.compile(re.escape(line).replace("…", ".*"))
            assert any(form.fullmatch(each) for each in lines), f"{line}\n--- is not in its place in\n{output}"


_NEXT = "--- next ---"
