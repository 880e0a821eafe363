"""What the command line says of dreams that an agent judges."""

import json

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.app import open_app
from dreaming.domain.hosting import HOST_VARIABLE
from dreaming.domain.model import EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin


def filed(run: Run) -> str:
    """A dream whose packets are filed; its id."""
    app = open_app()
    said = NewEvent(
        external_id="1",
        type=EventType.USER_MESSAGE,
        origin=Origin.USER,
        text="Keep it tidy",
        created_at=app.clock.now(),
    )
    app.sessions.log(NewSession(source="plain", external_id="s"), [said])
    app.close()
    assert run("memory", "write", "/a.md", stdin="- one\n").exit_code == 0
    dream_id = json.loads(run("start", "--model", "host", "--json").stdout)["id"]
    assert run("worker", "--idle", "0").exit_code == 0
    return dream_id


@promise("host:dream:waits")
def test_the_status_says_for_whom_a_dream_waits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the list, of the one dream, and as JSON."""
    monkeypatch.setenv(HOST_VARIABLE, "1")
    dream_id = filed(run)

    assert "waits for host: 0 of 1 packets answered" in run("status").output
    assert "waits for host: 0 of 1 packets answered" in run("status", dream_id).output
    assert json.loads(run("status", dream_id, "--json").output)["host_packets"] == {"answered": 0, "total": 1}


def test_a_dream_for_an_agent_says_so_and_needs_the_setting(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nobody would be offered the tools to answer with."""
    assert run("memory", "write", "/a.md", stdin="- one\n").exit_code == 0
    refused = run("start", "--model", "host", "--no-sessions")
    monkeypatch.setenv(HOST_VARIABLE, "1")
    started = run("start", "--model", "host", "--no-sessions")
    estimated = run("start", "--model", "host", "--no-sessions", "--dry-run", "--count-tokens")

    assert refused.exit_code == 5
    assert "Set DREAMING_HOST=1" in refused.stderr
    assert "An agent judges it" in started.stderr
    assert "the agent's own client counts what it takes" in estimated.output


@promise("host:dream:resumed")
def test_a_dream_that_waits_is_left_to_the_rules(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one command, from whatever shell."""
    monkeypatch.setenv(HOST_VARIABLE, "1")
    dream_id = filed(run)
    monkeypatch.delenv(HOST_VARIABLE)

    resumed = run("resume", dream_id, "--model", "rules", "--wait")

    assert resumed.exit_code == 0, resumed.output
    assert "completed" in run("status", dream_id).output
