"""Transcripts for tests: small, and invented."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreaming.domain.model import NewEvent, NewSession
from dreaming.integrations.reading import open_transcript

Record = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """A transcript that was read to its end."""

    head: NewSession
    events: list[NewEvent]
    notes: tuple[str, ...]

    def said(self) -> list[tuple[str, str, str]]:
        """Type, origin and text of each event."""
        return [(event.type.value, event.origin.value, event.text) for event in self.events]

    def texts(self, *, abandoned: bool) -> list[str]:
        """The texts on or off the latest branch."""
        return [event.text for event in self.events if event.abandoned == abandoned]


def write(path: Path, records: Iterable[object]) -> Path:
    """A file of one record a line; a text stands as it is."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> Read:
    """Read a transcript to its end."""
    with open_transcript(path) as transcript:
        events = list(transcript.events)
        return Read(transcript.head, events, transcript.reading.notes())


def user(uuid: str | None, parent: str | None, content: object, **more: object) -> Record:
    """A user's record as Claude Code writes it."""
    return _record("user", uuid, parent, {"message": {"role": "user", "content": content}, **more})


def agent(uuid: str | None, parent: str | None, *blocks: Record, **more: object) -> Record:
    """An assistant's record."""
    message = {"id": "msg_1", "role": "assistant", "model": "claude-x", "content": list(blocks)}
    return _record("assistant", uuid, parent, {"message": message, **more})


def text(words: str) -> Record:
    """A text block."""
    return {"type": "text", "text": words}


def call(call_id: str, tool: str, **given: object) -> Record:
    """A tool call."""
    return {"type": "tool_use", "id": call_id, "name": tool, "input": given}


def result(call_id: str, words: object, *, is_error: bool = False) -> Sequence[Record]:
    """The content of a user's record that carries a tool's result."""
    return [{"type": "tool_result", "tool_use_id": call_id, "content": words, "is_error": is_error}]


def other(kind: str, uuid: str | None, parent: str | None, **more: object) -> Record:
    """A record of another type."""
    return _record(kind, uuid, parent, dict(more))


def _record(kind: str, uuid: str | None, parent: str | None, more: Record) -> Record:
    record: Record = {
        "parentUuid": parent,
        "isSidechain": False,
        "cwd": "/home/ada/shop",
        "sessionId": "s-1",
        "type": kind,
        "uuid": uuid,
        "timestamp": "2026-03-04T09:00:00.000Z",
    }
    record.update(more)
    return record if uuid is not None else {name: value for name, value in record.items() if name != "uuid"}
