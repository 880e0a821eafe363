"""Who may come in: the person who started the page, in the browser that they opened it with.

Other programs of this machine can reach the loopback, and so can pages from elsewhere through the browser. So a
request needs the page's own name as its Host, a cookie that was given for the token in the address that `dreaming
review` opened, and, to change anything, the page as its Origin and the token of its forms. The token in the address
is good for one visit: whoever finds it later, in a list of processes or a history, finds it used.
"""

import hmac
import secrets
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreaming.review.pages.layout import stranger_page

TOKEN = "token"  # noqa: S105 - a name
READS = ("GET", "HEAD")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # Nothing is told to other sites. `no-referrer` would also take the Origin from the page's own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Gate:
    """Lets requests through, or answers them; each answer carries `HEADERS`.

    Args:
        port: where the page is served.
    """

    def __init__(self, port: int) -> None:
        self._names = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"dreaming-review-{port}"  # browsers keep one jar for all ports of a host
        self._token: str | None = secrets.token_urlsafe(32)
        self._visitor = secrets.token_urlsafe(32)

    @property
    def form_token(self) -> str:
        """What every form holds: it cannot be guessed from outside, and tells nothing of the cookie."""
        return hmac.new(self._visitor.encode(), b"forms", sha256).hexdigest()

    @property
    def token(self) -> str:
        """What the address has to hold for the first visit; empty after it."""
        return self._token or ""

    def around(self, app: ASGIApp) -> ASGIApp:
        """`app` behind this gate."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message).update(HEADERS)
                await send(message)

            await (self._answer(scope) or app)(scope, receive, sending)

        return guarded

    def _answer(self, scope: Scope) -> Response | None:
        """The answer to one who may not come in yet; None lets them."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._names:
            return _refusal(HTTPStatus.MISDIRECTED_REQUEST, "This page does not answer to that name.")
        if not _is_from(host, headers, is_change=scope["method"] not in READS):
            return _refusal(HTTPStatus.FORBIDDEN, "That request comes from another page.")
        return self._entrance(scope, headers)

    def _entrance(self, scope: Scope, headers: Headers) -> Response | None:
        sent_cookie = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        is_known = hmac.compare_digest(sent_cookie.encode(), self._visitor.encode())
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        sent = dict(query).get(TOKEN)
        if sent is None or scope["method"] not in READS:
            return None if is_known else _stranger(scope["path"])
        rest = urlencode([(name, value) for name, value in query if name != TOKEN])
        # An address that begins with two slashes would lead elsewhere.
        path = "/" + scope["raw_path"].decode("latin-1").lstrip("/")
        there = RedirectResponse(path + (f"?{rest}" if rest else ""), HTTPStatus.SEE_OTHER)
        if is_known:
            return there
        if self._token is None or not hmac.compare_digest(sent.encode(), self._token.encode()):
            return _stranger(scope["path"])
        self._token = None
        there.set_cookie(self._cookie, self._visitor, httponly=True, samesite="strict")
        return there


def _is_from(host: str, headers: Headers, *, is_change: bool) -> bool:
    """Whether the page itself sent it. A link or an address that is typed has no Origin; a form always has."""
    origin = headers.get("origin")
    return not is_change if origin is None else origin == f"http://{host}"


def _refusal(status: HTTPStatus, why: str) -> Response:
    return Response(f"{why}\n", status, media_type="text/plain")


def _stranger(path: str) -> Response:
    return Response(stranger_page(path), HTTPStatus.FORBIDDEN, media_type="text/html")
