"""Logging sessions: once, clean, in batches."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import MovableClock
from tests.integrations.transcripts import agent, text, user, write
from tests.promises import promise

from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.limits import EVENT_TEXT_BYTES
from dreaming.domain.model import EventType, NewEvent, NewSession, Outcome, OutcomeResult
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.integrations.reading import log_transcript
from dreaming.service.sessions import BATCH_EVENTS, Sessions, as_reported
from dreaming.store.connection import Database

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
SECRET = "ghp_" + "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3"
HEAD = NewSession(source="plain", external_id="x1", title="Ports", agent="cli", project="shop")


@pytest.fixture
def sessions(database: Database, clock: MovableClock) -> Sessions:
    """On a real file."""
    return Sessions(database, clock, Redactor(b"k" * 32))


def event(number: int, words: str = "", **more: object) -> NewEvent:
    """A user's message; `more` puts other values in."""
    made = NewEvent(
        external_id=f"e{number}",
        type=EventType.USER_MESSAGE,
        origin=Origin.USER,
        text=words or f"Message {number}",
        created_at=AT + timedelta(minutes=number),
    )
    return replace(made, **more)


def texts(sessions: Sessions, session_id: str) -> list[str]:
    """What is kept of a session."""
    return [each.text for each in sessions.events(session_id)]


@promise("session:log:once")
def test_logging_again_adds_what_is_new(sessions: Sessions) -> None:
    """The session stays the same, its counts and times grow, and what its head leaves out stays."""
    first = sessions.log(HEAD, [event(1), event(2)])
    again = sessions.log(replace(HEAD, title=None, agent="other"), [event(1), event(2), event(3), event(3)])

    assert (first.appended, first.skipped) == (2, 0)
    assert (again.session_id, again.appended, again.skipped) == (first.session_id, 1, 3)
    kept = sessions.get(first.session_id)
    assert (kept.title, kept.agent, kept.event_count, kept.text_bytes) == ("Ports", "other", 3, 27)
    assert (kept.started_at, kept.ended_at) == (AT + timedelta(minutes=1), AT + timedelta(minutes=3))
    assert [each.seq for each in sessions.events(first.session_id)] == [1, 2, 3]


@promise("session:log:once")
def test_a_transcript_that_grew_is_the_same_session(sessions: Sessions, tmp_path: Path) -> None:
    """In each format, also without ids in the file."""
    formats = (
        [user("1", None, "One"), agent("2", "1", text("Two")), user("3", "2", "Three")],
        [
            {"type": "user.message", "text": words, "created_at": AT.isoformat()}
            for words in ("One", "Two", "Three", "One")
        ],
        [{"role": role, "content": role} for role in ("user", "assistant", "user", "assistant")],
    )
    for records in formats:
        path = write(tmp_path / "s.jsonl", records[:2])
        first = log_transcript(sessions, path)
        same = log_transcript(sessions, path)
        grown = log_transcript(sessions, write(path, records))

        assert (first.appended, same.appended, grown.appended) == (2, 0, len(records) - 2)
        assert {first.session_id} == {same.session_id, grown.session_id}


@promise("session:log:once")
def test_a_session_without_an_id_is_new_each_time(sessions: Sessions) -> None:
    """Nobody can say that it is the same."""
    head = replace(HEAD, external_id=None)

    assert sessions.log(head, [event(1)]).session_id != sessions.log(head, [event(1)]).session_id


@promise("session:claude-code:branches")
def test_a_later_branch_abandons_what_was_logged(sessions: Sessions, tmp_path: Path) -> None:
    """Known events learn that they were taken back, and that they were not after all."""
    records = [user("1", None, "Hello"), agent("2", "1", text("Hi.")), user("3", "2", "Use npm")]
    path = write(tmp_path / "s-1.jsonl", records)
    logged = log_transcript(sessions, path)
    again = log_transcript(sessions, write(path, [*records, user("4", "2", "Use pnpm")]))

    assert [each.text for each in sessions.events(logged.session_id) if each.abandoned] == ["Use npm"]
    assert "1 known event changed branch." in again.notes
    log_transcript(sessions, write(path, [*records, user("4", "2", "Use pnpm"), agent("5", "3", text("npm."))]))
    assert [each.text for each in sessions.events(logged.session_id) if each.abandoned] == ["Use pnpm"]


@promise("session:log:clean", "session:private:dropped")
def test_nothing_secret_is_kept_anywhere(sessions: Sessions, database: Database) -> None:
    """Neither in the rows nor in the index nor in the bytes of the file."""
    head = replace(
        HEAD,
        title=f"about {SECRET}",
        agent=f"a {SECRET}",
        project=f"/home/{SECRET}",
        outcome=Outcome(result=OutcomeResult.FAILED, explanation=f"with {SECRET}", by=SECRET),
    )
    events = [
        event(1, f"use {SECRET}"),
        event(2, "keep <private>xyzzyprivate</private> this"),
        event(3, f"{'a' * 5_990} {SECRET} {'b' * 9_000}", type=EventType.AGENT_TOOL_RESULT, origin=Origin.TOOL),
        event(4, "ran", type=EventType.AGENT_TOOL_USE, tool_name=SECRET),
        event(5, "<private>all of it</private>"),
        event(6, "a\x00b \ud800c"),
    ]

    logged = sessions.log(head, events, notes=lambda: (f"1 record skipped: 1 {SECRET}.",))

    assert (logged.appended, logged.redacted, logged.cut) == (5, 10, 1)
    assert texts(sessions, logged.session_id)[5 - 1] == "a\ufffdb \ufffdc"
    database.close()
    for file in database.path.parent.iterdir():
        content = file.read_bytes()
        assert SECRET.encode() not in content
        assert SECRET[:12].encode() not in content
        assert b"xyzzyprivate" not in content
    assert SECRET not in json.dumps(logged.notes)


