"""How a request is refused: as an error of JSON-RPC, since clients show the text of those to whoever asked."""

from mcp.types import INVALID_REQUEST, ErrorData, JSONRPCError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dreaming.domain.errors import RequestRefused
from dreaming.server.errors import told

BODY_BYTES = 4 * 1024 * 1024


async def refuse(error: RequestRefused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with why it is refused."""
    body = JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=INVALID_REQUEST, message=told(error)))
    text = body.model_dump_json(by_alias=True, exclude_unset=True)
    headers = _headers_of(error, scope)
    await Response(text, error.status, headers, media_type="application/json")(scope, receive, send)


def _headers_of(error: RequestRefused, scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    if error.status == 401:
        wrong = "" if bearer(scope) is None else ', error="invalid_token"'
        headers["WWW-Authenticate"] = 'Bearer realm="dreaming"' + wrong
    if not _ends_soon(Headers(scope=scope)):
        headers["Connection"] = "close"  # the rest of a request is read away before the next, however long it is
    return headers


def _ends_soon(headers: Headers) -> bool:
    return "transfer-encoding" not in headers and int(headers.get("content-length", "0")) <= BODY_BYTES


def bearer(scope: Scope) -> str | None:
    """What a request gives as its token."""
    scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
    return sent.strip() if scheme.lower() == "bearer" else None
