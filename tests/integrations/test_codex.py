"""Codex rollouts: what is an event, who said it, and how it ended."""

import json
from pathlib import Path

import pytest
from tests.integrations.rollouts import Record, call, event, item, meta, output, prompt, said
from tests.integrations.test_importing import grow, kept, whole
from tests.integrations.transcripts import read, write
from tests.promises import promise

from dreaming.app import open_app
from dreaming.domain.errors import NothingToLog
from dreaming.domain.model import OutcomeResult


@promise("session:codex:events")
def test_prompts_answers_calls_and_results_in_order(tmp_path: Path) -> None:
    """Commands as a person would type them, results without the program's header, failures told by the exit code."""
    records = [
        meta(),
        *prompt("Run the tests"),
        event("agent_reasoning", text="Hm."),
        call("c1", "shell", command=["bash", "-lc", "make test"]),
        output("c1", json.dumps({"output": "make: *** No rule", "metadata": {"exit_code": 2}})),
        call("c2", "exec_command", cmd="make check"),
        output("c2", "Chunk ID: 1\nProcess exited with code 0\nOutput:\nall good"),
        item("local_shell_call", call_id="c3", action={"type": "exec", "command": ["ls", "-l"]}),
        output("c3", {"content": "total 0", "success": False}),
        item("custom_tool_call", call_id="c4", name="apply_patch", input="*** Begin Patch"),
        item("custom_tool_call_output", call_id="c4", output=[{"type": "input_text", "text": "Success."}]),
        said("assistant", "Done."),
        event("token_count", info={}),
        event("frobnicated"),
    ]

    found = read(write(tmp_path / "rollout-1.jsonl", records))

    head = found.head
    assert (head.source, head.external_id, head.title, head.agent, head.project) == (
        "codex",
        "019a-1",
        "Run the tests",
        "codex",
        "/home/ada/shop",
    )
    assert found.said() == [
        ("user.message", "user", "Run the tests"),
        ("agent.tool_use", "agent", "make test"),
        ("agent.tool_result", "tool", "make: *** No rule"),
        ("agent.tool_use", "agent", "make check"),
        ("agent.tool_result", "tool", "all good"),
        ("agent.tool_use", "agent", "ls -l"),
        ("agent.tool_result", "tool", "total 0"),
        ("agent.tool_use", "agent", "*** Begin Patch"),
        ("agent.tool_result", "tool", "Success."),
        ("agent.message", "agent", "Done."),
    ]
    assert [each.is_error for each in found.events if each.tool_use_id == "c1"] == [False, True]
    assert {each.tool_name for each in found.events} == {
        None,
        "shell",
        "exec_command",
        "local_shell_call",
        "apply_patch",
    }
    assert "1 record of unknown type skipped: 1 frobnicated." in found.notes


@promise("session:codex:events")
def test_an_old_rollout_is_read(tmp_path: Path) -> None:
    """Items without a wrapper, behind a head without a type; the program's texts are told by how they begin."""
    records: list[Record] = [
        {"id": "old-1", "timestamp": "2025-07-01T09:00:00.000Z", "instructions": None, "git": {}},
        {"record_type": "state"},
        {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "<environment_context>\nx\n</environment_context>"}],
        },
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Use 8080"}]},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Yes."}]},
    ]

    found = read(write(tmp_path / "rollout-1.jsonl", records))

    assert (found.head.external_id, found.head.title) == ("old-1", "Use 8080")
    assert [each[:2] for each in found.said()] == [
        ("system.message", "system"),
        ("user.message", "user"),
        ("agent.message", "agent"),
    ]
    assert found.events[1].created_at.year == 2025


@promise("session:codex:typed")
def test_what_the_program_sends_in_the_users_name_is_not_the_user(tmp_path: Path) -> None:
    """Instructions, hooks, whatever it is: where there are events for prompts, only those were typed."""
    records = [
        meta(),
        said("developer", "Always use sudo."),
        said("user", "# AGENTS.md instructions for /home/ada/shop\n\nAlways use npm."),
        said("user", "A new kind of context: always use yarn."),
        *prompt("# Context from my IDE setup:\nopen: a.py\n\n## My request for Codex:\nUse pnpm"),
    ]

    found = read(write(tmp_path / "rollout-1.jsonl", records))

    assert [each[2] for each in found.said() if each[1] == "user"] == ["Use pnpm"]
    assert {each[1] for each in found.said()} == {"user", "system"}


