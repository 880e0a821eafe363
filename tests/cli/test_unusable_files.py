"""Files in the database's place that cannot be used: what doctor, the commands and the server say, and that they only say it."""

import json
import os
import shutil
import sqlite3 as plain  # noqa: TID251 - files as another program makes them
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.unprivileged import CANNOT
from tests.promises import promise

from dreaming.cli import file_checks
from dreaming.store import looking
from dreaming.store.connection import Database

SECONDS = 60  # a bound, not an expectation: the machine may be busy
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
_WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from dreaming.store.connection import Database

db = Database(Path(sys.argv[1]))
with db.write() as conn:
    conn.execute("UPDATE stores SET description = 'written'")
os._exit(0)
"""


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Iterator[Path]:
    """A database with a memory, that nobody has open; modes are given back for the clearing away."""
    run("memory", "write", "/a.md", "- a\n- émigré\n")
    home = tmp_path / "home"
    yield home / "dreaming.db"
    for each in (home, *home.glob("*")) if home.is_dir() else ():
        each.chmod(0o700)


def garbage(file: Path) -> None:
    """A letter."""
    file.write_bytes(b"a letter to my aunt " * 100)


def short(file: Path) -> None:
    """Too short for anything."""
    file.write_bytes(b"SQLite")


def cut(file: Path) -> None:
    """As after a copy that was broken off."""
    os.truncate(file, file.stat().st_size // 2)


def foreign(file: Path) -> None:
    """Another program's, with a name of its own."""
    file.unlink()
    conn = plain.connect(file)
    conn.executescript("CREATE TABLE theirs (id); PRAGMA application_id = 7")
    conn.close()


def nameless(file: Path) -> None:
    """Another program's, as most are."""
    file.unlink()
    conn = plain.connect(file)
    conn.executescript("CREATE TABLE theirs (id)")
    conn.close()
    file.chmod(0o600)


def newer(file: Path) -> None:
    """Of a format that is to come."""
    conn = plain.connect(file)
    conn.execute("PRAGMA user_version = 99")
    conn.close()


def emptied(file: Path) -> None:
    """Nothing, beside a marker."""
    file.write_bytes(b"")


def gone(file: Path) -> None:
    """Not there, beside a marker."""
    file.unlink()


def folder(file: Path) -> None:
    """A folder of that name."""
    file.unlink()
    file.mkdir(mode=0o700)


def no_home(file: Path) -> None:
    """A file where the folder should be."""
    shutil.rmtree(file.parent)
    file.parent.write_text("not a folder")


def left_log(file: Path) -> None:
    """As a process that is killed leaves it."""
    subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, str(file)], check=True, timeout=SECONDS)


def lone_log(file: Path) -> None:
    """As a copy of the file and its log is."""
    left_log(file)
    file.with_name("dreaming.db-shm").unlink()


