"""Of which format a file is, and the way to the present one.

`FORMAT` is written to `user_version`: a process that finds a newer one refuses to write.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import DatabaseUnavailable

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py

APPLICATION_ID = 0x64726561  # "drea"
FORMAT = 5


def check_ours(conn: "sqlite3.Connection", marker: Path) -> None:
    """Whether the file may be opened for writing: it is ours, or has no table and never was a database of ours.

    Args:
        conn: the file.
        marker: stands beside each file that was made a database.

    Raises:
        DatabaseUnavailable: it may not.
    """
    if conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return
    if (
        conn.execute("PRAGMA application_id").fetchone()[0]
        or conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ):
        raise foreign()
    if marker.exists():
        raise lost(marker)


def foreign() -> DatabaseUnavailable:
    """What is said of a file that another program has made."""
    return DatabaseUnavailable("file is not one of dreaming's", "Set DREAMING_HOME to another folder.")


def lost(marker: Path) -> DatabaseUnavailable:
    """What is said where `marker` stands beside a file without tables, or beside none."""
    return DatabaseUnavailable(
        "file is gone or empty",
        f"Put a backup in its place (`dreaming backup --restore FILE`), or delete {marker.name} to begin anew.",
        is_damage=True,
    )


def migrate(conn: "sqlite3.Connection", marker: Path) -> None:
    """Bring the file up to date. Processes that start together wait for each other and do it once.

    Raises:
        DatabaseUnavailable: as `check_ours`.
    """
    conn.execute("BEGIN IMMEDIATE")
    try:
        if conn.execute("PRAGMA user_version").fetchone()[0] < FORMAT:
            check_ours(conn, marker)
            from sqlite_utils import Database as UtilsDatabase

            from dreaming.store.migrations import migrations

            migrations.apply(UtilsDatabase(conn, execute_plugins=False))
            conn.execute(f"PRAGMA user_version = {FORMAT}")
        conn.commit()
    except BaseException:
        conn.rollback()
        raise
