"""Dreams as a task of the server, as long as there is no worker of their own.

It runs what is pending, then waits until it is woken, or for a while: a dream whose process died becomes free when
its lease ends. When the server stops the task is cancelled, and the runner gives its dream back. What runs dreams is
loaded when there is one to run: most servers never run any, and should be quick to start and small.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from dreaming.domain.errors import DreamingError
from dreaming.domain.model import DreamStatus
from dreaming.service.dreams import Dreams

if TYPE_CHECKING:
    from dreaming.jobs.runner import Runner

LOOK_AGAIN_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Dreamer:
    """Runs pending dreams one after the other.

    Args:
        dreams: tells whether there are any.
        make_runner: makes what runs them.
    """

    def __init__(self, dreams: Dreams, make_runner: "Callable[[], Runner]") -> None:
        self._dreams = dreams
        self._make_runner = make_runner
        self._runner: Runner | None = None
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
            if await anyio.to_thread.run_sync(self._is_any_waiting):
                self._runner = self._runner or await anyio.to_thread.run_sync(self._make_runner)
                await self._runner.drain()
        except DreamingError as error:
            # The database is locked or was upgraded: the tools say so to whoever asks; here is nobody to tell.
            _log.warning("No dream can be run now: %s", error)

    def _is_any_waiting(self) -> bool:
        # One that runs may be that of a process that died.
        return any(
            self._dreams.listing(status=status, limit=1) for status in (DreamStatus.PENDING, DreamStatus.RUNNING)
        )
