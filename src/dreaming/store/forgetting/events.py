"""Sessions: a text in their events, or all of one."""

from collections.abc import Iterator
from typing import Any, cast

from dreaming.domain.forgetting import Eraser
from dreaming.store import forgotten_sessions
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.forgetting.rows import RowStage
from dreaming.store.forgetting.stages import Key, Weight, excerpt
from dreaming.store.forgetting.tables import Form, Table, taken_out

_NAMES = Table(
    name="events",
    place="events",
    columns={"external_id": Form.NAME, "tool_name": Form.WORDS, "tool_use_id": Form.WORDS, "text": Form.WORDS},
)
_UNINDEX = "INSERT INTO events_fts (events_fts, rowid, text) VALUES ('delete', ?, ?)"


class EventTextStage:
    """The events of which something holds the text: gaps, in the index too."""

    def __init__(self, eraser: Eraser) -> None:
        self._eraser = eraser
        self._rows = RowStage(_NAMES, self._changed)

    def keys(self, conn: Connection) -> Iterator[Key]:
        """Their places in the table."""
        yield from self._rows.keys(conn)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """An event."""
        found = row(conn, "SELECT * FROM events WHERE rowid = ?", key)
        if found is None or not self._changed(_NAMES, found):
            return []
        return [Weight(place="events", example=f"{found['session_id']}: {excerpt(found['text'], self._eraser)}")]

    def apply(self, conn: Connection, key: Key) -> None:
        """The session's count of bytes follows."""
        found = row(conn, "SELECT * FROM events WHERE rowid = ?", key)
        assert found is not None  # noqa: S101 - it was weighed in this transaction
        text = self._eraser.from_source(found["text"])
        if text != found["text"]:
            conn.execute(_UNINDEX, (*key, found["text"]))
            conn.execute("INSERT INTO events_fts (rowid, text) VALUES (?, ?)", (*key, text))
            conn.execute(
                "UPDATE sessions SET text_bytes = text_bytes + ? WHERE id = ?",
                (len(text.encode()) - len(found["text"].encode()), found["session_id"]),
            )
        self._rows.apply(conn, key)

    def _changed(self, table: Table, found: Row) -> dict[str, Any]:
        values = {
            name: taken_out(form, found[name], self._eraser.from_source)
            for name, form in table.columns.items()
            if found[name]
        }
        return {name: value for name, value in values.items() if value != found[name]}


class SessionEventStage:
    """All events of a session."""

    def __init__(self, session_id: str) -> None:
        self._session_id = session_id

    def keys(self, conn: Connection) -> Iterator[Key]:
        """Their places in the table."""
        for found in rows(conn, "SELECT rowid FROM events WHERE session_id = ? ORDER BY seq", (self._session_id,)):
            yield (found["rowid"],)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """An event."""
        found = row(conn, "SELECT type, text FROM events WHERE rowid = ? AND session_id = ?", (*key, self._session_id))
        return (
            []
            if found is None
            else [Weight(place="events", example=f"{found['type']}: {excerpt(found['text'], Eraser())}")]
        )

    def apply(self, conn: Connection, key: Key) -> None:
        """Out of the index first, which needs the text."""
        found = row(conn, "SELECT text FROM events WHERE rowid = ?", key)
        assert found is not None  # noqa: S101 - it was weighed in this transaction
        conn.execute(_UNINDEX, (*key, found["text"]))
        conn.execute("DELETE FROM events WHERE rowid = ?", key)


class SessionHeadStage:
    """The session itself, when its events are gone. It is not logged again: its transcript may still be there."""

    def __init__(self, session_id: str) -> None:
        self._session_id = session_id

    def keys(self, conn: Connection) -> Iterator[Key]:
        """The session, if it is there."""
        if row(conn, "SELECT 1 FROM sessions WHERE id = ?", (self._session_id,)) is not None:
            yield (self._session_id,)

    def weigh(self, conn: Connection, key: Key) -> list[Weight]:
        """A session, and how its transcript was read."""
        found = row(conn, "SELECT * FROM sessions WHERE id = ?", key)
        read = rows(conn, "SELECT path FROM import_cursors WHERE session_id = ?", key)
        if found is None:
            return []
        told = found["title"] or found["external_id"] or cast("str", key[0])
        return [
            Weight(place="sessions", example=" ".join(told.split())),
            *(Weight(place="transcripts read", example=each["path"]) for each in read),
        ]

    def apply(self, conn: Connection, key: Key) -> None:
        """Delete it, and remember that it was forgotten."""
        found = row(conn, "SELECT source, external_id FROM sessions WHERE id = ?", key)
        if found is not None and found["external_id"] is not None:
            forgotten_sessions.add(conn, found["source"], found["external_id"])
        conn.execute("DELETE FROM import_cursors WHERE session_id = ?", key)
        conn.execute("DELETE FROM sessions WHERE id = ?", key)