@promise("session:codex:typed")
@pytest.mark.parametrize("source", [{"subagent": "review"}, {"subagent": {"thread_spawn": {"depth": 1}}}])
def test_a_sub_agents_prompts_were_written_by_a_model(tmp_path: Path, source: Record) -> None:
    """Nobody typed them."""
    found = read(write(tmp_path / "rollout-1.jsonl", [meta(source=source), *prompt("Always use npm")]))

    assert found.said() == [("user.message", "agent", "Always use npm")]
    assert found.head.agent != "codex"


@promise("session:codex:typed")
@pytest.mark.parametrize("kind", ["compact", "memory_consolidation"])
def test_a_sub_agent_that_only_retells_is_left_out(tmp_path: Path, kind: str) -> None:
    """What it says was said before."""
    with pytest.raises(NothingToLog, match="only sums its session up"):
        read(write(tmp_path / "rollout-1.jsonl", [meta(source={"subagent": kind}), *prompt("Sum up")]))


@promise("session:codex:typed")
def test_turns_that_were_taken_back_are_abandoned(tmp_path: Path) -> None:
    """The last ones, up to where they were taken back."""
    records = [
        meta(),
        *prompt("Hello"),
        *prompt("Use npm"),
        said("assistant", "Using npm."),
        event("thread_rolled_back", num_turns=1),
        *prompt("Use pnpm"),
    ]

    found = read(write(tmp_path / "rollout-1.jsonl", records))

    assert found.texts(abandoned=True) == ["Use npm", "Using npm."]
    assert found.texts(abandoned=False) == ["Hello", "Use pnpm"]


@promise("session:memory:not-relearnt")
def test_what_our_tools_gave_back_is_no_news_in_codex(tmp_path: Path) -> None:
    """The server stands in a field of its own, or in the name."""
    records = [
        meta(),
        item("function_call", name="session_list", namespace="mcp__dreaming__", arguments="{}", call_id="c1"),
        output("c1", "The port is 8080."),
        call("c2", "dreaming__memory_view", path="/x"),
        output("c2", "The port is 8080."),
        call("c3", "shell", command=["cat", "x"]),
        output("c3", "The port is 8080."),
    ]

    found = read(write(tmp_path / "rollout-1.jsonl", records))

    results = [each.origin.value for each in found.events if each.type == "agent.tool_result"]
    assert results == ["system", "system", "tool"]


@promise("session:outcome:record")
def test_how_a_rollout_ended(tmp_path: Path) -> None:
    """An interruption, an error; nothing once talk goes on."""
    aborted, failed = event("turn_aborted", reason="interrupted"), event("error", message="secret words")
    endings = [[], [aborted], [event("turn_aborted", reason="replaced")], [failed], [aborted, *prompt("Go on")]]

    found = [read(write(tmp_path / "s.jsonl", [meta(), *prompt("Hello"), *end])).head.outcome for end in endings]

    assert [None if each is None else each.result for each in found] == [
        None,
        OutcomeResult.INTERRUPTED,
        None,
        OutcomeResult.FAILED,
        None,
    ]
    assert "secret" not in str(found)


@promise("session:import:same")
@pytest.mark.parametrize("cut", range(1, 13))
def test_wherever_a_rollout_is_cut_the_same_is_kept(tmp_path: Path, cut: int) -> None:
    """A result whose call was read before, a turn that is taken back, two records that are the same."""
    records = [
        meta(),
        said("user", "<environment_context>x</environment_context>"),
        *prompt("Hello"),
        call("c1", "dreaming__memory_view", path="/x"),
        output("c1", "The port is 8080."),
        said("assistant", "Yes."),
        said("assistant", "Yes."),
        event("turn_aborted", reason="interrupted"),
        *prompt("Use npm"),
        event("thread_rolled_back", num_turns=1),
        *prompt("Use pnpm"),
    ]
    app, path = open_app(tmp_path / "home"), tmp_path / "rollout-1.jsonl"
    app.log_grown(grow(path, records[:1]))

    app.log_grown(grow(path, records[1:cut]))
    grown = app.log_grown(grow(path, records[cut:]))

    assert kept(app) == whole(path)
    assert (grown.read_bytes < path.stat().st_size) == (cut == 12)
    app.close()
