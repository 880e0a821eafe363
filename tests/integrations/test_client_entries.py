"""Our entry in clients' configuration files: pure, from text to text, and where the files are."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.errors import ClientFailed
from dreaming.integrations.clients.editing import NotEditable, entry_in, with_entry, without_entry
from dreaming.integrations.clients.entry import (
    can_start,
    command_here,
    entry_for,
    is_ours,
    settings_now,
)
from dreaming.integrations.clients.places import Client, config_file

ENTRY = {"command": "/opt/a b/dreaming", "args": ["serve"]}
OTHERS = [
    "{}",
    "{}\n",
    '{"a": 1.0}',
    '{\n  "mcpServers": {\n    "x": {"command": "y"}\n  },\n  "z": [1,2]\n}\n',
    '{\r\n\t"mcpServers": {\r\n\t\t"x": {}\r\n\t}\r\n}',
    '{"mcpServers":{"x":{"command":"dreaming"}},"t":1e400,"u":"\\ud83d\\u0061"}',
    '\n\n{\n        "zeta":null\n}   \n',
]


@promise("clients:entry:exact")
@pytest.mark.parametrize("text", OTHERS)
def test_what_is_added_and_taken_out_leaves_the_same_bytes(text: str) -> None:
    """Numbers, spaces, line ends, order: nothing is written anew."""
    added = with_entry(text, "dreaming", ENTRY)

    assert entry_in(added, "dreaming") == ENTRY
    assert with_entry(added, "dreaming", ENTRY) == added
    assert without_entry(added, "dreaming") == text
    assert ("\n" in added) == ("\n" in text or text == "{}")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=8,
)
_CONFIG = st.dictionaries(st.text(max_size=5), _JSON, max_size=3)
_SERVERS = st.dictionaries(st.text(max_size=5).filter(lambda name: name != "dreaming"), _JSON, min_size=1, max_size=3)


@promise("clients:entry:exact")
@given(
    rest=_CONFIG,
    servers=st.none() | _SERVERS,
    indent=st.sampled_from([None, 1, 2, 4, "\t"]),
    as_ascii=st.booleans(),
)
def test_any_configuration_is_given_back(
    rest: dict[str, Any], servers: dict[str, Any] | None, indent: int | str | None, as_ascii: bool
) -> None:
    """Whatever stands in it, however it is indented; and everybody else reads the same of it as before."""
    whole = rest if servers is None else {**rest, "mcpServers": servers}
    text = json.dumps(whole, indent=indent, ensure_ascii=as_ascii)

    added = with_entry(text, "dreaming", ENTRY)

    assert without_entry(added, "dreaming") == text
    read = json.loads(added)
    assert read["mcpServers"].pop("dreaming") == ENTRY
    assert repr(read) == repr({**whole, "mcpServers": servers or {}})


@promise("clients:entry:exact")
def test_an_entry_between_others_is_taken_out_alone() -> None:
    """Also where it is the first, and where a user has put others behind it."""
    text = '{\n  "mcpServers": {\n    "dreaming": {"command": "a"},\n    "x": {}\n  }\n}\n'

    assert without_entry(text, "dreaming") == '{\n  "mcpServers": {\n    "x": {}\n  }\n}\n'
    assert without_entry('{"mcpServers": {"x": {}}}', "dreaming") == '{"mcpServers": {"x": {}}}'
    assert without_entry("", "dreaming") == ""


@promise("clients:entry:refused")
@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('{\n  // mine\n  "a": 1\n}', 2, "no JSON here"),
        ('{\n  "a": 1\n  "b": 2\n}', 3, "no JSON here"),
        ("[]", 1, "no JSON object"),
        ('{\n"mcpServers": []}', 2, "'mcpServers' is no object"),
        ('{"mcpServers": {\n"dreaming": "x"}}', 2, "'dreaming' is no object"),
        ('{"mcpServers": {}, "mcpServers": {}}', 1, "stands there 2 times"),
        ('{"a": ' + "[" * 100_000, 1, "nested too deeply"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused_with_its_line(text: str, line: int, problem: str) -> None:
    """Comments above all: they would be lost, or the client would not read them either."""
    for change in (lambda: with_entry(text, "dreaming", ENTRY), lambda: without_entry(text, "dreaming")):
        with pytest.raises(NotEditable, match=problem) as refused:
            change()
        assert refused.value.line == line


@promise("clients:entry:again")
def test_what_a_user_has_set_in_the_entry_stays() -> None:
    """Settings that are set now win; those that are not are left."""
    before = {
        "command": "/old/dreaming",
        "args": ["serve"],
        "env": {"DREAMING_STORE": "a", "X": "1", "DREAMING_HOST": "0"},
        "disabled": True,
    }

    entry = entry_for(Client.CLAUDE_DESKTOP, ["/new/dreaming"], {"DREAMING_STORE": "b"}, before)

    assert entry == {
        **before,
        "command": "/new/dreaming",
        "env": {"DREAMING_HOST": "0", "DREAMING_STORE": "b", "X": "1"},
    }
    assert entry_for(Client.CLAUDE_CODE, ["/p", "-m", "dreaming"], {}, None) == {
        "type": "stdio",
        "command": "/p",
        "args": ["-m", "dreaming", "serve"],
        "env": {"DREAMING_HOST": "1"},  # an agent may judge, unless the user has said otherwise
    }


@promise("clients:entry:refused")
def test_an_entry_is_known_for_ours() -> None:
    """From whatever installation, on whatever system."""
    ours = [
        {"command": "/a b/dreaming", "args": ["serve"]},
        {"command": "C:\\\\x\\\\dreaming.exe", "args": ["serve"]},
        {"command": "/bin/uvx", "args": ["dreaming", "serve"]},
        {"command": "/bin/python3", "args": ["-m", "dreaming", "serve"]},
    ]
    others = [{"command": "node", "args": ["dreaming.js"]}, {"url": "http://x"}, {"command": "dreaming", "args": "x"}]

    assert [is_ours(entry) for entry in ours] == [True] * 4
    assert [is_ours(entry) for entry in others] == [False] * 3


@promise("clients:command:starts")
def test_the_command_names_this_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it was called, else that beside Python, else Python; from uvx's cache, uvx."""
    cache = tmp_path / "cache"
    kept, thrown = tmp_path / "an env" / "bin", cache / "archive" / "x" / "bin"
    for folder in (kept, thrown, tmp_path / "bin"):
        folder.mkdir(parents=True)
    (cache / "CACHEDIR.TAG").touch()
    (kept.parent / "CACHEDIR.TAG").touch()  # as uv marks every environment
    python, nobody = kept / "python", Path("/x/pytest")

    assert command_here(python, nobody) == [str(python), "-m", "dreaming"]
    (kept / "dreaming").touch()
    assert command_here(python, nobody) == [str(kept / "dreaming")]
    (tmp_path / "bin" / "dreaming").symlink_to(kept / "dreaming")
    assert command_here(python, tmp_path / "bin" / "dreaming") == [str(tmp_path / "bin" / "dreaming")]

    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(ClientFailed, match="there is no uvx"):
        command_here(thrown / "python", thrown / "dreaming")
    (tmp_path / "bin" / "uvx").touch(mode=0o755)
    assert command_here(thrown / "python", thrown / "dreaming") == [str(tmp_path / "bin" / "uvx"), "dreaming"]
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("UV", str(tmp_path / "bin" / "uv"))  # which uv tells whatever it starts
    assert command_here(thrown / "python", thrown / "dreaming") == [str(tmp_path / "bin" / "uvx"), "dreaming"]
    assert can_start({"command": str(tmp_path / "bin" / "uvx")})
    assert not can_start({"command": str(tmp_path / "gone")})


