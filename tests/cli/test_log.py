"""`dreaming log`."""

import json
from pathlib import Path

from tests.cli.conftest import Run


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
