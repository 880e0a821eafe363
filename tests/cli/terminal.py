"""A program at a real terminal: a pseudo-terminal that controls it, as a person's does."""

import fcntl
import os
import select
import subprocess
import sys
import termios
import time
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 30, 110
_PATIENCE = 60.0
_A_MOMENT = 0.05  # between two looks at whether the program has ended
# Takes its standard input for its terminal, then becomes the program: so Ctrl-C reaches it.
_BECOME = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


class Terminal:
    """Runs `dreaming` with these arguments in an environment that has these variables too."""

    def __init__(self, *arguments: str, env: dict[str, str]) -> None:
        self._master, self._slave = os.openpty()
        fcntl.ioctl(
            self._slave,
            termios.TIOCSWINSZ,
            ROWS.to_bytes(2, sys.byteorder) + COLUMNS.to_bytes(2, sys.byteorder) + bytes(4),
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BECOME, sys.executable, "-m", "dreaming", *arguments],
            stdin=self._slave, stdout=self._slave, stderr=self._slave, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", **env},
        )  # fmt: skip
        self.seen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._slave)
        os.close(self._master)

    def until(self, text: str) -> None:
        """Read on until the terminal has seen this."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self.seen:
            read = self._read(max(0.0, deadline - time.monotonic()))
            assert read, f"{text!r} was never shown, but {self.seen!r}"

    def press(self, keys: str) -> None:
        """As a person does."""
        os.write(self._master, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit code.

        The terminal stays open on this side too: one that the program alone has closes with it, and may lose its last words.
        """
        deadline = time.monotonic() + _PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it did not end, but showed {self.seen!r}"
            self._read(_A_MOMENT)
        while self._read(_A_MOMENT):  # the last words may take one to come through the terminal
            pass
        return self._process.wait()

    def _read(self, seconds: float) -> bool:
        """More of it; False where nothing comes for so long."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if ready:
            self.seen += os.read(self._master, 65_536).decode(errors="replace")
        return bool(ready)
