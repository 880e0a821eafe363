"""What the worker costs the server: at its start, in its answers, and in its memory over many dreams."""

import argparse
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from benchmarks.dream import fill
from benchmarks.figures import Figure, options, show
from benchmarks.measuring import MIB, share
from benchmarks.raw_client import SERVE, RawClient, is_error, text_of

if TYPE_CHECKING:
    from dreaming.app import App

STARTS = {"small": 7, "full": 21}
DREAMS = {"small": 40, "full": 200}
SESSIONS = {"small": 20, "full": 100}  # of the dream that runs while calls are timed
CALLS = 100
WARM_UP = 20  # dreams, before memory is first looked at
_STORE = "benchmark"


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """The three, one after the other, each on a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            *_starts(Path(folder) / "starts", STARTS[chosen.size]),
            *_calls(Path(folder) / "calls", SESSIONS[chosen.size]),
            *_memory(Path(folder) / "memory", DREAMS[chosen.size]),
        ]


def _starts(home: Path, times: int) -> list[Figure]:
    """By turns: a start with nothing to do, and one with a dream that waits for a worker."""
    from dreaming.app import open_app

    app = open_app(home)
    store = app.stores.create(_STORE).id
    idle: list[float] = []
    waiting: list[float] = []
    _first_list(home)
    for _ in range(times):
        idle.append(_first_list(home))
        app.dreams.start(store, no_sessions=True)
        waiting.append(_first_list(home))
        _let_work(app)
    app.close()
    return [
        Figure("first tools/list, a dream waiting / none, ratio", share(waiting, 0.5) / share(idle, 0.5), "x", at_most=1.1),
        Figure("first tools/list, a dream waiting, median", share(waiting, 0.5) * 1000, "ms"),
    ]  # fmt: skip


def _first_list(home: Path) -> float:
    """Seconds from the start of a server to its first answer; it stays until it has looked for waiting dreams."""
    with RawClient(SERVE, home) as client:
        client.request("tools/list")
        taken = client.age
        while client.age < taken + 1.5:
            client.request("tools/list")
            sleep(0.1)
        client.close()
    return taken


def _calls(home: Path, sessions: int) -> list[Figure]:
    """The same calls before and while the worker dreams; and the call that has the worker started."""
    from dreaming.app import open_app

    fill(home, sessions, 10 * sessions, [])
    app = open_app(home)
    with RawClient(SERVE, home) as client:
        _search(client)
        before = [_search(client) for _ in range(CALLS)]
        started = perf_counter()
        dream_id = _told(client.call("dream_start", store=_STORE))["dream_id"]
        launching = perf_counter() - started
        during: list[float] = []
        while app.dreams.get(dream_id).ended_at is None:
            if app.dreams.get(dream_id).started_at is not None:
                during.append(_search(client))
        again = perf_counter()
        client.call("dream_start", store=_STORE, no_sessions=True)
        present = perf_counter() - again
        _let_work(app)
        client.close()
    app.close()
    return [
        Figure("memory_search while the worker dreams / before, medians", share(during, 0.5) / share(before, 0.5), "x"),
        Figure("memory_search before, median", share(before, 0.5) * 1000, "ms"),
        Figure("memory_search while the worker dreams, median", share(during, 0.5) * 1000, "ms"),
        Figure("memory_search while the worker dreams, p95", share(during, 0.95) * 1000, "ms"),
        Figure("dream_start that starts the worker", launching * 1000, "ms"),
        Figure("dream_start where the worker is there", present * 1000, "ms"),
    ]


def _search(client: RawClient) -> float:
    started = perf_counter()
    _told(client.call("memory_search", store=_STORE, query="port of the staging server"))
    return perf_counter() - started


def _memory(home: Path, dreams: int) -> list[Figure]:
    """One server, many dreams through it, each looked at until it has ended."""
    from dreaming.app import open_app

    app = open_app(home)
    with RawClient(SERVE, home) as client:
        for number in range(10):
            _told(client.call("memory_write", path=f"/{number}.md", content=f"- The port of service {number} is 80.\n"))
        for _ in range(WARM_UP):
            _dream(client)
        first = _resident(client.pid)
        for _ in range(dreams):
            _dream(client)
        last = _resident(client.pid)
        _let_work(app)
        client.close()
    app.close()
    return [
        Figure(f"server's memory after {dreams} dreams more / after {WARM_UP}", last / first, "x", at_most=1.05),
        Figure(f"server's memory after {WARM_UP} dreams", first / MIB, "MiB"),
    ]


def _dream(client: RawClient) -> None:
    dream_id = _told(client.call("dream_start", no_sessions=True))["dream_id"]
    while _told(client.call("dream_status", dream_id=dream_id, wait_seconds=25))["status"] != "completed":
        pass
    _told(client.call("dream_report", dream_id=dream_id))
    _told(client.call("dream_discard", dream_id=dream_id))


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    if is_error(answer):
        raise RuntimeError(text_of(answer))
    return answer["structuredContent"]


def _resident(pid: int) -> int:
    """The bytes of memory that a process holds now."""
    command = ("ps", "-o", "rss=", "-p", str(pid))
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) * 1024


def _let_work(app: "App") -> None:
    """Wait until nothing waits any more, and end the worker, so that the next one has to be started."""
    from dreaming.store import workers

    while any(dream.ended_at is None for dream in app.dreams.listing(limit=5)):
        sleep(0.05)
    with app.db.read() as conn:
        worker = workers.current(conn)
    if worker is not None:
        os.kill(int(worker.owner.split("-", maxsplit=1)[0]), signal.SIGTERM)
    while worker is not None:
        sleep(0.05)
        with app.db.read() as conn:
            worker = workers.current(conn)


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    show("worker", measure(given), as_json=given.json)
