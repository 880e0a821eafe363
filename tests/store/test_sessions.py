"""Rows of sessions and events: search and lists."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.model import EventType, NewEvent, Session
from dreaming.domain.provenance import Origin
from dreaming.store import sessions
from dreaming.store.connection import Database
from dreaming.store.event_search import search_events

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
TEXTS = ("Deploy the café server", "deploy to prod_eu-1", "日本語 テキスト", "nothing of it")


@pytest.fixture
def filled(database: Database) -> Database:
    """Two sessions with the same texts."""
    with database.write() as conn:
        for number, project in enumerate(("shop", "blog")):
            head = Session(
                id=f"sesn_{number}",
                external_id=f"x{number}",
                source="plain",
                title=None,
                agent="cli",
                project=project,
                created_at=AT,
                updated_at=AT,
            )
            sessions.insert(conn, head)
            sessions.append(conn, head.id, [_event(place + 10 * number, text) for place, text in enumerate(TEXTS)], AT)
    return database


def _event(place: int, text: str) -> NewEvent:
    at = AT + timedelta(minutes=place)
    return NewEvent(external_id=str(place), type=EventType.USER_MESSAGE, origin=Origin.USER, text=text, created_at=at)


@promise("session:events:search")
@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("DEPLOY", [2, 1, 2, 1]),
        ("deploy cafe", [1, 1]),
        ("deploy absent", [2, 1, 2, 1]),
        ("prod_eu-1", [2, 2]),
        ("テキスト", [3, 3]),
        ("absent", []),
        ("*", []),
        ("", []),
    ],
)
def test_events_are_found_by_words(filled: Database, query: str, places: list[int]) -> None:
    """All words, else any; the newest first."""
    with filled.read() as conn:
        assert [event.seq for event in search_events(conn, query)] == places
        assert [event.seq for event in search_events(conn, query, session_ids=["sesn_0"])] == places[: len(places) // 2]


@promise("session:events:search")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=500)
@given(st.text(max_size=60) | st.text(alphabet="\"'*()^:-+{}[] NEARORANDT\x00\ud800", max_size=20))
def test_any_string_is_a_query(filled: Database, query: str) -> None:
    """Nothing in it is an operator, and nothing an error."""
    with filled.read() as conn:
        search_events(conn, query)


@promise("session:list:undreamt")
def test_sessions_are_listed_by_what_they_are(filled: Database) -> None:
    """The one that ended last first; a failed dream does not count, and a grown session is undreamt again."""
    with filled.write() as conn:
        for dream, status, session in (("drm_1", "completed", "sesn_0"), ("drm_2", "failed", "sesn_1")):
            conn.execute(
                "INSERT INTO dreams (id, status, store_id, model, created_at, ended_at) VALUES (?, ?, 'm', 'rules', 't', 't')",
                (dream, status),
            )
            conn.execute(
                "INSERT INTO dream_sessions (dream_id, position, session_id, last_seq) VALUES (?, 0, ?, 4)",
                (dream, session),
            )

    def ids(**wanted: object) -> list[str]:
        with filled.read() as conn:
            return [session.id for session in sessions.listing(conn, **wanted)]  # type: ignore[arg-type]  # by name

    assert ids() == ["sesn_1", "sesn_0"]
    assert ids(limit=1) == ["sesn_1"]
    assert ids(project="shop", agent="cli") == ["sesn_0"]
    assert ids(agent="none") == []
    assert ids(before=AT + timedelta(minutes=10)) == ["sesn_0"]
    assert ids(undreamt_by="m") == ["sesn_1"]
    assert ids(undreamt_by="other") == ["sesn_1", "sesn_0"]
    with filled.write() as conn:
        sessions.append(conn, "sesn_0", [_event(20, "more")], AT)
    assert ids(undreamt_by="m") == ["sesn_0", "sesn_1"]
