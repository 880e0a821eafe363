"""What a record of a Claude Code transcript is: an event's source, a step between events, or noise.

The format is internal to Claude Code and changes: every field may be missing or of another type, and a type that is not
known is counted, never an error.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, cast

from dreaming.integrations.content import blocks
from dreaming.integrations.origins import split_typed
from dreaming.integrations.transcripts import text_in

NOISE = frozenset(
    {
        "meta",
        "synthetic",
        "attachment",
        "progress",
        "file-history-snapshot",
        "queue-operation",
        "system",
        "summary",
        "custom-title",
        "ai-title",
        "agent-name",
        "agent-color",
        "agent-setting",
        "last-prompt",
        "permission-mode",
        "mode",
        "tag",
        "pr-link",
        "worktree-state",
        "content-replacement",
        "attribution-snapshot",
        "speculation-accept",
        "bridge-session",
        "result",
    }
)
_TYPE = re.compile(r"[\w./:-]{1,60}\Z")


class Kind(IntEnum):
    """What a record is to the conversation."""

    SKIPPED = 0  # no event, and transparent: what hangs on it hangs on what it hangs on
    TURN = 1  # an answer, a call, a result
    PROMPT = 2  # the person typed it
    ASIDE = 3  # an event, but no step: what the program around the model says
    BOUNDARY = 4  # a compaction: no event, and what comes after hangs on it alone


SKIPS = frozenset({Kind.SKIPPED, Kind.BOUNDARY})


def kind_of(record: Mapping[str, Any]) -> tuple[Kind, str]:
    """The kind of a record, and for a skipped one what it is, in a word."""
    of_type = text_in(record, "type")
    if of_type == "assistant":
        return _kind_of_assistant(record)
    if of_type == "user":
        return _kind_of_user(record)
    if of_type == "attachment":
        prompt = queued_prompt(record)
        return (Kind.SKIPPED, "attachment") if prompt is None else (_kind_of_text(prompt), "")
    if of_type == "system" and record.get("subtype") == "compact_boundary":
        return Kind.BOUNDARY, "system"
    return Kind.SKIPPED, of_type if of_type and _TYPE.match(of_type) else "without a type"


def message_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message of a record; a message that is a text is its content."""
    message = record.get("message")
    if isinstance(message, dict):
        return cast("dict[str, Any]", message)
    return {"content": message}


def queued_prompt(record: Mapping[str, Any]) -> object:
    """The content of a prompt that was typed while the agent worked, and handed over as an attachment; else None."""
    attachment = record.get("attachment")
    if not isinstance(attachment, dict):
        return None
    given = cast("dict[str, Any]", attachment)
    is_typed = given.get("type") == "queued_command" and given.get("commandMode", "prompt") == "prompt"
    return given.get("prompt") if is_typed and not is_injected(given) else None


def typed_text(record: Mapping[str, Any]) -> str:
    """What the person typed in this record."""
    content = queued_prompt(record) if record.get("type") == "attachment" else message_of(record).get("content")
    return _typed(content)


def _kind_of_assistant(record: Mapping[str, Any]) -> tuple[Kind, str]:
    if record.get("isApiErrorMessage") or message_of(record).get("model") == "<synthetic>":
        return Kind.SKIPPED, "synthetic"
    return Kind.TURN, ""


def _kind_of_user(record: Mapping[str, Any]) -> tuple[Kind, str]:
    content = message_of(record).get("content")
    if any(block.get("type") == "tool_result" for block in blocks(content)):
        return Kind.TURN, ""
    if record.get("isMeta") or record.get("sourceToolUseID"):
        return Kind.SKIPPED, "meta"
    return Kind.ASIDE if is_injected(record) else _kind_of_text(content), ""


def is_injected(record: Mapping[str, Any]) -> bool:
    """Whether the record says itself that no person typed it."""
    origin = record.get("origin")
    kind = cast("dict[str, Any]", origin).get("kind") if isinstance(origin, dict) else None
    return bool(
        record.get("isMeta")
        or record.get("isSynthetic")
        or record.get("isCompactSummary")  # a model wrote it; kept, as what the agent goes on from
        or text_in(record, "planContent")
        or kind not in (None, "human")
    )


def _kind_of_text(content: object) -> Kind:
    has_image = any(text_in(block, "type") in {"image", "document"} for block in blocks(content))
    return Kind.PROMPT if has_image or _typed(content) else Kind.ASIDE


def _typed(content: object) -> str:
    texts = (text_in(block, "text") for block in blocks(content) if block.get("type") == "text")
    return "\n".join(typed for text in texts if text and (typed := split_typed(text)[0].strip()))
