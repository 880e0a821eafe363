"""What a request has to pass before anything reads it: the name it was sent to, the place, and the token.

A token that is set once has no issuer, no scopes and no end. The SDK's `TokenVerifier` comes with all of OAuth: it
would announce an authorization server that does not exist, and clients would go and look for it. So this is a small
middleware of our own. Refusals are errors of JSON-RPC, since clients show the text of those to whoever asked.
"""

import hmac

from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreaming.domain.errors import RequestRefused
from dreaming.server.errors import told
from dreaming.server.http.settings import HOSTS_VARIABLE, ORIGINS_VARIABLE

MCP_PATH = "/mcp"
HEALTH_PATH = "/health"
BODY_BYTES = 4 * 1024 * 1024
HEAD_BYTES = 16 * 1024
_PATHS = frozenset({MCP_PATH.encode(), HEALTH_PATH.encode()})


class Gate:
    """Lets a request through to `app`, or answers it.

    Args:
        app: what serves the paths.
        security: the Host and Origin headers that are answered.
        token: what has to stand behind `Authorization: Bearer`, on every path but that of health; None asks for none.
    """

    def __init__(self, app: ASGIApp, security: TransportSecuritySettings, token: str | None) -> None:
        self._app = app
        self._names = TransportSecurityMiddleware(security)
        self._token = None if token is None else token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the start and the end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._check(scope)
        except RequestRefused as error:
            await refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, _with_limit_told(scope, receive, send))

    async def _check(self, scope: Scope) -> None:
        _check_head(scope)
        await self._check_names(Request(scope))
        # The path as it was sent: what is encoded, doubled or goes upwards is another path, and there is none.
        if scope["raw_path"] not in _PATHS:
            raise RequestRefused(404, "There is nothing here", f"Use {MCP_PATH} or {HEALTH_PATH}, written exactly so.")
        if self._token is not None and scope["path"] != HEALTH_PATH:
            self._check_token(_bearer(scope), self._token)

    async def _check_names(self, request: Request) -> None:
        refused = await self._names.validate_request(request)
        if refused is None:
            return
        if refused.status_code == 421:
            name, variable = f"Host {request.headers.get('host', '')[:80]!r}", HOSTS_VARIABLE
        else:
            name, variable = f"Origin {request.headers.get('origin', '')[:80]!r}", ORIGINS_VARIABLE
        hint = f"Who runs the server can allow it with {variable}."
        raise RequestRefused(refused.status_code, f"This server does not answer to the {name}", hint)

    @staticmethod
    def _check_token(sent: str | None, token: bytes) -> None:
        hint = "Send the server's token as `Authorization: Bearer TOKEN`; who runs the server has it."
        if sent is None:
            raise RequestRefused(401, "This server needs a token", hint)
        if not hmac.compare_digest(sent.encode("latin-1"), token):
            raise RequestRefused(401, "That is not this server's token", hint)


async def refuse(error: RequestRefused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with why it is refused."""
    body = JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=INVALID_REQUEST, message=told(error)))
    text = body.model_dump_json(by_alias=True, exclude_unset=True)
    headers = _headers_of(error, scope)
    await Response(text, error.status, headers, media_type="application/json")(scope, receive, send)


def _headers_of(error: RequestRefused, scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    if error.status == 401:
        wrong = "" if _bearer(scope) is None else ', error="invalid_token"'
        headers["WWW-Authenticate"] = 'Bearer realm="dreaming"' + wrong
    if not _ends_soon(Headers(scope=scope)):
        headers["Connection"] = "close"  # the rest of a request is read away before the next, however long it is
    return headers


def _ends_soon(headers: Headers) -> bool:
    return "transfer-encoding" not in headers and int(headers.get("content-length", "0")) <= BODY_BYTES


def _check_head(scope: Scope) -> None:
    # The parser's own limit holds only for a head that comes in pieces.
    size = len(scope["raw_path"]) + len(scope["query_string"])
    size += sum(len(name) + len(value) + len(b": \r\n") for name, value in scope["headers"])
    if size > HEAD_BYTES:
        raise RequestRefused(431, f"The head of the request has over {HEAD_BYTES:,} bytes", "Send fewer headers.")


def _bearer(scope: Scope) -> str | None:
    scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
    return sent.strip() if scheme.lower() == "bearer" else None


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
