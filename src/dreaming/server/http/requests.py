"""The requests that are being served, so that they can be ended.

Some are answered when there is something to tell, which may be never: the stream that an older client holds open with
GET, and what a newer one subscribes to. When the server stops these are ended at once, the others when their time is
up. A stream that is cut looks broken to a client; one that is ended looks ended.
"""

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreaming.domain.errors import RequestRefused
from dreaming.server.http.refusing import refuse

SUBSCRIBE = "subscriptions/listen"


class Requests:
    """Serves requests with `app`, and can end them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: dict[anyio.CancelScope, bool] = {}  # each with whether it is a stream
        self._are_streams_ended = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the start and the end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        is_stream = _is_stream(scope)
        with anyio.CancelScope() as open_:
            self._open[open_] = is_stream
            if is_stream and self._are_streams_ended:
                open_.cancel()
            try:
                await self._app(scope, receive, answer.send)
            finally:
                del self._open[open_]
        if open_.cancelled_caught:
            await answer.end(scope, receive)

    def end_streams(self) -> None:
        """End what waits for something to tell, now and from now on."""
        self._are_streams_ended = True
        for open_, is_stream in list(self._open.items()):
            if is_stream:
                open_.cancel()

    def end_all(self) -> None:
        """End every request."""
        for open_ in list(self._open):
            open_.cancel()


class _Answer:
    """How far the answer to a request is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_begun = self._is_ended = False

    async def send(self, message: Message) -> None:
        """Send, and remember."""
        await self._send(message)
        self._is_begun = True
        self._is_ended = message["type"] == "http.response.body" and not message.get("more_body", False)

    async def end(self, scope: Scope, receive: Receive) -> None:
        """End the answer as it stands; where there is none yet, say why there will be none."""
        if not self._is_begun:
            error = RequestRefused(503, "The server is stopping", "Try again when it is back; look what was done.")
            await refuse(error, scope, receive, self._send)
        elif not self._is_ended:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _is_stream(scope: Scope) -> bool:
    # In 2026-07-28 the header has to say what the body says: the SDK refuses a request in which they differ.
    return scope["method"] == "GET" or Headers(scope=scope).get("mcp-method") == SUBSCRIBE
