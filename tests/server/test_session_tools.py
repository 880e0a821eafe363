"""Logging sessions through the tools."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.promises import promise
from tests.server.asking import Connect, ask, refused

from dreaming.app import App
from dreaming.domain.provenance import Origin

pytestmark = pytest.mark.anyio

EVENTS: list[dict[str, Any]] = [
    {"type": "user.message", "text": "Use tabs.", "created_at": "2026-03-04T09:00:00Z"},
    {"type": "agent.message", "text": "I will.", "created_at": "2026-03-04T09:00:01Z"},
    {"type": "agent.tool_result", "text": "exit 1", "tool_name": "Bash", "is_error": True, "id": "r1"},
]


async def origins(app: App, session_id: str) -> list[Origin]:
    """Of the events of a session."""
    return [event.origin for event in await anyio.to_thread.run_sync(app.sessions.events, session_id)]


@promise("server:session:reported")
async def test_what_an_agent_logs_as_the_users_words_is_reported(connect: Connect, app: App) -> None:
    """The agent says that the user said it, which is less."""
    async with connect() as client:
        logged = await ask(client, "session_log", events=EVENTS, title="Tabs")

    assert logged["appended"] == 3
    assert await origins(app, logged["session_id"]) == [Origin.REPORTED, Origin.AGENT, Origin.TOOL]


@promise("server:scope:sessions")
async def test_a_session_without_a_project_is_of_the_one_that_the_client_names(
    connect: Connect, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that other projects' stores do not dream of it; what the agent says of it goes first."""
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", "/no/such/atlas")
    async with connect() as client:
        for number, more in enumerate(({}, {"project": "/another"})):
            await ask(client, "session_log", events=EVENTS, external_id=str(number), **more)

    sessions = await anyio.to_thread.run_sync(app.sessions.listing)
    assert {session.external_id: session.project for session in sessions} == {"0": "/no/such/atlas", "1": "/another"}


@promise("session:memory:not-relearnt")
async def test_what_our_tools_gave_back_is_no_news_when_an_agent_logs_it(connect: Connect, app: App) -> None:
    """A memory that is read aloud is not said anew."""
    events = [{"type": "agent.tool_result", "text": "x", "tool_name": tool} for tool in ("memory_search", "Bash")]
    async with connect() as client:
        logged = await ask(client, "session_log", events=events, title="Ports")

    assert await origins(app, logged["session_id"]) == [Origin.SYSTEM, Origin.TOOL]


@promise("server:session:again")
async def test_events_with_a_time_or_an_id_are_logged_once(connect: Connect) -> None:
    """So that a call whose answer was lost can be repeated."""
    async with connect() as client:
        first = await ask(client, "session_log", external_id="s1", events=EVENTS)
        again = await ask(client, "session_log", external_id="s1", events=EVENTS)
        more = await ask(client, "session_log", session_id=first["session_id"], events=[*EVENTS, EVENTS[0]])

    assert (first["appended"], again["appended"], again["skipped"]) == (3, 0, 3)
    assert again["session_id"] == first["session_id"]
    assert (more["appended"], more["skipped"]) == (1, 3)


@promise("session:events:order")
async def test_events_without_a_time_follow_one_another(connect: Connect, app: App) -> None:
    """They are logged in one call, and the last of them is the later word."""
    said = ["The port is 8080.", "The port used to be 8080, but it is 9000 now.", "Thanks."]
    async with connect() as client:
        logged = await ask(client, "session_log", events=[{"type": "user.message", "text": text} for text in said])

    events = await anyio.to_thread.run_sync(app.sessions.events, logged["session_id"])
    times = [event.created_at for event in events]
    assert [event.text for event in events] == said
    assert times == sorted(set(times))


@promise("server:session:again")
async def test_a_second_yes_is_not_lost(connect: Connect) -> None:
    """Without id and time nothing says that it is the same."""
    yes = [{"type": "user.message", "text": "Yes."}]
    async with connect() as client:
        await ask(client, "session_log", external_id="s1", events=yes)
        second = await ask(client, "session_log", external_id="s1", events=yes)

    assert second["appended"] == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "either events or file"),
        ({"events": EVENTS, "file": "/a.jsonl"}, "either events or file"),
        ({"events": []}, "no event"),
        ({"events": [{"type": "user.message"}]}, "events.0.text is missing"),
        (
            {"events": [{"type": "user.message", "text": "a", "origin": "user"}]},
            "there is no argument 'events.0.origin'",
        ),
        ({"events": [{"type": "user.message", "text": "a", "created_at": "soon"}]}, "is no time"),
        ({"events": [{"type": "user.message", "text": "a"}] * 1_001}, "at most 1000"),
        ({"events": EVENTS, "session_id": "sesn_x"}, "No session"),
        ({"file": "/etc/passwd"}, "outside the allowed folders"),
        ({"file": "a.jsonl"}, "not absolute"),
    ],
)
async def test_what_cannot_be_logged_is_refused(connect: Connect, arguments: dict[str, Any], why: str) -> None:
    """Each with its reason."""
    async with connect() as client:
        assert why in await refused(client, "session_log", **arguments)


