"""`dreaming doctor`."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from shlex import quote
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.app import SystemClock
from dreaming.cli import checks
from dreaming.cli.checks import State, examine_place
from dreaming.integrations.spool import Note, Spool
from dreaming.store import location, workers
from dreaming.store.connection import Database


def found(run: Run, check: str) -> dict[str, Any]:
    """What one check found."""
    report = json.loads(run("doctor", "--json").stdout)
    return next(each for each in report["checks"] if each["check"] == check)


def test_a_machine_without_a_database_is_well(run: Run, tmp_path: Path) -> None:
    """Nothing is made by looking."""
    result = run("doctor")

    assert result.exit_code == 0
    assert "All is well." in result.stdout
    assert not (tmp_path / "home").exists()


@promise("cli:doctor:damage")
def test_a_sound_database_is_well_and_unchanged(run: Run, tmp_path: Path) -> None:
    """Sizes by kind included; not a byte of the file is written."""
    run("memory", "write", "/a.md", "- a\n")
    file = tmp_path / "home" / "dreaming.db"
    before = file.read_bytes()

    result = run("doctor", "--json")

    assert (result.exit_code, json.loads(result.stdout)["ok"]) == (0, True)
    assert "memories 4 B" in found(run, "size")["finding"]
    assert file.read_bytes() == before


@promise("cli:doctor:damage")
def test_a_damaged_text_is_named_with_its_path(run: Run, tmp_path: Path) -> None:
    """And how to mend it."""
    run("memory", "write", "/a.md", "- a\n")
    db = Database(tmp_path / "home" / "dreaming.db")
    with db.write() as conn:
        conn.execute("UPDATE blobs SET content = '- b' || char(10)")
    db.close()

    result = run("doctor")

    assert result.exit_code == 1
    assert "/a.md" in found(run, "texts")["finding"]
    assert found(run, "texts")["mend"]


@promise("cli:doctor:damage")
def test_a_file_that_is_no_database_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    """It does not end in an error itself."""
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "dreaming.db").write_bytes(b"something else" * 100)

    assert run("doctor").exit_code == 1
    assert found(run, "database")["state"] == "wrong"
    assert "dreaming doctor" not in found(run, "database")["mend"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
@promise("cli:doctor:damage")
def test_a_file_that_others_may_read_is_wrong(run: Run, tmp_path: Path) -> None:
    """The command that mends it is named."""
    run("memory", "write", "/a.md", "- a\n")
    (tmp_path / "home" / "dreaming.db").chmod(0o644)

    assert run("doctor").exit_code == 1
    assert found(run, "permissions")["mend"] == f"chmod 600 {quote(str(tmp_path / 'home' / 'dreaming.db'))}"


def test_pending_and_abandoned_dreams_are_advice(run: Run, tmp_path: Path) -> None:
    """A worker mends both; nothing is wrong."""
    run("memory", "write", "/a.md", "- a\n")
    run("start", "--no-sessions")
    run("start", "--no-sessions")
    db = Database(tmp_path / "home" / "dreaming.db")
    with db.write() as conn:
        conn.execute(
            "UPDATE dreams SET status = 'running', lease_until = '2020-01-01T00:00:00.000000Z' "
            "WHERE id = (SELECT min(id) FROM dreams)"
        )
    db.close()

    assert run("doctor").exit_code == 0
    assert found(run, "queue")["state"] == "advice"
    assert "dreaming worker" in found(run, "leases")["mend"]


def on_nfs(_: Path) -> str:
    """As if every folder were on a network."""
    return "nfs4"


@promise("cli:doctor:damage")
def test_a_bad_place_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a network, in a synchronised folder, or where the disk is full."""
    home = tmp_path / "Dropbox"
    home.mkdir()
    monkeypatch.setattr(location, "network_of", on_nfs)
    monkeypatch.setattr(checks, "_LEAST_FREE", 1 << 62)

    wrong = [each for each in examine_place(home) if each.state is State.WRONG]

    assert [each.check for each in wrong] == ["place", "place", "disk"]
    assert all(each.mend for each in wrong)


def test_an_old_sqlite_is_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what may happen and what to use."""
    monkeypatch.setattr(checks, "sqlite_version", lambda: (3, 40, 1))

    (sqlite,) = [each for each in examine_place(tmp_path / "none") if each.check == "SQLite"]

    assert sqlite.state is State.ADVICE
    assert "WAL-reset" in sqlite.text


def test_the_worker_is_named_while_it_lives(run: Run, tmp_path: Path) -> None:
    """That there is none is no fault."""
    run("memory", "write", "/a.md", "- a\n")
    none = found(run, "worker")
    db = Database(tmp_path / "home" / "dreaming.db")
    now = SystemClock().now()
    with db.write() as conn:
        workers.enrol(conn, "4242-x", now, now + timedelta(hours=1))
    db.close()

    assert (none["state"], none["finding"]) == ("ok", "none, and none is needed until a dream waits")
    assert found(run, "worker")["finding"] == "process 4242"


@promise("cli:doctor:damage")
def test_what_hooks_left_behind_is_said(run: Run, tmp_path: Path) -> None:
    """A transcript that waits, and the last thing that went wrong; nothing is said where all is quiet."""
    home = tmp_path / "home"
    assert "hooks:" not in run("doctor").stdout
    Spool(home).put(Note(transcript=tmp_path / "session.jsonl"))
    (home / "hook.log").write_text("Traceback\nValueError: (its words are left out)\n", encoding="utf-8")

    result = run("doctor")

    assert result.exit_code == 0
    assert "1 transcript noted and not logged yet" in result.stdout
    assert "one last went wrong with ValueError" in result.stdout
    assert Spool(home).count() == 1
