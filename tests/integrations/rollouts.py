"""Codex rollouts for tests: small, and invented."""

import json
from typing import Any

Record = dict[str, Any]
AT = "2026-03-04T09:00:00.000Z"


def meta(session: str = "019a-1", **more: object) -> Record:
    """The head of a rollout."""
    return _line("session_meta", {"id": session, "timestamp": AT, "cwd": "/home/ada/shop", "source": "cli", **more})


def said(role: str, *texts: str) -> Record:
    """A message as it is sent to the model."""
    kind = "output_text" if role == "assistant" else "input_text"
    return item("message", role=role, content=[{"type": kind, "text": text} for text in texts])


def prompt(text: str) -> list[Record]:
    """What a person typed: as it was sent, and as an event."""
    return [said("user", text), event("user_message", message=text, kind="plain")]


def call(call_id: str, tool: str, **arguments: object) -> Record:
    """A call of a function."""
    return item("function_call", name=tool, arguments=json.dumps(arguments), call_id=call_id)


def output(call_id: str, given: object) -> Record:
    """What a call gave back."""
    return item("function_call_output", call_id=call_id, output=given)


def item(kind: str, /, **more: object) -> Record:
    """An item of the conversation."""
    return _line("response_item", {"type": kind, **more})


def event(kind: str, /, **more: object) -> Record:
    """Something that happened in the program."""
    return _line("event_msg", {"type": kind, **more})


def _line(kind: str, payload: Record) -> Record:
    return {"timestamp": AT, "type": kind, "payload": payload}
