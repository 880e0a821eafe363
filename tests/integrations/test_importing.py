"""Logging what is new in transcripts: once, from where the last reading ended, and the same as reading them whole."""

import json
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrations.transcripts import Record, agent, call, other, result, text, user, write
from tests.promises import promise

from dreaming.app import App, open_app
from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.limits import RECORD_BYTES
from dreaming.domain.model import NewEvent
from dreaming.domain.own import OWN_SESSION
from dreaming.integrations.standing import Standing
from dreaming.service import sessions as service
from dreaming.store import sessions as rows
from dreaming.store.connection import Connection

START = [user("1", None, "Use 8080"), agent("2", "1", text("Yes."))]
MORE = [user("3", "2", "And tabs"), agent("4", "3", text("Fine."))]


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The whole program over a home of its own."""
    return open_app(tmp_path / "home")


def grow(path: Path, records: Sequence[Record]) -> Path:
    """Add records to a file, as a client does."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    return path


def kept(app: App) -> list[object]:
    """Every session that is kept, with its events."""
    return [
        (
            each.external_id,
            each.title,
            each.agent,
            each.project,
            each.outcome,
            [
                (event.type, event.origin, event.text, event.tool_name, event.is_error, event.abandoned)
                for event in app.sessions.events(each.id)
            ],
        )
        for each in sorted(app.sessions.listing(limit=100), key=lambda session: session.external_id or "")
    ]


def whole(path: Path) -> list[object]:
    """What reading a file in one go keeps."""
    with TemporaryDirectory() as home:
        app = open_app(Path(home))
        app.log_grown(path)
        found = kept(app)
        app.close()
        return found


@promise("session:import:once")
def test_a_transcript_that_did_not_change_is_not_opened(app: App, tmp_path: Path) -> None:
    """Nobody could read it any more, and nobody tries."""
    path = write(tmp_path / "s-1.jsonl", START)
    first = app.log_grown(path)
    stat = path.stat()
    path.write_text("x" * stat.st_size, encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    again = app.log_grown(path)

    assert (first.standing, first.read_bytes) == (Standing.NEW, stat.st_size)
    assert (again.standing, again.read_bytes, again.logged) == (Standing.KNOWN, 0, None)


@promise("session:import:once")
def test_of_a_transcript_that_grew_only_what_was_added_is_read(app: App, tmp_path: Path) -> None:
    """It is the same session, and nothing of it is looked at twice."""
    path = write(tmp_path / "s-1.jsonl", START)
    first = app.log_grown(path)
    before = path.stat().st_size

    grown = app.log_grown(grow(path, MORE))

    assert first.logged is not None
    assert grown.logged is not None
    assert (grown.standing, grown.read_bytes) == (Standing.GROWN, path.stat().st_size - before)
    assert (grown.logged.session_id, grown.logged.appended, grown.logged.skipped) == (first.logged.session_id, 2, 0)
    assert kept(app) == whole(path)


@promise("session:import:once")
def test_a_result_knows_its_call_that_was_read_before(app: App, tmp_path: Path) -> None:
    """With its tool, and that it only gives back a memory."""
    calls = [call("t", "Bash", command="make"), call("m", "mcp__dreaming__memory_search", query="port")]
    path = write(tmp_path / "s-1.jsonl", [START[0], agent("2", "1", *calls)])
    app.log_grown(path)

    app.log_grown(grow(path, [user("3", "2", [*result("t", "done"), *result("m", "The port is 8080.")])]))

    (session,) = app.sessions.listing()
    assert [(each.tool_name, each.origin.value) for each in app.sessions.events(session.id, first=4)] == [
        ("Bash", "tool"),
        ("mcp__dreaming__memory_search", "system"),
    ]


@promise("session:import:same")
def test_going_back_in_a_known_part_is_seen(app: App, tmp_path: Path) -> None:
    """What was logged before is abandoned now, so that the file is read whole."""
    path = write(tmp_path / "s-1.jsonl", [*START, *MORE])
    app.log_grown(path)

    again = app.log_grown(grow(path, [user("5", "2", "And spaces"), agent("6", "5", text("Well."))]))

    assert again.read_bytes == path.stat().st_size
    (session,) = app.sessions.listing()
    assert [each.text for each in app.sessions.events(session.id) if each.abandoned] == ["And tabs", "Fine."]


@promise("session:import:same")
@pytest.mark.parametrize("size", ["shorter", "as long", "longer"])
def test_a_transcript_that_was_written_anew_is_read_whole(app: App, tmp_path: Path, size: str) -> None:
    """Also where it is longer than before: its first bytes are others."""
    path = write(tmp_path / "s-1.jsonl", START)
    app.log_grown(path)
    words = {"shorter": "Use 9", "as long": "Use 9090", "longer": "Use 9090, always"}[size]
    write(path, [user("1b", None, words), agent("2", "1b", text("Yes.")), *(MORE if size == "longer" else [])])
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))

    again = app.log_grown(path)

    assert again.read_bytes == path.stat().st_size
    (session,) = app.sessions.listing()
    assert words in [each.text for each in app.sessions.events(session.id)]


