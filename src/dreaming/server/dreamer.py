"""Seeing to it that dreams are run while the server is there.

A server runs no dreams itself if it can help it: it starts the file's worker, a process of its own that outlives it,
and looks from time to time whether something was left behind, since a worker can be killed. Where no process can be
started the same worker runs here, as a task; when the server stops it is canceled, and gives its dreams back. Its code
is loaded only then: a server should be quick to start and small.
"""

import contextlib
import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from dreaming.domain.errors import DreamingError

if TYPE_CHECKING:
    from dreaming.jobs.worker import Worker

FIRST_LOOK_SECONDS = 1.0  # the client's first questions come before what is left of earlier days
LOOK_AGAIN_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Dreamer:
    """Has the dreams that wait run, elsewhere or here.

    Args:
        hand_over: has a worker of its own run what waits; False where there can be none.
        make_worker: makes the worker that runs here then, until nothing waits.
    """

    def __init__(self, hand_over: Callable[[], bool], make_worker: "Callable[[], Worker]") -> None:
        self._hand_over = hand_over
        self._make_worker = make_worker
        self._woken = anyio.Event()
        self._ended = anyio.Event()
        self._scope: anyio.CancelScope | None = None  # only while it runs

    async def wake(self) -> None:
        """There is a dream to run. When this returns a worker is on its way, or this process will run it."""
        if not await self._is_handed_over():
            self._woken.set()

    async def run(self) -> None:
        """See to dreams until cancelled or stopped."""
        try:
            with anyio.CancelScope() as self._scope:
                pause = FIRST_LOOK_SECONDS
                while True:
                    with anyio.move_on_after(pause):
                        await self._woken.wait()
                    self._woken = anyio.Event()
                    await self._see_to_dreams()
                    pause = LOOK_AGAIN_SECONDS
        finally:
            self._ended.set()

    async def stop(self, *, within: float) -> None:
        """Give back the dreams that run here, if any do, and wait for that at most `within` seconds."""
        if self._scope is None:
            return
        self._scope.cancel()
        with anyio.move_on_after(within):
            await self._ended.wait()

    async def _see_to_dreams(self) -> None:
        if await self._is_handed_over():
            return
        with _logged():
            worker = await anyio.to_thread.run_sync(self._make_worker)
            await worker.work()

    async def _is_handed_over(self) -> bool:
        with _logged():
            return await anyio.to_thread.run_sync(self._hand_over)
        return True  # whatever is wrong with the database is no better here


@contextlib.contextmanager
def _logged() -> Generator[None]:
    """The database is locked or was upgraded: the tools say so to whoever asks; here is nobody to tell."""
    try:
        yield
    except DreamingError as error:
        _log.warning("No dream can be run now: %s", error)