def test_settings_are_written_that_are_set_and_no_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder as an absolute path: a client starts programs elsewhere."""
    monkeypatch.chdir(tmp_path)
    env = {"DREAMING_HOME": "here", "DREAMING_STORE": " ", "DREAMING_TOOLS": "all", "DREAMING_HTTP_TOKEN": "t" * 40}

    assert settings_now(env) == {"DREAMING_HOME": str(tmp_path / "here"), "DREAMING_TOOLS": "all"}


@pytest.mark.parametrize(
    ("client", "platform", "env", "expected"),
    [
        ("claude-desktop", "darwin", {}, "Library/Application Support/Claude/claude_desktop_config.json"),
        ("claude-desktop", "linux", {}, ".config/Claude/claude_desktop_config.json"),
        ("claude-desktop", "linux", {"XDG_CONFIG_HOME": "{home}/c"}, "c/Claude/claude_desktop_config.json"),
        ("claude-desktop", "win32", {}, "AppData/Roaming/Claude/claude_desktop_config.json"),
        ("claude-desktop", "win32", {"APPDATA": "{home}/R"}, "R/Claude/claude_desktop_config.json"),
        (
            "claude-desktop",
            "win32",
            {"LOCALAPPDATA": "{home}/L"},
            "L/Packages/Claude_x/LocalCache/Roaming/Claude/claude_desktop_config.json",
        ),
        ("claude-code", "win32", {}, ".claude.json"),
        ("claude-code", "linux", {"CLAUDE_CONFIG_DIR": "{home}/cc"}, "cc/.claude.json"),
    ],
)
def test_the_configuration_is_where_the_client_reads_it(
    tmp_path: Path, client: str, platform: str, env: dict[str, str], expected: str
) -> None:
    """On Windows the packaged application, where it is installed, reads no other file than its own."""
    (tmp_path / "L/Packages/Claude_x/LocalCache/Roaming/Claude").mkdir(parents=True)
    given = {name: value.format(home=tmp_path) for name, value in env.items()}

    assert config_file(Client(client), platform, given, tmp_path) == tmp_path / expected


def test_of_two_packaged_applications_that_with_a_file_is_meant(tmp_path: Path) -> None:
    """A package's name has a part that is not always the same."""
    folders = [tmp_path / f"AppData/Local/Packages/Claude_{name}/LocalCache/Roaming/Claude" for name in "ab"]
    for folder in folders:
        folder.mkdir(parents=True)
    (folders[1] / "claude_desktop_config.json").touch()

    assert config_file(Client.CLAUDE_DESKTOP, "win32", {}, tmp_path).parent == folders[1]
