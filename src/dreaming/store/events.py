"""Reading the events of sessions."""

from collections.abc import Iterator
from typing import cast

from dreaming.domain.model import Event, EventType
from dreaming.domain.provenance import Origin
from dreaming.domain.times import parse
from dreaming.store.connection import Connection, Row, row

COLUMNS = "id, session_id, seq, type, origin, text, is_error, abandoned, tool_name, tool_use_id, created_at"


def of_session(conn: Connection, session_id: str, *, first: int = 1, last: int | None = None) -> Iterator[Event]:
    """The events numbered `first` to `last`, in order, read as they are asked for: use it inside the transaction."""
    cursor = conn.execute(
        f"SELECT {COLUMNS} FROM events WHERE session_id = ? AND seq BETWEEN ? AND coalesce(?, 9e18) ORDER BY seq",  # noqa: S608
        (session_id, first, last),
    )
    for each in cursor:
        yield as_event(cast("Row", each))


def get(conn: Connection, event_id: str) -> Event | None:
    """One event; None where there is none with that id."""
    found = row(conn, f"SELECT {COLUMNS} FROM events WHERE id = ?", (event_id,))  # noqa: S608 - fixed names
    return None if found is None else as_event(found)


def as_event(found: Row) -> Event:
    """An event from a row with `COLUMNS`."""
    return Event(
        id=found["id"],
        session_id=found["session_id"],
        seq=found["seq"],
        type=EventType(found["type"]),
        origin=Origin(found["origin"]),
        text=found["text"],
        created_at=parse(found["created_at"]),
        is_error=bool(found["is_error"]),
        tool_name=found["tool_name"],
        tool_use_id=found["tool_use_id"],
        abandoned=bool(found["abandoned"]),
    )
