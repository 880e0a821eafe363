"""Sessions and their events. Events are only ever added; what changes later is which of them are abandoned.

The counts in a session's row are kept with each batch, so that logging a long session costs no more at its end than at
its beginning. The index over the texts is kept in the same transaction.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, cast

from dreaming.domain.errors import AmbiguousName, NotFound
from dreaming.domain.ids import Prefix, make_ids
from dreaming.domain.model import PROJECT, MemoryStore, NewEvent, Outcome, OutcomeResult, Session
from dreaming.domain.times import parse, parse_optional, render, render_optional
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.events import COLUMNS

# Whether a session `s` is of the project of a store (by id), or in any, of `of_project`: in its folder or below it, or of
# none that is known. A store that knows no project is of all of them.
OF_PROJECT = """
    coalesce((
        SELECT s.project IS NULL OR s.project = root
            OR (substr(s.project, 1, length(root)) = root AND substr(s.project, length(root) + 1, 1) IN ('/', '\\'))
        FROM (SELECT coalesce(:of_project, (
            SELECT json_extract(metadata, '$.project') FROM stores WHERE id = :store_id)) AS root)
    ), 1)
"""


@dataclass(frozen=True, slots=True)
class Appended:
    """How many events were added, how many stood there already, and how many of those changed their branch.

    `text_bytes` is the size of the added texts.
    """

    added: int = 0
    known: int = 0
    moved: int = 0
    text_bytes: int = 0

    def __add__(self, other: "Appended") -> "Appended":
        return Appended(
            self.added + other.added,
            self.known + other.known,
            self.moved + other.moved,
            self.text_bytes + other.text_bytes,
        )


def get(conn: Connection, session_id: str) -> Session:
    """One session's head.

    Raises:
        NotFound: there is none with that id.
    """
    found = row(conn, "SELECT * FROM sessions WHERE id = ?", (session_id,))
    if found is None:
        raise NotFound("session", session_id, "session_list shows the ids that exist.")
    return _session(found)


def named(conn: Connection, name: str) -> Session:
    """The session with that id, or that its source calls so.

    Raises:
        NotFound: there is none.
        AmbiguousName: several sources call one so.
    """
    found = rows(conn, "SELECT * FROM sessions WHERE id = ?1 OR external_id = ?1 ORDER BY id = ?1 DESC, id", (name,))
    if not found:
        return get(conn, name)
    if len(found) > 1 and found[0]["id"] != name:
        raise AmbiguousName(name, [each["id"] for each in found], what="sessions")
    return _session(found[0])


def find(conn: Connection, source: str, external_id: str) -> Session | None:
    """The session that a source knows by that id."""
    found = row(conn, "SELECT * FROM sessions WHERE source = ? AND external_id = ?", (source, external_id))
    return None if found is None else _session(found)


def listing(
    conn: Connection,
    *,
    project: str | None = None,
    agent: str | None = None,
    undreamt_by: str | None = None,
    for_store: MemoryStore | None = None,
    limit: int = 20,
    before: datetime | None = None,
) -> list[Session]:
    """Sessions, the one that ended last first.

    Args:
        conn: a connection in a transaction.
        project: only those of this project.
        agent: only those of this agent.
        undreamt_by: only those that this store (by id) has not dreamt of to their end.
        for_store: only those that this store, which need not be made yet, may dream of.
        limit: at most so many.
        before: only those that ended before.
    """
    found = rows(
        conn,
        f"""
        SELECT * FROM sessions AS s
        WHERE {OF_PROJECT} AND (:project IS NULL OR project = :project) AND (:agent IS NULL OR agent = :agent)
          AND (:before IS NULL OR coalesce(ended_at, created_at) < :before)
          AND (:store IS NULL OR NOT EXISTS (
                SELECT 1 FROM dream_sessions AS ds JOIN dreams AS d ON d.id = ds.dream_id
                WHERE ds.session_id = s.id AND NOT ds.held_out AND d.store_id = :store
                  AND d.status NOT IN ('failed', 'canceled')
                  AND (ds.last_seq IS NULL OR ds.last_seq >= s.event_count)))
        ORDER BY coalesce(ended_at, created_at) DESC, id DESC LIMIT :limit
        """,  # noqa: S608 - our own words
        {
            "project": project,
            "agent": agent,
            "store": undreamt_by,
            "store_id": undreamt_by,
            "of_project": None if for_store is None else for_store.metadata.get(PROJECT),
            "before": render_optional(before),
            "limit": limit,
        },
    )
    return [_session(each) for each in found]


def insert(conn: Connection, session: Session) -> None:
    """A new session's head; its counts begin at nothing, whatever `session` says."""
    conn.execute(
        """
        INSERT INTO sessions (id, source, external_id, title, agent, project, outcome, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            session.id,
            session.source,
            session.external_id,
            session.title,
            session.agent,
            session.project,
            _outcome_text(session.outcome),
            render(session.created_at),
            render(session.updated_at),
        ),
    )


def describe(conn: Connection, session: Session) -> None:
    """Put the title, agent, project and outcome of `session` in the place of those that stand there."""
    conn.execute(
        "UPDATE sessions SET title = ?, agent = ?, project = ?, outcome = ?, updated_at = ? WHERE id = ?",
        (
            session.title,
            session.agent,
            session.project,
            _outcome_text(session.outcome),
            render(session.updated_at),
            session.id,
        ),
    )


def append(conn: Connection, session_id: str, events: Sequence[NewEvent], at: datetime) -> Appended:
    """Add the events that the session does not have yet, in their order, behind those that it has.

    An event that stands there already is left as it is, but for its branch: a later reading knows better which events
    lead to the end of the conversation.
    """
    standing = known(conn, session_id, [event.external_id for event in events])
    fresh: dict[str, NewEvent] = {}
    moved: list[tuple[bool, str, str]] = []
    for event in events:
        if event.external_id not in standing:
            fresh.setdefault(event.external_id, event)
        elif standing[event.external_id] != event.abandoned:
            moved.append((event.abandoned, session_id, event.external_id))
    conn.executemany("UPDATE events SET abandoned = ? WHERE session_id = ? AND external_id = ?", moved)
    size = sum(_size(event.text) for event in fresh.values())
    if fresh:
        _add(conn, session_id, list(fresh.values()), size, at)
    return Appended(len(fresh), len(events) - len(fresh), len(moved), size)


def known(conn: Connection, session_id: str, external_ids: Sequence[str]) -> dict[str, bool]:
    """Which of these events the session has, by their external ids, and whether each is abandoned."""
    found = rows(
        conn,
        """
        SELECT external_id, abandoned FROM events
        WHERE session_id = ? AND external_id IN (SELECT value FROM json_each(?))
        """,
        (session_id, json.dumps(list(external_ids))),
    )
    return {each["external_id"]: bool(each["abandoned"]) for each in found}


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _add(conn: Connection, session_id: str, events: Sequence[NewEvent], size: int, at: datetime) -> None:
    last = _number(conn, "SELECT event_count AS n FROM sessions WHERE id = ?", (session_id,))
    # The write lock is held: nobody else takes these numbers.
    row_id = _number(conn, "SELECT coalesce(max(rowid), 0) AS n FROM events")
    ids = make_ids(Prefix.EVENT, block=len(events))
    conn.executemany(
        f"INSERT INTO events (rowid, external_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed names
        (
            (
                row_id + place,
                event.external_id,
                event_id,
                session_id,
                last + place,
                event.type,
                event.origin,
                event.text,
                event.is_error,
                event.abandoned,
                event.tool_name,
                event.tool_use_id,
                render(event.created_at),
            )
            for place, (event_id, event) in enumerate(zip(ids, events, strict=False), 1)
        ),
    )
    conn.executemany(
        "INSERT INTO events_fts (rowid, text) VALUES (?, ?)",
        ((row_id + place, event.text) for place, event in enumerate(events, 1)),
    )
    _count(conn, session_id, events, size, at)


def _count(conn: Connection, session_id: str, events: Sequence[NewEvent], size: int, at: datetime) -> None:
    times = [event.created_at for event in events]
    conn.execute(
        """
        UPDATE sessions SET
            event_count = event_count + :count, text_bytes = text_bytes + :bytes, updated_at = :at,
            started_at = min(coalesce(started_at, :first), :first), ended_at = max(coalesce(ended_at, :last), :last)
        WHERE id = :id
        """,
        {
            "id": session_id,
            "count": len(events),
            "bytes": size,
            "first": render(min(times)),
            "last": render(max(times)),
            "at": render(at),
        },
    )


def _number(conn: Connection, sql: str, values: Sequence[Any] = ()) -> int:
    found = row(conn, sql, values)
    return 0 if found is None else cast("int", found["n"])


def _outcome_text(outcome: Outcome | None) -> str | None:
    return None if outcome is None else json.dumps(asdict(outcome))


def _outcome(text: str | None) -> Outcome | None:
    if text is None:
        return None
    outcome = Outcome(**json.loads(text))
    return replace(outcome, result=OutcomeResult(outcome.result))


def _session(found: Row) -> Session:
    return Session(
        id=found["id"],
        external_id=found["external_id"],
        source=found["source"],
        title=found["title"],
        agent=found["agent"],
        project=found["project"],
        created_at=parse(found["created_at"]),
        updated_at=parse(found["updated_at"]),
        started_at=parse_optional(found["started_at"]),
        ended_at=parse_optional(found["ended_at"]),
        event_count=found["event_count"],
        text_bytes=found["text_bytes"],
        outcome=_outcome(found["outcome"]),
    )
