"""Dreams that outlive whoever asked for them: real clients, real servers, real workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep

import anyio
import anyio.to_thread
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from tests.promises import promise
from tests.rig import Rig
from tests.server.asking import ask
from tests.server.test_dream_tools import SAID, write_twice

from dreaming.app import App, open_app
from dreaming.cli.background import LOG_NAME
from dreaming.domain.model import Dream, DreamStatus, Priority
from dreaming.jobs.owners import is_alive
from dreaming.store import journal, workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are others there")
SECONDS = 120  # a bound, not an expectation: the machine may be busy
SERVE = (sys.executable, "-m", "dreaming", "serve")


def _environment(home: Path) -> Mapping[str, str]:
    return {**os.environ, "DREAMING_HOME": str(home)}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The system on a file of its own; the worker that is still there at the end is told to end."""
    monkeypatch.setenv("DREAMING_WORKER", "detached")
    opened = open_app(tmp_path / "home")
    yield opened
    worker = _worker(opened)
    if worker is not None:
        os.kill(_process(worker), signal.SIGTERM)
        _until(lambda: _worker(opened) is None)
    opened.close()


def _worker(app: App) -> str | None:
    """The owner's name of the worker that is there."""
    with app.db.read() as conn:
        found = workers.current(conn)
    return None if found is None else found.owner


def _process(worker: str) -> int:
    return int(worker.split("-", maxsplit=1)[0])


def _until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + SECONDS
    while not holds():
        assert monotonic() < deadline, "it took too long"
        sleep(0.01)  # leaves the processors to whom is waited for


def _completed(app: App, dream_id: str) -> Dream:
    """The dream, once it has ended; it must have completed."""
    _until(lambda: app.dreams.get(dream_id).ended_at is not None)
    dream = app.dreams.get(dream_id)
    assert dream.status is DreamStatus.COMPLETED, dream.error
    return dream


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@promise("worker:client:gone", "worker:log:discreet")
@pytest.mark.anyio
async def test_a_dream_completes_after_its_client_has_closed(app: App) -> None:
    """Over stdio, with the SDK's client, which closes at once. Then nothing else is opened, and the worker leaves."""
    home = app.db.path.parent
    parameters = StdioServerParameters(command=SERVE[0], args=list(SERVE[1:]), env=dict(_environment(home)))
    async with Client(parameters) as client:
        await write_twice(client)
        await ask(client, "session_log", external_id="s1", events=SAID)
        dream_id = (await ask(client, "dream_start"))["dream_id"]

    def look() -> None:
        dream = _completed(app, dream_id)
        assert dream.attempt == 1
        worker = _worker(app)
        assert worker is not None
        assert os.getsid(_process(worker)) == _process(worker)  # in a session of its own
        assert os.getpriority(os.PRIO_PROCESS, _process(worker)) > os.getpriority(os.PRIO_PROCESS, 0)
        _until(lambda: not _is_running(_process(worker)))
        assert _worker(app) is None
        assert not list(home.glob("*.running/*"))
        log = home / LOG_NAME
        assert log.stat().st_mode & 0o077 == 0
        assert dream_id in log.read_text(encoding="utf-8")
        assert "8080" not in log.read_text(encoding="utf-8")

    await anyio.to_thread.run_sync(look)


_KILLED_CLIENT = """
import json, os, signal, subprocess, sys

server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}

def call(tool, **arguments):
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
               "params": {"name": tool, "arguments": arguments, "_meta": META}}
    server.stdin.write(json.dumps(request).encode() + b"\\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())

call("memory_write", path="/a.md", content="- The port is 8080.\\n")
answer = call("dream_start", no_sessions=True)
print(answer["result"]["structuredContent"]["dream_id"], flush=True)
os.killpg(0, signal.SIGKILL)
"""


@promise("worker:client:gone")
def test_a_dream_completes_after_its_clients_whole_group_was_killed(app: App) -> None:
    """Client and server die by SIGKILL as soon as the dream was acknowledged."""
    home = app.db.path.parent
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_CLIENT, *SERVE],
        env=_environment(home), start_new_session=True, capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip

    assert done.returncode == -signal.SIGKILL, done.stderr
    _completed(app, done.stdout.strip())


