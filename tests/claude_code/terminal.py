"""The client at a terminal, with a person who types."""

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.claude_code.client import KEY, SECONDS, Client
from tests.claude_code.model import TOOLS

_ROWS, _COLUMNS = 50, 150
_LOOK_SECONDS = 0.1
_CONTROL = re.compile(r"\x1b(?:\[[0-9;?<>=]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9])")
_INTERRUPT, _ENTER = b"\x03", b"\r"


class Terminal:
    """A session at a terminal."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._shown = b""
        self._is_open = True

    @property
    def text(self) -> str:
        """All that was ever shown, without what moves the cursor and colours."""
        return _CONTROL.sub(" ", self._shown.decode("utf-8", "replace"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Read on until something holds."""
        deadline = monotonic() + SECONDS
        while not holds():
            assert monotonic() < deadline, self.text[-3_000:]
            assert self._is_open, self.text[-3_000:]
            self._read()

    def say(self, words: str) -> None:
        """Type a line. It is sent once the client shows it: what comes too early after it is taken for its part."""
        os.write(self._handle, words.encode())
        self.until(lambda: words.replace(" ", "") in self.text.replace(" ", ""))
        os.write(self._handle, _ENTER)

    def leave(self) -> None:
        """As a person does who interrupts until the client is gone: a turn, the line, and then the client itself."""
        deadline = monotonic() + SECONDS
        while self._is_open:
            assert monotonic() < deadline, self.text[-3_000:]
            with contextlib.suppress(OSError):
                os.write(self._handle, _INTERRUPT)
            for _ in range(5):
                self._read()

    def _read(self) -> None:
        if select.select([self._handle], [], [], _LOOK_SECONDS)[0]:
            try:
                self._shown += os.read(self._handle, 65_536)
            except OSError:  # how a terminal says that nobody is there any more
                self._is_open = False


@contextmanager
def at_terminal(client: Client, project: Path) -> Generator[Terminal]:
    """A session of somebody who has used the client before, in a project that they trust."""
    settings = {
        "hasCompletedOnboarding": True,
        "theme": "dark",
        "customApiKeyResponses": {"approved": [KEY[-20:]], "rejected": []},
        "projects": {str(project): {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}},
    }
    place = Path(client.env["CLAUDE_CONFIG_DIR"]) / ".claude.json"
    known: dict[str, object] = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    place.write_text(json.dumps({**known, **settings}), encoding="utf-8")
    command = client.command("--allowedTools", TOOLS.rstrip("_"))
    process, handle = pty.fork()
    if process == 0:
        os.chdir(project)
        os.execve(command[0], command, dict(client.env))  # noqa: S606 - it is meant to replace this process
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    try:
        yield Terminal(handle)
    finally:
        os.close(handle)
        if os.waitpid(process, os.WNOHANG) == (0, 0):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
