"""The plugin in the real Claude Code: it is valid, its server is there, its hooks log, and sessions know of each other."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.claude_code.client import ROOT, SECONDS, Client
from tests.claude_code.model import LAST_WORD, Answer, Json, Model, calls
from tests.claude_code.terminal import at_terminal
from tests.promises import promise

from dreaming.app import App, open_app
from dreaming.domain.model import PROJECT, DreamStatus, EventType, Session
from dreaming.domain.provenance import Origin
from dreaming.integrations.spool import Spool

_ENDED = "(plugin:dreaming:dreaming/dream_start) completed"  # what the client says of a task
GONE_SECONDS = 60  # after which nothing of ours may be left
WRITE = ("memory_write", {"path": "/port.md", "content": "- The staging port is 8080.\n"})
SEARCH = ("memory_search", {"query": "staging port"})


def _until(holds: Callable[[], bool], seconds: float = SECONDS) -> None:
    deadline = monotonic() + seconds
    while not holds():
        assert monotonic() < deadline, "it took too long"
        sleep(0.05)  # leaves the processors to whom is waited for


def _app(client: Client) -> App:
    """The user's system, once all that was noted is logged."""
    _until(lambda: Spool(client.home).is_empty() and not any("worker" in each for each in client.processes().values()))
    return open_app(client.home)


def _sessions(client: Client) -> list[Session]:
    app = _app(client)
    found = app.sessions.listing(limit=100)
    app.close()
    return found


@promise("plugin:client:valid")
@pytest.mark.parametrize(("folder", "arguments"), [("plugin", []), ("plugin", ["--profile", "directory"]), (".", [])])
def test_the_plugin_and_its_marketplace_are_valid(client: Client, folder: str, arguments: list[str]) -> None:
    """By the client's own checks, warnings included, and by those of the directory, which takes plugins alone."""
    done = client.call("plugin", "validate", str(ROOT / folder), "--strict", *arguments)

    assert done.code == 0, done.output + done.errors
    assert "Validation passed" in done.output


@promise("plugin:client:connects")
def test_installed_as_it_says_its_server_connects(client: Client) -> None:
    """From the marketplace in the repository; asking after the server makes no note."""
    client.install_plugin()

    assert "plugin:dreaming:dreaming: dreaming serve - ✔ Connected" in client.call("mcp", "list").output
    assert Spool(client.home).is_empty()


@promise("plugin:client:whole-way")
def test_from_a_first_memory_to_a_promoted_dream(client: Client, model: Model) -> None:
    """Three sessions without a person: one writes, one is told something else, one knows that and dreams over it."""
    client.install_plugin()
    model.script = calls(WRITE, SEARCH)
    client.session("Look up the staging port.")
    model.script = lambda _: LAST_WORD
    client.session("The staging port is 9090 now.")
    read = _sessions(client)
    client.dreaming("stores", "set", "atlas", "promote=anyone")
    model.script = calls(
        ("dream_start", {}),
        ("dream_status", lambda results: {"dream_id": results[0]["dream_id"], "wait_seconds": 25}),
        ("dream_report", lambda results: {"dream_id": results[0]["dream_id"]}),
        (
            "dream_promote",
            lambda results: {"dream_id": results[0]["dream_id"], "fingerprint": results[2]["fingerprint"]},
        ),
    )

    client.session("Dream over it, please.")

    given = model.first_of("Dream over it, please.")
    assert "<dreaming-context>" in given
    assert "/port.md (28 bytes): The staging port is 8080." in given
    assert "<dreaming-context>" not in model.first_of("Look up the staging port.")
    assert {(each.project, each.source) for each in read} == {(str(client.project("atlas")), "claude-code")}
    app = _app(client)
    (dream,) = app.dreams.listing("atlas")
    assert (dream.status, set(dream.session_ids)) == (DreamStatus.COMPLETED, {each.id for each in read})
    assert dream.promoted_at is not None
    assert "9090" in (app.memories.view("atlas", "/port.md").content or "")
    assert app.stores.get("atlas").metadata[PROJECT] == str(client.project("atlas"))
    _check_logged(app, "Dream over it, please.", ["dream_start", "dream_status", "dream_report", "dream_promote"])
    app.close()


