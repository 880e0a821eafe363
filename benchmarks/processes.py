"""Several server processes write to one file at the same time: what is lost, what errors are shown, how long it takes.

Each process appends lines to memories that all of them append to, and makes memories of its own, by turns.
"""

import argparse
import tempfile
import threading
from collections import Counter
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Figure, options, show
from benchmarks.measuring import share
from benchmarks.raw_client import SERVE, RawClient, is_error, text_of

WRITES = {"small": 100, "full": 500}
PROCESSES = (2, 8)
SHARED = 20
_APPENDS, _CREATES = "appends", "creates"


class Writer:
    """One server process, and what it was told."""

    def __init__(self, number: int, writes: int, home: Path, barrier: threading.Barrier) -> None:
        self.errors: list[str] = []
        self.seconds: list[float] = []
        self._number = number
        self._writes = writes
        self._home = home
        self._barrier = barrier

    def run(self) -> None:
        """Start the server, wait for the others, write."""
        with RawClient(SERVE, self._home) as client:
            client.request("tools/list")
            self._barrier.wait()
            for number in range(self._writes):
                self._write(client, number)
            client.close()

    def _write(self, client: RawClient, number: int) -> None:
        started = perf_counter()
        if number % 2:
            path = f"/{self._number}/{number}.md"
            answer = client.call("memory_write", store=_CREATES, path=path, content=_line(self._number, number))
        else:
            path, line = f"/{number // 2 % SHARED}.md", _line(self._number, number)
            answer = client.call("memory_write", store=_APPENDS, path=path, content=line, mode="append")
        self.seconds.append(perf_counter() - started)
        if is_error(answer):
            self.errors.append(text_of(answer))


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Two processes, then eight."""
    return [figure for count in PROCESSES for figure in _together(count, WRITES[chosen.size])]


def _together(count: int, writes: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        barrier = threading.Barrier(count + 1)
        writers = [Writer(number, writes, home, barrier) for number in range(count)]
        threads = [threading.Thread(target=writer.run, daemon=True) for writer in writers]
        for thread in threads:
            thread.start()
        barrier.wait()
        started = perf_counter()
        for thread in threads:
            thread.join()
        wall = perf_counter() - started
        lost = _lost(home, count, writes)
    for error in {error for writer in writers for error in writer.errors}:
        print(f"shown: {error}")
    seconds = [each for writer in writers for each in writer.seconds]
    name = f"{count} processes x {writes} writes"
    return [
        Figure(f"{name}: lost or doubled", lost, at_most=0),
        Figure(f"{name}: errors shown", sum(len(writer.errors) for writer in writers), at_most=0),
        Figure(f"{name}: writes a second, all together", len(seconds) / wall, "/s"),
        Figure(f"{name}: one write, median", share(seconds, 0.5) * 1000, "ms"),
        Figure(f"{name}: one write, p99", share(seconds, 0.99) * 1000, "ms"),
        Figure(f"{name}: the longest", max(seconds) * 1000, "ms"),
    ]


def _lost(home: Path, count: int, writes: int) -> int:
    """Of all that was written: how many lines are not there exactly once."""
    from dreaming.app import open_app

    app = open_app(home)
    texts = [memory.content or "" for store in (_APPENDS, _CREATES) for memory in app.exchange.export(store)]
    app.close()
    found = Counter(line for text in texts for line in text.splitlines())
    wanted = Counter(_line(number, write) for number in range(count) for write in range(writes))
    return (found - wanted).total() + (wanted - found).total()


def _line(process: int, number: int) -> str:
    return f"Process {process} wrote its line {number}."


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    show("processes", measure(given), as_json=given.json)
