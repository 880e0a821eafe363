"""A model that does as it is told: the Messages API on the loopback, as far as Claude Code needs it."""

import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, cast

Json = dict[str, Any]
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
    server = _Server(model)
    model.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, name="model", daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def results_in(request: Json) -> list[Json]:
    """What the tools have answered so far: JSON objects, or under `text` what is none."""
    blocks = [
        block
        for message in cast("list[Json]", request.get("messages", []))
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: Model) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.model = model
        self.ids = count()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]  # it is made by no other

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nobody reads it."""

    def do_HEAD(self) -> None:
        self._send(b"", "text/plain")

    def do_GET(self) -> None:
        self._send(b'{"data": []}', "application/json")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        request: Json = json.loads(body or b"{}")
        if "count_tokens" in self.path or "/v1/messages" not in self.path:
            self._send(b'{"input_tokens": 10}', "application/json")
            return
        block, reason = self._answer(request)
        message = _message(f"msg_{next(self.server.ids)}", request)
        if request.get("stream"):
            self._send(_stream(message, block, reason), "text/event-stream")
        else:
            whole = {**message, "content": [block], "stop_reason": reason}
            self._send(json.dumps(whole).encode(), "application/json")

    def _answer(self, request: Json) -> tuple[Json, str]:
        answer: Answer = LAST_WORD
        if request.get("tools"):
            self.server.model.asked.append(request)
            answer = self.server.model.script(results_in(request))
        if isinstance(answer, str):
            return {"type": "text", "text": answer}, "end_turn"
        name, given = answer
        call_id = f"toolu_{next(self.server.ids)}"
        return {"type": "tool_use", "id": call_id, "name": name, "input": dict(given)}, "tool_use"

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _message(message_id: str, request: Json) -> Json:
    tokens = {"input_tokens": 10, "output_tokens": 1, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    return {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "model": request.get("model", "model"),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": tokens,
    }


def _stream(message: Json, block: Json, reason: str) -> bytes:
    empty: Json = dict(block)
    if block["type"] == "text":
        empty["text"] = ""
        delta = {"type": "text_delta", "text": block["text"]}
    else:
        empty["input"] = {}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
    events: list[Json] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": empty},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": reason, "stop_sequence": None},
            "usage": {"output_tokens": 5},
        },
        {"type": "message_stop"},
    ]
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()
