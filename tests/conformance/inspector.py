"""The Inspector, as a client of the product: over stdio and over HTTP, in both eras of the protocol."""

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.conformance.suite import NotStarted, Outcome, free_port, serving
from tests.npm import Done, Programs, run

from dreaming.server.build import DEFAULT_TOOLS

ERAS = ("legacy", "modern")
SECONDS = 60
TOOL_ERROR = 5  # the Inspector's exit code where a tool reports an error
_Says = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Check:
    """One call of the Inspector and what has to come of it."""

    what: str
    arguments: tuple[str, ...]
    holds: _Says
    code: int = 0


def call(tool: str, holds: _Says, *, code: int = 0, **arguments: object) -> Check:
    """A call of a tool."""
    how = ("--method", "tools/call", "--tool-name", tool, "--tool-args-json", json.dumps(arguments))
    return Check(f"tools/call {tool}" + (" refuses" if code else ""), how, holds, code)


def checks(era: str) -> Iterator[Check]:
    """What is tried, in this order: a store is written, dreamt of and read."""
    names = [tool.name for tool in DEFAULT_TOOLS]
    listed = ("--method", "tools/list", "--strict")
    yield Check("tools/list --strict", listed, lambda result: [tool["name"] for tool in result["tools"]] == names)
    yield call(
        "memory_write",
        lambda result: _data(result)["path"] == "/a.md",
        path="/a.md",
        content="- It is 8080.\n",
        mode="overwrite",
    )
    yield call("memory_view", lambda result: "8080" in _data(result)["content"], path="/a.md")
    yield call(
        "memory_view", lambda result: "not_found_error" in result["content"][0]["text"], path="/no.md", code=TOOL_ERROR
    )
    # The Inspector declares tasks where the era has them: it waits, and shows what the task ended with.
    ended = "completed" if era == "modern" else "pending"
    yield call("dream_start", lambda result: _data(result)["status"] == ended, no_sessions=True)
    yield call("dream_status", lambda result: bool(_data(result)["dreams"]), wait_seconds=25)
    templates = ("--method", "resources/templates/list")
    yield Check("resources/templates/list", templates, lambda result: len(result["resourceTemplates"]) == 3)
    read = ("--method", "resources/read", "--uri", "memory://default/a.md")
    yield Check("resources/read", read, lambda result: "8080" in result["contents"][0]["text"])
    yield Check("prompts/list", ("--method", "prompts/list"), lambda result: len(result["prompts"]) == 3)
    got = ("--method", "prompts/get", "--prompt-name", "dream", "--prompt-args", "store=default")
    yield Check("prompts/get", got, lambda result: "dream_start" in result["messages"][0]["content"]["text"])


def run_inspector(programs: Programs) -> Iterator[tuple[str, list[Outcome]]]:
    """Each transport and era."""
    dreaming = shutil.which("dreaming", path=str(Path(sys.executable).parent)) or "dreaming"
    with _environment() as env:
        given = [part for name, value in env.items() for part in ("-e", f"{name}={value}")]
        for era in ERAS:
            yield f"Inspector, stdio, {era}", _try(programs, era, [dreaming, "serve", *given], env)
    port = free_port()
    try:
        with _environment() as env, serving([dreaming, "serve", "--http", f"127.0.0.1:{port}"], port, env) as url:
            for era in ERAS:
                yield f"Inspector, HTTP, {era}", _try(programs, era, ["--server-url", url, "--transport", "http"], env)
    except NotStarted as why:
        yield "Inspector, HTTP", [Outcome("start", 0, 1, (str(why),))]


@contextlib.contextmanager
def _environment() -> Generator[dict[str, str]]:
    """Of a server and an Inspector that leave nothing behind."""
    with tempfile.TemporaryDirectory() as home:
        yield {"HOME": home, "DREAMING_HOME": home, "DREAMING_WORKER": "inside", "MCP_INSPECTOR_SECRET_STORE": "memory"}


def _try(programs: Programs, era: str, target: Sequence[str], env: dict[str, str]) -> list[Outcome]:
    return [_tried(programs, check, [*target, "--protocol-era", era], env) for check in checks(era)]


def _tried(programs: Programs, check: Check, target: Sequence[str], env: dict[str, str]) -> Outcome:
    command = [*programs.command("mcp-inspector"), "--cli", "-q", *target, *check.arguments, "--format", "json"]
    done = run(command, SECONDS, env)
    problem = _problem(check, done)
    return Outcome(check.what, 1, 0) if problem is None else Outcome(check.what, 0, 1, (problem,))


def _problem(check: Check, done: Done) -> str | None:
    shown = (done.output or done.errors).strip()[:300]
    if done.code != check.code:
        return f"exit code {done.code}, not {check.code}: {shown}"
    result = done.data()
    if not isinstance(result, dict) or not check.holds(cast("dict[str, Any]", result)["result"]):
        return f"it says something else: {shown}"
    return None


def _data(result: dict[str, Any]) -> dict[str, Any]:
    return result["structuredContent"]
