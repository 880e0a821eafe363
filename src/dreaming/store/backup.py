"""Copying the database while others write, and saying whether a copy is whole.

The pages are copied by SQLite from one read transaction. In write-ahead mode that holds up no writer, and what others
write meanwhile is not in the copy: it never has to be begun again, however much is written. The copy is one file,
without a log beside it; the next `Database` that opens it in its place switches it back.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import BackupDamaged, BackupRefused, DatabaseUnavailable
from dreaming.domain.times import parse_optional
from dreaming.store import inspection
from dreaming.store.connection import Connection, Database, row, rows
from dreaming.store.format import APPLICATION_ID, FORMAT
from dreaming.store.header import read_header
from dreaming.store.looking import undisturbed
from dreaming.store.placing import Show
from dreaming.store.translating import translated

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

_PAGES = 1_000  # copied at a time: what is shown moves, and an interrupt is heard

_CONTENTS = """
    SELECT (SELECT count(*) FROM stores WHERE kind = 'live' AND archived_at IS NULL) AS stores,
           (SELECT count(*) FROM memories JOIN stores ON stores.id = store_id
            WHERE kind = 'live' AND stores.archived_at IS NULL) AS memories,
           (SELECT count(*) FROM sessions) AS sessions,
           (SELECT count(*) FROM dreams) AS dreams,
           (SELECT count(*) FROM memory_versions) AS versions,
           max(coalesce((SELECT created_at FROM memory_versions ORDER BY seq DESC LIMIT 1), ''),
               coalesce((SELECT max(updated_at) FROM sessions), ''),
               coalesce((SELECT max(coalesce(ended_at, created_at)) FROM dreams), '')) AS changed_at
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a database: its format, live stores and the memories in them, and all sessions, dreams and versions.

    `changed_at` is when the newest of them was written; None in an empty one.
    """

    format: int
    stores: int
    memories: int
    sessions: int
    dreams: int
    versions: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What is in a file, and what is wrong with it. Without `contents` it cannot be read as a database of ours."""

    contents: Contents | None
    problems: tuple[str, ...]


def contents(conn: Connection) -> Contents:
    """What is in the database, as this transaction sees it."""
    found = row(conn, _CONTENTS)
    assert found is not None  # noqa: S101 - a SELECT without a table answers with one row
    counts = {name: found[name] for name in ("stores", "memories", "sessions", "dreams", "versions")}
    return Contents(
        format=inspection.format_of(conn)[0], changed_at=parse_optional(found["changed_at"] or None), **counts
    )


def copy(db: Database, part: Path, show: Show) -> Inspected:
    """Copy the database as it stands now into `part`, an empty file, and read the copy as a whole.

    Args:
        db: the source; others may write to it.
        part: the copy, whole when this returns, but not yet synced to the disk.
        show: told how many pages are done, and of how many.

    Returns:
        What is in both, and what is wrong with both.

    Raises:
        DatabaseUnavailable: the source cannot be read.
        BackupRefused: there is no room for the copy.
        BackupDamaged: the copy is not what was copied.
    """
    with db.read() as conn:
        counted = _contents_or_none(conn)
        _copy_pages(conn, part, show)
        found = inspect(part)
        if found.contents != counted or (found.problems and found != _inspected(conn)):
            raise BackupDamaged(str(part.parent), ("what was copied there is not what was read", *found.problems))
        return found


def inspect(file: Path) -> Inspected:
    """Read a copy as a whole, without changing it: structure, references, the hash of each text, what it is.

    Raises:
        OSError: it cannot be read.
    """
    try:
        header = read_header(file)
        if header is None:
            return Inspected(contents=None, problems=("it is empty",))
        if header.application_id != APPLICATION_ID:
            return Inspected(contents=None, problems=("it is not one of dreaming's",))
        if header.format > FORMAT:
            problem = f"it has format {header.format}, and this program knows up to {FORMAT}: upgrade dreaming first"
            return Inspected(contents=None, problems=(problem,))
        with translated(), undisturbed(file) as conn:
            conn.execute("BEGIN")
            return _inspected(conn)
    except DatabaseUnavailable as error:
        return Inspected(contents=None, problems=(error.message,))


def unfinished_dreams(conn: Connection) -> list[str]:
    """Ids of the dreams that wait or run."""
    found = rows(conn, "SELECT id FROM dreams WHERE status IN ('pending', 'running') ORDER BY id")
    return [each["id"] for each in found]


def _copy_pages(conn: Connection, part: Path, show: Show) -> None:
    with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as target:
        # Nothing is to be undone in a file that is thrown away when it is not finished.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        try:
            conn.backup(target, pages=_PAGES, progress=lambda _status, left, total: show(total - left, total))
            target.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if "full" not in str(error):
                raise
            hint = "Free some space, or name a file on another disk."
            raise BackupRefused(str(part.parent), "written to", "the disk is full", hint) from error


def _inspected(conn: Connection) -> Inspected:
    """Both, as far as SQLite can read them: what it stumbles over is a problem too."""
    try:
        return Inspected(contents=contents(conn), problems=tuple(_problems(conn)))
    except (sqlite3.DatabaseError, ValueError) as error:
        return Inspected(contents=_contents_or_none(conn), problems=(str(error),))


def _contents_or_none(conn: Connection) -> Contents | None:
    try:
        return contents(conn)
    except (sqlite3.DatabaseError, ValueError):
        return None


def _problems(conn: Connection) -> Iterator[str]:
    yield from inspection.problems(conn)
    for each in inspection.damaged_texts(conn):
        yield f"a stored text is not as stored: {', '.join(each.paths) or each.sha256[:16]}"
