"""The end of a server over HTTP: what runs may end, what waits is ended, and the process goes."""

import contextlib
import json
import signal
import socket
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send
from tests.promises import promise
from tests.server.serving import SECONDS, Answer, Served, ask_raw, head, read_answer, serving
from tests.server.test_http_refusals import INITIALIZE, JSON

from dreaming.app import open_app
from dreaming.server.http.requests import SUBSCRIBE, Requests
from dreaming.server.tools.memories import WRITER

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
pytestmark = posix_only


@contextlib.contextmanager
def begun(server: Served, method: str, body: bytes = b"", /, **headers: str) -> Generator[socket.socket]:
    """A connection whose request is being served: the server has asked for its body, or begun to answer."""
    host = f"127.0.0.1:{server.port}"
    if body:
        headers = {**headers, "content_length": str(len(body)), "expect": "100-continue"}
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as connection:
        connection.sendall(head(method, "/mcp", host, **JSON, **headers))
        seen = connection.recv(25 if body else 1)
        if body:
            assert seen.startswith(b"HTTP/1.1 100 ")
            connection.sendall(body)
        yield connection


def waiting_call(dream_id: str, seconds: float) -> tuple[bytes, dict[str, str]]:
    """A call, of the newer era, that answers after so many seconds where a dream waits and nobody runs it."""
    meta: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    arguments = {"dream_id": dream_id, "wait_seconds": seconds}
    params = {"name": "dream_status", "arguments": arguments, "_meta": meta}
    headers = {"mcp_protocol_version": "2026-07-28", "mcp_method": "tools/call", "mcp_name": "dream_status"}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode(), headers


@contextlib.contextmanager
def with_a_waiting_dream(home: Path) -> Generator[tuple[Served, str]]:
    """A server that runs no dreams, and one that waits."""
    app = open_app(home)
    app.memories.write("notes", "/a.md", "Hello.\n", writer=WRITER)
    dream_id = app.dreams.start("notes", no_sessions=True).dream.id
    app.close()
    with serving(home, DREAMING_READ_ONLY="1") as server:
        yield server, dream_id


def session_of(server: Served) -> str:
    """The id of a session of the older era."""
    return ask_raw(server, "POST", "/mcp", INITIALIZE, **JSON).headers["mcp-session-id"]


def stopped_in(server: Served, dream_id: str, seconds: float) -> tuple[Answer, tuple[int, str]]:
    """The answer to a call that waits while the server is told to stop, and how the server ended."""
    body, headers = waiting_call(dream_id, seconds)
    with begun(server, "POST", body, **headers) as connection:
        ended = server.stop()
        return read_answer(connection), ended


def wait_until_closed(server: Served) -> None:
    """Until it takes no connection any more."""
    with contextlib.suppress(ConnectionError):
        while True:
            socket.create_connection(("127.0.0.1", server.port), SECONDS).close()


@promise("server:http:stops")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_with_an_open_stream(tmp_path: Path, number: signal.Signals) -> None:
    """The stream ends whole, and nothing is said."""
    with serving(tmp_path) as server, begun(server, "GET", mcp_session_id=session_of(server)) as connection:
        ended = server.stop(number)
        rest = b"".join(iter(lambda: connection.recv(65536), b""))

    assert ended == (0, "")
    assert rest.endswith(b"0\r\n\r\n")


@promise("server:http:stops")
def test_a_request_that_runs_may_end(tmp_path: Path) -> None:
    """It is answered after the signal, as if there had been none; and the process is gone."""
    with with_a_waiting_dream(tmp_path) as (server, dream_id):
        answer, ended = stopped_in(server, dream_id, 1)

    assert answer.status == 200
    assert dream_id in answer.text
    assert ended == (0, "")


@promise("server:http:stops")
def test_a_request_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """With an answer that says so, not with a connection that breaks."""
    with with_a_waiting_dream(tmp_path) as (server, dream_id):
        answer, ended = stopped_in(server, dream_id, 25)

    assert answer.status == 503
    assert "The server is stopping" in answer.text
    assert ended == (0, "")


@promise("server:http:stops")
def test_a_second_interrupt_does_not_wait(tmp_path: Path) -> None:
    """Whoever presses Ctrl-C twice means it."""
    with with_a_waiting_dream(tmp_path) as (server, dream_id):
        body, headers = waiting_call(dream_id, 25)
        with begun(server, "POST", body, **headers) as connection:
            server.process.send_signal(signal.SIGINT)
            wait_until_closed(server)
            code, _ = server.stop(signal.SIGINT)
            with contextlib.suppress(ConnectionError):
                assert b"The server is stopping" not in connection.recv(65536)

    assert code == 0


class Endless:
    """An application that begins to answer, and never ends."""

    def __init__(self) -> None:
        self.ready = anyio.Event()

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """As ASGI calls it."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b": ping\n", "more_body": True})
        self.ready.set()
        await anyio.sleep_forever()


async def never() -> Message:
    """There is nothing to receive."""
    await anyio.sleep_forever()
    raise AssertionError


async def sent_for(method: str, *headers: tuple[str, str], is_all: bool = False) -> list[Message]:
    """What is sent for a request that never ends by itself, when streams, or all requests, are ended."""
    app = Endless()
    requests = Requests(app)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers]
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(requests, {"type": "http", "method": method, "headers": pairs}, never, send)
        await app.ready.wait()
        requests.end_streams()
        if is_all:
            requests.end_all()
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    return sent


@promise("server:http:stops")
@pytest.mark.anyio
@pytest.mark.parametrize("request_", [("GET",), ("POST", ("mcp-method", SUBSCRIBE))])
async def test_a_stream_is_ended_whole(request_: tuple[Any, ...]) -> None:
    """That of either era: with an empty end, as one that is done."""
    sent = await sent_for(*request_)

    assert [message.get("more_body") for message in sent] == [None, True, False]


@promise("server:http:stops")
@pytest.mark.anyio
async def test_an_answer_that_is_being_written_is_no_stream() -> None:
    """It goes on until its time is up."""
    going = await sent_for("POST", ("mcp-method", "tools/call"))
    ended = await sent_for("POST", ("mcp-method", "tools/call"), is_all=True)

    assert [message.get("more_body") for message in going] == [None, True]
    assert [message.get("more_body") for message in ended] == [None, True, False]
