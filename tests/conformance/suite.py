"""The official suite against the fixture server."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.npm import Programs, run

ROOT = Path(__file__).parent.parent.parent
REVISIONS = ("2025-11-25", "2026-07-28")
SUITE_SECONDS = 300
SCENARIO_SECONDS = 60
START_SECONDS = 60

# Scenarios in which nothing passes, and why that is right. Anything else that passes nothing has failed.
EXPECTED = {
    "server-sse-polling": "a stream that is resumed is of the older revision only, and offered to nobody",
    "tasks-status-notifications": "the suite leaves it out itself until it listens where such notifications are sent",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one scenario, or of one check of the Inspector."""

    name: str
    passed: int
    failed: int
    remarks: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """It passed something and failed nothing, or is expected not to."""
        return self.failed == 0 and (self.passed > 0 or self.name in EXPECTED)


class NotStarted(Exception):
    """A server does not listen; the message says what it said last."""


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, env: Mapping[str, str] | None = None) -> Generator[str]:
    """A server on a port, as long as it is needed; its address.

    Raises:
        NotStarted: it ended, or did not listen in time.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        environment = {**os.environ, **(env or {})}
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        ) as process:
            try:
                if not _listens(process, port):
                    said.seek(0)
                    raise NotStarted("\n".join(said.read().strip().splitlines()[-1:]))
                yield f"http://127.0.0.1:{port}/mcp"
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def run_suite(programs: Programs) -> Iterator[tuple[str, list[Outcome]]]:
    """Both requirement sets, and each scenario of the Tasks extension by itself."""
    port = free_port()
    try:
        with serving([sys.executable, "-m", "tests.conformance.server", str(port)], port) as url:
            for revision in REVISIONS:
                yield f"requirements {revision}", _run(programs, url, ["--requirements", revision], SUITE_SECONDS)
            yield "Tasks extension", list(_run_tasks(programs, url))
    except NotStarted as why:
        yield "conformance suite", [Outcome("start", 0, 1, (str(why),))]


def _run_tasks(programs: Programs, url: str) -> Iterator[Outcome]:
    for scenario in _task_scenarios(programs):
        yield from _run(programs, url, ["--scenario", scenario, "--force"], SCENARIO_SECONDS)


def _listens(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Whether it does, as soon as it does."""
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _task_scenarios(programs: Programs) -> list[str]:
    listed = run([*programs.command("conformance"), "list", "--server"], SCENARIO_SECONDS).output
    return re.findall(r"- (tasks-[a-z-]+)", listed)


def _run(programs: Programs, url: str, what: Sequence[str], seconds: float) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        command = [*programs.command("conformance"), "server", "--url", url, *what, "--output-dir", folder]
        done = run(command, seconds)
        files = sorted(Path(folder).glob("*/checks.json"), key=lambda file: file.stat().st_mtime_ns)
        found = [_outcome(file) for file in files]
    if done.code is None or not found:
        reason = (done.errors or done.output).strip().splitlines()[-1:]
        found.append(Outcome(" ".join(what), 0, 1, tuple(reason)))
    return found


def _outcome(file: Path) -> Outcome:
    """Of one scenario: the folder is named `server-NAME-TIME`."""
    name = re.sub(r"^server-(.+?)-\d{4}-\d\d-\d\dT.*$", r"\1", file.parent.name)
    checks = json.loads(file.read_text(encoding="utf-8"))
    counts = Counter(check["status"] for check in checks)
    remarks = [
        f"{check['status'].lower()}: {check['id']}: {check.get('errorMessage') or check['description']}"
        for check in checks
        if check["status"] in {"FAILURE", "WARNING"}
    ]
    return Outcome(name, counts["SUCCESS"], counts["FAILURE"], tuple(remarks))
