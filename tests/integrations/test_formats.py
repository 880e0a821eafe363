"""The other formats, which format a file has, and files that are none."""

import io
import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrations.transcripts import agent, other, read, text, user, write
from tests.promises import promise

from dreaming.domain.errors import DreamingError, InvalidInput, LimitExceeded, NotFound
from dreaming.domain.limits import RECORD_BYTES
from dreaming.domain.model import Outcome, OutcomeResult
from dreaming.integrations.reading import open_transcript

AT = "2026-03-04T09:00:00Z"


@promise("session:formats:read")
def test_the_plain_format_is_read(tmp_path: Path) -> None:
    """One event a line, with the head before them."""
    outcome = {"result": "satisfied", "explanation": "it works", "by": "ada"}
    records = [
        {
            "type": "session",
            "title": "Ports",
            "agent": "cli",
            "project": "shop",
            "external_id": "x1",
            "outcome": outcome,
        },
        {"type": "user.message", "text": "Use 8080", "created_at": AT, "id": "e1"},
        {"type": "agent.tool_use", "text": "make", "created_at": AT, "tool_name": "Bash", "tool_use_id": "t"},
        {"type": "agent.tool_result", "text": "failed", "created_at": AT, "is_error": True, "tool_use_id": "t"},
        {"type": "session.status_idle", "created_at": AT},
        {"type": "agent.message", "content": [{"type": "text", "text": "Done"}], "processed_at": AT},
    ]

    found = read(write(tmp_path / "s.jsonl", records))

    head = found.head
    assert (head.source, head.external_id, head.title, head.agent, head.project) == (
        "plain",
        "x1",
        "Ports",
        "cli",
        "shop",
    )
    assert head.outcome == Outcome(result=OutcomeResult.SATISFIED, explanation="it works", by="ada")
    assert found.said() == [
        ("user.message", "user", "Use 8080"),
        ("agent.tool_use", "agent", "make"),
        ("agent.tool_result", "tool", "failed"),
        ("agent.message", "agent", "Done"),
    ]
    assert (found.events[0].external_id, found.events[2].tool_name, found.events[2].is_error) == ("e1", "Bash", True)
    assert found.notes == ("1 record of unknown type skipped: 1 session.status_idle.",)


@promise("session:formats:read")
def test_without_an_id_a_plain_file_is_known_by_its_first_record(tmp_path: Path) -> None:
    """By its SHA-256, so that the file is known again when it has grown."""
    path = write(tmp_path / "s.jsonl", [{"type": "user.message", "text": "Use 8080", "created_at": AT}])

    assert read(path).head.external_id == sha256(path.read_bytes().strip()).hexdigest()
    assert read(path).head.title == "Use 8080"


MESSAGES = [
    {"role": "system", "content": "You are helpful"},
    {"role": "user", "content": "Use 8080"},
    {
        "role": "assistant",
        "content": [text("Yes."), {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": "ls"}}],
    },
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "a b"}, text("and tabs")]},
]


@promise("session:formats:read")
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(MESSAGES),
        json.dumps(MESSAGES, indent=2),
        json.dumps({"messages": MESSAGES}),
        "\n".join(json.dumps(message) for message in MESSAGES),
    ],
)
def test_lists_of_messages_are_read(tmp_path: Path, content: str) -> None:
    """As one document, pretty or not, within an object, or a message a line."""
    path = tmp_path / "s.json"
    path.write_text(content, encoding="utf-8")

    found = read(path)

    assert (found.head.source, found.head.title) == ("messages", "Use 8080")
    assert found.said() == [
        ("system.message", "system", "You are helpful"),
        ("user.message", "user", "Use 8080"),
        ("agent.message", "agent", "Yes."),
        ("agent.tool_use", "agent", "ls"),
        ("agent.tool_result", "tool", "a b"),
        ("user.message", "user", "and tabs"),
    ]


@promise("session:formats:read")
def test_sessions_with_the_same_instructions_are_told_apart(tmp_path: Path) -> None:
    """The first thing that a user says counts too."""
    heads = [
        read(write(tmp_path / "s", [MESSAGES[0], {"role": "user", "content": words}])).head.external_id
        for words in ("one", "two", "one")
    ]

    assert heads[0] == heads[2] != heads[1]


