"""Reading the file without changing anything in its folder: no log made or moved in, no journal undone, no time set.

SQLite reads a file in write-ahead mode only where it may make or mend the files beside it. So, by what is there:

* no log: as if the file could not change (`immutable`), which it does not while no process has it open;
* a log and its index: through the index as it is (`readonly_shm`), together with whoever works in the file;
* a log without an index, or a journal that was not finished: in a private copy, where SQLite may put it in order.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.store.connection import Connection, check_format, translated
from dreaming.store.header import (
    JOURNAL_SUFFIX,
    LOG_SUFFIX,
    SHARED_SUFFIX,
    beside,
    checked_header,
    companions,
    named_by_us,
)

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

_BUSY_SECONDS = 5.0


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
    if is_unfinished(path) or (_is_filled(beside(path, LOG_SUFFIX)) and not beside(path, SHARED_SUFFIX).exists()):
        with _copied(path) as copy, contextlib.closing(_connect(copy, "mode=rw")) as conn:
            yield conn
    elif beside(path, LOG_SUFFIX).exists() and beside(path, SHARED_SUFFIX).exists():
        with contextlib.closing(_connect(path, "mode=ro&readonly_shm=1")) as conn:
            yield conn
    else:
        with contextlib.closing(_connect(path, "mode=ro&immutable=1")) as conn:
            yield conn


def is_unfinished(path: Path) -> bool:
    """Whether a journal stands beside the file: a transaction that SQLite will undo when the file is next opened."""
    return _is_filled(beside(path, JOURNAL_SUFFIX))


def log_size(path: Path) -> int:
    """Bytes of the write-ahead log that stands beside the file."""
    log = beside(path, LOG_SUFFIX)
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
