"""A durable `memory_write` over stdio against a tool that does nothing in the same process, and `memory_search`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Figure, options, show
from benchmarks.made_memories import made_memories
from benchmarks.measuring import share
from benchmarks.raw_client import RawClient, is_error, text_of

TIMES = {"small": 300, "full": 1_500}
WARM_UP = 30
_SERVE = "--serve"


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Call the tools by turns; each write is a new memory of some lines."""
    times: dict[str, list[float]] = {"nothing": [], "memory_write": [], "memory_search": []}
    with tempfile.TemporaryDirectory() as folder:
        synced = _sync_seconds(Path(folder))
        with RawClient(("-m", "benchmarks.calls", _SERVE), Path(folder) / "home") as client:
            for number, made in enumerate(made_memories(TIMES[chosen.size] + WARM_UP, "calls")):
                words = " ".join(made.content.split()[1:5])
                taken = {
                    "nothing": _timed(client, "nothing", {}),
                    "memory_write": _timed(client, "memory_write", {"path": made.path, "content": made.content}),
                    "memory_search": _timed(client, "memory_search", {"query": words}),
                }
                for tool, seconds in taken.items():
                    times[tool] += [seconds * 1000] if number >= WARM_UP else []
            client.close()
    writes, nothing, searches = times["memory_write"], times["nothing"], times["memory_search"]
    return [
        Figure("memory_write / nothing, ratio of medians", share(writes, 0.5) / share(nothing, 0.5), "x", at_most=3),
        Figure("nothing, median", share(nothing, 0.5), "ms"),
        Figure("memory_write, median", share(writes, 0.5), "ms"),
        Figure("memory_write, p95", share(writes, 0.95), "ms"),
        Figure("memory_search, median", share(searches, 0.5), "ms"),
        Figure("memory_search, p95", share(searches, 0.95), "ms"),
        Figure("of a write: this disk's write and fsync of a page, median", synced * 1000, "ms"),
    ]


def _timed(client: RawClient, tool: str, arguments: Mapping[str, object]) -> float:
    started = perf_counter()
    answer = client.call(tool, **arguments)
    taken = perf_counter() - started
    if is_error(answer):
        raise RuntimeError(text_of(answer))
    return taken


def _sync_seconds(folder: Path) -> float:
    """What it takes to make some bytes durable here: no write can be quicker."""
    taken: list[float] = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(100):
            started = perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            taken.append(perf_counter() - started)
    return share(taken, 0.5)


def serve() -> None:
    """The server with one more tool, which does nothing."""
    from dreaming.app import open_app
    from dreaming.server.build import build_server

    server = build_server(open_app())

    async def nothing() -> str:
        """Do nothing."""
        return "done"

    server.add_tool(nothing)
    server.run("stdio")


if __name__ == "__main__":
    if _SERVE in sys.argv:
        serve()
    else:
        given = options(__doc__).parse_args()
        show("calls", measure(given), as_json=given.json)
