"""Whether the server can do its work: for whoever watches it, without a token, and without a word about contents."""

from collections.abc import Callable

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dreaming import __version__
from dreaming.domain.errors import AnswerOverdue, Unavailable

LOOK_SECONDS = 5.0


class Health:
    """The route of health.

    Args:
        check: raises what is wrong, if anything is; called on a worker thread, one call at a time, so that many who
            ask leave the threads to the tools.
    """

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._one = anyio.CapacityLimiter(1)

    async def answer(self, _: Request) -> Response:
        """200 where all is well, else 503 with the reason."""
        try:
            await self._look()
        except Unavailable as error:
            told = {"status": "unavailable", "version": __version__, "type": error.code, "reason": str(error)}
            return JSONResponse(told, 503)
        return JSONResponse({"status": "ok", "version": __version__})

    async def _look(self) -> None:
        with anyio.move_on_after(LOOK_SECONDS):
            await anyio.to_thread.run_sync(self._check, limiter=self._one, abandon_on_cancel=True)
            return
        raise AnswerOverdue(LOOK_SECONDS)
