"""Short ways to start worker processes and to hear what they say."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
SECONDS = 60  # a bound, not an expectation: the machine may be busy


class WorkerProcess:
    """A process of `tests.jobs.worker_process` on this database."""

    def __init__(self, file: Path, *options: str) -> None:
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.worker_process", str(file), *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def hear(self, word: str) -> None:
        """Wait until it says a line that begins with this word."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith(word):
                return
        message = f"it ended without {word!r}: {self.said} {self._process.stderr and self._process.stderr.read()}"
        raise AssertionError(message)

    def go_on(self) -> None:
        """Let it go on where it holds."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Wait for its end; its exit code."""
        out, err = self._process.communicate(timeout=SECONDS)
        self.said += out.splitlines()
        if err:
            self.said.append(err)
        return self._process.returncode

    def told(self, word: str) -> list[str]:
        """What it has said after this word, in order."""
        return [line.removeprefix(f"{word} ") for line in self.said if line.startswith(f"{word} ")]


def work(file: Path, *options: str) -> WorkerProcess:
    """A worker process that has come to its end; its exit code is not looked at."""
    with WorkerProcess(file, *options) as process:
        process.end()
    return process
