"""What the first bytes of the file say, read without SQLite: whether it may be opened at all.

Opening a file with SQLite may change it (a log is moved into it, a journal undone), and of an empty file it deletes
the log. So what is not ours, is newer, or was lost is refused before that, with nothing touched.
"""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from dreaming.domain.errors import DatabaseNewer, DatabaseUnavailable
from dreaming.store.format import APPLICATION_ID, FORMAT, foreign, lost

MARKER_SUFFIX = ".id"
LOG_SUFFIX, SHARED_SUFFIX, JOURNAL_SUFFIX = "-wal", "-shm", "-journal"
_MAGIC = b"SQLite format 3\0"
_SIZE = 100  # sqlite.org/fileformat2.html#the_database_header


class Header(NamedTuple):
    """The fields that matter here. `pages` of `page_size` bytes is how long the file says it is."""

    page_size: int
    pages: int
    format: int
    application_id: int


def marker_of(path: Path) -> Path:
    """What stands beside each file that was made a database of ours."""
    return beside(path, MARKER_SUFFIX)


def beside(path: Path, suffix: str) -> Path:
    """The file that belongs to `path` under its name with a suffix."""
    return path.with_name(path.name + suffix)


def companions(path: Path) -> list[Path]:
    """The files that SQLite has made beside `path`, or beside the file that it is a link to, and that are there."""
    named = (beside(path.resolve(), suffix) for suffix in (LOG_SUFFIX, SHARED_SUFFIX, JOURNAL_SUFFIX))
    return [each for each in named if each.exists()]


def checked_header(path: Path) -> Header | None:
    """The header of a file that may be opened; None where there is no file, or an empty one, and never was a database.

    Raises:
        DatabaseUnavailable: it was lost or emptied, is no database, not ours, or cannot be read.
        DatabaseNewer: a newer version has written it.
    """
    with named_by_us(path):
        # In this order: a marker is made after its database, so that a file that is then still empty was emptied.
        was_there = marker_of(path).exists()
        header = read_header(path)
    if header is None:
        if was_there:
            raise lost(marker_of(path))
        return None
    if header.application_id not in (0, APPLICATION_ID):
        raise foreign()
    if header.application_id and header.format > FORMAT:
        raise DatabaseNewer(header.format, FORMAT)
    _check_length(path, header)
    return header


def _check_length(path: Path, header: Header) -> None:
    """A file that has nothing beside it that is still to be put into it is as long as it says."""
    there = path.stat().st_size // header.page_size
    # Looked at twice: a first start that ends its transaction just now has taken its journal away.
    is_awaited = any(_size(each) for each in companions(path) if not each.name.endswith(SHARED_SUFFIX))
    if there < header.pages and not is_awaited and path.stat().st_size // header.page_size == there:
        what = f"is damaged: the file ends after {there} of {header.pages} pages"
        raise DatabaseUnavailable(what, "Run `dreaming doctor`; it says what can be saved.", is_damage=True)


def _size(companion: Path) -> int:
    """In bytes; 0 where the last process that had the database open has just taken it away."""
    try:
        return companion.stat().st_size
    except FileNotFoundError:
        return 0


def check_writable(path: Path) -> None:
    """Whether the file, if there is one, and its folder allow writing: SQLite would find out late, with files made.

    Raises:
        DatabaseUnavailable: one of them does not.
    """
    denied = next((each for each in (path.parent, path) if each.exists() and not os.access(each, os.W_OK)), None)
    if denied is not None:
        what = f"cannot be written: you have no permission for {denied}"
        raise DatabaseUnavailable(what, "Run `dreaming doctor`; it names the chmod that mends it.")


def read_header(path: Path) -> Header | None:
    """The header, whoever wrote it; None where there is no file, or an empty one.

    Raises:
        DatabaseUnavailable: it is no SQLite database.
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_SIZE)
    except FileNotFoundError:
        return None
    if not start:
        return None
    if len(start) < _SIZE or not start.startswith(_MAGIC):
        raise DatabaseUnavailable(
            "is damaged: the file does not begin as a database does",
            "Run `dreaming doctor`; it says what can be saved.",
            is_damage=True,
        )
    page_size = int.from_bytes(start[16:18], "big")
    return Header(
        page_size=65_536 if page_size == 1 else page_size,
        pages=int.from_bytes(start[28:32], "big"),
        format=int.from_bytes(start[60:64], "big"),
        application_id=int.from_bytes(start[68:72], "big"),
    )


@contextlib.contextmanager
def named_by_us(path: Path) -> Generator[None]:
    """What the system says about the file or its folder, in our words."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        what = f"cannot be opened: {path.parent} is not a folder"
        raise DatabaseUnavailable(what, "Set DREAMING_HOME to a folder, or move that file away.") from error
    except FileNotFoundError as error:
        raise DatabaseUnavailable("cannot be opened: there is none", f"Looked for {path}.") from error
    except IsADirectoryError as error:
        what = f"cannot be opened: {path} is a folder"
        raise DatabaseUnavailable(what, "Move that folder away.") from error
    except PermissionError as error:
        what = f"cannot be read: you have no permission for {error.filename or path}"
        raise DatabaseUnavailable(what, "Run `dreaming doctor`; it names the chmod that mends it.") from error
