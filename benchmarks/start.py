"""From the start of the server to its first list of tools, and its memory, against a server without tools."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, options, show
from benchmarks.measuring import MIB, Cost, share
from benchmarks.raw_client import SERVE, RawClient

EMPTY = ("-c", "from mcp.server import MCPServer; MCPServer('empty').run('stdio')")
TIMES = {"small": 7, "full": 21}
_WALL, _MEMORY = 1.15, 1.25


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Start both by turns, so that what else the machine does weighs on both alike."""
    empty: list[tuple[float, Cost]] = []
    ours: list[tuple[float, Cost]] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        first, _ = _started(SERVE, home)  # makes the database, and the bytecode
        _started(EMPTY, home)
        for _ in range(TIMES[chosen.size]):
            empty.append(_started(EMPTY, home))
            ours.append(_started(SERVE, home))
    return [
        Figure("first tools/list, wall, ratio", _ratio(_walls(ours), _walls(empty)), "x", at_most=_WALL),
        Figure("first tools/list, CPU, ratio", _ratio(_cpus(ours), _cpus(empty)), "x", at_most=_WALL),
        Figure("peak memory, ratio", _ratio(_peaks(ours), _peaks(empty)), "x", at_most=_MEMORY),
        Figure("first tools/list, ours, median", share(_walls(ours), 0.5) * 1000, "ms"),
        Figure("first tools/list, empty, median", share(_walls(empty), 0.5) * 1000, "ms"),
        Figure("first tools/list, CPU, ours, median", share(_cpus(ours), 0.5) * 1000, "ms"),
        Figure("first tools/list, CPU, empty, median", share(_cpus(empty), 0.5) * 1000, "ms"),
        Figure("peak memory, ours, median", share(_peaks(ours), 0.5) / MIB, "MiB"),
        Figure("peak memory, empty, median", share(_peaks(empty), 0.5) / MIB, "MiB"),
        Figure("first start of all, with an empty home", first * 1000, "ms"),
    ]


def _started(arguments: Sequence[str], home: Path) -> tuple[float, Cost]:
    with RawClient(arguments, home) as client:
        client.request("tools/list")
        wall = client.age
        return wall, client.kill()  # what ending costs is another matter


def _walls(runs: Sequence[tuple[float, Cost]]) -> list[float]:
    return [wall for wall, _ in runs]


def _cpus(runs: Sequence[tuple[float, Cost]]) -> list[float]:
    return [cost.cpu_seconds for _, cost in runs]


def _peaks(runs: Sequence[tuple[float, Cost]]) -> list[float]:
    return [float(cost.peak_bytes) for _, cost in runs]


def _ratio(ours: Sequence[float], empty: Sequence[float]) -> float:
    """The median of the ratios of neighbours: a machine that grows busier meanwhile changes both of a pair."""
    return share([one / other for one, other in zip(ours, empty, strict=True)], 0.5)


if __name__ == "__main__":
    given = options(__doc__).parse_args(sys.argv[1:])
    show("start", measure(given), as_json=given.json)