@promise("session:log:cut")
def test_what_is_too_long_is_cut_and_said(sessions: Sessions) -> None:
    """Of a tool's output the beginning and the end say most; of other texts the beginning."""
    logged = sessions.log(
        HEAD,
        [
            event(1, "a" * 7_000 + "b" * 90_000 + "c" * 3_000, type=EventType.AGENT_TOOL_RESULT, origin=Origin.TOOL),
            event(2, "d" * 9_000, type=EventType.AGENT_TOOL_USE, origin=Origin.AGENT),
            event(3, "é" * EVENT_TEXT_BYTES),
            event(4, "e" * EVENT_TEXT_BYTES),
        ],
    )

    output, call, long, whole = texts(sessions, logged.session_id)
    assert output == "a" * 6_000 + "\n[… 92,000 characters cut …]\n" + "c" * 2_000
    assert call == "d" * 4_096 + "\n[… 4,904 characters cut …]\n"
    assert len(long.encode()) <= EVENT_TEXT_BYTES
    assert long.endswith("bytes cut …]")
    assert whole == "e" * EVENT_TEXT_BYTES
    assert (logged.cut, logged.notes) == (3, ("3 texts cut: too long to keep whole.",))


@promise("session:log:cut", "session:log:clean")
def test_the_ends_of_a_very_long_output_are_clean(sessions: Sessions) -> None:
    """Its middle is not looked through; a private span may reach from there to the end, and is found all the same."""
    output = f"{SECRET} {'a' * 999_958} {SECRET}"
    spans = f"{'a' * 500_000}<private>{'b' * 500_000}</private>end"
    result = {"type": EventType.AGENT_TOOL_RESULT, "origin": Origin.TOOL}

    logged = sessions.log(HEAD, [event(1, output, **result), event(2, spans, **result), event(3, "c" * 5_000_000)])

    first, second, third = texts(sessions, logged.session_id)
    assert (SECRET in first, logged.redacted) == (False, 3)
    assert f"[… {len(output) - 8_000 - 2 * (len(SECRET) - len(first.split()[0])):,} characters cut …]" in first
    assert second.endswith("a" * 1_997 + "end")
    assert f"[… {5_000_000 - EVENT_TEXT_BYTES:,} bytes cut …]" in third


@promise("session:log:empty")
def test_a_session_without_events_is_refused(sessions: Sessions, tmp_path: Path) -> None:
    """Nothing is kept that nothing can be learnt from."""
    with pytest.raises(InvalidInput, match="no event that counts"):
        sessions.log(HEAD, [])
    with pytest.raises(InvalidInput, match="no event that counts"):
        log_transcript(sessions, write(tmp_path / "s.jsonl", [{"type": "session", "title": "x"}]))
    with pytest.raises(InvalidInput, match="no event that counts"):
        sessions.log(HEAD, [event(1, "<private>x</private>")])

    assert sessions.listing() == []


@promise("session:log:undone", "session:log:batches")
def test_a_log_that_breaks_off_is_completed_by_the_next(sessions: Sessions) -> None:
    """Batches are whole or not there."""

    def breaking(count: int) -> Iterator[NewEvent]:
        yield from (event(number) for number in range(count))
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sessions.log(HEAD, breaking(BATCH_EVENTS + 7))
    (left,) = sessions.listing()
    assert left.event_count == BATCH_EVENTS

    logged = sessions.log(HEAD, (event(number) for number in range(BATCH_EVENTS + 7)))

    assert (logged.session_id, logged.appended, logged.skipped) == (left.id, 7, BATCH_EVENTS)


@promise("session:reported:not-user")
def test_what_an_agent_logs_is_reported(sessions: Sessions) -> None:
    """It says what the user said; nobody else does."""
    agents = event(2, type=EventType.AGENT_MESSAGE, origin=Origin.AGENT)

    logged = sessions.log(HEAD, as_reported([event(1), agents]))

    assert [each.origin for each in sessions.events(logged.session_id)] == [Origin.REPORTED, Origin.AGENT]


@promise("session:log:once")
def test_events_are_appended_by_the_sessions_id(sessions: Sessions) -> None:
    """Unknown sessions are refused, also where there is nothing to append."""
    logged = sessions.log(HEAD, [event(1)])

    assert sessions.append(logged.session_id, [event(1), event(2)]).appended == 1
    assert sessions.append(logged.session_id, []).appended == 0
    with pytest.raises(NotFound):
        sessions.append("sesn_none", [event(1)])
