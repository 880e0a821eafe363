"""`dreaming install claude-code` with the real client: its own program writes its own file."""

import json
from pathlib import Path

from tests.claude_code.client import Client
from tests.promises import promise


def servers(client: Client) -> dict[str, object]:
    """What the client has in its file."""
    return json.loads(Path(client.env["CLAUDE_CONFIG_DIR"], ".claude.json").read_text(encoding="utf-8"))["mcpServers"]


@promise("clients:entry:exact", "clients:entry:again", "clients:command:starts")
def test_the_client_starts_what_was_installed_and_forgets_it(client: Client) -> None:
    """Beside a server of the user's, which stays; with other settings the entry is written anew."""
    assert client.call("mcp", "add", "--scope", "user", "mine", "--", "node", "x.js").code == 0
    before = servers(client)

    first = json.loads(client.dreaming("install", "claude-code", "--json"))
    listed = client.call("mcp", "get", "dreaming")
    moved = json.loads(client.dreaming("--home", str(client.folder / "other"), "install", "claude-code", "--json"))
    written = servers(client)
    again = json.loads(client.dreaming("--home", str(client.folder / "other"), "install", "claude-code", "--json"))
    client.dreaming("install", "claude-code", "--undo")

    assert [command[2] for command in first["commands"]] == ["add-json"]
    assert "Connected" in listed.output, listed.output + listed.errors
    assert written == {**before, "dreaming": moved["entry"]}
    assert moved["entry"]["env"]["DREAMING_HOME"] == str(client.folder / "other")
    assert (again["changed"], again["commands"]) == (False, [])
    assert servers(client) == before
