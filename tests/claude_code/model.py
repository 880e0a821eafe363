"""A model that does as it is told, as Claude Code asks it: the Messages API of the tests, with scripts of tool calls."""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from tests import messages_api
from tests.messages_api import Calls, Said, Says
from tests.model_texts import Json, messages_in

# What the model answers, by the results of the tools that it has called so far: a call, or a text as its last word.
Answer = tuple[str, Mapping[str, Any]] | str
Script = Callable[[Sequence[Json]], Answer]

TOOLS = "mcp__plugin_dreaming_dreaming__"
LAST_WORD = "That is all."


@dataclass
class Model:
    """The model, and what it was asked.

    Attributes:
        url: where it is.
        script: says what it answers; may wait.
        asked: the requests in which tools were offered, in their order.
    """

    url: str
    script: Script
    asked: list[Json] = field(default_factory=list[Json])

    def first_of(self, prompt: str) -> str:
        """All that the model was given in the first request of the session that began with this prompt, as text."""
        return next(given for given in map(json.dumps, self.asked) if prompt in given)

    def answer(self, request: Json) -> Said:
        """What the script says, where tools are offered."""
        answer: Answer = LAST_WORD
        if request.get("tools"):
            self.asked.append(request)
            answer = self.script(results_in(request))
        return Says(text=answer) if isinstance(answer, str) else Calls(name=answer[0], given=answer[1])


def calls(*steps: tuple[str, Mapping[str, Any] | Callable[[Sequence[Json]], Mapping[str, Any]]]) -> Script:
    """A script that calls our tools one after the other; an input may depend on the results before."""

    def script(results: Sequence[Json]) -> Answer:
        if len(results) >= len(steps):
            return LAST_WORD
        tool, given = steps[len(results)]
        return f"{TOOLS}{tool}", given(results) if callable(given) else given

    return script


@contextmanager
def served(script: Script) -> Generator[Model]:
    """A model that answers as the script says, while this is open."""
    model = Model("", script)
    with messages_api.served(model.answer) as api:
        model.url = api.url
        yield model


def results_in(request: Json) -> list[Json]:
    """What the tools have answered so far: JSON objects, or under `text` what is none."""
    blocks = [
        block
        for message in messages_in(request)
        if isinstance(message.get("content"), list)
        for block in cast("list[Json]", message["content"])
        if block.get("type") == "tool_result"
    ]
    return [_result(block.get("content")) for block in blocks]


def _result(content: object) -> Json:
    parts = cast("list[Json]", content) if isinstance(content, list) else [{"text": content}]
    text = "".join(str(part.get("text", "")) for part in parts)
    try:
        found: object = json.loads(text)
    except ValueError:
        return {"text": text}
    return cast("Json", found) if isinstance(found, dict) else {"text": text}