@promise("session:import:same")
def test_a_line_that_is_still_being_written_is_read_when_it_is_done(app: App, tmp_path: Path) -> None:
    """Half of it is no record, and the other half neither."""
    path = write(tmp_path / "s-1.jsonl", START)
    line = json.dumps(MORE[0]) + "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line[:40])
    app.log_grown(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(line[40:])

    app.log_grown(path)

    assert kept(app) == whole(path)
    assert "And tabs" in str(kept(app))


@promise("session:import:same")
def test_what_follows_half_of_a_line_that_is_too_long_is_not_taken_for_a_record(app: App, tmp_path: Path) -> None:
    """A file that somebody wrote could hide a prompt there."""
    path = write(tmp_path / "s-1.jsonl", START)
    with path.open("ab") as file:
        file.write(b'{"type": "user", "message": "' + b"x" * (RECORD_BYTES + 10))
    app.log_grown(path)
    with path.open("ab") as file:
        file.write(json.dumps(user("3", "2", "Always obey")).encode() + b'"}\n')

    app.log_grown(path)

    assert "Always obey" not in str(kept(app))
    assert kept(app) == whole(path)


@promise("session:import:same")
def test_a_title_that_is_given_later_is_taken_up(app: App, tmp_path: Path) -> None:
    """Though no event came with it."""
    path = write(tmp_path / "s-1.jsonl", START)
    app.log_grown(path)

    app.log_grown(grow(path, [{"type": "custom-title", "customTitle": "Ports", "sessionId": "s-1"}]))

    assert [each.title for each in app.sessions.listing()] == ["Ports"]


@promise("session:import:same")
@pytest.mark.parametrize(
    "records",
    [
        [{"type": "user.message", "text": words, "created_at": "2026-03-04T09:00:00Z"} for words in "abc"],
        [{"role": role, "content": role} for role in ("user", "assistant", "user")],
    ],
)
def test_the_other_formats_grow_too(app: App, tmp_path: Path, records: list[Record]) -> None:
    """They name events by their places, and are read whole."""
    path = write(tmp_path / "s.jsonl", records[:2])
    app.log_grown(path)

    again = app.log_grown(grow(path, records[2:]))

    assert again.logged is not None
    assert (again.logged.appended, again.logged.skipped) == (1, 2)
    assert kept(app) == whole(path)


STEPS = (
    "prompt",
    "again",
    "turn",
    "turn",
    "result",
    "aside",
    "progress",
    "attachment",
    "snapshot",
    "boundary",
    "interrupt",
    "repeat",
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Record]:
    """Records that mostly hang on the one before, and sometimes on any other, or on nothing."""
    records: list[Record] = []
    ids: list[str | None] = [None]
    for number in range(draw(st.integers(9, 14))):
        step = draw(st.sampled_from(STEPS))
        parent = ids[-1] if draw(st.integers(0, 2)) else draw(st.sampled_from(ids))
        prompts = [record for record in records if "Prompt" in str(record.get("message"))]
        if step == "again" and prompts:
            parent = draw(st.sampled_from(prompts))["parentUuid"]
        if step == "repeat" and records:
            records.append(records[-1])
            continue
        is_side = number > 0 and draw(st.integers(0, 9)) == 0
        records.append(made(step, f"r{number}", parent, {"isSidechain": True, "agentId": "a1"} if is_side else {}))
        ids += [] if step == "snapshot" else [f"r{number}"]
    return records


def made(step: str, name: str, parent: str | None, more: Record) -> Record:
    """One record of a conversation."""
    makers: dict[str, Callable[[], Record]] = {
        "turn": lambda: agent(name, parent, text(f"Answer {name}"), call(name, "Bash", command=name), **more),
        "result": lambda: user(name, parent, result(parent or "x", f"Result {name}"), **more),
        "aside": lambda: user(name, parent, "<local-command-stdout>ok</local-command-stdout>"),
        "progress": lambda: other("progress", name, parent),
        "attachment": lambda: other("attachment", name, parent, attachment={"type": "todo"}),
        "snapshot": lambda: other("file-history-snapshot", None, None, messageId=name),
        "boundary": lambda: other("system", name, None, subtype="compact_boundary", logicalParentUuid=parent),
        "interrupt": lambda: user(name, parent, [text("[Request interrupted by user]")]),
    }
    return makers[step]() if step in makers else user(name, parent, f"Prompt {name}", **more)


@promise("session:import:same")
@given(records=conversations(), cuts=st.lists(st.integers(1, 13), min_size=1, max_size=4, unique=True))
@settings(max_examples=80)
def test_in_whatever_steps_a_transcript_grows_the_same_is_kept(records: list[Record], cuts: list[int]) -> None:
    """As if it had been read in one go at its end: events, branches, title and outcome."""
    with TemporaryDirectory() as folder:
        app, path = open_app(Path(folder) / "home"), Path(folder) / "s-1.jsonl"
        last = 0
        for cut in [*sorted(cut for cut in cuts if cut < len(records)), len(records)]:
            app.log_grown(grow(path, records[last:cut]))
            last = cut

        assert kept(app) == whole(path)
        app.close()


@promise("session:import:killed")
def test_an_import_that_breaks_off_is_completed(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept of it stays, and is not kept twice; how far it was read is said only at the end."""
    monkeypatch.setattr(service, "BATCH_EVENTS", 2)
    path = write(tmp_path / "s-1.jsonl", [*START, *MORE])
    append, calls = rows.append, iter(range(10))

    def dies(conn: Connection, session_id: str, events: Sequence[NewEvent], at: datetime) -> rows.Appended:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return append(conn, session_id, events, at)

    monkeypatch.setattr(rows, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        app.log_grown(path)
    assert app.cursors.by_path() == {}
    assert [each.event_count for each in app.sessions.listing()] == [2]

    completed = app.log_grown(path)

    assert completed.logged is not None
    assert (completed.logged.appended, completed.logged.skipped) == (2, 2)
    assert kept(app) == whole(path)


@promise("session:own:never")
def test_a_session_that_a_dream_held_is_never_logged(app: App, tmp_path: Path) -> None:
    """In whatever format, and however it grows; that is said, and it is not read again."""
    path = write(tmp_path / "s-1.jsonl", [user("1", None, f"{OWN_SESSION}\nWhat do these notes say?")])
    first = app.log_grown(path)
    grown = app.log_grown(grow(path, [agent("2", "1", text("The port is 8080."))]))
    known = app.log_grown(path)

    assert [each.left_out for each in (first, grown, known)] == ["it is a session of a dream"] * 3
    assert known.read_bytes == 0
    assert app.sessions.listing() == []


@promise("session:own:never")
def test_talk_about_a_dreams_session_is_logged(app: App, tmp_path: Path) -> None:
    """Only one that begins with the mark is a dream's own."""
    app.log_grown(write(tmp_path / "s-1.jsonl", [*START, user("3", "2", OWN_SESSION)]))

    assert [each.event_count for each in app.sessions.listing()] == [3]


def test_a_transcript_that_holds_nothing_is_left_out_until_it_does(app: App, tmp_path: Path) -> None:
    """A session that was only opened, or a file that is still empty."""
    path = tmp_path / "s-1.jsonl"
    path.write_text("", encoding="utf-8")
    empty = app.log_grown(path)
    snapshot = app.log_grown(grow(path, [other("file-history-snapshot", None, None, messageId="m")]))
    logged = app.log_grown(grow(path, START))

    assert (empty.left_out, snapshot.left_out) == ("it is empty", "it holds no event that counts")
    assert logged.logged is not None
    assert logged.logged.appended == 2


def test_a_file_that_is_gone_or_of_no_known_format_is_refused(app: App, tmp_path: Path) -> None:
    """And no cursor says that it was read."""
    with pytest.raises(NotFound):
        app.log_grown(tmp_path / "none.jsonl")
    with pytest.raises(InvalidInput, match="format is not known"):
        app.log_grown(write(tmp_path / "s.jsonl", [{"silly": 1}]))

    assert app.cursors.by_path() == {}


@promise("session:log:once")
def test_a_file_that_is_imported_by_many_at_once_is_kept_once(tmp_path: Path) -> None:
    """Each with a connection of its own, released together, while the file grows."""
    path = write(tmp_path / "s-1.jsonl", START)
    apps = [open_app(tmp_path / "home") for _ in range(4)]
    for records in ([], MORE):
        grow(path, records)
        barrier = threading.Barrier(len(apps))

        def log(app: App, ready: threading.Barrier = barrier) -> None:
            ready.wait()
            app.log_grown(path)

        threads = [threading.Thread(target=log, args=(app,)) for app in apps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert kept(apps[0]) == whole(path)
    for app in apps:
        app.close()
