"""Uvicorn as both servers run it: it says when it answers, and ends on a signal without dying of it."""

import contextlib
import signal
import socket
from collections.abc import Callable, Generator
from typing import Any

import uvicorn
from uvicorn.server import HANDLED_SIGNALS


class Served(uvicorn.Server):
    """A server that announces itself and stops when told.

    Args:
        config: uvicorn's.
        announce: called as soon as it answers.
    """

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self._announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Stop on a signal. Uvicorn's own would send it again in the end, and the process would die of it."""

        def stop(number: int, _: Any) -> None:
            # A function and not the server's method: sse-starlette looks for that one, and on a signal would cut the
            # streams that answer a call. It has replaced `handle_exit` for the same end.
            self.force_exit = self.should_exit and number == signal.SIGINT
            self.should_exit = True

        before = {number: signal.signal(number, stop) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