@promise("session:formats:read")
def test_claude_codes_records_in_one_document_are_read(tmp_path: Path) -> None:
    """As an export has them."""
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"loglines": [user(None, None, "Hi"), agent(None, None, text("Hello"))]}, indent=1))

    assert [event.text for event in read(path).events] == ["Hi", "Hello"]


@promise("session:formats:read")
@pytest.mark.parametrize("content", ["\n\n", "# Notes\n- a", '{"a": 1}', "[1, 2]", "null", "[[[", "\x00\x01"])
def test_an_unknown_format_is_refused_with_those_that_are_known(tmp_path: Path, content: str) -> None:
    """So that a person knows what to bring."""
    path = tmp_path / "s"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidInput, match=r"Claude Code transcript.*Codex.*plain format.*messages"):
        read(path)


@promise("session:formats:read")
def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A file that is not there, a folder, a pipe, a document too large to be taken apart."""
    with pytest.raises(NotFound):
        read(tmp_path / "none")
    with pytest.raises(InvalidInput, match="cannot be read"):
        read(tmp_path)
    end, begin = os.pipe()
    os.close(begin)
    with pytest.raises(InvalidInput, match="pipe"):
        open_transcript(end)
    large = tmp_path / "large.json"
    large.write_bytes(b"[\n" + b" " * RECORD_BYTES + b"\n]")
    with pytest.raises(LimitExceeded):
        read(large)


@promise("session:lines:defended")
def test_bad_lines_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    """Nothing that stands between two prompts keeps the second from being read."""
    path = tmp_path / "s.jsonl"
    deep = "[" * 200_000
    bad = [
        '{"broken',
        "42",
        deep,
        '"text"',
        json.dumps({"type": "user", "message": None}),
        "",
        '{"type": "user", "message": 7}',
    ]
    write(path, [user("1", None, "One"), *bad, "x" * (RECORD_BYTES + 5), user("2", "1", "Two \ud800")])
    with path.open("ab") as file:
        file.write(b'{"type": "user", "message": {"content": "not yet fin')

    found = read(path)

    assert [event.text for event in found.events] == ["One", "Two \ud800"]
    assert found.notes == (
        "4 lines skipped: no JSON record.",
        "1 line skipped: longer than 16 MiB.",
        "The last line is not finished; logging the file again reads it.",
    )


@promise("session:lines:defended")
def test_times_that_are_none_do_not_matter(tmp_path: Path) -> None:
    """An event then has the time of the one before, or the file's."""
    records = [
        {"type": "user.message", "text": "a", "created_at": "0001-01-01T00:00:00+23:59"},
        {"type": "user.message", "text": "b", "created_at": AT},
        {"type": "user.message", "text": "c", "created_at": 17},
    ]
    path = write(tmp_path / "s.jsonl", records)
    os.utime(path, (0, 0))

    assert [event.created_at.isoformat() for event in read(path).events] == [
        "1970-01-01T00:00:00+00:00",
        "2026-03-04T09:00:00+00:00",
        "2026-03-04T09:00:00+00:00",
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["user", "text", "tool_result"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "message", "content", "role", "text", "uuid", "id", "tool_use_id", "input", "name"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
SEEDS = (
    user("1", None, "Hi"),
    agent("2", "1", text("Hello")),
    other("system", "3", "2", subtype="compact_boundary"),
    other("attachment", "4", "3", attachment={"type": "queued_command", "prompt": "x"}),
    {"type": "user.message", "text": "Hi", "created_at": AT},
    {"type": "session", "title": "x", "outcome": {"result": "failed"}},
    MESSAGES[2],
    MESSAGES[3],
)
DAMAGED = st.tuples(
    st.sampled_from(SEEDS), st.dictionaries(st.sampled_from(sorted({k for s in SEEDS for k in s})), VALUES)
).map(lambda pair: {**pair[0], **pair[1]})


@promise("session:lines:arbitrary")
@settings(max_examples=300)
@given(st.lists(DAMAGED | VALUES | st.binary(max_size=20), max_size=6), st.booleans())
def test_no_file_makes_a_reader_fail(records: list[object], is_document: bool) -> None:
    """Any record, damaged in any field, is read or counted; the only errors are refusals."""
    lines = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    content = b"[" + b",".join(lines) + b"]" if is_document else b"\n".join(lines)

    try:
        with open_transcript(io.BytesIO(content)) as transcript:
            for event in transcript.events:
                assert event.external_id
            transcript.reading.notes()
    except DreamingError:
        pass
