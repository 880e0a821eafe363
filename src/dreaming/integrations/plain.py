"""The plain format: one event a line, `{type, text, created_at}`, with the session's head before them if there is one.

The head is `{"type": "session", title, agent, project, external_id, outcome}`; a line `{"type": "outcome", result,
explanation, by}` may say at any place how it went. Anthropic's session events, which have the same names and their text
in `content`, are read too.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from dreaming.domain.model import EventType, NewEvent, NewSession, Outcome, OutcomeResult
from dreaming.domain.provenance import Origin
from dreaming.integrations.content import ContentReader, input_text
from dreaming.integrations.lines import Lines, parsed
from dreaming.integrations.transcripts import Reading, Times, record_of, text_in, title_of

SOURCE = "plain"
TYPES = {
    "user.message": EventType.USER_MESSAGE,
    "user.interrupt": EventType.USER_INTERRUPT,
    "agent.message": EventType.AGENT_MESSAGE,
    "agent.tool_use": EventType.AGENT_TOOL_USE,
    "agent.custom_tool_use": EventType.AGENT_TOOL_USE,
    "agent.mcp_tool_use": EventType.AGENT_TOOL_USE,
    "agent.tool_result": EventType.AGENT_TOOL_RESULT,
    "agent.mcp_tool_result": EventType.AGENT_TOOL_RESULT,
    "user.custom_tool_result": EventType.AGENT_TOOL_RESULT,
    "system.message": EventType.SYSTEM_MESSAGE,
}
_ABOUT = frozenset({"session", "outcome"})
_HASH_CHARACTERS = 12


@dataclass(slots=True)
class _About:
    """What lines that are no events say of the session."""

    head: Mapping[str, Any]
    outcome: Outcome | None = None
    prompt: str | None = None


def read_plain(lines: Lines, reading: Reading) -> tuple[NewSession, Iterator[NewEvent]]:
    """The session that a plain file holds, and its events, which are made as they are asked for."""
    about = _about(lines)
    head = NewSession(
        source=SOURCE,
        external_id=text_in(about.head, "external_id") or hashlib.sha256(lines.first()).hexdigest(),
        title=text_in(about.head, "title") or about.prompt,
        agent=text_in(about.head, "agent"),
        project=text_in(about.head, "project"),
        outcome=about.outcome,
    )
    return head, _events(lines, reading)


def _about(lines: Lines) -> _About:
    """Look for the head, the outcome and the first thing said; lines that can hold none of them are not taken apart."""
    about = _About({})
    for line in lines:
        is_wanted = line is not None and (about.prompt is None or b'"session"' in line or b'"outcome"' in line)
        record = parsed(line) if is_wanted and line is not None else None
        if not isinstance(record, dict):
            continue
        given = cast("dict[str, Any]", record)
        if given.get("type") == "session":
            about.head = {**about.head, **given}
            about.outcome = outcome_of(given.get("outcome")) or about.outcome
        elif given.get("type") == "outcome":
            about.outcome = outcome_of(given) or about.outcome
        elif given.get("type") == "user.message" and about.prompt is None:
            about.prompt = title_of(text_in(given, "text") or "")
    return about


def outcome_of(value: object) -> Outcome | None:
    """The outcome that a value describes; None where it describes none."""
    if not isinstance(value, dict):
        return None
    given = cast("dict[str, Any]", value)
    try:
        result = OutcomeResult(given.get("result"))
    except ValueError:
        return None
    return Outcome(result=result, explanation=text_in(given, "explanation") or "", by=text_in(given, "by") or "")


def _events(lines: Lines, reading: Reading) -> Iterator[NewEvent]:
    content, times = ContentReader(reading.skipped), Times(lines.modified_at())
    for place, line in enumerate(lines):
        record = record_of(line, reading)
        named = "" if record is None else text_in(record, "type") or "without a type"
        if record is None or named in _ABOUT:
            continue
        kind = TYPES.get(named)
        if kind is None:
            reading.unknown[named] += 1
            continue
        yield from _events_of(record, kind, place, content, times)
    reading.finish(lines)


def _events_of(
    record: Mapping[str, Any], kind: EventType, place: int, content: ContentReader, times: Times
) -> Iterator[NewEvent]:
    at = times.of(record)
    text = _text(record, content)
    name = text_in(record, "id") or f"{place}:{_hash(text)}"
    if kind is EventType.USER_MESSAGE:
        yield from content.typed(text, name, at)
        return
    tool = text_in(record, "tool_name") or text_in(record, "name")
    event = NewEvent(
        external_id=name,
        type=kind,
        origin=_origin(kind),
        text=text,
        created_at=at,
        is_error=record.get("is_error") is True,
        tool_name=tool,
        tool_use_id=text_in(record, "tool_use_id"),
    )
    yield content.linked(event)


def _text(record: Mapping[str, Any], content: ContentReader) -> str:
    text = record.get("text")
    if isinstance(text, str):
        return text
    if "content" in record:
        return content.flat(record["content"])
    return input_text(record["input"]) if "input" in record else ""


def _origin(kind: EventType) -> Origin:
    if kind is EventType.AGENT_TOOL_RESULT:
        return Origin.TOOL
    return Origin.AGENT if kind in {EventType.AGENT_MESSAGE, EventType.AGENT_TOOL_USE} else Origin.SYSTEM


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARACTERS]
