"""A dream's journal: what it did while it ran, line by line, for whoever watches it or asks afterwards."""

from collections.abc import Iterable
from datetime import datetime

from dreaming.domain.journal import JournalKind, JournalLine
from dreaming.domain.times import parse, render
from dreaming.store.connection import Connection, row, rows

MOST_LINES = 2_000  # of one dream; what comes after is not written down
_LONGEST = 500
EVERYTHING = -1  # as a limit


def add(conn: Connection, dream_id: str, lines: Iterable[tuple[JournalKind, str]], at: datetime) -> None:
    """Write lines behind those that are there."""
    last = _last(conn, dream_id)
    conn.executemany(
        "INSERT INTO dream_journal (dream_id, position, at, kind, text) VALUES (?, ?, ?, ?, ?)",
        [
            (dream_id, position, render(at), kind, text[:_LONGEST])
            for position, (kind, text) in enumerate(lines, last + 1)
            if position <= MOST_LINES or kind is JournalKind.ENDED
        ],
    )


def lines(conn: Connection, dream_id: str, *, after: int = 0, limit: int = EVERYTHING) -> list[JournalLine]:
    """The lines behind position `after`, in order."""
    found = rows(
        conn,
        "SELECT * FROM dream_journal WHERE dream_id = ? AND position > ? ORDER BY position LIMIT ?",
        (dream_id, after, limit),
    )
    return [
        JournalLine(position=each["position"], at=parse(each["at"]), kind=JournalKind(each["kind"]), text=each["text"])
        for each in found
    ]


def count(conn: Connection, dream_id: str) -> int:
    """How many lines there are."""
    return rows(conn, "SELECT count(*) AS n FROM dream_journal WHERE dream_id = ?", (dream_id,))[0]["n"]


def _last(conn: Connection, dream_id: str) -> int:
    found = row(conn, "SELECT max(position) AS n FROM dream_journal WHERE dream_id = ?", (dream_id,))
    return 0 if found is None or found["n"] is None else found["n"]
