"""Serving the page on the loopback, until Ctrl-C, or until nobody has looked at it for an hour."""

import time
from collections.abc import Callable

import anyio
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from dreaming.review.gate import TOKEN, Gate
from dreaming.review.site import Reviewed, Site
from dreaming.review.views import address
from dreaming.web.listening import Address, listen, served
from dreaming.web.serving import Served

HOST = "127.0.0.1"
IDLE_SECONDS = 3_600.0
GRACE_SECONDS = 3
_HEAD_BYTES = 16 * 1024
_CONNECTIONS = 64


def serve(
    app: Reviewed,
    *,
    announce: Callable[[str], None],
    port: int = 0,
    dream_id: str | None = None,
    idle_seconds: float = IDLE_SECONDS,
) -> bool:
    """Serve the page until a signal ends it, or it is idle.

    Args:
        app: the services.
        announce: told the address as soon as it answers; with the token in it, good for one visit.
        port: of the loopback; 0 is one that is free.
        dream_id: which dream the address shows; None is the list.
        idle_seconds: without a request for so long, it ends.

    Returns:
        Whether it ended because it was idle.

    Raises:
        AddressUnavailable: the port is taken.
    """
    with listen(Address(HOST, port), has_token=False) as listening:
        where = served(Address(HOST, port), listening)
        gate = Gate(where.port)
        watched = _Watched(gate.around(Site(app, gate.form_token).routes()))
        path = "/" if dream_id is None else address("dreams", dream_id)
        server = _Server(
            _config(watched), lambda: announce(f"http://{where}{path}?{TOKEN}={gate.token}"), watched, idle_seconds
        )
        anyio.run(server.serve, [listening])
        return server.was_idle


class _Watched:
    """Serves requests with `app`, and knows when the last one came."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._last = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._last = time.monotonic()
        await self._app(scope, receive, send)

    @property
    def idle_seconds(self) -> float:
        """For how long nothing was asked for."""
        return time.monotonic() - self._last


class _Server(Served):
    """Uvicorn's, which also ends when nobody looks any more."""

    def __init__(
        self, config: uvicorn.Config, announce: Callable[[], None], watched: _Watched, idle_seconds: float
    ) -> None:
        super().__init__(config, announce)
        self._watched = watched
        self._idle_seconds = idle_seconds
        self.was_idle = False

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn asks ten times a second whether to end."""
        self.was_idle = self._watched.idle_seconds > self._idle_seconds
        return await super().on_tick(counter) or self.was_idle


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # the first address has the token
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
