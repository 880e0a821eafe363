"""`dreaming demo` and `dreaming try`: the first minute."""

import hashlib
import json
import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

SAMPLES = Path(str(resources.files("dreaming.cli").joinpath("samples")))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary folders are made here, so that what is left behind is seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def of_kind(report: Any, kind: str, topic: str | None = None) -> list[Any]:
    """The changes of one kind (and topic)."""
    return [each for each in report["changes"] if each["kind"] == kind and topic in {None, each["topic"]}]


@promise("cli:demo:shows")
def test_the_demo_shows_each_thing_that_a_dream_does(run: Run) -> None:
    """A merge, a replaced value, an insight of several sessions, open work and a refused line, each with quotes."""
    result = run("demo", "--json")
    report = json.loads(result.stdout)
    (lesson,) = of_kind(report, "added", "lesson")
    shown = [
        *of_kind(report, "merged"),
        *of_kind(report, "replaced"),
        *of_kind(report, "added", "open"),
        *of_kind(report, "quarantined"),
        lesson,
    ]

    assert result.exit_code == 0
    assert len({each["kind"] for each in shown}) == 4
    assert lesson["support"] >= 2
    assert "`uv run pytest` works" in lesson["after"][0]["text"]
    assert "curl" in of_kind(report, "quarantined")[0]["before"][0]["text"]
    assert all(each["evidence"] for each in shown)


@promise("cli:demo:shows")
def test_the_demos_text_explains_itself(run: Run) -> None:
    """What was read, an example of everything under a heading, and what to do next, on about a screen."""
    text = run("demo").stdout

    for heading in ("Replaced (", "Merged (", "Learned across sessions (", "Open (", "Refused ("):
        assert heading in text
    assert "7 notes" in text
    assert "dreaming try" in text.splitlines()[-1]
    assert len(text.splitlines()) <= 55
    assert "\x1b" not in text


@promise("cli:demo:leaves-nothing")
def test_the_demo_leaves_nothing_behind(run: Run, tmp_path: Path, temporary: Path) -> None:
    """No temporary folder, and no home of the user's own."""
    run("demo")

    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "home").exists()


@promise("cli:demo:leaves-nothing")
def test_a_kept_demo_can_be_looked_at(run: Run, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home is named, and the report is there."""
    text = run("demo", "--keep").stdout
    (home,) = temporary.iterdir()
    monkeypatch.setenv("DREAMING_HOME", str(home))

    assert str(home) in text
    assert run("report").exit_code == 0


def test_the_samples_have_what_real_transcripts_have() -> None:
    """Tool calls, injected records, a compaction, progress; chained by parent; and all of it invented."""
    records = [json.loads(line) for file in (SAMPLES / "sessions").iterdir() for line in file.read_text().splitlines()]
    text = "".join(file.read_text(encoding="utf-8") for file in (SAMPLES / "sessions").iterdir())

    assert {"user", "assistant", "system", "progress", "summary", "file-history-snapshot"} == {
        record["type"] for record in records
    }
    for mark in ('"isMeta": true', '"isCompactSummary": true', "<system-reminder>", '"tool_use"', '"is_error": true'):
        assert mark in text


def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder whose Claude Code memory and transcripts are the samples; returns Claude Code's folder."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in str(work))
    folder = tmp_path / "user" / ".claude" / "projects" / name
    for source, target in ((SAMPLES / "store", folder / "memory"), (SAMPLES / "sessions", folder)):
        for file in source.rglob("*.*"):
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    return folder


def state(folder: Path) -> dict[str, tuple[str, float]]:
    """Every file below with its hash and time."""
    return {
        str(file): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime)
        for file in folder.rglob("*")
        if file.is_file()
    }


@promise("cli:try:changes-nothing", "cli:demo:leaves-nothing")
def test_a_trial_on_this_project_changes_nothing(
    run: Run, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds memory and transcripts by the working folder, reports on them, and leaves every byte as it was."""
    folder = project(tmp_path, monkeypatch)
    before = state(tmp_path)

    result = run("try")

    assert result.exit_code == 0
    assert f"Read 7 notes in {folder / 'memory'} and 5 sessions in {folder}." in result.stdout
    assert "Nothing was changed" in result.stdout
    assert state(tmp_path) == before
    assert list(temporary.iterdir()) == []


@promise("cli:try:changes-nothing")
def test_a_trial_reads_what_it_is_given(run: Run, tmp_path: Path) -> None:
    """A folder of notes that may not be written, and a transcript."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("- The port of the API is 8080.\n- The port of the API is 8080.\n", encoding="utf-8")
    (notes / "a.md").chmod(0o400)
    transcript = next((SAMPLES / "sessions").iterdir())
    before = state(tmp_path)
    os.chmod(notes, 0o500)  # noqa: PTH101 - a folder that takes no new files

    report = json.loads(run("try", str(notes), str(transcript), "--json").stdout)

    os.chmod(notes, 0o700)  # noqa: PTH101 - pytest removes it
    assert report["read"] == [str(notes), str(transcript)]
    assert (report["memories"], report["claims"]) == (1, 2)
    assert state(tmp_path) == before


def test_a_trial_reads_notes_of_one_name_from_several_places(run: Run, tmp_path: Path) -> None:
    """And the transcripts that lie beside them."""
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "a.md").write_text(f"- {place}\n", encoding="utf-8")
    transcript = next((SAMPLES / "sessions").iterdir())
    (tmp_path / "two" / "s.jsonl").write_bytes(transcript.read_bytes())

    report = json.loads(run("try", str(tmp_path / "one"), str(tmp_path / "two"), "--json").stdout)

    assert report["memories"] == 2
    assert len(report["dream"]["inputs"][1]["session_ids"]) == 1


def test_a_trial_names_a_transcript_that_it_cannot_read(run: Run, tmp_path: Path) -> None:
    """And goes on with the rest."""
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "a.md").write_text("- a\n", encoding="utf-8")

    result = run("try", str(tmp_path / "a.md"), str(tmp_path / "empty.jsonl"))

    assert result.exit_code == 0
    assert "empty.jsonl" in result.stderr


@promise("cli:try:nothing-there")
def test_a_trial_with_nothing_to_read_says_where_it_looked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what to do."""
    monkeypatch.chdir(tmp_path)

    result = run("try")

    assert result.exit_code == 3
    assert str(tmp_path / "user" / ".claude" / "projects") in result.stderr
    assert "dreaming demo" in result.stderr
