"""The server as a process of its own, as clients start it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from tests.promises import promise
from tests.server.asking import Mode, ask
from tests.server.test_dream_tools import SAID, dream, write_twice

from dreaming.app import open_app
from dreaming.cli.background import LOG_NAME

SERVE = "from dreaming.app import open_app; from dreaming.server.stdio import serve; serve(open_app())"
COMMAND = [sys.executable, "-c", SERVE]
SECONDS = 30  # a bound, not an expectation: the machine may be busy

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Of a server on `home`."""
    return {**os.environ, "DREAMING_HOME": str(home), **more}


def parameters(home: Path, **more: str) -> StdioServerParameters:
    """How a client starts a server on `home`."""
    return StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment(home, **more))


@promise("server:dream:whole", "worker:inside:same")
@pytest.mark.anyio
async def test_a_real_client_goes_from_writing_to_restoring(tmp_path: Path, mode: Mode) -> None:
    """Over pipes, to a process of its own."""
    with anyio.fail_after(90):
        async with Client(parameters(tmp_path), mode=mode) as client:
            await write_twice(client)
            before = await ask(client, "memory_view", path="/b.md")
            await ask(client, "session_log", external_id="s1", events=SAID)
            dream_id = await dream(client)
            assert not await anyio.Path(tmp_path / LOG_NAME).exists()  # no worker was started
            report = await ask(client, "dream_report", dream_id=dream_id)
            promoted = await ask(client, "dream_promote", dream_id=dream_id, fingerprint=report["fingerprint"])
            await ask(client, "store_restore", before=dream_id)
            after = await ask(client, "memory_view", path="/b.md")

    assert promoted["promoted"] is True
    assert after["content_sha256"] == before["content_sha256"]


def started(home: Path, **more: str) -> "subprocess.Popen[bytes]":
    """A server that has answered once, so that it is fully there."""
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(home, **more)
    )
    try:
        answer_of(process, "initialize", INITIALIZE)
    except ValueError:
        pytest.fail(f"it did not start: {ended(process)}")
    return process


INITIALIZE = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def answer_of(process: "subprocess.Popen[bytes]", method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request, by hand."""
    assert process.stdin is not None
    assert process.stdout is not None
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, bytes]:
    """The exit code, and what was left on standard error."""
    try:
        code = process.wait(SECONDS)
    finally:
        process.kill()
    assert process.stderr is not None
    errors = process.stderr.read()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    return code, errors


@promise("server:process:ends")
@posix_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_server_while_its_input_is_open(tmp_path: Path, number: signal.Signals) -> None:
    """Without a word, and without waiting for its input."""
    process = started(tmp_path)
    process.send_signal(number)

    assert ended(process) == (0, b"")


@promise("server:process:ends")
def test_the_end_of_its_input_ends_the_server(tmp_path: Path) -> None:
    """Which is how most clients end it."""
    process = started(tmp_path)
    assert process.stdin is not None
    process.stdin.close()

    assert ended(process) == (0, b"")


PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=int(sys.argv[2]), stdout=subprocess.PIPE,
                         pass_fds=[int(sys.argv[2]), int(sys.argv[3])])
child.stdout.readline()
os._exit(0)
"""


@promise("server:process:ends")
@posix_only
def test_the_death_of_its_parent_ends_the_server(tmp_path: Path) -> None:
    """Also where something else holds its input open. A pipe that only the server holds tells when it is gone."""
    to_server, request = os.pipe()
    seen, held = os.pipe()
    os.write(
        request, json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": INITIALIZE}).encode() + b"\n"
    )
    try:
        command = [sys.executable, "-c", PARENT, SERVE, str(to_server), str(held)]
        subprocess.run(command, pass_fds=[to_server, held], env=environment(tmp_path), check=True, timeout=SECONDS)
        os.close(held)

        assert os.read(seen, 1) == b""  # blocks until the server's end of the pipe is closed
    finally:
        for descriptor in (to_server, request, seen):
            os.close(descriptor)


@promise("server:tools:choice")
@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DREAMING_TOOLS", "memory_view,nonsense", "there is no tool 'nonsense'"),
        ("DREAMING_READ_ONLY", "maybe", "'maybe' is neither yes nor no"),
        ("DREAMING_TRANSCRIPTS", "never", "It is read or ask."),
    ],
)
def test_a_setting_that_means_nothing_stops_the_start(tmp_path: Path, name: str, value: str, why: str) -> None:
    """With one line on standard error and the exit code of wrong usage; nothing on standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "dreaming", "serve"],
        env=environment(tmp_path, **{name: value}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == b""
    assert why in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@promise("server:process:light")
def test_opening_the_system_loads_neither_mcp_nor_anthropic() -> None:
    """They take a second and more."""
    code = "import dreaming.app, sys; print(sorted({'mcp', 'mcp_types', 'anthropic', 'pydantic'} & set(sys.modules)))"

    assert subprocess.check_output([sys.executable, "-c", code], timeout=SECONDS) == b"[]\n"


@promise("server:http:apart")
def test_serving_over_stdio_loads_nothing_of_http() -> None:
    """But the default address, which the help text shows."""
    code = (
        "import sys, dreaming.cli.serve, dreaming.server.stdio;"
        "print(sorted(name for name in sys.modules if name.startswith('dreaming.server.http.')))"
    )

    assert (
        subprocess.check_output([sys.executable, "-c", code], timeout=SECONDS) == b"['dreaming.server.http.settings']\n"
    )


@promise("server:process:light")
def test_serving_and_dreaming_never_load_anthropic(tmp_path: Path) -> None:
    """A module of that name that ends the process stands in its place, and a dream is run to its end."""
    (tmp_path / "anthropic.py").write_text("import os; os._exit(9)\n", encoding="utf-8")
    app = open_app(tmp_path / "home")
    app.close()

    async def session() -> str:
        async with Client(parameters(tmp_path / "home", PYTHONPATH=str(tmp_path))) as client:
            await write_twice(client)
            dream_id = await dream(client, no_sessions=True)
            return (await ask(client, "dream_status", dream_id=dream_id))["status"]

    assert anyio.run(session) == "completed"


@promise("server:processes:shared")
@pytest.mark.anyio
async def test_two_processes_write_to_one_file(tmp_path: Path) -> None:
    """500 writes each, on one memory and on many: nothing is lost, and nobody hears of a lock."""

    async def write(name: str) -> None:
        async with Client(parameters(tmp_path)) as client:
            for number in range(250):
                await ask(client, "memory_write", path=f"/{name}/{number}.md", content=f"{name} {number}")
                await ask(client, "memory_write", path="/log.md", content=f"{name} {number}\n", mode="append")

    with anyio.fail_after(300):
        async with anyio.create_task_group() as tasks:
            for name in ("a", "b"):
                tasks.start_soon(write, name)
        async with Client(parameters(tmp_path)) as client:
            listed = await ask(client, "memory_view", path="/")
            log = await ask(client, "memory_view", path="/log.md")

    assert listed["total"] == 501
    assert set(log["content"].splitlines()) == {f"{name} {number}" for name in "ab" for number in range(250)}