def _check_logged(app: App, prompt: str, tools: list[str]) -> None:
    """A session is there with its prompt, its calls and their results, and its last word; nothing of ours is news."""
    session = next(each for each in app.sessions.listing() if each.title == prompt)
    events = app.sessions.events(session.id)
    called = [event.tool_name or "" for event in events if event.type is EventType.AGENT_TOOL_USE]
    assert [name.rsplit("__", 1)[-1] for name in called] == tools
    assert [event.text for event in events if event.origin is Origin.USER] == [prompt]
    assert events[-1].text == LAST_WORD
    results = [event for event in events if event.type is EventType.AGENT_TOOL_RESULT]
    assert [event.origin for event in results] == [Origin.SYSTEM] * len(tools)


@promise("plugin:client:judges")
def test_its_agent_judges_a_dream(client: Client, model: Model) -> None:
    """The plugin's server offers the tools, and what the agent answers completes the dream; the client knows `dreamer`."""
    client.install_plugin()
    two = {"path": "/port.md", "content": "- The staging port is 8080.\n- The staging gate is shut.\n"}

    def dream_id(results: Sequence[Json]) -> Json:
        return {"dream_id": results[1]["dream_id"]}

    model.script = calls(
        ("memory_write", two),
        ("dream_start", {"no_sessions": True, "model": "host"}),
        ("dream_next", dream_id),
        (
            "dream_answer",
            lambda results: {"packet_id": results[2]["packets"][0]["packet_id"], "answer": {"sets": []}},
        ),
        ("dream_next", dream_id),
    )

    client.session("Dream, and judge it yourself.")

    app = _app(client)
    (dream,) = app.dreams.listing("atlas")
    app.close()
    assert (dream.status, dream.model) == (DreamStatus.COMPLETED, "host")
    assert "dreaming:dreamer" in json.dumps(model.asked)


@promise("plugin:client:compaction")
def test_what_a_compaction_takes_from_the_client_is_in_the_log(client: Client, model: Model) -> None:
    """The session up to then, and the summary with which the agent goes on; it is told anew what the store knows."""
    client.install_plugin()
    model.script = calls(WRITE)
    client.session("Remember: the staging port is 8080.")
    events = client.session("/compact", "--continue")

    names = {event.get("hook_name") for event in events if event.get("subtype") == "hook_started"}
    assert {"SessionStart:resume", "SessionStart:compact"} <= names
    app = _app(client)
    said = [
        (event.origin, event.text) for session in app.sessions.listing() for event in app.sessions.events(session.id)
    ]
    app.close()
    assert any(origin is Origin.USER and "the staging port is 8080." in text for origin, text in said)
    assert any(origin is Origin.SYSTEM and LAST_WORD in text for origin, text in said)


