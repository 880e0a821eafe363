"""`dreaming start --hold-out` and `dreaming replay`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

FAILS = (
    {"type": "agent.tool_use", "tool_name": "Bash", "text": "pytest tests"},
    {"type": "agent.tool_result", "text": "bash: pytest: command not found\nexit code 127", "is_error": True},
    {"type": "agent.tool_use", "tool_name": "Bash", "text": "uv run pytest tests"},
    {"type": "agent.tool_result", "text": "3 passed"},
)


@pytest.fixture
def logged(run: Run, tmp_path: Path) -> Run:
    """A store, and three sessions in which the same command fails; in the last the user corrects the agent too."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "atlas.md").write_text("- The owner of atlas is Priya\n", encoding="utf-8")
    assert run("memory", "import", str(notes), "--store", "atlas").exit_code == 0
    for number in range(3):
        said = ({"type": "user.message", "text": "No, the owner of atlas is Wei, not Priya."},) if number == 2 else ()
        log(run, tmp_path / f"{number}.jsonl", datetime(2026, 3, 1 + number, 9, tzinfo=UTC), *FAILS, *said)
    return run


def log(run: Run, file: Path, at: datetime, *events: dict[str, Any]) -> str:
    """Log a session; its id."""
    lines = [{**each, "created_at": (at + timedelta(minutes=n)).isoformat()} for n, each in enumerate(events)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return parsed(run, "log", str(file))[0]["session_id"]


def parsed(run: Run, *arguments: str) -> Any:
    """The JSON that a command prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@promise("replay:moments:told", "exam:held-out:apart")
def test_sessions_that_are_held_out_are_replayed(logged: Run) -> None:
    """The dream read two; in the third the command failed again, and the user said what no store knew."""
    dream = parsed(logged, "start", "--store", "atlas", "--hold-out", "1", "--wait")
    replayed = parsed(logged, "replay", "--store", "atlas")
    text = logged("replay", dream["id"]).stdout
    report = parsed(logged, "report")

    assert len(dream["held_out_session_ids"]) == 1
    assert (replayed["session_ids"], replayed["moments"]) == (dream["held_out_session_ids"], 2)
    assert (replayed["told_before"], replayed["told_after"]) == (0, 1)
    assert [(each["kind"], each["before"], each["after"]) for each in replayed["replay"]] == [
        ("failure", None, "/lessons.md:3"),
        ("correction", None, None),
    ]
    assert "1 session: would have been told: 1 of 2 with the new store, 0 with the old." in text
    assert "The old store: would not have told it. The new store: tells it at /lessons.md:3." in text
    assert report["exam"]["lost"] == 0
    assert [each["event_id"] for each in report["replay"]][-1] == replayed["replay"][-1]["event_id"]


@promise("replay:moments:told")
def test_sessions_since_the_dream_are_replayed(logged: Run, tmp_path: Path) -> None:
    """Without held-out ones: what came after it; with names: those."""
    dream = parsed(logged, "start", "--store", "atlas", "--wait")
    own = parsed(logged, "replay", dream["id"])
    later = log(logged, tmp_path / "later.jsonl", datetime(2126, 3, 1, tzinfo=UTC), *FAILS)

    assert own["session_ids"] == dream["inputs"][1]["session_ids"]
    assert parsed(logged, "replay")["session_ids"] == [later]
    assert parsed(logged, "replay")["told_after"] == 1
    assert parsed(logged, "replay", dream["id"], "--session", own["session_ids"][0])["session_ids"] == [
        own["session_ids"][0]
    ]


def test_without_a_completed_dream_there_is_nothing_to_replay(logged: Run) -> None:
    """Nor without the dream or the session that is named, nor before the dream has ended."""
    assert logged("replay").exit_code == 3
    waiting = parsed(logged, "start", "--store", "atlas")["id"]
    assert logged("replay", waiting).exit_code == 4
    assert logged("replay", "drm_none").exit_code == 3


@promise("exam:held-out:apart")
@pytest.mark.parametrize(
    "arguments", [("--hold-out", "3"), ("--hold-out", "1", "--no-sessions"), ("--hold-out", "1", "--due")]
)
def test_something_is_left_to_read(logged: Run, arguments: tuple[str, ...]) -> None:
    """And a schedule holds nothing out."""
    assert logged("start", "--store", "atlas", *arguments).exit_code == 2


def test_an_estimate_leaves_out_what_is_held_out(logged: Run) -> None:
    """It is not dreamt of."""
    assert parsed(logged, "start", "--store", "atlas", "--hold-out", "2", "--dry-run")["sessions"] == 1
