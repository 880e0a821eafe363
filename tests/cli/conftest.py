"""The command line, run in this process on a home of its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dreaming.cli.main import cli

Run = Callable[..., Result]
SAID = "We always deploy with make ship."


@pytest.fixture
def run() -> Run:
    """Call `dreaming` with these arguments; its output is no terminal."""

    def call(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False, prog_name="dreaming")

    return call


@pytest.fixture
def atlas(run: Run, tmp_path: Path) -> Run:
    """A store `atlas` with two lines, and a session."""
    note = tmp_path / "notes" / "a.md"
    note.parent.mkdir()
    note.write_text("- atlas listens on port 8080\n- Ines keeps the gauge\n", encoding="utf-8")
    assert run("memory", "import", str(note.parent), "--store", "atlas").exit_code == 0
    file = tmp_path / "session.jsonl"
    event = {"type": "user.message", "text": SAID, "created_at": "2026-03-04T09:00:00Z"}
    file.write_text(json.dumps(event) + "\n", encoding="utf-8")
    assert run("log", str(file)).exit_code == 0
    return run
