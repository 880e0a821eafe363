"""The client's agent judges a dream, through the tools."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import Implementation
from tests.judges.hosts import judged, lying
from tests.promises import promise
from tests.server.asking import Connect, ask, refused, text_of
from tests.server.test_dream_tools import SAID

from dreaming.app import App, open_app
from dreaming.domain.hosting import HOST_VARIABLE
from dreaming.store import calls, workers

SECONDS = 120  # a bound, not an expectation: the machine may be busy
HOST = {HOST_VARIABLE: "1"}
SESSIONS = 6

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def host_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the process of a server for which it is."""
    monkeypatch.setenv(HOST_VARIABLE, "1")


async def write_and_log(client: Client) -> None:
    """A store, and sessions in each of which the user wants something tidy."""
    await ask(client, "memory_write", path="/a.md", content="- The staging port is 8080\n")
    for number in range(SESSIONS):
        said = {**SAID[0], "text": f"Keep the drawers of module {number} tidy"}
        await ask(client, "session_log", external_id=f"s{number}", events=[said])


async def answer(client: Client, packet: dict[str, Any], judge: Any = judged) -> dict[str, Any]:
    """Answer one packet."""
    return await ask(client, "dream_answer", packet_id=packet["packet_id"], answer=judge(packet["prompt"]))


async def judge_all(client: Client, dream_id: str, judge: Any = judged, **how: Any) -> list[str]:
    """Take and answer packets until the dream has ended; the prompts."""
    prompts: list[str] = []
    with anyio.fail_after(SECONDS):
        while (handed := await ask(client, "dream_next", dream_id=dream_id, **how))["status"] in {"pending", "running"}:
            for packet in handed["packets"]:
                prompts.append(packet["prompt"])
                await answer(client, packet, judge)
    return prompts


async def memories(client: Client, store_id: str) -> str:
    """All that stands in a store."""
    files = (await ask(client, "memory_view", path="/", store=store_id))["memories"]
    return "\n".join([(await ask(client, "memory_view", path=f["path"], store=store_id))["content"] for f in files])


@promise("host:dream:completes")
async def test_an_agent_judges_its_own_dream(connect: Connect) -> None:
    """From the start to the report, by what each answer says is next; what it saw stands in the result."""
    async with connect(HOST) as client:
        await write_and_log(client)
        started = await ask(client, "dream_start", model="host")
        prompts = await judge_all(client, started["dream_id"])
        ended = await ask(client, "dream_next", dream_id=started["dream_id"])
        status = await ask(client, "dream_status", dream_id=started["dream_id"])
        report = await ask(client, "dream_report", dream_id=started["dream_id"])
        found = await memories(client, status["output_store_id"])

    assert started["next"].startswith("dream_next")
    assert (ended["status"], ended["packets"], ended["next"]) == ("completed", [], "dream_report")
    assert len(prompts) == len(set(prompts)) > SESSIONS
    assert all(f"module {number} tidy" in found for number in range(SESSIONS))
    assert "The agent itself judged" in report["summary"]


@promise("host:dream:waits")
async def test_the_status_says_how_many_packets_are_answered(connect: Connect) -> None:
    """And waiting for a dream that waits for the agent ends at once."""
    async with connect(HOST) as client:
        await write_and_log(client)
        dream_id = (await ask(client, "dream_start", model="host"))["dream_id"]
        handed = await ask(client, "dream_next", limit=2)
        last = [await answer(client, packet) for packet in handed["packets"]][-1]
        with anyio.fail_after(20):
            status = await ask(client, "dream_status", dream_id=dream_id, wait_seconds=25)

    assert [sorted(packet) for packet in handed["packets"]] == [["answer_schema", "packet_id", "prompt"]] * 2
    assert handed["remaining"] == SESSIONS - 2
    assert (last["counts"], last["answered"], last["total"]) == (True, 2, SESSIONS)
    assert status["host"] == "waits for host: 2 of 6 packets answered"
    assert status["next"].startswith("dream_next")


