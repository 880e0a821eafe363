"""Looking at the file: damage is found, nothing is changed."""

from datetime import timedelta

from tests.conftest import MovableClock
from tests.promises import promise

from dreaming.domain.times import render
from dreaming.store import inspection
from dreaming.store.connection import Database


def test_a_new_file_is_sound(database: Database) -> None:
    """No problem, no damage, no dreams, and every kind of content has a size."""
    with database.read() as conn:
        assert inspection.problems(conn) == []
        assert inspection.damaged_texts(conn) == []
        assert inspection.dreams_by_status(conn) == {}
        assert set(inspection.bytes_by_kind(conn)) == {
            "memories",
            "memory history",
            "sessions",
            "dream records",
            "provenance",
            "search index",
            "free",
        }
        found, known = inspection.format_of(conn)
    assert found == known


@promise("cli:doctor:damage")
def test_a_text_that_was_changed_behind_our_back_is_named(database: Database) -> None:
    """The hash is of what was stored."""
    with database.write() as conn:
        conn.execute("INSERT INTO blobs (sha256, content, size) VALUES ('00', 'not this', 8)")

    with database.read() as conn:
        assert inspection.damaged_texts(conn) == [inspection.DamagedText(sha256="00", paths=())]


def test_a_reference_to_nothing_is_a_problem(database: Database) -> None:
    """A row whose partner is gone is reported."""
    with database.write() as conn:
        conn.execute("PRAGMA defer_foreign_keys = ON")
    conn = database._take_reader()  # pyright: ignore[reportPrivateUsage] - a connection that may break the rules
    conn.execute("PRAGMA query_only = OFF")
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("INSERT INTO dream_sessions (dream_id, session_id, position) VALUES ('drm_none', 'sesn_none', 0)")
    conn.close()

    with database.read() as conn:
        assert inspection.problems(conn) == ["a row of dream_sessions points at nothing in dreams"]


def test_a_dream_whose_lease_is_over_is_abandoned(database: Database, clock: MovableClock) -> None:
    """Its worker has gone."""
    with database.write() as conn:
        conn.execute(
            "INSERT INTO dreams (id, status, store_id, model, created_at, lease_until) VALUES (?, ?, ?, ?, ?, ?)",
            ("drm_a", "running", "memstore_a", "rules", render(clock.now()), render(clock.now())),
        )

    with database.read() as conn:
        assert inspection.abandoned_dreams(conn, clock.now() - timedelta(minutes=1)) == []
        assert inspection.abandoned_dreams(conn, clock.now()) == ["drm_a"]
