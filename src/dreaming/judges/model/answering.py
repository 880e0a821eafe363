"""An answer of the Messages API, read as it comes: server-sent events, or one JSON object from servers that stream none."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from dreaming.domain.errors import AnswerUnusable
from dreaming.domain.usage import Usage

_COUNTERS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_WHOLE = {"end_turn", "stop_sequence", "tool_use", None}  # with None: servers that do not say


@dataclass(slots=True)
class Answer:
    """What came so far: the text, why it stopped, and the tokens, each as last reported."""

    text: str = ""
    stop_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    is_over: bool = False

    def take(self, event: Mapping[str, Any]) -> None:
        """One event of the stream; what is not known is passed over."""
        match event.get("type"):
            case "message_start":
                self._count(event.get("message", {}).get("usage"))
            case "content_block_delta":
                self.text += event.get("delta", {}).get("text") or ""
            case "message_delta":
                self.stop_reason = event.get("delta", {}).get("stop_reason") or self.stop_reason
                self._count(event.get("usage"))
            case "message_stop":
                self.is_over = True
            case _:
                pass

    def take_whole(self, message: Mapping[str, Any]) -> None:
        """The message as one object."""
        blocks: list[Mapping[str, Any]] = message.get("content") or []
        self.text = "".join(block.get("text") or "" for block in blocks if block.get("type") == "text")
        self.stop_reason = message.get("stop_reason")
        self._count(message.get("usage"))
        self.is_over = True

    def _count(self, reported: object) -> None:
        if isinstance(reported, dict):
            counters = cast("dict[str, object]", reported)
            found = {name: value for name, value in counters.items() if name in _COUNTERS and isinstance(value, int)}
            self.usage = replace(self.usage, **found)


def value_of(answer: Answer, usage: Usage, max_tokens: int) -> object:
    """The JSON value in an answer.

    Args:
        answer: all of it.
        usage: what it took, with the tries before it.
        max_tokens: how many it was allowed.

    Raises:
        AnswerUnusable: it is none.
    """
    match answer.stop_reason:
        case "refusal":
            raise AnswerUnusable("the model refused to answer", usage, text=answer.text, is_final=True)
        case "max_tokens":
            why = f"it was not finished after {max_tokens:,} tokens; be brief"
            raise AnswerUnusable(why, usage, text=answer.text)
        case "model_context_window_exceeded":
            raise AnswerUnusable("the model cannot read so much at once", usage, text=answer.text, is_final=True)
        case reason if reason not in _WHOLE:
            why = f"it stopped for another reason ({str(reason)[:40]})"
            raise AnswerUnusable(why, usage, text=answer.text)
        case _:
            return json_in(answer.text, usage)


def json_in(text: str, usage: Usage) -> object:
    """The JSON value in a text, also where a model has put it into a fence or said something around it.

    Raises:
        AnswerUnusable: there is none; `usage` is what it took.
    """
    fenced = _FENCED.search(text)
    braced = text[text.find("{") : text.rfind("}") + 1]
    for candidate in (text, fenced[1] if fenced else "", braced):
        try:
            return json.loads(candidate)
        except ValueError:
            continue
    raise AnswerUnusable("it is not JSON", usage, text=text)
