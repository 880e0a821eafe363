"""Backups: one moment of a database that others write, checked, kept, and put back."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import (
    BackupDamaged,
    BackupRefused,
    DatabaseInUse,
    DatabaseUnavailable,
    NotFound,
)
from dreaming.service.backups import Backups
from dreaming.store import inspection, memories
from dreaming.store.connection import Database, rows
from dreaming.store.header import companions

SECONDS = 60  # a bound, not an expectation: the machine may be busy
_WRITE = """
import sys
from pathlib import Path
from dreaming.app import SystemClock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database

memories = Memories(Database(Path(sys.argv[1])), SystemClock(), Redactor(b"k" * 32))
name, acknowledged = sys.argv[2], open(sys.argv[3], "a")
for number in range(10_000):
    path = f"/{name}/{number}.md"
    memories.write(name, path, f"- {number}\\n" * 40, writer=Writer("user", Origin.USER))
    acknowledged.write(f"{path}\\n")
    acknowledged.flush()
"""


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with memories, a history and sessions, and a dream that was promoted; nobody has the file open."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- one\n", "/b.md": "- two\n- émigré 東京\n", "/old.md": "- gone\n"})
    rig.write({"/old.md": None})
    rig.log("hello", "the port is 8080")
    dream = rig.dream({"/a.md": "- uno\n"})
    rig.review.promote(dream.id, by="user")
    database.close()
    return rig


@pytest.fixture
def backups(rig: Rig) -> Backups:
    """Of its database."""
    return Backups(rig.db.path, rig.clock)


def everything(file: Path) -> dict[str, list[str]]:
    """Every row of every table."""
    db = Database(file)
    with db.read() as conn:
        names = [each["name"] for each in rows(conn, "SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: sorted(map(repr, map(tuple, rows(conn, f"SELECT * FROM {name}")))) for name in names}  # noqa: S608
    db.close()
    return found


def write(file: Path, path: str, text: str) -> None:
    """One more memory, by a process that ends."""
    db = Database(file)
    Rig(db, MovableClock(), Rig.of(db, MovableClock(), "more").store).write({path: text})
    db.close()


def files_of(file: Path) -> dict[str, bytes]:
    """The database and what SQLite has made beside it, byte for byte."""
    return {each.name: each.read_bytes() for each in (file, *companions(file)) if each.exists()}


def parts(folder: Path) -> list[str]:
    """What is left of unfinished backups."""
    return [each.name for each in folder.iterdir() if ".part" in each.name]


@promise("backup:copy:moment")
def test_a_backup_while_two_processes_write_is_one_moment(database: Database, tmp_path: Path) -> None:
    """Each write that was acknowledged before it began is in it, and of each writer nothing is left out before that."""
    for name in ("one", "two"):
        Rig.of(database, MovableClock(), name)
    clock, copy = MovableClock(), tmp_path / "copy.db"
    writers = {
        name: subprocess.Popen([sys.executable, "-c", _WRITE, str(database.path), name, str(tmp_path / name)])
        for name in ("one", "two")
    }
    try:
        anyio.run(until_written, [tmp_path / name for name in writers])
        acknowledged = {name: (tmp_path / name).read_text().split() for name in writers}
        made = Backups(database.path, clock).make(copy)
        assert all(writer.poll() is None for writer in writers.values())
    finally:
        for writer in writers.values():
            writer.kill()
            writer.wait()

    db = Database(copy, read_only=True)
    with db.read() as conn:
        stores = {each["name"]: each["id"] for each in rows(conn, "SELECT id, name FROM stores")}
        found = {name: {head.path for head in memories.heads(conn, stores[name])} for name in writers}
    db.close()
    for name, paths in found.items():
        assert paths >= set(acknowledged[name])
        assert paths == {f"/{name}/{number}.md" for number in range(len(paths))}
    assert made.contents is not None
    assert made.contents.memories == sum(map(len, found.values()))


async def until_written(files: list[Path]) -> None:
    """Until each of these says that twenty writes were acknowledged."""
    with anyio.fail_after(SECONDS):
        while not all(file.exists() and file.read_text().count("\n") > 20 for file in files):  # noqa: ASYNC110
            await anyio.sleep(0.01)


def test_a_writer_is_not_held_up_by_a_backup(database: Database, clock: MovableClock, tmp_path: Path) -> None:
    """It writes between the pages of the copy, and is not in it."""
    rig = Rig.of(database, clock)
    rig.write({f"/{number}.md": f"- {number}\n" * 500 for number in range(20)})

    made = Backups(database.path, clock).make(
        tmp_path / "copy.db", show=lambda _done, _total: rig.write({"/late.md": "- late\n"})
    )

    assert "/late.md" in rig.texts()
    assert made.contents is not None
    assert made.contents.memories == 20


@promise("backup:copy:checked")
def test_a_backup_is_one_private_file_with_its_hash_beside_it(backups: Backups, rig: Rig) -> None:
    """In a private folder, under a name made of the time, as `sha256sum` writes it."""
    made, again = backups.make(), backups.make()

    assert made.path.parent == rig.db.path.parent / "backups"
    assert sorted(each.name for each in made.path.parent.iterdir()) == sorted(
        name + suffix for name in (made.path.name, again.path.name) for suffix in ("", ".sha256")
    )
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert made.path.with_name(made.path.name + ".sha256").read_text() == f"{made.sha256}  {made.path.name}\n"
    if sys.platform != "win32":
        assert {each.stat().st_mode & 0o077 for each in (made.path.parent, *made.path.parent.iterdir())} == {0}
    checked = backups.check(made.path)
    assert checked == made
    assert checked.recorded
    assert backups.latest() == (again.path, again.made_at)


@promise("backup:copy:checked")
@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_is_found(backups: Backups, tmp_path: Path, seed: int) -> None:
    """Wherever it is."""
    made = backups.make(tmp_path / "copy.db")
    content, random = bytearray(made.path.read_bytes()), Random(seed)  # noqa: S311 - a place, no secret
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    made.path.write_bytes(content)

    with pytest.raises(BackupDamaged, match="SHA-256"):
        backups.check(made.path)
    with pytest.raises(BackupDamaged, match="SHA-256"):
        backups.restore(made.path)


@promise("backup:copy:checked")
def test_a_changed_text_is_found_without_a_hash_beside_it(backups: Backups, tmp_path: Path) -> None:
    """Each stored text has a hash of its own."""
    made = backups.make(tmp_path / "copy.db")
    (tmp_path / "copy.db.sha256").unlink()
    assert not backups.check(made.path).recorded
    made.path.write_bytes(made.path.read_bytes().replace("émigré".encode(), "émigrè".encode()))

    with pytest.raises(BackupDamaged, match=r"not as stored: /b\.md"):
        backups.check(made.path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"a letter " * 100, "does not begin"),
        (b"SQLite format 3\0" + bytes(200), "not one of dreaming's"),
    ],
)
def test_a_file_that_is_no_backup_is_none(backups: Backups, tmp_path: Path, content: bytes, why: str) -> None:
    """It is said what it is instead."""
    (tmp_path / "copy.db").write_bytes(content)

    with pytest.raises(BackupDamaged, match=why):
        backups.check(tmp_path / "copy.db")
    with pytest.raises(NotFound, match="No backup"):
        backups.check(tmp_path / "none.db")


@promise("backup:file:kept")
def test_a_backup_overwrites_nothing_unasked(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """Neither a file, nor a hash that lies there; told to, it replaces both."""
    target = tmp_path / "copy.db"
    (tmp_path / "copy.db.sha256").write_text("an old hash\n")
    with pytest.raises(BackupRefused, match=r"of that name.*--force"):
        backups.make(target)
    target.write_text("something else")
    with pytest.raises(BackupRefused, match=r"of that name.*--force"):
        backups.make(target)
    assert (target.read_text(), (tmp_path / "copy.db.sha256").read_text()) == ("something else", "an old hash\n")

    backups.make(target, force=True)

    assert backups.check(target).recorded


@promise("backup:file:kept")
def test_a_backup_is_never_written_over_the_database_or_through_a_link(
    backups: Backups, rig: Rig, tmp_path: Path
) -> None:
    """Under none of its names; nor into a folder that is not there."""
    file, link, second = rig.db.path, tmp_path / "link.db", tmp_path / "second.db"
    link.symlink_to(tmp_path / "elsewhere.db")
    second.hardlink_to(file)
    before = file.read_bytes()

    for own in (file, file.with_name("dreaming.db-wal"), file.with_name("dreaming.db.id"), second):
        with pytest.raises(BackupRefused, match="database itself"):
            backups.make(own, force=True)
    with pytest.raises(BackupRefused, match="is a link"):
        backups.make(link, force=True)
    with pytest.raises(BackupRefused, match="is a folder"):
        backups.make(tmp_path, force=True)
    with pytest.raises(BackupRefused, match=r"no such folder.*mkdir"):
        backups.make(tmp_path / "none" / "copy.db")
    assert file.read_bytes() == before
    assert not (tmp_path / "elsewhere.db").exists()


@promise("backup:file:kept")
def test_a_damaged_database_never_takes_the_place_of_a_good_backup(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """It is refused with what was found, and copied as it is only under a new name, when asked for."""
    good = backups.make(tmp_path / "copy.db")
    db = Database(rig.db.path)
    with db.write() as conn:
        conn.execute("UPDATE blobs SET content = '- lies' || char(10) WHERE content LIKE '%東京%'")
    db.close()

    with pytest.raises(BackupRefused, match=r"damaged.*/b\.md.*--damaged"):
        backups.make(good.path, force=True)
    with pytest.raises(BackupRefused, match="of that name"):
        backups.make(good.path, force=True, damaged=True)
    assert backups.check(good.path) == good
    assert parts(tmp_path) == []

    rescued = backups.make(tmp_path / "damaged.db", damaged=True)
    assert rescued.problems == ("a stored text is not as stored: /b.md",)
    with pytest.raises(BackupDamaged, match=r"/b\.md"):
        backups.check(rescued.path)


def _die(verb: str, file: Path, target: Path, step: str) -> None:
    command = [sys.executable, "-m", "tests.service.dying", verb, str(file), str(target), step]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == -9, done.stderr


@promise("backup:file:whole")
@pytest.mark.parametrize("step", ["copying", "checked", "placed"])
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_backup_leaves_nothing_half(backups: Backups, rig: Rig, tmp_path: Path, step: str) -> None:
    """Either there is no file of that name, or all of it; what is left under another goes after a day."""
    target = tmp_path / "copy.db"

    _die("make", rig.db.path, target, step)

    if step == "placed":
        assert not backups.check(target).recorded
        return
    assert not target.exists()
    assert parts(tmp_path)
    backups.make(target)
    assert backups.check(target).recorded
    assert parts(tmp_path), "another process may be writing it"
    for each in parts(tmp_path):
        yesterday = (rig.clock.now() - timedelta(days=2)).timestamp()
        os.utime(tmp_path / each, (yesterday, yesterday))
    backups.make(target, force=True)
    assert parts(tmp_path) == []


@promise("backup:file:whole")
@pytest.mark.parametrize("step", ["copying", "checked", "old hash gone", "placed"])
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_replacement_leaves_the_old_backup_or_the_new(
    backups: Backups, rig: Rig, tmp_path: Path, step: str
) -> None:
    """Never beside a hash that is not its own."""
    target = tmp_path / "copy.db"
    old = backups.make(target)
    write(rig.db.path, "/later.md", "- later\n")

    _die("force", rig.db.path, target, step)

    found = backups.check(target)
    assert (found.sha256 == old.sha256) == (step != "placed")


_LITTLE_DISK = """
import resource, sys
from pathlib import Path
from dreaming.app import SystemClock
from dreaming.domain.errors import DreamingError
from dreaming.service.backups import Backups

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Backups(Path(sys.argv[1]), SystemClock()).make(Path(sys.argv[2]))
except DreamingError as error:
    print(error)
