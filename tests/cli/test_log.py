"""`dreaming log`."""

import json
import os
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.integrations.transcripts import user
from tests.promises import promise


def session(folder: Path, name: str, *texts: str) -> Path:
    """A session in the plain format."""
    file = folder / name
    rows = [
        {"type": "user.message", "text": text, "created_at": f"2026-03-04T09:00:0{n}Z"} for n, text in enumerate(texts)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_logging_again_appends_only_what_is_new(run: Run, tmp_path: Path) -> None:
    """The same session, by the hash of its first record."""
    file = session(tmp_path, "s.jsonl", "hello")
    (first,) = json.loads(run("log", str(file), "--json").stdout)
    session(tmp_path, "s.jsonl", "hello", "again")

    (second,) = json.loads(run("log", str(file), "--json").stdout)

    assert second["session_id"] == first["session_id"]
    assert [(each["appended"], each["skipped"], each["redacted"]) for each in (first, second)] == [(1, 0, 0), (1, 1, 0)]
    assert len(first["external_id"]) == 64


def test_a_bad_file_among_good_ones_is_named(run: Run, tmp_path: Path) -> None:
    """The others are logged; the exit code says that one was not."""
    good, bad = session(tmp_path, "good.jsonl", "hello"), tmp_path / "bad.jsonl"
    bad.write_text("", encoding="utf-8")

    result = run("log", str(bad), str(good), "--json")

    assert result.exit_code == 2
    assert len(json.loads(result.stdout)) == 1
    assert "bad.jsonl" in result.stderr


def test_secrets_and_private_spans_are_counted(run: Run, tmp_path: Path) -> None:
    """Nothing of them is stored."""
    file = session(tmp_path, "s.jsonl", "hello", "my token is ghp_" + "a1B2" * 9, "<private>home address</private> ok")

    (logged,) = json.loads(run("log", str(file), "--json").stdout)

    assert logged["redacted"] == 2
    assert b"home address" not in (tmp_path / "home" / "dreaming.db").read_bytes()


PROJECTS = Path("user", ".claude", "projects")  # where the environment of tests says that Claude Code keeps them


def transcript(tmp_path: Path, name: str, *texts: str, cwd: str = "/home/ada/shop") -> Path:
    """A Claude Code transcript where it lies; its records hang on each other."""
    file = tmp_path / PROJECTS / "-home-ada-shop" / f"{name}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        for words in texts:
            lines.write(json.dumps(user(f"{name}{words}", None, words, sessionId=name, cwd=cwd)) + "\n")
    return file


@promise("session:import:finds", "session:import:once")
def test_all_logs_what_clients_wrote_and_then_only_what_is_new(run: Run, tmp_path: Path) -> None:
    """It says how much there was, how fast it went, and what was taken out or not understood."""
    secret = transcript(tmp_path, "s-1", "hello", "my token is ghp_" + "a1B2" * 9)
    with secret.open("a", encoding="utf-8") as file:
        file.write('{"type": "frobnicate"}\n')
    transcript(tmp_path, "s-2", "hello")

    first, again = run("log", "--all"), run("log", "--all")
    transcript(tmp_path, "s-2", "and more")
    grown = json.loads(run("log", "--all", "--json").stdout)

    assert first.exit_code == again.exit_code == 0
    assert first.stdout.startswith("2 sessions: 3 new events, ")
    assert "1 secret or private span taken out." in first.stdout
    assert "/s)." in first.stdout
    assert "1 record of unknown type skipped: 1 frobnicate." in first.stderr
    assert again.stdout == "Nothing is new in 2 transcripts.\n"
    assert (grown["found"], grown["sessions"], grown["events"], grown["bytes_kept"]) == (2, 1, 1, 8)
    assert [(each["standing"], each["appended"]) for each in grown["logged"]] == [("grown", 1)]


@promise("session:import:plan")
def test_a_dry_run_logs_nothing(run: Run, tmp_path: Path) -> None:
    """It names the files, how they stand and how much would be read."""
    file = transcript(tmp_path, "s-1", "hello")
    size = file.stat().st_size

    said, shape = run("log", "--all", "--dry-run").stdout, json.loads(run("log", "--all", "--dry-run", "--json").stdout)

    assert said.splitlines()[1].split() == ["new", str(size), "B", str(file)]
    assert said.splitlines()[-1] == f"1 file, {size} B would be read. Nothing was logged."
    assert shape == {
        "found": 1,
        "known": 0,
        "bytes": size,
        "files": [{"path": str(file), "standing": "new", "bytes": size}],
    }
    assert run("sessions").stdout == run("--home", str(tmp_path / "other"), "sessions").stdout
    run("log", "--all")
    assert "Nothing is new." in run("log", "--all", "--dry-run").stdout


@promise("session:import:scope")
def test_all_can_be_bound_to_a_project_and_a_time(run: Run, tmp_path: Path) -> None:
    """A folder's transcripts can be named instead of the clients'."""
    here = tmp_path / "here"
    here.mkdir()
    transcript(tmp_path, "s-1", "hello", cwd=str(here))
    old = transcript(tmp_path, "s-2", "hello", cwd="/elsewhere")
    os.utime(old, (1_000_000, 1_000_000))
    session(here, "mine.jsonl", "hello")

    def found(*arguments: str) -> int:
        return json.loads(run("log", "--all", "--dry-run", "--json", *arguments).stdout)["found"]

    assert [found(), found("--project", str(here)), found("--since", "2026-01-01"), found(str(here))] == [2, 1, 1, 1]


@promise("session:import:named")
def test_a_transcript_that_cannot_be_read_is_named_and_the_others_logged(run: Run, tmp_path: Path) -> None:
    """What holds nothing to keep is counted, and is no error."""
    bad = transcript(tmp_path, "bad")
    bad.write_text("{}\n", encoding="utf-8")
    transcript(tmp_path, "empty").write_text("", encoding="utf-8")
    transcript(tmp_path, "good", "hello")

    result = run("log", "--all")
    shape = json.loads(run("log", "--all", "--json").stdout)

    assert result.exit_code == 2
    assert f"Error: {bad}: transcript: its format is not known." in result.stderr
    assert "1 file left out: it is empty." in result.stderr
    assert result.stdout.startswith("1 session: 1 new event, ")
    assert [each["path"] for each in shape["failed"]] == [str(bad)]


@pytest.mark.parametrize(
    "arguments", [(), ("--dry-run",), ("--since", "2026-03-04", "x.jsonl"), ("--project", ".", "x.jsonl")]
)
def test_options_for_all_go_with_all(run: Run, arguments: tuple[str, ...]) -> None:
    """So that nobody thinks that a file was only looked at."""
    assert run("log", *arguments).exit_code == 2


def test_where_no_client_wrote_anything_it_says_where_it_looked(run: Run, tmp_path: Path) -> None:
    """So that a setting that is amiss is seen."""
    result = run("log", "--all")

    assert result.exit_code == 0
    assert str(tmp_path / "user" / ".claude" / "projects") in result.stdout
    assert ".codex" in result.stdout
