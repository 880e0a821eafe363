"""The steps from any earlier file to the present schema, each in one transaction with the record of it.

`FORMAT` is written to `user_version`: a process that finds a newer one refuses to write.
"""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database as UtilsDatabase
from sqlite_utils.migrations import Migrations

from dreaming.store.format import APPLICATION_ID

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - as in connection.py
else:
    from dreaming.store.driver import sqlite3

SECURE_DELETE_SQLITE = (3, 42, 0)  # from here on the full-text index overwrites what is deleted
_HERE = Path(__file__).parent
_REDACTION_KEY_BYTES = 32

migrations = Migrations("dreaming")


# The first schema.
@migrations()
def m0001_initial(db: UtilsDatabase) -> None:
    """Everything: there is nothing before it."""
    _run(db, "migrations_0001.sql")
    _overwrite_deleted_words(db)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: TID251 - a file is opened before there is a clock
    db.conn.execute(
        "INSERT INTO settings (id, redaction_key, created_at) VALUES (1, ?, ?)",
        (secrets.token_bytes(_REDACTION_KEY_BYTES), now),
    )


# One worker a file, priorities, journals.
@migrations()
def m0002_worker(db: UtilsDatabase) -> None:
    """Dreams that outlive the process that started them."""
    _run(db, "migrations_0002.sql")


# How far each transcript was read.
@migrations()
def m0003_cursors(db: UtilsDatabase) -> None:
    """Transcripts that are found, and read on from where they ended."""
    _run(db, "migrations_0003.sql")


# Dreams that are reviewed with all that can be known of them.
@migrations()
def m0004_review(db: UtilsDatabase) -> None:
    """What a person and a gate need to decide, and indexes of words that keep all words."""
    _run(db, "migrations_0004.sql")
    _overwrite_deleted_words(db)


# Lines that are found by the words of what was merged into them.
@migrations()
def m0005_said(db: UtilsDatabase) -> None:
    """An index of words that also leads from what is said no more to what stands for it."""
    _run(db, "migrations_0005.sql")
    _overwrite_deleted_words(db)


def _overwrite_deleted_words(db: UtilsDatabase) -> None:
    """Have the indexes of words overwrite what is deleted, where SQLite can."""
    if sqlite3.sqlite_version_info >= SECURE_DELETE_SQLITE:
        for name in ("passages_fts", "events_fts"):
            db.conn.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('secure-delete', 1)")  # noqa: S608 - our own names


def _run(db: UtilsDatabase, script: str) -> None:
    for statement in statements((_HERE / script).read_text(encoding="utf-8")):
        db.conn.execute(statement)


def statements(script: str) -> list[str]:
    """The statements of an SQL script that has no semicolon but at the end of a statement or in a comment line."""
    code = "\n".join(line.split("--", 1)[0] for line in script.splitlines())
    return [part.strip() for part in code.split(";") if part.strip()]
