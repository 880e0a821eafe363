"""The server over HTTP as a process of its own, and requests written by hand."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread

SECONDS = 30  # a bound, not an expectation: the machine may be busy
TOKEN = "for-tests-" * 4


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    process: "subprocess.Popen[bytes]"
    url: str
    port: int

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal. The exit code, and what it said since it began to serve."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for its end."""
        code = self.process.wait(SECONDS)
        assert self.process.stderr is not None
        return code, self.process.stderr.read().decode()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


def command(address: str) -> list[str]:
    """What starts a server."""
    return [sys.executable, "-m", "dreaming", "serve", "--http", address]


@contextlib.contextmanager
def serving(home: Path, address: str = "127.0.0.1:0", **env: str) -> Generator[Served]:
    """A server on `home`; `env` is added to its environment."""
    process = subprocess.Popen(
        command(address),
        env={**os.environ, "DREAMING_HOME": str(home), **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield _announced(process)
    finally:
        process.kill()
        process.wait(SECONDS)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@contextlib.asynccontextmanager
async def serving_aside(home: Path, address: str = "127.0.0.1:0", **env: str) -> AsyncGenerator[Served]:
    """As `serving`, for a test that must not block its event loop."""
    server = serving(home, address, **env)
    opened = await anyio.to_thread.run_sync(server.__enter__)
    try:
        yield opened
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(server.__exit__, None, None, None)


def _announced(process: "subprocess.Popen[bytes]") -> Served:
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    found = re.search(r"http://\S+:(\d+)/mcp", line)
    assert found is not None, line + process.stderr.read().decode()
    return Served(process, found[0], int(found[1]))


def refused_start(home: Path, address: str, **env: str) -> tuple[int, str]:
    """The exit code and the words of a server that does not start."""
    done = subprocess.run(
        command(address),
        env={**os.environ, "DREAMING_HOME": str(home), **env},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.stdout == b""
    return done.returncode, done.stderr.decode()


def head(method: str, target: str, host: str, **headers: str) -> bytes:
    """The head of a request, with no rule in the way. In the names of headers `_` stands for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {"host": host, **headers}.items()]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1")


def ask_raw(server: Served, method: str, target: str, body: bytes = b"", /, **headers: str) -> Answer:
    """The answer to one request."""
    headers = {"host": f"127.0.0.1:{server.port}", "connection": "close", **headers}
    if body:
        headers.setdefault("content_length", str(len(body)))
    return exchange(server, head(method, target, **headers) + body, method)


def exchange(server: Served, sent: bytes, method: str = "POST") -> Answer:
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as connection:
        with contextlib.suppress(ConnectionError):  # the server may answer, and close, before it has read all
            connection.sendall(sent)
        return read_answer(connection, method)


def read_answer(connection: socket.socket, method: str = "POST") -> Answer:
    """The next answer on a connection."""
    response = http.client.HTTPResponse(connection, method=method)
    with contextlib.closing(response):
        response.begin()
        text = response.read().decode()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)
