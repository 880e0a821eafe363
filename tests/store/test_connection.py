"""Opening the file: what is ours, what is not, and what a transaction promises."""

import sqlite3 as plain  # noqa: TID251 - files as another program makes them
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.promises import promise
from tests.store.writing import filled, new_store, put

from dreaming.domain.errors import DatabaseNewer, DatabaseUnavailable, DreamingError
from dreaming.store import memories
from dreaming.store.connection import Database, sqlite3
from dreaming.store.translating import translated


@promise("store:file:private")
def test_only_the_owner_can_read_the_files(database: Database) -> None:
    """0600 in a folder 0700, and so for the log, the shared memory and the marker."""
    filled(database, {"/a.md": "text"})
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in database.path.parent.iterdir()}

    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700
    assert set(found) == {"dreaming.db", "dreaming.db-wal", "dreaming.db-shm", "dreaming.db.id"}
    assert set(found.values()) == {0o600}


@promise("store:file:foreign")
@pytest.mark.parametrize(
    "script",
    ["CREATE TABLE theirs (id)", "PRAGMA application_id = 7", "CREATE TABLE stores (id); PRAGMA user_version = 1"],
)
def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path, script: str) -> None:
    """Refused before anything is written, with the way out."""
    path = tmp_path / "dreaming.db"
    with plain.connect(path) as conn:
        conn.executescript(script)
    conn.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseUnavailable, match=r"not one of dreaming's.*DREAMING_HOME"):
        Database(path)

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["dreaming.db"]


@promise("store:file:foreign")
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """The message says that it is damaged, and what to run."""
    path = tmp_path / "dreaming.db"
    path.write_bytes(b"a letter to my aunt " * 100)

    with pytest.raises(DatabaseUnavailable, match=r"damaged.*doctor"):
        Database(path)

    assert path.read_bytes() == b"a letter to my aunt " * 100


@promise("store:file:emptied")
@pytest.mark.parametrize("lost", [True, False])
def test_a_lost_database_is_begun_anew_only_when_its_marker_is_deleted(tmp_path: Path, *, lost: bool) -> None:
    """An empty file beside a marker is no new database."""
    path = tmp_path / "dreaming.db"
    Database(path).close()
    for each in tmp_path.glob("dreaming.db*"):
        if each.suffix != ".id":
            each.unlink()
    if not lost:
        path.touch()

    with pytest.raises(DatabaseUnavailable, match=r"gone or empty.*backup.*dreaming\.db\.id"):
        Database(path)
    (tmp_path / "dreaming.db.id").unlink()

    Database(path).close()
    assert (tmp_path / "dreaming.db.id").exists()


@promise("store:file:newer")
def test_a_newer_format_is_refused_by_a_process_that_runs_and_by_one_that_starts(database: Database) -> None:
    """It says that the program was upgraded."""
    other = Database(database.path)
    with database.write() as conn:
        conn.execute("PRAGMA user_version = 99")

    with pytest.raises(DatabaseNewer, match="Restart"), other.write():
        raise AssertionError
    with pytest.raises(DatabaseNewer, match="Restart"), other.read():
        raise AssertionError
    with pytest.raises(DatabaseNewer, match="format 99"):
        Database(database.path)


@promise("store:transaction:whole")
def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    """Whatever breaks it; the next one finds a free lock."""

    def interrupted() -> None:
        with database.write() as conn:
            new_store(conn)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    with database.write() as conn:
        assert conn.execute("SELECT count(*) FROM stores").fetchone()[0] == 0


@promise("store:transaction:whole")
def test_a_full_disk_loses_nothing_that_was_acknowledged(database: Database) -> None:
    """The write is refused in our words, and when there is room again it works."""
    store = filled(database, {"/a.md": "kept"})
    with database.write() as conn:
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")

    with pytest.raises(DatabaseUnavailable, match="disk is full"), database.write() as conn:
        put(conn, store.id, "/big.md", "x" * 500_000)

    with database.write() as conn:
        conn.execute("PRAGMA max_page_count = 1000000")
        put(conn, store.id, "/b.md", "more")
    with database.read() as conn:
        assert [memory.path for memory in memories.heads(conn, store.id)] == ["/a.md", "/b.md"]


