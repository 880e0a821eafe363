"""Putting another file in the place of the database, while nobody has it open, so that the one before is kept.

It goes aside into a folder of its own under its own name, so that it can be opened there. It is moved and never copied
or linked: two names of one database would be two databases to SQLite, and damage each other. Whenever this process is
killed, one of these states stands:

* the file before, whole, in its place;
* no file, only its marker: every command refuses, and changes nothing. The file before is in the folder, whole, save
  for files of SQLite's that stand beside it where it is damaged or not ours. Running this again moves those after it
  and goes on; moving everything back gives the state before;
* the new file, whole, in its place.
"""

import contextlib
import stat
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import DatabaseUnavailable
from dreaming.store import locks
from dreaming.store.connection import BUSY_SECONDS, make_private
from dreaming.store.format import APPLICATION_ID
from dreaming.store.header import companions, marker_of, named_by_us, read_header
from dreaming.store.placing import sync, sync_folder

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

ASIDE = "aside-"


def _nothing(_step: str) -> None:
    pass


@contextlib.contextmanager
def alone(file: Path) -> Generator[None]:
    """Be the only process that has the database open, whether or not there is one, and keep others from opening it.

    Raises:
        DatabaseInUse: another process has it open.
        DatabaseUnavailable: it, or its folder, may not be written.
    """
    with contextlib.ExitStack() as stack:
        with named_by_us(file):
            stack.enter_context(locks.replacing(file.parent, wait_seconds=BUSY_SECONDS))
            with _unused(file):
                pass
        yield


def replace(file: Path, new: Path, stamp: str, *, at: Callable[[str], None] = _nothing) -> Path | None:
    """Put `new` in the place of the database. Only where `alone`.

    Args:
        file: the database; it may be missing, damaged, or another program's.
        new: a file in the same folder; it is gone afterwards.
        stamp: names the folder for the file before.
        at: told each step that has been done.

    Returns:
        The folder that the file before is in; None where there was none.
    """
    make_private(marker_of(file))
    sync(new)
    _fold(file)
    at("folded")
    with named_by_us(file), _unused(file):
        aside = _set_aside(file, stamp, at)
        new.replace(file)
        at("placed")
    sync_folder(file.parent)
    return aside


@contextlib.contextmanager
def _unused(file: Path) -> Generator[None]:
    if not file.exists():
        yield
        return
    with locks.unused(file):
        yield


def _fold(file: Path) -> None:
    """Let SQLite move what is in the files beside it into the database, if it is one of ours and can be read."""
    with contextlib.suppress(DatabaseUnavailable, sqlite3.Error, UnicodeDecodeError):
        header = read_header(file)
        if header is None or header.application_id != APPLICATION_ID:
            return
        uri = f"{file.absolute().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as conn:
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_aside(file: Path, stamp: str, at: Callable[[str], None]) -> Path | None:
    rest = companions(file)
    if not file.exists() and not rest:
        return None
    folder = None if file.exists() else _begun(file, rest)
    if folder is None:
        folder = _new_folder(file.parent, stamp)
    at("folder made")
    if file.exists():
        file.rename(folder / file.name)
    at("file aside")
    for each in rest:
        each.rename(folder / each.name)
        at(f"{each.name} aside")
    sync_folder(folder)
    return folder


def _begun(file: Path, rest: Sequence[Path]) -> Path | None:
    """Where a process that was killed had put the file that `rest`, which is still here, belongs to."""
    folders = sorted(each for each in file.parent.glob(f"{ASIDE}*") if (each / file.name).exists())
    if folders and not any((folders[-1] / each.name).exists() for each in rest):
        return folders[-1]
    return None


def _new_folder(parent: Path, stamp: str) -> Path:
    for number in range(1, 1_000):
        folder = parent / (f"{ASIDE}{stamp}" if number == 1 else f"{ASIDE}{stamp}-{number}")
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=stat.S_IRWXU)
            return folder
    what = f"cannot be set aside: there are too many folders like {ASIDE}{stamp}"
    raise DatabaseUnavailable(what, "Move them away.")