@promise("worker:crash:every-step")
def test_a_killed_worker_is_followed_at_once(app: App) -> None:
    """Whoever looks for a worker finds that it is dead, and need not wait until its lease runs out."""
    rig = Rig(app.db, app.clock, app.stores.create("atlas"))
    for day in range(20):
        rig.log("Work", *(f"The port of service {number} is {8000 + day}." for number in range(150)), days=day)
    dream = app.dreams.start("atlas").dream
    assert app.ensure_worker()
    _until(lambda: app.dreams.get(dream.id).progress.done > 0)
    first = _worker(app)
    assert first is not None
    os.kill(_process(first), signal.SIGKILL)
    _until(lambda: is_alive(app.db.path, first) is False)

    assert app.ensure_worker()

    assert _completed(app, dream.id).attempt == 2
    assert _worker(app) != first


_STARTER = """
import sys
from pathlib import Path
from dreaming.app import open_app

app = open_app(Path(sys.argv[1]))
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
for store in sys.argv[2:]:
    print(app.dreams.start(store, no_sessions=True).dream.id)
    assert app.ensure_worker()
"""
STORES = 10
STARTERS = 5


@promise("worker:many:once", "worker:one:file")
def test_twenty_dreams_started_at_once_by_five_processes_run_once_each(app: App) -> None:
    """On ten stores; one worker runs them all, never more than two at a time."""
    home = app.db.path.parent
    names = [f"store{number}" for number in range(STORES)]
    for name in names:
        store = app.stores.create(name)
        _fill(app, store.id)
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", _STARTER, str(home), *(names * 2)[number * 4 : number * 4 + 4]],
            env=_environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(STARTERS)
    ]  # fmt: skip
    for each in starters:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    said = [each.communicate("go\n", timeout=SECONDS)[0].split() for each in starters]
    started = [dream_id for ids in said for dream_id in ids]

    ended = [_completed(app, dream_id) for dream_id in started]

    assert len(set(started)) == 20
    assert {(dream.attempt, dream.generation) for dream in ended} == {(1, 1)}
    assert len({dream.output_store_id for dream in ended}) == 20
    assert _most_at_once(ended) <= 2
    assert len({_taken_by(app, dream.id) for dream in ended}) == 1


def _fill(app: App, store: str) -> None:
    from dreaming.domain.provenance import Origin
    from dreaming.service.memories import Writer

    for number in range(5):
        text = f"- The port of service {number} is {8000 + number}.\n" * 2
        app.memories.write(store, f"/{number}.md", text, writer=Writer("user", Origin.USER))


def _most_at_once(dreams: list[Dream]) -> int:
    """How many of them ran at the same moment, at most."""
    moments = sorted(
        moment
        for dream in dreams
        if dream.started_at is not None and dream.ended_at is not None
        for moment in ((dream.started_at, 1), (dream.ended_at, -1))
    )
    now = most = 0
    for _, step in moments:
        now += step
        most = max(most, now)
    return most


def _taken_by(app: App, dream_id: str) -> str:
    with app.db.read() as conn:
        return journal.lines(conn, dream_id, limit=1)[0].text


@promise("cli:due:starts")
def test_what_is_due_is_handed_over_to_a_worker(app: App, tmp_path: Path) -> None:
    """As cron starts it: the process ends, and the dream, which yields to those that somebody asked for, completes."""
    home = app.db.path.parent
    app.stores.create("atlas", metadata={"dream_after_sessions": "1"})
    session = tmp_path / "session.jsonl"
    session.write_text('{"type": "user.message", "text": "The port is 9090.", "created_at": "2026-03-04T09:00:00Z"}\n')
    dreaming = (sys.executable, "-P", "-m", "dreaming", "--home", str(home))
    subprocess.run([*dreaming, "log", str(session)], check=True, capture_output=True, timeout=SECONDS)

    done = subprocess.run(
        [*dreaming, "start", "--due", "--quiet"], check=True, capture_output=True, text=True, timeout=SECONDS
    )
    (dream,) = app.dreams.listing("atlas")

    assert (done.stdout, done.stderr) == ("", "")
    assert dream.priority is Priority.BACKGROUND
    assert _completed(app, dream.id).promoted_at is None
