"""Claude Code as a model, from the command line: what the doctor says of it, and dreams that it judges.

With a script in its place; the real one is in tests/claude_code/test_judging.py.
"""

import json
import os
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_doctor import found
from tests.judges.stub_claude import Stub, answer
from tests.promises import promise

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script in its place is none of Windows's")

SHIPS = {
    "kind": "procedure",
    "text": "Deploying is done with make ship.",
    "quotes": [{"event": "e1", "quote": "deploy with make ship"}],
    "topic": "",
}


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    """A `claude` on the PATH."""
    stub = Stub.written(tmp_path / "bin")
    monkeypatch.setenv("PATH", stub.env["PATH"])
    return stub


@promise("claude-code:doctor:free")
def test_the_doctor_says_that_dreams_may_have_it(run: Run, stub: Stub) -> None:
    """With its version and its place; no model is asked."""
    check = found(run, "Claude Code")

    assert check["state"] == "ok"
    assert f"2.1.332 (Claude Code) at {stub.program}; dreams may have the model 'claude-code'" in check["finding"]
    assert stub.calls == []


@promise("claude-code:doctor:free")
def test_the_doctor_says_what_it_lacks(run: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option, a login, an answer, or itself: none of it is wrong for who needs no model."""
    stub.says(lacks="--no-session-persistence")
    old = found(run, "Claude Code")
    stub.says(logged_in=False)
    logged_out = found(run, "Claude Code")
    stub.program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken = found(run, "Claude Code")
    monkeypatch.setenv("PATH", "/usr/bin")
    absent = found(run, "Claude Code")

    assert [each["state"] for each in (old, logged_out, broken, absent)] == ["advice", "advice", "advice", "ok"]
    assert "is too old for the model 'claude-code': it lacks --no-session-persistence" in old["finding"]
    assert "nobody is logged in" in logged_out["finding"]
    assert "does not run" in broken["finding"]
    assert "only dreams with the model 'claude-code' need it" in absent["finding"]


@promise("claude-code:call:judges")
def test_a_dream_is_judged_by_the_claude_on_the_path(atlas: Run, stub: Stub) -> None:
    """Its estimate comes without asking it; tokens are not counted by anybody; the report says what it took."""
    stub.does(observe=answer({"seen": [SHIPS]}))
    start = ("start", "--store", "atlas", "--model", "claude-code")
    estimated = atlas(*start, "--dry-run", "--count-tokens")
    asked = len(stub.calls)
    dream = json.loads(atlas(*start, "--wait", "--json").stdout)

    assert estimated.exit_code == 0, estimated.output
    assert "does not count tokens" in estimated.output
    assert asked == 0
    assert dream["status"] == "completed"
    assert dream["model"] == {"id": "claude-code"}
    assert f"Model claude-code: {len(stub.calls)} call" in atlas("report", dream["id"]).output


@promise("claude-code:failure:said")
def test_without_it_no_dream_is_started(atlas: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what would help."""
    monkeypatch.setenv("PATH", os.defpath)
    result = atlas("start", "--store", "atlas", "--model", "claude-code:opus")

    assert result.exit_code == 5
    assert "Install Claude Code, or name the program in DREAMING_CLAUDE_CODE." in result.output
    assert json.loads(atlas("status", "--json").stdout)["dreams"] == []
