"""A client that speaks the protocol over a process's standard input and output, and adds next to nothing."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from benchmarks.measuring import ROOT, Cost, ended, environment, pipe

_META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "benchmark", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
SERVE = ("-m", "dreaming", "serve")


class RawClient:
    """A server that was started with `python ARGUMENTS`, and the one conversation with it."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._started = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment(home),
        )
        self._in, self._out = pipe(self._process.stdin), pipe(self._process.stdout)
        self._last_id = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        """Of the server's process."""
        return self._process.pid

    @property
    def age(self) -> float:
        """Seconds since the process was started."""
        return perf_counter() - self._started

    def request(self, method: str, params: Mapping[str, object] | None = None) -> dict[str, Any]:
        """The answer to a request: its `result`, or `{"error": …}`.

        Raises:
            EOFError: the server ended.
        """
        self._last_id += 1
        message = {
            "jsonrpc": "2.0",
            "id": self._last_id,
            "method": method,
            "params": {**(params or {}), "_meta": _META},
        }
        self._in.write(json.dumps(message).encode() + b"\n")
        self._in.flush()
        while line := self._out.readline():
            answer = json.loads(line)
            if answer.get("id") == self._last_id:
                return answer["result"] if "result" in answer else {"error": answer["error"]}
        raise EOFError(method)

    def call(self, tool: str, **arguments: object) -> dict[str, Any]:
        """The answer of a tool."""
        return self.request("tools/call", {"name": tool, "arguments": arguments})

    def close(self) -> Cost:
        """End the server as a client does, by closing its input; what it cost."""
        self._in.close()
        self._out.close()
        return ended(self._process, self._started)

    def kill(self) -> Cost:
        """End the server here and now; what it cost so far."""
        self._process.kill()
        return ended(self._process, self._started, code=-signal.SIGKILL)


def is_error(answer: Mapping[str, Any]) -> bool:
    """Whether an answer says that something went wrong."""
    return "error" in answer or bool(answer.get("isError"))


def text_of(answer: Mapping[str, Any]) -> str:
    """What an answer says."""
    if "error" in answer:
        return str(answer["error"])
    return " ".join(str(part.get("text", "")) for part in answer.get("content", []))