"""


@promise("backup:file:whole")
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_disk_that_is_full_midway_leaves_nothing(rig: Rig, tmp_path: Path) -> None:
    """A limit on the size of files stands for it. The backup before is as it was."""
    command = [sys.executable, "-c", _LITTLE_DISK, str(rig.db.path), str(tmp_path / "copy.db")]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)

    assert "disk" in done.stdout
    assert not (tmp_path / "copy.db").exists()
    assert parts(tmp_path) == []


@promise("backup:restore:same")
def test_restoring_gives_back_every_row(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """And the file before is kept where it can be opened. The backup stays as it is."""
    before = everything(rig.db.path)
    made = backups.make(tmp_path / "copy.db")
    write(rig.db.path, "/later.md", "- later\n")
    later = everything(rig.db.path)

    done = backups.restore(made.path)

    assert done.aside is not None
    assert everything(rig.db.path) == before
    assert everything(done.aside / "dreaming.db") == later
    assert backups.check(made.path) == made
    if sys.platform != "win32":
        assert {each.stat().st_mode & 0o077 for each in (rig.db.path, done.aside, *done.aside.iterdir())} == {0}


def _garbage(file: Path) -> None:
    file.write_bytes(b"a letter to my aunt " * 100)


def _foreign(file: Path) -> None:
    import sqlite3 as plain  # noqa: TID251 - as another program makes it

    file.unlink()
    conn = plain.connect(file)
    conn.executescript("PRAGMA journal_mode = WAL; CREATE TABLE theirs (id); INSERT INTO theirs VALUES (1)")
    for suffix in ("-wal", "-shm"):  # as after a kill: closing would move them in
        file.with_name(file.name + suffix + ".kept").write_bytes(file.with_name(file.name + suffix).read_bytes())
    conn.close()
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix + ".kept").rename(file.with_name(file.name + suffix))


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _gone(file: Path) -> None:
    file.unlink()


@promise("backup:restore:any")
@pytest.mark.parametrize("harm", [_garbage, _foreign, _cut, _emptied, _gone])
def test_a_backup_goes_in_the_place_of_any_file(backups: Backups, rig: Rig, tmp_path: Path, harm: Any) -> None:
    """What was there, and SQLite's files beside it, are kept byte for byte."""
    made, before = (
        backups.make(tmp_path / "copy.db"),
        everything(rig.db.path),
    )  # which leaves the file alone in its folder
    harm(rig.db.path)
    harmed = files_of(rig.db.path)

    done = backups.restore(made.path)

    assert everything(rig.db.path) == before
    kept = {each.name: each.read_bytes() for each in done.aside.iterdir()} if done.aside else {}
    assert kept == harmed


