"""Reading the file without changing anything in its folder: no log made or moved in, no journal undone, no time set.

SQLite reads a file in write-ahead mode only where it may make or mend the files beside it. So, by what is there:

* no log: as if the file could not change (`immutable`), which it does not while no process has it open;
* a log and its index: through the index as it is (`readonly_shm`), together with whoever works in the file;
* a log without an index, or a journal that was not finished: in a private copy, where SQLite may put it in order.
"""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.store.connection import Connection, check_format
from dreaming.store.header import (
    JOURNAL_SUFFIX,
    LOG_SUFFIX,
    SHARED_SUFFIX,
    beside,
    checked_header,
    companions,
    named_by_us,
)
from dreaming.store.translating import translated

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

_BUSY_SECONDS = 5.0
_TRIES = 10
_RETRY_SECONDS = 0.02


@contextlib.contextmanager
def look(path: Path) -> Generator[Connection]:
    """One state of the database, read so that nothing in its folder changes.

    Raises:
        DatabaseUnavailable: it is none of ours, damaged, lost, or cannot be read.
        DatabaseNewer: a newer version has written it.
    """
    checked_header(path)
    with named_by_us(path), translated(), undisturbed(path) as conn:
        conn.execute("BEGIN")
        check_format(conn)
        yield conn


@contextlib.contextmanager
def undisturbed(path: Path) -> Generator[Connection]:
    """As `look`, whatever database it is, and with SQLite's own errors."""
    with contextlib.ExitStack() as stack:
        yield _opened(path.resolve(), stack)


def state_of(path: Path) -> object:
    """Is another one after the file, or those beside it, have changed: what was seen meanwhile may be half of each."""
    with contextlib.suppress(OSError):  # one that cannot be read is looked at once
        files = [each for each in (path, *companions(path)) if not each.name.endswith(SHARED_SUFFIX)]
        return [(each.name, each.stat().st_size, each.stat().st_mtime_ns) for each in files]
    return None


def _opened(path: Path, stack: contextlib.ExitStack) -> Connection:
    """A process that ends just now takes away the files that were to be read: then there is another way to look."""
    for _ in range(_TRIES):
        try:
            return _read_once(path, stack)
        except (sqlite3.OperationalError, FileNotFoundError):
            time.sleep(_RETRY_SECONDS)
    return _read_once(path, stack)


def _read_once(path: Path, stack: contextlib.ExitStack) -> Connection:
    conn = stack.enter_context(contextlib.closing(_connection(path, stack)))
    conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return conn


def _connection(path: Path, stack: contextlib.ExitStack) -> Connection:
    log, shared = beside(path, LOG_SUFFIX), beside(path, SHARED_SUFFIX)
    if is_unfinished(path) or (_is_filled(log) and not shared.exists()):
        return _connect(stack.enter_context(_copied(path)), "mode=rw")
    if log.exists() and shared.exists():
        return _connect(path, "mode=ro&readonly_shm=1")
    return _connect(path, "mode=ro&immutable=1")


def is_unfinished(path: Path) -> bool:
    """Whether a journal stands beside the file: a transaction that SQLite will undo when the file is next opened."""
    return _is_filled(beside(path.resolve(), JOURNAL_SUFFIX))


def log_size(path: Path) -> int:
    """Bytes of the write-ahead log that stands beside the file."""
    log = beside(path.resolve(), LOG_SUFFIX)
    return log.stat().st_size if log.exists() else 0


def room_in(folder: str) -> int:
    """Bytes that are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def _is_filled(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _connect(path: Path, how: str) -> Connection:
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    conn.row_factory = sqlite3.Row
    return conn


@contextlib.contextmanager
def _copied(path: Path) -> Generator[Path]:
    files = [each for each in (path, *companions(path)) if not each.name.endswith(SHARED_SUFFIX)]
    with tempfile.TemporaryDirectory(prefix="dreaming-") as folder:
        if room_in(folder) < sum(each.stat().st_size for each in files):
            what = "cannot be looked at as it is: there is no room for a copy"
            raise DatabaseUnavailable(what, "Any command, `dreaming stores` for instance, puts the file in order.")
        for each in files:
            shutil.copyfile(each, Path(folder) / each.name)
        yield Path(folder) / path.name