def transcript(folder: Path) -> Path:
    """A session in the plain format."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "session.jsonl"
    file.write_text("\n".join(json.dumps(event) for event in EVENTS[:2]) + "\n", encoding="utf-8")
    return file


@promise("server:session:file")
@pytest.mark.parametrize(
    ("where", "origin"),
    [("user/.claude/projects/p", Origin.USER), ("named", Origin.USER), ("project", Origin.REPORTED)],
)
async def test_a_transcript_is_read_under_allowed_folders(
    connect: Connect, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, origin: Origin
) -> None:
    """The client's own and the person's are believed; in the project an agent may have written it."""
    monkeypatch.setenv("DREAMING_ROOTS", str(tmp_path / "named"))
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(tmp_path / "project"))
    file = await anyio.to_thread.run_sync(transcript, tmp_path / where)
    async with connect() as client:
        first = await ask(client, "session_log", file=str(file))
        again = await ask(client, "session_log", file=str(file))

    assert (first["appended"], again["appended"], again["skipped"]) == (2, 0, 2)
    assert (await origins(app, first["session_id"]))[0] == origin


@promise("server:session:file")
async def test_a_link_out_of_an_allowed_folder_is_refused(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it points at."""
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(tmp_path / "project"))
    file = await anyio.to_thread.run_sync(transcript, tmp_path / "elsewhere")
    await anyio.Path(tmp_path / "project").mkdir()
    await anyio.Path(tmp_path / "project" / "link.jsonl").symlink_to(file)
    async with connect() as client:
        text = await refused(client, "session_log", file=str(tmp_path / "project" / "link.jsonl"))

    assert text.endswith("(file_refused_error)")


@promise("server:transcripts:asked")
async def test_where_the_user_is_to_be_asked_no_file_is_read(connect: Connect, tmp_path: Path) -> None:
    """Nor is an argument for one offered; what the agent hands over is logged as ever."""
    file = await anyio.to_thread.run_sync(transcript, tmp_path / "user/.claude/projects/p")
    async with connect({"DREAMING_TRANSCRIPTS": "ask", "DREAMING_TOOLS": "all"}) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        texts = [
            await refused(client, "session_log", file=str(file)),
            await refused(client, "session_log"),
        ]
        logged = await ask(client, "session_log", events=EVENTS)
        listed = await ask(client, "session_list")
        instructions = client.instructions or ""

    assert [name for name, tool in tools.items() if "file" in tool.input_schema["properties"]] == []
    assert "Ask the user first." in (tools["session_log"].description or "")
    assert ["there is no argument 'file'" in texts[0], "they are missing" in texts[1]] == [True, True]
    assert [session["session_id"] for session in listed["sessions"]] == [logged["session_id"]]
    assert "ask the user whether to log" in instructions
    assert "hooks" not in instructions
    assert len(instructions.encode()) < 2_000


async def test_sessions_are_listed_by_what_a_store_has_not_dreamt_of(connect: Connect) -> None:
    """With counts and times, the latest first."""
    async with connect({"DREAMING_TOOLS": "all"}) as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        logged = await ask(client, "session_log", external_id="s1", events=EVENTS[:2], project="atlas", title="Tabs")
        listed = await ask(client, "session_list", project="atlas", undreamt=True)
        other = await ask(client, "session_list", project="other")

    assert listed["sessions"] == [
        {
            "session_id": logged["session_id"],
            "title": "Tabs",
            "project": "atlas",
            "source": "mcp",
            "external_id": "s1",
            "events": 2,
            "text_bytes": 16,
            "started_at": "2026-03-04T09:00:00.000000Z",
            "ended_at": "2026-03-04T09:00:01.000000Z",
        }
    ]
    assert other["sessions"] == []