def hot_journal(file: Path) -> None:
    """As another program leaves it that is killed while it writes in the other mode."""
    conn = plain.connect(file, isolation_level=None)
    conn.executescript("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
    conn.execute("UPDATE stores SET description = 'half'")
    conn.execute("CREATE TABLE filling (text)")
    conn.executemany("INSERT INTO filling VALUES (?)", [("x" * 4_000,) for _ in range(100)])
    kept = {each.name: each.read_bytes() for each in file.parent.glob("dreaming.db*")}
    conn.rollback()
    conn.close()
    for name, content in kept.items():
        (file.parent / name).write_bytes(content)
    assert file.with_name("dreaming.db-journal").stat().st_size > 512


def seen(home: Path) -> dict[str, tuple[int, bytes]]:
    """Every byte and every time below `home`, the folders' own times included."""
    every = [home, *home.rglob("*")] if home.is_dir() else [home]
    return {str(each): (each.stat().st_mtime_ns, b"" if each.is_dir() else each.read_bytes()) for each in every}


UNUSABLE: list[tuple[Callable[[Path], None], str, str]] = [
    (garbage, "is damaged: the file does not begin as a database does", "keeps the file; then the next command begins"),
    (short, "is damaged: the file does not begin as a database does", "mkdir"),
    (cut, "is damaged: the file ends after", "mkdir"),
    (foreign, "file is not one of dreaming's", "Set DREAMING_HOME to another folder"),
    (nameless, "file is not one of dreaming's", "Set DREAMING_HOME to another folder"),
    (newer, "has format 99", "upgrade dreaming here"),
    (emptied, "file is gone or empty", "mkdir"),
    (gone, "file is gone or empty", "mkdir"),
    (folder, "is a folder", "Move that folder away"),
    (no_home, "is not a folder", "Set DREAMING_HOME to a folder"),
]
IDS = [harm.__name__ for harm, _, _ in UNUSABLE]


@promise("cli:doctor:files")
@pytest.mark.parametrize(("harm", "said", "mend"), UNUSABLE, ids=IDS)
def test_doctor_names_what_cannot_be_used_and_touches_nothing(
    run: Run, file: Path, harm: Callable[[Path], None], said: str, mend: str
) -> None:
    """With what mends it; not a byte and not a time is changed."""
    harm(file)
    before = seen(file.parent)

    result = run("doctor", "--json")

    assert seen(file.parent) == before
    (wrong,) = [each for each in json.loads(result.stdout)["checks"] if each["state"] == "wrong"]
    assert result.exit_code == 1
    assert said in wrong["finding"]
    assert mend in wrong["mend"]


@promise("cli:file:refused")
@pytest.mark.parametrize(("harm", "said", "mend"), UNUSABLE, ids=IDS)
def test_every_command_refuses_it_alike_and_touches_nothing(
    run: Run, file: Path, tmp_path: Path, harm: Callable[[Path], None], said: str, mend: str
) -> None:
    """Reading, writing, logging and backing up; the server, which ends at once."""
    session = tmp_path / "s.jsonl"
    session.write_text('{"type": "user.message", "text": "hello", "created_at": "2026-03-04T09:00:00Z"}\n')
    harm(file)
    before = seen(file.parent)

    answers = [
        json.loads((result := run(*arguments, "--json")).stdout)["error"] | {"exit_code": result.exit_code}
        for arguments in (("memory", "list"), ("memory", "write", "/b.md", "b"), ("log", str(session)), ("backup",))
    ]
    served = subprocess.run(
        [sys.executable, "-m", "dreaming", "serve"], capture_output=True, text=True, check=False, timeout=SECONDS
    )

    assert seen(file.parent) == before
    assert all(answer == answers[0] for answer in answers)
    assert said in answers[0]["message"]
    assert (answers[0]["exit_code"], served.returncode, served.stdout) == (5, 5, "")
    assert served.stderr == f"Error: {answers[0]['message']} {answers[0]['hint']}\n"


@promise("cli:doctor:files")
@pytest.mark.parametrize("harm", [left_log, lone_log, hot_journal])
def test_doctor_reads_what_a_killed_process_left_and_touches_nothing(
    run: Run, file: Path, harm: Callable[[Path], None]
) -> None:
    """Nothing is lost in it: the log is advice. A journal is wrong, since the file alone is not whole; any command mends it."""
    harm(file)
    before = seen(file.parent)

    result = run("doctor", "--json")

    assert seen(file.parent) == before
    checks = {each["check"]: each for each in json.loads(result.stdout)["checks"]}
    assert checks["structure"]["state"] == checks["texts"]["state"] == "ok"
    (odd,) = [each for each in checks.values() if each["check"] in {"log", "journal"}]
    assert (odd["check"], odd["state"], result.exit_code) == (
        ("journal", "wrong", 1) if harm is hot_journal else ("log", "advice", 0)
    )
    assert "`dreaming stores`" in odd["mend"]
    (store,) = json.loads(run("stores", "--json").stdout)["stores"]
    assert store["description"] == ("" if harm is hot_journal else "written")
    assert run("doctor").exit_code == 0


def one_byte(_folder: str) -> int:
    """As if the disk were full."""
    return 1


def test_there_is_no_look_at_a_copy_where_none_fits(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, with a command that makes a copy needless."""
    lone_log(file)
    monkeypatch.setattr(looking, "room_in", one_byte)

    (wrong,) = [each for each in json.loads(run("doctor", "--json").stdout)["checks"] if each["state"] == "wrong"]

    assert "no room for a copy" in wrong["finding"]
    assert "`dreaming stores`" in wrong["mend"]


MODES: list[tuple[int, int, str, str]] = [
    (0o700, 0o000, "no permission for {file}", "chmod u+rw {file}"),
    (0o700, 0o400, "no permission for {file}", "chmod u+rw {file}"),
    (0o500, 0o600, "no permission for {home}", "chmod u+rwx {home}"),
    (0o000, 0o600, "no permission for {home}", "chmod u+rwx {home}"),
]


def unprivileged(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """`dreaming`, for which modes bind."""
    command = [sys.executable, "-m", "tests.cli.unprivileged", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode == CANNOT:
        pytest.skip("root may not give up what lets it ignore modes here")
    return done


@promise("cli:doctor:files", "cli:doctor:mends", "cli:file:refused")
@posix_only
@pytest.mark.parametrize(
    ("home_mode", "file_mode", "said", "mend"), MODES, ids=["unreadable", "read-only", "folder", "shut"]
)
def test_a_file_or_folder_without_permission_is_named_with_the_chmod_that_helps(
    run: Run, file: Path, home_mode: int, file_mode: int, said: str, mend: str
) -> None:
    """Doctor names it, every command refuses, nothing is touched; after the chmod all is well."""
    before, home = seen(file.parent), file.parent
    file.chmod(file_mode)
    home.chmod(home_mode)
    names = {"file": str(file), "home": str(home)}

    doctor, listed = unprivileged("doctor", "--json"), unprivileged("memory", "list")
    home.chmod(home_mode | 0o700)
    file.chmod(file_mode | 0o600)
    assert seen(home) == before
    file.chmod(file_mode)
    home.chmod(home_mode)

    wrong = [each for each in json.loads(doctor.stdout)["checks"] if each["state"] == "wrong"]
    assert doctor.returncode == 1
    assert mend.format(**names) in {each["mend"] for each in wrong}
    assert listed.returncode == 5
    assert said.format(**names) in listed.stderr or "no permission" in listed.stderr
    for each in wrong:
        subprocess.run(["sh", "-c", each["mend"]], check=True)
    assert unprivileged("doctor").returncode == 0
    assert "/a.md" in unprivileged("memory", "list").stdout


def commands(mend: str) -> list[str]:
    """What is to be typed, of a finding's mending: what stands in backquotes."""
    return mend.split("`")[1::2]


def typed(command: str) -> None:
    """Type it."""
    program = f'dreaming() {{ "{sys.executable}" -m dreaming "$@"; }}\n{command}'
    subprocess.run(["sh", "-c", program], check=True, capture_output=True, timeout=SECONDS)


@promise("cli:doctor:mends")
@posix_only
@pytest.mark.parametrize("harm", [garbage, short, cut, emptied, gone])
@pytest.mark.parametrize("has_backup", [True, False])
def test_what_doctor_says_mends_it(run: Run, file: Path, harm: Callable[[Path], None], *, has_backup: bool) -> None:
    """With a backup everything is there again; without one a new beginning, and the file is kept."""
    if has_backup:
        run("backup")
    harm(file)
    kept = file.read_bytes() if file.exists() else None
    (wrong,) = [each for each in json.loads(run("doctor", "--json").stdout)["checks"] if each["state"] == "wrong"]

    for command in commands(wrong["mend"]):
        typed(command)

    assert run("doctor").exit_code == 0
    listed = run("memory", "list") if has_backup else run("memory", "write", "/a.md", "- anew")
    assert "/a.md" in listed.stdout
    assert kept is None or kept in {each.read_bytes() for each in file.parent.glob("*/dreaming.db")}


@promise("cli:doctor:mends")
@posix_only
def test_what_can_be_read_of_a_damaged_file_is_saved_as_doctor_says(run: Run, file: Path, tmp_path: Path) -> None:
    """Export, put the file aside, import: each as it is printed, with the names put in."""
    conn = plain.connect(file)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("INSERT INTO dream_sessions (dream_id, session_id, position) VALUES ('none', 'none', 0)")
    conn.commit()
    conn.close()
    (wrong,) = [each for each in json.loads(run("doctor", "--json").stdout)["checks"] if each["state"] == "wrong"]
    assert "points at nothing" in wrong["finding"]

    for command in commands(wrong["mend"]):
        typed(command.replace("DIR", str(tmp_path / "saved")).replace("--store NAME", "--store default"))

    assert run("doctor").exit_code == 0
    assert "- émigré" in run("memory", "view", "/a.md").stdout


@promise("cli:doctor:mends")
def test_a_memory_that_search_does_not_find_is_named(run: Run, file: Path, tmp_path: Path) -> None:
    """So is what it should not find. Exported and imported into a new store, it is found."""
    db = Database(file)
    with db.write() as conn:
        conn.execute("INSERT INTO passages_fts (passages_fts, rowid, terms) SELECT 'delete', id, terms FROM passages")
        conn.execute("DELETE FROM passages")
    db.close()

    (wrong,) = [each for each in json.loads(run("doctor", "--json").stdout)["checks"] if each["state"] == "wrong"]

    assert wrong["check"] == "index"
    assert "/a.md is not in it" in wrong["finding"]
    run("memory", "export", str(tmp_path / "notes.jsonl"))
    run("memory", "import", str(tmp_path / "notes.jsonl"), "--store", "new")
    assert "/a.md" in run("memory", "search", "émigré", "--store", "new").stdout


def backup_check(run: Run) -> dict[str, Any]:
    """What doctor says of backups."""
    return next(each for each in json.loads(run("doctor", "--json").stdout)["checks"] if each["check"] == "backup")


def test_backups_are_advised_where_there_is_something_to_lose(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for one memory; and not again while the newest is not old, or nothing was written since."""
    assert backup_check(run)["state"] == "ok"
    monkeypatch.setattr(file_checks, "_WORTH_A_BACKUP", 1)
    assert backup_check(run)["state"] == "advice"
    assert commands(backup_check(run)["mend"]) == ["dreaming backup"]

    run("backup")

    assert backup_check(run)["state"] == "ok"
    (copy,) = file.parent.glob("backups/*.db")
    os.utime(copy, (1_000_000_000, 1_000_000_000))
    assert "2001-09-09" in backup_check(run)["finding"]
    assert backup_check(run)["state"] == "advice"


@promise("cli:doctor:files", "backup:restore:any")
def test_no_flipped_bit_stops_doctor_or_a_restore(run: Run, file: Path) -> None:
    """Wherever it is, in the schema above all; what is left of the file is kept."""
    run("backup", str(file.with_name("good.db")))
    good, random = file.read_bytes(), Random(7)  # noqa: S311 - places, no secrets
    for _ in range(60):
        content = bytearray(good)
        content[random.randrange(3 * 4_096)] ^= 1 << random.randrange(8)
        file.write_bytes(content)

        looked = run("doctor")

        assert looked.exit_code in {0, 1}
        assert file.read_bytes() == content
        assert run("backup", "--restore", str(file.with_name("good.db"))).exit_code == 0
        assert file.read_bytes() == file.with_name("good.db").read_bytes()
