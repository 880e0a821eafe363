"""What a request has to pass before anything reads it: its size, its place, and the token.

A token that is set once has no issuer, no scopes and no end. The SDK's `TokenVerifier` comes with all of OAuth: it
would announce an authorization server that does not exist, and clients would go and look for it. So this is a small
middleware of our own.
"""

import hmac

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreaming.domain.errors import RequestRefused
from dreaming.server.http.refusing import BODY_BYTES, bearer, refuse

MCP_PATH = "/mcp"
HEALTH_PATH = "/health"
HEAD_BYTES = 16 * 1024
_PATHS = frozenset({MCP_PATH.encode(), HEALTH_PATH.encode()})


class Gate:
    """Lets a request through to `app`, or answers it.

    Args:
        app: what serves the paths.
        token: what has to stand behind `Authorization: Bearer`, on every path but that of health; None asks for none.
    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = None if token is None else token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the start and the end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except RequestRefused as error:
            await refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, _with_limit_told(scope, receive, send))

    def _check(self, scope: Scope) -> None:
        _check_head(scope)
        # The path as it was sent: what is encoded, doubled or goes upwards is another path, and there is none.
        if scope["raw_path"] not in _PATHS:
            raise RequestRefused(404, "There is nothing here", f"Use {MCP_PATH} or {HEALTH_PATH}, written exactly so.")
        if self._token is not None and scope["path"] != HEALTH_PATH:
            self._check_token(bearer(scope), self._token)

    @staticmethod
    def _check_token(sent: str | None, token: bytes) -> None:
        hint = "Send the server's token as `Authorization: Bearer TOKEN`; who runs the server has it."
        if sent is None:
            raise RequestRefused(401, "This server needs a token", hint)
        if not hmac.compare_digest(sent.encode("latin-1"), token):
            raise RequestRefused(401, "That is not this server's token", hint)


def _check_head(scope: Scope) -> None:
    # The parser's own limit holds only for a head that comes in pieces.
    size = len(scope["raw_path"]) + len(scope["query_string"])
    size += sum(len(name) + len(value) + len(b": \r\n") for name, value in scope["headers"])
    if size > HEAD_BYTES:
        raise RequestRefused(431, f"The head of the request has over {HEAD_BYTES:,} bytes", "Send fewer headers.")


def _with_limit_told(scope: Scope, receive: Receive, send: Send) -> Send:
    """The SDK stops reading a body that is too large, and says so in three words: here are the others."""
    is_refused = False

    async def sending(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start" and message["status"] == 413:
            is_refused = True
            error = RequestRefused(413, f"The request has over {BODY_BYTES:,} bytes", "Send less, or split it.")
            await refuse(error, scope, receive, send)
        elif not is_refused:
            await send(message)

    return sending
