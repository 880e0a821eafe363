"""`dreaming install`, on configuration files of a home folder of the test's own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.cli.install import CLIENTS
from dreaming.integrations.clients.places import Client

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the files are where they are on Linux")

MINE = b'\xef\xbb\xbf{\r\n    "theme": "dark",\r\n    "mcpServers": {\r\n        "x": {"command": "y"}\r\n    }\r\n}'
PROGRAM = Path(sys.executable).with_name("dreaming")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Claude Desktop's configuration, which does not exist yet; Claude Code's own program is not there."""
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    file = tmp_path / "user" / ".config" / "Claude" / "claude_desktop_config.json"
    file.parent.mkdir(parents=True)
    return file


def parsed(run: Run, *arguments: str) -> dict[str, Any]:
    """The JSON that `dreaming install` prints."""
    result = run("install", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_clients_are_those_that_are_known() -> None:
    """The help text names them without loading anything."""
    assert list(CLIENTS) == [str(client) for client in Client]


@promise("clients:entry:exact", "clients:entry:again", "clients:entry:kept", "clients:command:starts")
def test_an_entry_comes_and_goes_and_the_file_is_what_it_was(run: Run, config: Path, tmp_path: Path) -> None:
    """Byte for byte, with the mark of its encoding and its line ends; each time the file before is kept."""
    config.write_bytes(MINE)
    config.chmod(0o640)

    first = parsed(run, "claude-desktop")
    written = config.read_bytes()
    again = parsed(run, "claude-desktop")
    undone = parsed(run, "claude-desktop", "--undo")

    servers = json.loads(written.decode("utf-8-sig"))["mcpServers"]
    assert servers == {
        "x": {"command": "y"},
        "dreaming": {"command": str(PROGRAM), "args": ["serve"], "env": first["entry"]["env"]},
    }
    home = {"DREAMING_HOME": str(tmp_path / "home"), "DREAMING_WORKER": "inside"}
    assert servers["dreaming"]["env"] == {"DREAMING_HOST": "1", **home}
    assert (first["changed"], again["changed"], undone["changed"]) == (True, False, True)
    assert config.read_bytes() == MINE
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    kept = [Path(each["files_before"]).joinpath(*config.parts[1:]).read_bytes() for each in (first, undone)]
    assert kept == [MINE, written]


@promise("clients:entry:shown")
@pytest.mark.parametrize("client", CLIENTS)
def test_looking_changes_nothing(run: Run, config: Path, tmp_path: Path, client: str) -> None:
    """The diff is that which would be made; not even the data folder is made."""
    before = sorted(tmp_path.rglob("*"))
    shown = run("install", client, "--print")
    after = sorted(tmp_path.rglob("*"))
    done = parsed(run, client)

    assert shown.exit_code == 0
    assert before == after
    assert shown.stdout.splitlines() == done["diff"]
    assert f'+      "command": "{PROGRAM}",' in done["diff"]
    assert "Nothing to change" in run("install", client, "--print").stdout


def test_a_person_is_told_what_to_do(run: Run, config: Path) -> None:
    """That a client which runs has to be started again; after an undo too."""
    said = run("install", "claude-desktop").stdout
    again = run("install", "claude-desktop").stdout
    undone = run("install", "claude-desktop", "--undo").stdout

    assert f"Claude Desktop starts `{PROGRAM} serve` ({config})." in said
    assert "quit it and start it again" in said
    assert "nothing was changed" in again
    assert "does not start dreaming any more" in undone
    assert "docs/claude-code.md" in run("install", "claude-code").stdout


@promise("clients:command:starts")
def test_the_command_that_was_written_starts_the_server(run: Run, config: Path) -> None:
    """As the client does it: no shell, no settings but those of the entry."""
    entry = parsed(run, "claude-desktop")["entry"]
    done = subprocess.run(
        [entry["command"], *entry["args"]],
        env=entry["env"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@promise("clients:entry:refused")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{\n  // mine\n  "a": 1\n}', "line 2: it is no JSON here"),
        (b'{\n"\xff": 1}', "line 2: it is no UTF-8 text"),
        (b'{"mcpServers": {"dreaming": {"command": "node", "args": ["x.js"]}}}', "starts something else"),
    ],
)
def test_what_is_not_ours_to_change_is_refused(run: Run, config: Path, content: bytes, why: str) -> None:
    """With the reason; the file is as it was."""
    config.write_bytes(content)
    for more in ((), ("--print",), ("--undo",)):
        refused = run("install", "claude-desktop", *more)
        assert refused.exit_code in {1, 4}
        assert why in refused.stderr
    assert config.read_bytes() == content


@promise("clients:entry:refused")
def test_a_link_is_followed_only_if_told(run: Run, config: Path, tmp_path: Path) -> None:
    """People keep such files elsewhere, and have to know which file is changed."""
    target = tmp_path / "dotfiles" / "claude.json"
    target.parent.mkdir()
    target.write_bytes(b"{}")
    config.symlink_to(target)

    refused = run("install", "claude-desktop")
    untouched = target.read_bytes()
    followed = parsed(run, "claude-desktop", "--follow")

    assert refused.exit_code == 1
    assert str(target) in refused.stderr
    assert "--follow" in refused.stderr
    assert untouched == b"{}"
    assert followed["path"] == str(target)
    assert config.is_symlink()
    assert "dreaming" in json.loads(target.read_bytes())["mcpServers"]


def test_a_folder_in_the_place_of_the_file_is_refused(run: Run, config: Path) -> None:
    """It says which."""
    config.mkdir()
    refused = run("install", "claude-desktop")

    assert (refused.exit_code, str(config) in refused.stderr) == (1, True)


STAND_IN = """\
#!{python}
import json, os, pathlib, sys
file = pathlib.Path(os.environ["CLAUDE_CONFIG_DIR"]) / ".claude.json"
config = json.loads(file.read_text()) if file.exists() else {{}}
servers = config.setdefault("mcpServers", {{}})
verb, name = sys.argv[2], sys.argv[5]
assert sys.argv[1] == "mcp" and sys.argv[3:5] == ["--scope", "user"]
if (verb == "add-json") == (name in servers):
    sys.exit("MCP server " + name + " already exists, or does not")
if verb == "add-json":
    servers[name] = json.loads(sys.argv[6])
else:
    del servers[name]
file.write_text(json.dumps(config))
"""


@promise("clients:entry:again", "clients:entry:kept")
def test_claude_code_is_told_by_its_own_program(
    run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which refuses a name that it has, so it is told to forget that first. What it does not do is an error."""
    program = tmp_path / "programs" / "claude"
    program.parent.mkdir()
    program.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    file = Path(os.environ["CLAUDE_CONFIG_DIR"]) / ".claude.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('{"numStartups": 3}', encoding="utf-8")

    first = parsed(run, "claude-code")
    monkeypatch.setenv("DREAMING_STORE", "atlas")
    second = parsed(run, "claude-code")
    again = parsed(run, "claude-code")
    undone = parsed(run, "claude-code", "--undo")

    assert [command[2] for command in first["commands"]] == ["add-json"]
    assert [command[2] for command in second["commands"]] == ["remove", "add-json"]
    assert second["entry"]["env"]["DREAMING_STORE"] == "atlas"
    assert (again["changed"], again["commands"]) == (False, [])
    assert [command[2] for command in undone["commands"]] == ["remove"]
    assert json.loads(file.read_text(encoding="utf-8")) == {"numStartups": 3, "mcpServers": {}}
    kept = Path(first["files_before"]).joinpath(*file.parts[1:])
    assert kept.read_text(encoding="utf-8") == '{"numStartups": 3}'

    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit(len(sys.argv) > 9)\n", encoding="utf-8")
    assert "does not have what it was told" in run("install", "claude-code").stderr
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no room')\n", encoding="utf-8")
    failed = run("install", "claude-code")
    assert (failed.exit_code, "failed: no room" in failed.stderr) == (5, True)


@promise("clients:doctor:told")
def test_doctor_says_which_clients_start_this_program(run: Run, config: Path) -> None:
    """One line each, and what to do where the program has gone, or the file cannot be read."""

    def found() -> list[tuple[str, str, str]]:
        checks = json.loads(run("doctor", "--json").stdout)["checks"]
        return [(each["state"], each["finding"], each["mend"]) for each in checks if each["check"] == "clients"]

    nothing = found()
    run("install", "claude-desktop")
    well = found()
    config.write_text(config.read_text(encoding="utf-8").replace(str(PROGRAM), "/gone/dreaming"), encoding="utf-8")
    gone = found()
    config.write_text("{,", encoding="utf-8")
    unclear = found()

    assert [state for state, _, _ in (*nothing, *well, *gone, *unclear)] == ["ok", "ok", "advice", "advice"]
    assert well[0][1] == f"Claude Desktop starts {PROGRAM}"
    assert "/gone/dreaming, which is not there" in gone[0][1]
    assert "`dreaming install claude-desktop`" in gone[0][2]
    assert str(config) in unclear[0][1]
