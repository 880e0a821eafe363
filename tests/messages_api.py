"""The one fake model: the Messages API on the loopback, with real HTTP, server-sent events and JSON.

What it says is a script: a function from a request to a text, a call of a tool, or something that goes wrong. Tokens
are counted by a tokeniser of its own, and what a request asks to be cached is written once and read from then on.
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from tests.model_texts import Json, text_of, tokens

NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """A text, and why it ends. `as_json`: as one object, though a stream was asked for."""

    text: str
    stop: str = "end_turn"
    as_json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """A call of a tool."""

    name: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """An error: under its status, or in the middle of a stream."""

    status: int
    type: str = "api_error"
    message: str = "It went wrong."
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    in_stream: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BreaksOff:
    """The connection is cut after the message has begun and its input was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangs:
    """Nothing comes until the API is closed."""


Said = Says | Calls | Fails | BreaksOff | Hangs
Script = Callable[[Json], Said]


@dataclass
class MessagesApi:
    """The API, and what it was asked.

    Attributes:
        url: where it is.
        script: says what it answers; may wait.
        asked: the requests for a message, in their order.
        headers: the headers of each of them.
        counted: how often tokens were to be counted.
        counts_tokens: whether it can.
        spent: what was answered with, summed up: what somebody would have to pay.
        broken: what scripts raised.
        knows: features of requests that it knows.
    """

    url: str
    script: Script
    asked: list[Json] = field(default_factory=list[Json])
    headers: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    broken: list[Exception] = field(default_factory=list[Exception])
    counted: int = 0
    counts_tokens: bool = True
    spent: dict[str, int] = field(default_factory=dict[str, int])
    knows: tuple[str, ...] = ("effort", "format", "cache_control")
    closing: threading.Event = field(default_factory=threading.Event)
    _cached: set[str] = field(default_factory=set[str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def usage(self, request: Json) -> dict[str, int]:
        """The input's tokens, as new, written to the cache or read from it."""
        system, said = text_of(request.get("system")), text_of(request.get("messages"))
        said += json.dumps(request["tools"]) if request.get("tools") else ""
        found = {"input_tokens": tokens(said), "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
        name = "input_tokens"
        if "cache_control" in json.dumps(request.get("system")):
            with self._lock:
                name = "cache_read_input_tokens" if system in self._cached else "cache_creation_input_tokens"
                self._cached.add(system)
        found[name] += tokens(system)
        return found | {"output_tokens": 1}

    def pay(self, usage: Mapping[str, int]) -> None:
        """Add to what was spent."""
        with self._lock:
            self.spent.update({name: self.spent.get(name, 0) + number for name, number in usage.items()})


@contextmanager
def served(script: Script) -> Generator[MessagesApi]:
    """The API, answering as the script says, while this is open."""
    api = MessagesApi("", script)
    server = _Server(api)
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, name="messages API", daemon=True)
    thread.start()
    try:
        yield api
    finally:
        api.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
    assert not api.broken, api.broken


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: MessagesApi) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api
        self.ids = count()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]  # it is made by no other

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nobody reads it."""

    def do_HEAD(self) -> None:
        self._send(b"", "text/plain")

    def do_GET(self) -> None:
        self._send_json({"data": []})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the client was killed while it asked: nothing was asked
            self.close_connection = True
            return
        request: Json = json.loads(body or b"{}")
        api = self.server.api
        if "count_tokens" in self.path:
            api.counted += 1
            if api.counts_tokens:
                self._send_json(
                    {"input_tokens": tokens(text_of(request.get("system")) + text_of(request.get("messages")))}
                )
            else:
                self._fail(Fails(status=404, type="not_found_error", message="Not found"))
        elif "/v1/messages" in self.path:
            self._answer(request)
        else:
            self._send_json({})

    def _answer(self, request: Json) -> None:
        api = self.server.api
        api.headers.append({name.lower(): value for name, value in self.headers.items()})
        unknown = [
            name
            for name in ("effort", "format", "cache_control")
            if name not in api.knows and name in json.dumps(request)
        ]
        if unknown:
            self._fail(
                Fails(status=400, type="invalid_request_error", message=f"{unknown[0]}: Extra inputs are not permitted")
            )
            return
        api.asked.append(request)
        try:
            said = api.script(request)
        except Exception as error:  # noqa: BLE001 - whoever closes the API is told
            api.broken.append(error)
            said = Fails(status=401, type="authentication_error", message=f"The script broke: {error!r}")
        match said:
            case Fails(in_stream=False):
                self._fail(said)
            case Hangs():
                api.closing.wait()
            case BreaksOff():
                self._break_off(request)
            case Says(as_json=True):
                self._send_json(self._whole(request, said), said.headers)
            case Says() | Calls() | Fails():
                self._talk(request, said)

    def _talk(self, request: Json, said: Says | Calls | Fails) -> None:
        headers: Mapping[str, str] = NO_HEADERS if isinstance(said, Calls) else said.headers
        if not request.get("stream") and not isinstance(said, Fails):
            self._send_json(self._whole(request, said), headers)
            return
        events = self._events(request, said)
        body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()
        self._send(body, "text/event-stream", headers)

    def _break_off(self, request: Json) -> None:
        usage = self.server.api.usage(request)
        self.server.api.pay(usage)
        event = {"type": "message_start", "message": self._message(request, usage)}
        body = f"event: message_start\ndata: {json.dumps(event)}\n\n".encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body) + 100))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.close_connection = True

    def _fail(self, said: Fails) -> None:
        self._send_json(_error(said), said.headers, status=said.status)

    def _events(self, request: Json, said: Says | Calls | Fails) -> Sequence[Json]:
        usage = self.server.api.usage(request)
        start: Json = {"type": "message_start", "message": self._message(request, usage)}
        if isinstance(said, Fails):
            self.server.api.pay(usage)
            return [start, _error(said)]
        block, stop, written = self._block(said)
        self.server.api.pay(usage | {"output_tokens": written})
        empty: Json = {**block, "text": ""}
        delta = {"type": "text_delta", "text": block.get("text")}
        if isinstance(said, Calls):
            empty = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        return [
            start,
            {"type": "content_block_start", "index": 0, "content_block": empty},
            {"type": "ping"},
            {"type": "content_block_delta", "index": 0, "delta": delta},
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": stop, "stop_sequence": None},
                "usage": {"output_tokens": written},
            },
            {"type": "message_stop"},
        ]

    def _whole(self, request: Json, said: Says | Calls) -> Json:
        block, stop, written = self._block(said)
        usage = self.server.api.usage(request) | {"output_tokens": written}
        self.server.api.pay(usage)
        return {**self._message(request, usage), "content": [block], "stop_reason": stop}

    def _block(self, said: Says | Calls) -> tuple[Json, str, int]:
        if isinstance(said, Says):
            return {"type": "text", "text": said.text}, said.stop, tokens(said.text)
        block: Json = {"type": "tool_use", "name": said.name, "input": dict(said.given)}
        return block | {"id": f"toolu_{next(self.server.ids)}"}, "tool_use", tokens(json.dumps(said.given))

    def _message(self, request: Json, usage: Mapping[str, int]) -> Json:
        return {
            "id": f"msg_{next(self.server.ids)}",
            "type": "message",
            "role": "assistant",
            "model": request.get("model", "model"),
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": dict(usage),
        }

    def _send_json(self, body: Json, headers: Mapping[str, str] | None = None, *, status: int = 200) -> None:
        self._send(json.dumps(body).encode(), "application/json", headers, status=status)

    def _send(self, body: bytes, kind: str, headers: Mapping[str, str] | None = None, *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _error(said: Fails) -> Json:
    return {"type": "error", "error": {"type": said.type, "message": said.message}}
