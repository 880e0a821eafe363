"""Lists of messages as the Messages API takes them: `{role, content}`, as one JSON list or one message a line."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from dreaming.domain.model import EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.integrations.content import ContentReader, blocks
from dreaming.integrations.lines import Lines
from dreaming.integrations.origins import split_typed
from dreaming.integrations.transcripts import Reading, Times, record_of, text_in, title_of

SOURCE = "messages"
ROLES = frozenset({"user", "assistant", "system", "developer", "tool"})
_HASH_CHARACTERS = 12
_LOOKED_AT = 50


def read_messages(lines: Lines, reading: Reading) -> tuple[NewSession, Iterator[NewEvent]]:
    """The session that a list of messages holds, and its events, which are made as they are asked for.

    It has no id of its own: it is known again by its messages up to the first that a user wrote, since many sessions
    begin with the same instructions.
    """
    digest, prompt = hashlib.sha256(), None
    for place, line in enumerate(lines):
        record = record_of(line, Reading())
        if line is None or record is None:
            continue
        digest.update(line.strip())
        if record.get("role") == "user" or place > _LOOKED_AT:
            prompt = title_of(_typed(record.get("content")))
            break
    return NewSession(source=SOURCE, external_id=digest.hexdigest(), title=prompt), _events(lines, reading)


def _typed(content: object) -> str:
    texts = (text_in(block, "text") for block in blocks(content))
    return "\n".join(split_typed(text)[0] for text in texts if text)


def _events(lines: Lines, reading: Reading) -> Iterator[NewEvent]:
    content, times = ContentReader(reading.skipped), Times(lines.modified_at())
    for place, line in enumerate(lines):
        record = record_of(line, reading)
        if record is None:
            continue
        if text_in(record, "role") not in ROLES or "content" not in record:
            reading.unknown[text_in(record, "type") or "without a role"] += 1
            continue
        name = text_in(record, "id") or f"{place}:{_hash(record)}"
        yield from _events_of(record, name, content, times.of(record))
    reading.finish(lines)


def _events_of(record: Mapping[str, Any], name: str, content: ContentReader, at: datetime) -> Iterator[NewEvent]:
    role, given = record["role"], record["content"]
    if role == "user":
        yield from content.user_events(given, name, at)
    elif role == "assistant":
        yield from content.agent_events(given, name, at)
        yield from content.agent_events(_calls(record.get("tool_calls")), f"{name}/call", at)
    elif role == "tool":
        result = {"tool_use_id": record.get("tool_call_id"), "content": given}
        yield content.result(result, f"{name}#0", at)
    else:
        for event in content.user_events(given, name, at):
            yield replace(event, type=EventType.SYSTEM_MESSAGE, origin=Origin.SYSTEM)


def _calls(calls: object) -> list[dict[str, Any]]:
    """Calls beside the content, as other programs write them, as blocks."""
    found: list[dict[str, Any]] = []
    for call in blocks(calls):
        function = call.get("function")
        if isinstance(function, dict):
            given = cast("dict[str, Any]", function)
            call_id, arguments = call.get("id"), given.get("arguments")
            found.append({"type": "tool_use", "id": call_id, "name": given.get("name"), "input": arguments})
    return found


def _hash(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_CHARACTERS]
