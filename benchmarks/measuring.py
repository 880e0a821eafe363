"""Processes that are measured: how long they took, how much of a processor, and how much memory at their peak.

The memory is the most that the process ever held, as the system reports it when the process ends (POSIX alone).
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
MIB = 1_048_576
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost from its start to its end."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def environment(home: Path) -> dict[str, str]:
    """This process's, with a home of its own and no other setting of ours; bytecode is kept, as where one installs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DREAMING_", _NO_BYTECODE))}
    return kept | {"DREAMING_HOME": str(home)}


def ended(process: "subprocess.Popen[bytes]", started: float, *, code: int = 0) -> Cost:
    """Wait for the end of a process.

    Raises:
        RuntimeError: it ended with another exit code.
    """
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        message = f"{process.args!r} ended with {process.returncode}"
        raise RuntimeError(message)
    return Cost(perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _PEAK_UNIT)


def run_python(arguments: Sequence[str], home: Path) -> tuple[Cost, Mapping[str, Any]]:
    """Run Python with these arguments; its cost, and the JSON object on the last line of what it printed."""
    started = perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, cwd=ROOT, env=environment(home))
    with pipe(process.stdout) as output:
        lines = output.read().decode().splitlines()
    cost = ended(process, started)
    return cost, json.loads(lines[-1]) if lines else {}


def run_hook(event: str, said: str, home: Path) -> Cost:
    """Call a hook as a client does, with what happened on its standard input; it starts no worker."""
    started = perf_counter()
    command = [sys.executable, "-P", "-m", "dreaming", "hook", event]
    chosen = environment(home) | {"DREAMING_WORKER": "inside"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT, env=chosen)
    with pipe(process.stdin) as given:
        given.write(said.encode())
    return ended(process, started)


def pipe(end: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for when the process was started.

    Raises:
        ValueError: it was not.
    """
    if end is None:
        raise ValueError("no pipe")
    return end


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of the values do not exceed: 0.5 is the median."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=1000, method="inclusive")[round(part * 1000) - 1]
