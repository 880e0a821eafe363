"""Which names the server answers to: those that requests are sent to (Host), and those of pages that send them (Origin).

A page from elsewhere that has its name resolve to this machine comes with that name as the Host, or with its own
Origin. So both are looked at before anything else is, on every path.
"""

from mcp.server.streamable_http import MCP_SESSION_ID_HEADER
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dreaming.domain.errors import RequestRefused
from dreaming.server.http.refusing import refuse
from dreaming.server.http.settings import HOSTS_VARIABLE, ORIGINS_VARIABLE, HttpSettings
from dreaming.web.listening import Address

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def allowed_names(address: Address, settings: HttpSettings) -> TransportSecuritySettings:
    """The server's own names, and those of the settings.

    A Host is good with every port, since a tunnel may change it, unless it is named with one; an Origin is good with
    its port alone.
    """
    hosts = _own_hosts(address)
    named = [host for host in settings.hosts if ":" not in host.rpartition("]")[2]]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[*hosts, *settings.hosts, *(f"{host}:*" for host in (*hosts, *named))],
        allowed_origins=[*(f"http://{host}:{address.port}" for host in hosts), *settings.origins],
    )


def _own_hosts(address: Address) -> list[str]:
    host = f"[{address.host}]" if ":" in address.host else address.host.lower()
    any_address = host in {"0.0.0.0", "[::]"}  # noqa: S104 - compared, not bound
    return list(dict.fromkeys((*_LOOPBACK, *([] if any_address else [host]))))


class Names:
    """Lets a request through to `app` if it comes under an allowed name, else answers it.

    Args:
        app: what serves it.
        allowed: the names.
        origins: those of pages from elsewhere; a browser lets them read answers, and use headers, if it is told so.
    """

    def __init__(self, app: ASGIApp, allowed: TransportSecuritySettings, origins: tuple[str, ...]) -> None:
        self._names = TransportSecurityMiddleware(allowed)
        self._app = app
        if origins:
            self._app = CORSMiddleware(
                app,
                allow_origins=origins,
                allow_methods=("GET", "POST", "DELETE"),
                allow_headers=("*",),
                expose_headers=(MCP_SESSION_ID_HEADER, "WWW-Authenticate"),
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the start and the end of the server."""
        if scope["type"] == "http":
            try:
                await self._check(Request(scope))
            except RequestRefused as error:
                await refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _check(self, request: Request) -> None:
        refused = await self._names.validate_request(request)
        if refused is None:
            return
        if refused.status_code == 421:
            name, variable = f"Host {request.headers.get('host', '')[:80]!r}", HOSTS_VARIABLE
        else:
            name, variable = f"Origin {request.headers.get('origin', '')[:80]!r}", ORIGINS_VARIABLE
        hint = f"Who runs the server can allow it with {variable}."
        raise RequestRefused(refused.status_code, f"This server does not answer to the {name}", hint)