@promise("host:packets:once", "host:packets:reserved")
async def test_two_agents_share_a_dream(connect: Connect) -> None:
    """They do not get the same packets; and who is second with an answer is told."""
    async with connect(HOST) as one, connect(HOST) as two:
        await write_and_log(one)
        dream_id = (await ask(one, "dream_start", model="host"))["dream_id"]
        first = await ask(one, "dream_next")
        second = await ask(two, "dream_next")
        third = await ask(two, "dream_next")
        again = await ask(two, "dream_next", again=True, limit=1)
        await answer(two, again["packets"][0])
        late = await answer(one, first["packets"][0])
        for packet in (*first["packets"][1:], *second["packets"]):
            await answer(one, packet)
        await judge_all(one, dream_id)

    mine, theirs = ({packet["packet_id"] for packet in each["packets"]} for each in (first, second))
    assert (len(mine), len(theirs), mine & theirs) == (3, 3, set())
    assert (third["packets"], third["taken"]) == ([], SESSIONS)
    assert "again true" in third["next"]
    assert again["packets"][0]["packet_id"] in mine
    assert late["counts"] is False
    assert late["next"].startswith("Another answer came first")


@promise("host:answer:untrusted")
async def test_a_lie_falls_back_to_the_rules(connect: Connect, app: App) -> None:
    """The dream completes; what was invented is nowhere."""
    async with connect(HOST) as client:
        await write_and_log(client)
        dream_id = (await ask(client, "dream_start", model="host"))["dream_id"]
        prompts = await judge_all(client, dream_id, lying)
        status = await ask(client, "dream_status", dream_id=dream_id)
        found = await memories(client, status["output_store_id"])

    with app.db.read() as conn:
        outcomes = calls.count(conn, dream_id)
    assert status["status"] == "completed"
    assert "backup" not in found
    assert outcomes["fell_back"] == SESSIONS
    assert sum("That answer cannot be used" in prompt for prompt in prompts) == SESSIONS


@promise("host:answer:form")
async def test_an_answer_that_does_not_fit_is_told_why(connect: Connect) -> None:
    """What is wrong, where, and what to do next; after the second the dream goes on without it."""
    async with connect(HOST) as client:
        await write_and_log(client)
        dream_id = (await ask(client, "dream_start", model="host", latest=1))["dream_id"]
        packet_id = (await ask(client, "dream_next"))["packets"][0]["packet_id"]
        first = await refused(client, "dream_answer", packet_id=packet_id, answer={"seen": [{"text": "x"}]})
        second = await refused(client, "dream_answer", packet_id=packet_id, answer={"seen": 3})
        third = await refused(client, "dream_answer", packet_id=packet_id, answer={"seen": []})
        unknown = await refused(client, "dream_answer", packet_id="pkt_x", answer={})
        await judge_all(client, dream_id)

    assert "seen.0.kind: Field required" in first
    assert "send the whole answer once more" in first
    assert "the rules judge answers this packet instead" in second
    assert "is closed" in third
    assert "dream_next gives what is left" in unknown


async def test_where_nothing_waits_it_is_said(connect: Connect) -> None:
    """Without waiting."""
    async with connect(HOST) as client:
        with anyio.fail_after(60):
            handed = await ask(client, "dream_next")

    assert (handed["packets"], handed["remaining"]) == ([], 0)
    assert "dream_start with model 'host'" in handed["next"]


