"""Message content as the Messages API has it, taken apart into events: texts, tool calls, tool results.

Claude Code's transcripts, plain files and lists of messages share it, and with it the rules of origin: what of a user's
message was typed, and which tool results only give back what is known already.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from dreaming.domain.model import EventType, NewEvent
from dreaming.domain.provenance import Origin
from dreaming.domain.recalls import is_recall
from dreaming.integrations.origins import INTERRUPT, split_typed
from dreaming.integrations.transcripts import text_in

_WAITING = 200
_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
_THOUGHTS = frozenset({"thinking", "redacted_thinking"})


@dataclass(slots=True)
class ContentReader:
    """Makes events of messages; remembers which call a result belongs to, and counts what it leaves out.

    Attributes:
        skipped: what was left out, by what it is.
        user: the origin of what users' messages say: the person, or in a sub-agent's transcript the agent above.
        calls: those that wait for their result, by their id: the tool, and whether the call is a recall.
    """

    skipped: Counter[str]
    user: Origin = Origin.USER
    calls: dict[str, tuple[str, bool]] = field(default_factory=dict[str, tuple[str, bool]])

    def waiting(self) -> dict[str, tuple[str, bool]]:
        """The newest of the calls that wait for their result: what a later reading has to know of them."""
        return dict(list(self.calls.items())[-_WAITING:])

    def user_events(self, content: object, name: str, at: datetime) -> Iterator[NewEvent]:
        """The events of a user's message, whose ids begin with `name`."""
        for place, block in enumerate(blocks(content)):
            kind = text_in(block, "type")
            external_id = f"{name}#{place}"
            if kind == "text":
                yield from self.typed(text_in(block, "text") or "", external_id, at)
            elif kind is not None and kind.endswith("tool_result"):
                yield self.result(block, external_id, at)
            else:
                self.skipped[_part(kind)] += 1

    def agent_events(self, content: object, name: str, at: datetime) -> Iterator[NewEvent]:
        """The events of an agent's message, whose ids begin with `name`."""
        for place, block in enumerate(blocks(content)):
            kind = text_in(block, "type")
            external_id = f"{name}#{place}"
            if kind == "text":
                text = text_in(block, "text")
                if text is not None and text.strip() and text != "(no content)":
                    yield _event(EventType.AGENT_MESSAGE, Origin.AGENT, text, name=external_id, at=at)
            elif kind in _CALLS:
                yield self.call(block, external_id, at)
            elif kind is not None and kind.endswith("tool_result"):
                yield self.result(block, external_id, at)
            else:
                self.skipped[_part(kind)] += 1

    def typed(self, text: str, external_id: str, at: datetime) -> Iterator[NewEvent]:
        """What the person typed, and apart from it what the program around the model put beside it."""
        typed, injected = split_typed(text)
        if typed.strip():
            yield _event(EventType.USER_MESSAGE, self.user, typed, name=external_id, at=at)
        if injected.strip():
            is_interrupt = INTERRUPT.match(injected.strip()) is not None
            kind = EventType.USER_INTERRUPT if is_interrupt else EventType.SYSTEM_MESSAGE
            yield _event(kind, Origin.SYSTEM, injected, name=f"{external_id}s", at=at)

    def call(self, block: Mapping[str, Any], external_id: str, at: datetime) -> NewEvent:
        """A call of a tool: a command as it was given, any other input as JSON."""
        tool, call_id = text_in(block, "name"), text_in(block, "id")
        if tool is not None and call_id is not None:
            self.calls[call_id] = tool, is_recall(tool, block.get("input"))
        return NewEvent(
            external_id=external_id,
            type=EventType.AGENT_TOOL_USE,
            origin=Origin.AGENT,
            text=input_text(block.get("input")),
            created_at=at,
            tool_name=tool,
            tool_use_id=call_id,
        )

    def result(self, block: Mapping[str, Any], external_id: str, at: datetime) -> NewEvent:
        """A tool's result. What a recall gave back is no news: it came from a memory."""
        call_id = text_in(block, "tool_use_id")
        tool, recalled = self.calls.pop(call_id or "", (None, False))
        return NewEvent(
            external_id=external_id,
            type=EventType.AGENT_TOOL_RESULT,
            origin=Origin.SYSTEM if recalled else Origin.TOOL,
            text=self.flat(block.get("content")),
            created_at=at,
            is_error=block.get("is_error") is True,
            tool_name=tool,
            tool_use_id=call_id,
        )

    def linked(self, event: NewEvent) -> NewEvent:
        """A call or result that was made elsewhere: a result without its tool's name gets that of its call."""
        if event.type is EventType.AGENT_TOOL_USE and event.tool_name is not None:
            self.calls[event.tool_use_id or event.external_id] = event.tool_name, is_recall(event.tool_name, event.text)
        if event.type is EventType.AGENT_TOOL_RESULT:
            tool, recalled = self.calls.pop(event.tool_use_id or "", (event.tool_name, False))
            recalled = recalled or is_recall(event.tool_name)
            return replace(event, tool_name=event.tool_name or tool, origin=Origin.SYSTEM if recalled else Origin.TOOL)
        return event

    def flat(self, content: object) -> str:
        """The texts of a content, joined by line breaks; images and the like are counted."""
        texts: list[str] = []
        for block in blocks(content):
            text = text_in(block, "text")
            if text is not None:
                texts.append(text)
            elif block.get("type") != "text":
                self.skipped[_part(text_in(block, "type"))] += 1
        return "\n".join(texts)


def _event(kind: EventType, origin: Origin, text: str, *, name: str, at: datetime) -> NewEvent:
    return NewEvent(external_id=name, type=kind, origin=origin, text=text, created_at=at)


def blocks(content: object) -> list[Mapping[str, Any]]:
    """A message's content as blocks: a text is one block, and what is neither is none."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if not isinstance(content, list):
        return []
    given = cast("list[object]", content)
    return [cast("Mapping[str, Any]", each) if isinstance(each, dict) else _loose(each) for each in given]


def _loose(part: object) -> Mapping[str, Any]:
    return {"type": "text", "text": part} if isinstance(part, str) else {"type": "malformed part"}


def input_text(given: object) -> str:
    """The input of a tool call as text: a command as it was given, anything else as JSON."""
    if isinstance(given, str):
        return given
    if isinstance(given, dict):
        command = cast("dict[str, object]", given).get("command")
        if isinstance(command, str):
            return command
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def _part(kind: str | None) -> str:
    return "thinking" if kind in _THOUGHTS else kind or "part without a type"
