"""Dreams as a task of the server, as long as there is no worker of their own.

It runs what is pending, then waits until it is woken, or for a while: a dream whose process died becomes free when
its lease ends. When the server stops the task is cancelled, and the runner gives its dream back.
"""

import logging

import anyio

from dreaming.domain.errors import DreamingError
from dreaming.jobs.runner import Runner

LOOK_AGAIN_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Dreamer:
    """Runs pending dreams one after the other."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._woken = anyio.Event()
        self._ended = anyio.Event()
        self._scope: anyio.CancelScope | None = None  # only while it runs

    def wake(self) -> None:
        """There is a dream to run."""
        self._woken.set()

    async def run(self) -> None:
        """Run dreams until cancelled or stopped."""
        try:
            with anyio.CancelScope() as self._scope:
                while True:
                    self._woken = anyio.Event()
                    await self._drain()
                    with anyio.move_on_after(LOOK_AGAIN_SECONDS):
                        await self._woken.wait()
        finally:
            self._ended.set()

    async def stop(self, *, within: float) -> None:
        """Give back the dream that runs, if one does, and wait for that at most `within` seconds."""
        if self._scope is None:
            return
        self._scope.cancel()
        with anyio.move_on_after(within):
            await self._ended.wait()

    async def _drain(self) -> None:
        try:
            await self._runner.drain()
        except DreamingError as error:
            # The database is locked or was upgraded: the tools say so to whoever asks; here is nobody to tell.
            _log.warning("No dream can be run now: %s", error)