@promise("backup:restore:any")
def test_a_backup_begins_a_home_that_does_not_exist(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """As on a new machine."""
    before, made = everything(rig.db.path), backups.make(tmp_path / "copy.db")
    new = tmp_path / "new" / "home" / "dreaming.db"

    assert Backups(new, rig.clock).restore(made.path).aside is None

    assert everything(new) == before
    assert new.with_name("dreaming.db.id").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_database_behind_a_link_is_backed_up_and_not_replaced(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """What is in the log beside the file itself is in the copy."""
    link = tmp_path / "linked" / "dreaming.db"
    link.parent.mkdir()
    link.symlink_to(rig.db.path)
    linked = Backups(link, rig.clock)
    write(rig.db.path, "/later.md", "- later\n")

    made = linked.make(tmp_path / "[odd] *.db")

    assert everything(made.path) == everything(rig.db.path)
    with pytest.raises(BackupRefused, match="is a link to"):
        linked.restore(made.path)
    assert parts(tmp_path) == parts(link.parent) == []


def test_a_damaged_backup_is_put_back_only_when_asked_for(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """It may be all there is; what is damaged in it is never served, and said."""
    made = backups.make(tmp_path / "copy.db")
    (tmp_path / "copy.db.sha256").unlink()
    made.path.write_bytes(made.path.read_bytes().replace("émigré".encode(), "émigrè".encode()))
    with pytest.raises(BackupDamaged):
        backups.restore(made.path)

    done = backups.restore(made.path, damaged=True)

    assert done.backup.problems == ("a stored text is not as stored: /b.md",)
    made.path.write_bytes(b"nothing that could be taken")
    with pytest.raises(BackupDamaged):
        backups.restore(made.path, damaged=True)


@pytest.fixture
def server(rig: Rig) -> Iterator[int]:
    """The id of a real `dreaming serve` on that database, which has answered."""
    request = '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", '
    request += '"capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}\n'
    process = subprocess.Popen(
        [sys.executable, "-m", "dreaming", "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "DREAMING_HOME": str(rig.db.path.parent)},
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(request.encode())
        process.stdin.flush()
        assert b'"result"' in process.stdout.readline()
        yield process.pid
        process.stdin.close()
        process.wait(SECONDS)


@promise("backup:restore:alone")
def test_a_restore_is_refused_while_a_server_runs(backups: Backups, rig: Rig, tmp_path: Path, server: int) -> None:
    """Nothing is changed; its process is named where the system tells."""
    made = backups.make(tmp_path / "copy.db")
    before = files_of(rig.db.path)

    with pytest.raises(DatabaseInUse if sys.platform != "win32" else OSError) as refused:
        backups.restore(made.path)

    if sys.platform == "linux":
        assert isinstance(refused.value, DatabaseInUse)
        assert refused.value.process_ids == (server,)
    assert files_of(rig.db.path) == before


_COME_AND_GO = """
import random, sys, time
from pathlib import Path
from dreaming.app import SystemClock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database

acknowledged = open(sys.argv[3], "a")
for number in range(10_000):
    db = Database(Path(sys.argv[1]))
    memories = Memories(db, SystemClock(), Redactor(b"k" * 32))
    path = f"/{sys.argv[2]}/{number}.md"
    memories.write("notes", path, f"- {number}\\n", writer=Writer("user", Origin.USER))
    db.close()
    acknowledged.write(f"{path}\\n")
    acknowledged.flush()
    time.sleep(random.random() / 20)
"""


@promise("backup:restore:alone")
def test_no_write_is_lost_between_restores_and_processes_that_come_and_go(
    backups: Backups, rig: Rig, tmp_path: Path
) -> None:
    """Whatever was acknowledged stands in the database, or in a file that was put aside; each is sound."""
    made, home = backups.make(tmp_path / "copy.db"), rig.db.path.parent
    writers = {
        tmp_path / name: subprocess.Popen(
            [sys.executable, "-c", _COME_AND_GO, str(rig.db.path), name, str(tmp_path / name)]
        )
        for name in ("one", "two")
    }
    try:
        anyio.run(until_written, list(writers))
        restored = 0
        while restored < 5:
            with contextlib.suppress(DatabaseInUse):
                backups.restore(made.path)
                restored += 1
        assert all(writer.poll() is None for writer in writers.values())
    finally:
        for writer in writers.values():
            writer.kill()
            writer.wait()

    acknowledged = {path for file in writers for path in file.read_text().split()}
    found: set[str] = set()
    for folder in (home, *home.glob("aside-*")):
        db = Database(folder / "dreaming.db")
        with db.read() as conn:
            assert (inspection.problems(conn), inspection.index_problems(conn)) == ([], [])
            found |= {each["path"] for each in rows(conn, "SELECT path FROM memory_versions")}
        db.close()
    assert len(list(home.glob("aside-*"))) == 5
    assert acknowledged <= found


@promise("backup:restore:alone")
def test_a_restore_is_refused_while_a_dream_waits(backups: Backups, rig: Rig, tmp_path: Path) -> None:
    """It would be lost; what to do is said."""
    made = backups.make(tmp_path / "copy.db")
    rig.db = Database(rig.db.path)
    dream = rig.dreams.start("notes", no_sessions=True).dream
    rig.db.close()
    before = rig.db.path.read_bytes()

    with pytest.raises(BackupRefused, match=rf"{dream.id} is not finished.*dreaming cancel"):
        backups.restore(made.path)

    assert rig.db.path.read_bytes() == before


_SOUND = ["copying", "copied", "folded", "folder made", "file aside", "placed"]
_HARMED = [*_SOUND[:-1], "dreaming.db-wal aside", "dreaming.db-shm aside", "placed"]


@promise("backup:restore:killed")
@pytest.mark.parametrize("step", _SOUND)
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_restore_leaves_the_old_the_new_or_a_refusal(
    backups: Backups, rig: Rig, tmp_path: Path, step: str
) -> None:
    """Running it again completes it, and the file before is kept."""
    before, made = everything(rig.db.path), backups.make(tmp_path / "copy.db")
    write(rig.db.path, "/later.md", "- later\n")
    later = everything(rig.db.path)

    _die("restore", rig.db.path, made.path, step)

    if step == "file aside":
        with pytest.raises(DatabaseUnavailable, match=r"gone or empty.*--restore"):
            Database(rig.db.path)
        assert not rig.db.path.exists()
    else:
        assert everything(rig.db.path) == (before if step == "placed" else later)
    backups.restore(made.path)
    assert everything(rig.db.path) == before
    kept = [each for each in rig.db.path.parent.glob("aside-*/dreaming.db") if everything(each) == later]
    assert len(kept) == 1


@promise("backup:restore:killed")
@pytest.mark.parametrize("step", _HARMED)
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_restore_keeps_a_foreign_file_together(backups: Backups, rig: Rig, tmp_path: Path, step: str) -> None:
    """With the files beside it, though they are moved one by one."""
    before, made = everything(rig.db.path), backups.make(tmp_path / "copy.db")
    _foreign(rig.db.path)
    harmed = files_of(rig.db.path)
    assert len(harmed) == 3

    _die("restore", rig.db.path, made.path, step)
    backups.restore(made.path)

    assert everything(rig.db.path) == before
    kept = [
        {each.name: each.read_bytes() for each in folder.iterdir()} for folder in rig.db.path.parent.glob("aside-*")
    ]
    assert harmed in kept
