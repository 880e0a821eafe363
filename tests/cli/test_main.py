"""The border: help, version, errors and exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming import __version__
from dreaming.cli.main import COMMANDS, cli
from dreaming.domain import errors


def every_command(group: click.Group, *names: str) -> list[tuple[tuple[str, ...], click.Command]]:
    """All commands with their names, groups included."""
    found: list[tuple[tuple[str, ...], click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*names, name), command))
        if isinstance(command, click.Group):
            found += every_command(command, *names, name)
    return found


EVERY = every_command(cli)


def test_version_is_the_packages(run: Run) -> None:
    """One line."""
    assert run("--version").stdout == f"dreaming {__version__}\n"


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    """In the order of a first day."""
    text = run("--help").stdout

    assert [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line.startswith("  ")][
        : len(COMMANDS)
    ] == list(COMMANDS)
    assert "3  not found" in text


@pytest.mark.parametrize(("names", "command"), EVERY, ids=[" ".join(names) for names, _ in EVERY])
def test_every_command_has_help_with_an_example(run: Run, names: tuple[str, ...], command: click.Command) -> None:
    """A sentence, and a line to type."""
    result = run(*names, "--help")

    assert result.exit_code == 0
    assert command.help
    assert "Example" in result.stdout
    assert "\x08" not in result.stdout


@pytest.mark.parametrize(("names", "command"), EVERY, ids=[" ".join(names) for names, _ in EVERY])
@promise("cli:json:one-value")
def test_every_command_that_prints_has_json(names: tuple[str, ...], command: click.Command) -> None:
    """Only a group of commands, the server, which prints nothing, and the hook, which always prints JSON, have none."""
    has_json = any("--json" in parameter.opts for parameter in command.params)

    assert has_json or names in {("memory",), ("serve",), ("hook",)}


@pytest.mark.parametrize(
    ("arguments", "exit_code", "kind"),
    [
        (("memory", "view", "/a.md", "--store", "none"), 3, "not_found_error"),
        (("status", "drm_none"), 3, "not_found_error"),
        (("report",), 3, "not_found_error"),
        (("memory", "write", "no-slash", "x"), 2, "invalid_request_error"),
        (("memory", "edit", "/a.md"), 2, "usage_error"),
        (("memory", "list", "--wrong"), 2, "usage_error"),
        (("nonsense",), 2, "usage_error"),
        (("log", "none.jsonl"), 3, "not_found_error"),
    ],
)
@promise("cli:errors:json")
def test_an_error_is_one_object_on_stdout_and_text_on_stderr(
    run: Run, arguments: tuple[str, ...], exit_code: int, kind: str
) -> None:
    """Without --json the text alone, with the same exit code."""
    with_json = run(*arguments, "--json")
    without = run(*arguments)

    error = json.loads(with_json.stdout)["error"]
    assert (error["type"], set(error)) == (kind, {"type", "message", "hint"})
    assert error["message"] in with_json.stderr
    assert (with_json.exit_code, without.exit_code) == (exit_code, exit_code)
    assert without.stdout == ""


def test_exit_codes_are_those_of_the_documented_table() -> None:
    """Each branch of the error tree has the code that --help names."""
    codes = {
        errors.DreamingError: 1,
        errors.Refused: 1,
        errors.InvalidInput: 2,
        errors.NotFound: 3,
        errors.Conflict: 4,
        errors.Unavailable: 5,
    }

    assert {kind: kind.exit_code for kind in codes} == codes


@promise("cli:errors:json")
def test_a_file_that_is_no_database_is_unavailable(run: Run, tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dreaming.db").write_bytes(b"something else" * 100)

    result = run("stores", "--json")

    assert result.exit_code == 5
    assert json.loads(result.stdout)["error"]["type"] == "database_unavailable_error"
    assert (tmp_path / "home" / "dreaming.db").read_bytes() == b"something else" * 100


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["log", "SESSION"], *(["hook", event] for event in ("SessionStart", "SessionEnd"))],
)
@promise("cli:start:imports")
def test_neither_mcp_nor_anthropic_is_loaded(tmp_path: Path, arguments: list[str]) -> None:
    """They take a second; nothing that is called often may load them."""
    session = tmp_path / "s.jsonl"
    session.write_text('{"type": "user.message", "text": "hello", "created_at": "2026-03-04T09:00:00Z"}\n')
    arguments = [str(session) if each == "SESSION" else each for each in arguments]
    program = (
        "import sys\n"
        "from dreaming.cli.main import cli\n"
        "code = cli.main(sys.argv[1:], 'dreaming', standalone_mode=False)\n"
        "print(code, [name for name in ('mcp', 'anthropic', 'pydantic') if name in sys.modules])\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, timeout=60
    )

    assert result.stdout.splitlines()[-1].endswith(" []")
