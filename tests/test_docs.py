"""The pages say what is so: those that are generated, those that are written, and the README above all."""

import json
import re
import shlex
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
    assert {variable["name"] for variable in package["environmentVariables"]} == read
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in sorted(read) if f"`{name}`" not in operations] == []