@promise("plugin:client:ten")
def test_ten_sessions_on_one_database_end_at_once(client: Client, model: Model) -> None:
    """In three projects; each is logged once, with its calls, and nothing is left running."""
    client.install_plugin()
    gate = threading.Barrier(10)

    def script(results: Sequence[Json]) -> Answer:
        if len(results) == 1:
            gate.wait(SECONDS)  # all have made their call: now they end together
        return calls(SEARCH)(results)

    model.script = script
    running = [
        subprocess.Popen(
            client.headless(f"Session number {number}."), env=dict(client.env), cwd=client.project(f"p{number % 3}"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for number in range(10)
    ]  # fmt: skip
    for each in running:
        printed, _ = each.communicate(timeout=SECONDS)
        assert each.returncode == 0, printed[-3_000:]

    app = _app(client)
    found = app.sessions.listing(limit=100)
    assert sorted(session.title or "" for session in found) == [f"Session number {number}." for number in range(10)]
    for number in range(10):
        _check_logged(app, f"Session number {number}.", ["memory_search"])
    app.close()
    assert not (client.home / "hook.log").exists()
    _until(lambda: client.processes() == {}, GONE_SECONDS)


def _is_written(client: Client, said: str) -> bool:
    """Whether a transcript of the client's has the words."""
    transcripts = Path(client.env["HOME"]).glob(".claude/projects/*/*.jsonl")
    return any(said in transcript.read_text(encoding="utf-8", errors="replace") for transcript in transcripts)


@promise("plugin:client:killed")
def test_a_client_that_is_killed_loses_no_session(client: Client, model: Model) -> None:
    """With all that it has started, in the middle of a turn: the next session of the project has it logged."""
    client.install_plugin()
    reached, over = threading.Event(), threading.Event()

    def stall(results: Sequence[Json]) -> Answer:
        if len(results) == 1:
            reached.set()
            over.wait(SECONDS)
        return calls(WRITE)(results)

    model.script = stall
    doomed = subprocess.Popen(
        client.headless("Remember the port."), env=dict(client.env), cwd=client.project("atlas"),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert reached.wait(SECONDS)
    _until(lambda: _is_written(client, "Remember the port."))  # the client writes a moment later than it asks
    os.killpg(doomed.pid, signal.SIGKILL)
    doomed.wait()
    over.set()
    assert _sessions(client) == []
    model.script = lambda _: LAST_WORD

    client.session("What is the port?")

    assert {session.title for session in _sessions(client)} == {"Remember the port.", "What is the port?"}
    _until(lambda: client.processes() == {}, GONE_SECONDS)


@promise("plugin:client:woken")
def test_a_dream_is_a_task_that_wakes_the_model(client: Client, model: Model) -> None:
    """At a terminal: the turn ends while the dream runs, and its end begins another. Then the person leaves."""
    client.install_plugin()
    project = client.project("atlas")
    model.script = calls(WRITE, ("dream_start", {"no_sessions": True}))

    with at_terminal(client, project) as terminal:
        terminal.until(lambda: "❯" in terminal.text)
        terminal.say("Dream, please.")
        terminal.until(lambda: any(_ENDED in json.dumps(request["messages"]) for request in model.asked))
        terminal.leave()

    app = _app(client)
    (dream,) = app.dreams.listing("atlas")
    woken = next(given for given in map(json.dumps, model.asked) if _ENDED in given)
    assert f"MCP task {dream.id} {_ENDED}" in woken
    (session,) = app.sessions.listing()
    said = [event.text for event in app.sessions.events(session.id) if event.origin is Origin.USER]
    assert said == ["Dream, please."]
    app.close()
    _until(lambda: client.processes() == {}, GONE_SECONDS)


@promise("plugin:client:walk-through")
def test_the_walk_through_goes_as_it_says(client: Client) -> None:
    """Each command of docs/claude-code.md that stands in a block marked so, in a new user's home."""
    page = (ROOT / "docs" / "claude-code.md").read_text(encoding="utf-8")
    blocks = page.split("<!-- runs -->\n```sh\n")[1:]
    lines = [line for block in blocks for line in block.split("\n```", 1)[0].splitlines() if line.strip()]
    assert len(lines) >= 9
    for line in lines:
        done = subprocess.run(
            ["bash", "-c", line.replace("dreaming-mcp/dreaming", str(ROOT))],
            env=dict(client.env), cwd=client.project("atlas"), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_paths_of_the_plugin_exist() -> None:
    """What the plugin is made of; this needs no client."""
    plugin = Path(ROOT / "plugin")
    assert {skill.parent.name for skill in plugin.glob("skills/*/SKILL.md")} == {"dream", "review", "remember"}