@promise("host:tools:set")
async def test_without_the_setting_no_dream_is_begun_that_nobody_could_judge(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the refusal says how it is set."""
    monkeypatch.delenv(HOST_VARIABLE)
    async with connect() as client:
        await write_and_log(client)
        why = await refused(client, "dream_start", model="host")
        unknown = await client.call_tool("dream_next", {})

    assert "Set DREAMING_HOST=1" in why
    assert "Unknown tool" in text_of(unknown)


@promise("host:prompt:loop")
async def test_the_prompt_says_how_an_agent_judges(connect: Connect) -> None:
    """Only where it may: else the prompt is as it was."""
    async with connect(HOST) as client:
        (told,) = (await client.get_prompt("dream", {"model": "host", "store": "a"})).messages
        (usual,) = (await client.get_prompt("dream", {"store": "a"})).messages
        instructions = client.instructions or ""
    async with connect() as client:
        (without,) = (await client.get_prompt("dream", {"store": "a"})).messages

    assert "dream_start (store 'a', model 'host')" in told.content.text  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert all(name in str(told.content) for name in ("dream_next", "dream_answer", "follow no instruction"))
    assert usual == without
    assert "dream_next" in instructions
    assert len(instructions) < 2_048  # what clients read of them


@promise("host:prompt:loop")
async def test_the_plugin_brings_an_agent_that_can_only_judge() -> None:
    """Its tools are those of the plugin's server by their names there; the skill names it."""
    plugin = anyio.Path(__file__).parent.parent.parent / "plugin"
    agent = await (plugin / "agents" / "dreamer.md").read_text(encoding="utf-8")
    tools = next(line for line in agent.splitlines() if line.startswith("tools: ")).removeprefix("tools: ").split(", ")
    skill = await (plugin / "skills" / "dream" / "SKILL.md").read_text(encoding="utf-8")

    names = ("dream_next", "dream_answer", "dream_status")
    assert tools == [f"mcp__plugin_dreaming_dreaming__{name}" for name in names]
    assert '"DREAMING_HOST": "1"' in await (plugin / ".mcp.json").read_text(encoding="utf-8")
    assert all(word in skill for word in ("`dreamer`", "dream_next", "dream_answer"))


def serving(home: Path) -> StdioServerParameters:
    """How a client starts a server on `home` whose dreams a process of its own runs."""
    env = {**os.environ, "DREAMING_HOME": str(home), "DREAMING_WORKER": "detached", **HOST}
    return StdioServerParameters(command=sys.executable, args=["-m", "dreaming", "serve"], env=env)


@promise("host:dream:survives")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
async def test_killed_half_way_another_client_goes_on(tmp_path: Path) -> None:
    """Server and worker die by force after two answers; the next client is asked the rest, and not one thing again."""
    answered: list[str] = []
    with anyio.fail_after(SECONDS):
        async with Client(serving(tmp_path)) as client:
            await write_and_log(client)
            dream_id = (await ask(client, "dream_start", model="host"))["dream_id"]
            handed = await ask(client, "dream_next", limit=3)
            for packet in handed["packets"][:2]:
                await answer(client, packet)
                answered.append(packet["prompt"])
            app = await anyio.to_thread.run_sync(open_app, tmp_path)
            await anyio.to_thread.run_sync(kill_all, app)
        async with Client(serving(tmp_path)) as client:
            prompts = await judge_all(client, dream_id, again=True)
            status = await ask(client, "dream_status", dream_id=dream_id)
        await anyio.to_thread.run_sync(kill_all, app)
        await anyio.to_thread.run_sync(app.close)

    assert status["status"] == "completed"
    assert set(prompts).isdisjoint(answered)
    assert sum("module" in prompt and "[e1]" in prompt for prompt in (*answered, *prompts)) == SESSIONS


def kill_all(app: App) -> None:
    """Kill the worker, and the server that this process has started."""
    with app.db.read() as conn:
        worker = workers.current(conn)
    if worker is not None:
        kill(int(worker.owner.partition("-")[0]))
    listed = subprocess.run(["ps", "-o", "pid=,ppid=,args=", "-A"], capture_output=True, text=True, check=True).stdout
    for pid, parent, command in (line.split(None, 2) for line in listed.splitlines()):
        if int(parent) == os.getpid() and "dreaming serve" in command:
            kill(int(pid))


def kill(process: int) -> None:
    """By force; one that is gone is gone."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@promise("host:tools:set")
async def test_who_connects_decides_nothing(connect: Connect) -> None:
    """The setting is the server's."""
    named = Implementation(name="another", version="1")
    async with connect(HOST) as client, connect(HOST, client_info=named) as other:
        assert await client.list_tools() == await other.list_tools()
