"""What is left in the indexes and in the files when the tables are clean."""

import re
from collections.abc import Iterable
from pathlib import Path

from dreaming.store import index
from dreaming.store.connection import Connection, row
from dreaming.store.event_search import tokens_of

_READ_BYTES = 4 * 1024 * 1024
_SHORTEST, _MOST = 8, 2_000  # bytes: a shorter word may stand there by chance; texts that are looked for at once
_INDEXES = ("passages_fts", "events_fts")


def clean_indexes(conn: Connection, words: Iterable[str]) -> None:
    """Build an index anew that still has one of the words, or in which SQLite (before 3.42) overwrites nothing."""
    expressions = [" AND ".join(f'"{token}"' for token in tokens_of(word)) for word in words]
    for name in _INDEXES:
        sql = f"SELECT 1 FROM {name} WHERE {name} MATCH ? LIMIT 1"  # noqa: S608 - a fixed name
        if not index.has_secure_delete(conn) or any(row(conn, sql, (each,)) for each in expressions if each):
            conn.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - a fixed name


def are_left(database: Path, text: str | None, words: Iterable[str]) -> bool:
    """Whether the text, or one of the words by itself, stands in the bytes of the database or of its log."""
    chosen = sorted((word for word in words if len(word.encode()) >= _SHORTEST), key=len, reverse=True)[:_MOST]
    alone = [rb"(?<![0-9a-z_])" + re.escape(word.encode().lower()) + rb"(?![0-9a-z_])" for word in chosen]
    wanted = [*([] if text is None else [re.escape(text.encode().lower())]), *alone]
    if not wanted:
        return False
    files = (database, database.with_name(f"{database.name}-wal"))
    overlap = max(len(text or "") * 4, *map(len, wanted)) + 1
    return any(_holds(file, re.compile(b"|".join(wanted)), overlap) for file in files if file.exists())


def _holds(file: Path, pattern: re.Pattern[bytes], overlap: int) -> bool:
    tail = b""
    with file.open("rb") as stream:
        while block := stream.read(_READ_BYTES).lower():
            if pattern.search(tail + block):
                return True
            tail = block[-overlap:]
    return False
