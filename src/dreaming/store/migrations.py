"""The steps from any earlier file to the present schema, each in one transaction with the record of it.

`FORMAT` is written to `user_version`: a process that finds a newer one refuses to write.
"""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database as UtilsDatabase
from sqlite_utils.migrations import Migrations

from dreaming.domain.errors import DatabaseUnavailable

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from sqlite_utils.utils import sqlite3

APPLICATION_ID = 0x64726561  # "drea"
FORMAT = 1
SECURE_DELETE_SQLITE = (3, 42, 0)  # from here on the full-text index overwrites what is deleted
_HERE = Path(__file__).parent
_REDACTION_KEY_BYTES = 32

migrations = Migrations("dreaming")


def check_ours(conn: sqlite3.Connection, marker: Path) -> None:
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
        raise DatabaseUnavailable("file is not one of dreaming's", "Set DREAMING_HOME to another folder.")
    if marker.exists():
        raise DatabaseUnavailable(
            "file is gone or empty", f"Put a backup in its place, or delete {marker.name} to begin anew."
        )


def migrate(db: UtilsDatabase, marker: Path) -> None:
    """Bring the file up to date. Processes that start together wait for each other and do it once.

    Raises:
        DatabaseUnavailable: as `check_ours`.
    """
    conn = db.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        if conn.execute("PRAGMA user_version").fetchone()[0] < FORMAT:
            check_ours(conn, marker)
            migrations.apply(db)
            conn.execute(f"PRAGMA user_version = {FORMAT}")
        conn.commit()
    except BaseException:
        conn.rollback()
        raise


# The first schema.
@migrations()
def m0001_initial(db: UtilsDatabase) -> None:
    """Everything: there is nothing before it."""
    for statement in statements((_HERE / "migrations_0001.sql").read_text(encoding="utf-8")):
        db.conn.execute(statement)
    if sqlite3.sqlite_version_info >= SECURE_DELETE_SQLITE:
        db.conn.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('secure-delete', 1)")
        db.conn.execute("INSERT INTO events_fts (events_fts, rank) VALUES ('secure-delete', 1)")
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: TID251 - a file is opened before there is a clock
    db.conn.execute(
        "INSERT INTO settings (id, redaction_key, created_at) VALUES (1, ?, ?)",
        (secrets.token_bytes(_REDACTION_KEY_BYTES), now),
    )


def statements(script: str) -> list[str]:
    """The statements of an SQL script that has no semicolon but at the end of a statement or in a comment line."""
    code = "\n".join(line.split("--", 1)[0] for line in script.splitlines())
    return [part.strip() for part in code.split(";") if part.strip()]