@promise("store:transaction:whole")
def test_a_commit_that_fails_is_rolled_back(database: Database) -> None:
    """A constraint that is checked at the end leaves no open transaction behind."""

    def dangling() -> None:
        with database.write() as conn:
            conn.execute("PRAGMA defer_foreign_keys = ON")
            conn.execute("INSERT INTO dream_sessions (dream_id, session_id, position) VALUES ('none', 'none', 0)")

    with pytest.raises(sqlite3.IntegrityError):
        dangling()

    with database.write() as conn:
        assert conn.execute("SELECT count(*) FROM dream_sessions").fetchone()[0] == 0


@promise("store:transaction:view")
def test_a_reader_sees_one_state(database: Database) -> None:
    """A write that commits meanwhile is seen by the next reader."""
    store = filled(database, {"/a.md": "before"})

    with database.read() as conn:
        with database.write() as writing:
            put(writing, store.id, "/b.md", "after")
        assert len(memories.heads(conn, store.id)) == 1

    with database.read() as conn:
        assert len(memories.heads(conn, store.id)) == 2


def test_a_reader_cannot_write(database: Database) -> None:
    """The file is the writer's."""
    with pytest.raises(DatabaseUnavailable, match="cannot be written"), database.read() as conn:
        conn.execute("DELETE FROM stores")


_IS_OPEN = """
import sys
from pathlib import Path
from dreaming.store.locks import is_open

print(is_open(Path(sys.argv[1])))
"""


@promise("backup:restore:alone")
@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps itself there")
def test_opening_a_file_twice_in_a_process_keeps_its_locks(database: Database) -> None:
    """Closing a handle gives back the locks of every other one; so the second opening must not read the file itself."""
    Database(database.path).close()

    seen = subprocess.run(
        [sys.executable, "-c", _IS_OPEN, str(database.path)], capture_output=True, text=True, check=True
    )
    assert seen.stdout == "True\n"


def test_a_file_opened_for_reading_takes_no_write(database: Database) -> None:
    """And nothing is made where there is no file."""
    with pytest.raises(DatabaseUnavailable, match="reading only"), Database(database.path, read_only=True).write():
        raise AssertionError
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        Database(database.path.with_name("none.db"), read_only=True)
    assert not database.path.with_name("none.db").exists()


@promise("store:errors:mapped")
def test_each_class_of_errors_of_sqlite_is_ours_or_a_bug() -> None:
    """A class that a new version of SQLite's module brings has to be decided on."""
    bugs = {"IntegrityError", "ProgrammingError"}
    ours = {
        "Error",
        "DatabaseError",
        "OperationalError",
        "DataError",
        "InternalError",
        "InterfaceError",
        "NotSupportedError",
    }
    classes = [each for each in vars(sqlite3).values() if isinstance(each, type) and issubclass(each, sqlite3.Error)]

    assert {each.__name__ for each in classes} == ours | bugs
    for each in classes:
        expected = each if each.__name__ in bugs else DreamingError
        with pytest.raises(expected), translated():
            raise each("something")


@promise("store:errors:mapped")
def test_a_message_that_is_no_text_tells_of_damage() -> None:
    """SQLite quotes what it stumbles over."""
    with pytest.raises(DatabaseUnavailable, match=r"is damaged.*doctor") as caught, translated():
        b"\xff".decode()
    assert caught.value.is_damage


@promise("store:errors:mapped")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("database is locked", "in use by another process"),
        ("database or disk is full", "disk is full"),
        ("attempt to write a readonly database", "cannot be written"),
        ("unable to open database file", "cannot be opened"),
        ("database disk image is malformed", "is damaged"),
        ("Could not decode to UTF-8 column 'content' with text", "is damaged"),
        ("disk I/O error", "answered disk I/O error"),
    ],
)
def test_what_sqlite_says_is_said_in_our_words(answer: str, said: str) -> None:
    """What happened, and what to do."""
    with pytest.raises(DatabaseUnavailable, match=said) as caught, translated():
        raise sqlite3.OperationalError(answer)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
