"""Opening the file, and the two ways to use it: `write` and `read`.

A write transaction begins IMMEDIATE, so that what is read in it stays true until it ends; there is one at a time in a
process, and SQLite lets one at a time pass between processes. A read transaction sees one state throughout. Whoever
calls is already on a worker thread: nothing here may run on an event loop.

Beside the file stands a small marker, `dreaming.db.id`. A file without tables is made a database only if it has no
marker: what was emptied or lost is not silently begun anew.
"""

import contextlib
import os
import stat
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dreaming.domain.errors import DatabaseNewer, DatabaseUnavailable
from dreaming.store import locks
from dreaming.store.format import APPLICATION_ID, FORMAT, check_ours, foreign, migrate
from dreaming.store.header import check_writable, checked_header, marker_of, named_by_us
from dreaming.store.translating import translated

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - has the same types; the one below is pysqlite3 where that is installed
else:
    from dreaming.store.driver import sqlite3

Connection = sqlite3.Connection
Row = sqlite3.Row
BUSY_SECONDS = 30.0
SAFE_SQLITE = (3, 51, 3)  # the WAL-reset race is mended from here on: sqlite.org/wal.html#walresetbug
_ASK_AGAIN_SECONDS, _WAL_SWITCH_SECONDS = 0.004, 10.0
_CACHE_KIB = 32 * 1024
_TRUNCATE_MILLISECONDS = 2_000


def sqlite_version() -> tuple[int, ...]:
    """Of the library that is in use, `(3, 53, 4)`."""
    return cast("tuple[int, ...]", sqlite3.sqlite_version_info)


class Database:
    """One file, opened by this process.

    Args:
        path: the file; it and its folder are made (0600 in 0700) where they do not exist.
        read_only: open an existing file without migrating it; `write` then fails.

    Raises:
        DatabaseUnavailable: the file is no database of ours (nothing is written to it then), damaged, or cannot be
            opened.
        DatabaseNewer: a newer version has written it.
        DatabaseInUse: it is being replaced by a backup, and that does not end.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._marker = marker_of(path)
        self._writer_lock = threading.Lock()
        self._readers: list[Connection] = []
        self._readers_lock = threading.Lock()
        self._writer: Connection | None = None
        self._identity: locks.Identity | None = None
        with named_by_us(path), translated():
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
            with locks.opening(path.parent, wait_seconds=BUSY_SECONDS):
                if not locks.is_open_here(path):
                    self._check_file()
                if not read_only:
                    make_private(path)
                    self._writer = self._open_writer()
                self._check_readable()
                self._identity = locks.open_here(path)

    @contextlib.contextmanager
    def write(self) -> Generator[Connection]:
        """A transaction that holds the write lock from its first statement; all of it happens, or nothing."""
        if self._writer is None:
            raise DatabaseUnavailable("is open for reading only", "Check the file's permissions.")
        with self._writer_lock, translated():
            _begin(self._writer)
            try:
                check_format(self._writer)
                yield self._writer
                self._writer.commit()
            except BaseException:
                self._writer.rollback()
                raise

    @contextlib.contextmanager
    def read(self) -> Generator[Connection]:
        """A view of one state of the file, as long as it is open."""
        with translated():
            conn = self._take_reader()
            try:
                conn.execute("BEGIN")
                check_format(conn)
                yield conn
            finally:
                conn.rollback()
                with self._readers_lock:
                    self._readers.append(conn)

    def erase_traces(self, *, rewrite: bool = False) -> bool:
        """Empty the write-ahead log, so that deleted bytes are in no file. To be called after what must not remain.

        Args:
            rewrite: first write the whole file anew, without its free pages; everybody else waits meanwhile.

        Returns:
            Whether it could: another process that is just reading keeps the log. It goes with the next one.
        """
        if self._writer is None:
            return False
        with self._writer_lock, translated():
            self._writer.execute(f"PRAGMA busy_timeout = {_TRUNCATE_MILLISECONDS}")
            try:
                if rewrite:
                    self._writer.execute("VACUUM")
                return self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            finally:
                self._writer.execute("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        """Close every connection that is not in use."""
        with self._readers_lock:
            readers, self._readers = self._readers, []
        for conn in readers:
            conn.close()
        if self._writer is not None:
            with self._writer_lock:
                self._writer.close()
                self._writer = None
        if self._identity is not None:
            locks.closed_here(self._identity)
            self._identity = None

    def _check_file(self) -> None:
        """Refuse what may not be opened, before anything is made or changed; see `header.py`."""
        header = checked_header(self.path)
        if header is not None and not header.application_id:
            from dreaming.store.looking import undisturbed

            with undisturbed(self.path) as conn:
                check_ours(conn, self._marker)
        if not self.read_only:
            check_writable(self.path)

    def _check_readable(self) -> None:
        try:
            with self.read():
                pass
        except BaseException:
            self.close()
            raise

    def _take_reader(self) -> Connection:
        with self._readers_lock:
            if self._readers:
                return self._readers.pop()
        return self._open(query_only=True)

    def _open_writer(self) -> Connection:
        """The file as it must be: ours, of the present format, in WAL mode. Nothing is written before it is known."""
        conn = self._open()
        try:
            check_ours(conn, self._marker)
            migrate(conn, self._marker)
            _switch_to_wal(conn)
            make_private(self._marker)
            conn.execute("PRAGMA busy_timeout = 0")  # from here on `_begin` waits
        except BaseException:
            conn.close()
            raise
        return conn

    def _open(self, *, query_only: bool = False) -> Connection:
        mode = "ro" if self.read_only else "rw"
        conn = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        conn.row_factory = sqlite3.Row
        conn.execute("PRAGMA foreign_keys = ON")
        if query_only:
            conn.execute("PRAGMA query_only = ON")
        else:
            # FULL: an acknowledged write survives a power cut. secure_delete: what is deleted is overwritten.
            for pragma in ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON", "secure_delete = ON"):
                conn.execute(f"PRAGMA {pragma}")
            conn.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return conn


def _begin(conn: Connection) -> None:
    """Take the write lock, as soon as no other process holds it.

    SQLite would wait itself, but asks less often the longer it has waited, so that whoever comes later goes first: one
    of eight busy writers waited over 30 seconds. Here whoever has waited longer asks more often.
    """
    began = time.monotonic()
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - began
            if "locked" not in str(error) or waited > BUSY_SECONDS:
                raise
            time.sleep(_ASK_AGAIN_SECONDS / (1 + min(waited, 4)))
        else:
            return


def make_private(path: Path) -> None:
    """Create the file 0600, so that the files SQLite makes beside it are private too."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))


def _switch_to_wal(conn: Connection) -> None:
    """Switch once, for good; processes that start at the same moment may have to wait for each other."""
    deadline = time.monotonic() + _WAL_SWITCH_SECONDS
    while True:
        try:
            if conn.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def check_format(conn: Connection) -> None:
    """Refuse a file of a newer format, and one that is not ours.

    Raises:
        DatabaseNewer, DatabaseUnavailable: it is one.
    """
    found = cast("int", conn.execute("PRAGMA user_version").fetchone()[0])
    if found > FORMAT:
        raise DatabaseNewer(found, FORMAT)
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise foreign()


def rows(conn: Connection, sql: str, values: Any = ()) -> list[Row]:
    """All rows of a query."""
    return cast("list[Row]", conn.execute(sql, values).fetchall())


def row(conn: Connection, sql: str, values: Any = ()) -> Row | None:
    """The first row of a query."""
    return cast("Row | None", conn.execute(sql, values).fetchone())
