"""Serving over streamable HTTP until a signal comes: a service, which no client owns and no parent ends.

On a signal no new connection is taken, streams that wait for something to tell are ended, and the requests that run
have `GRACE_SECONDS` to end by themselves. Then the process ends, with exit code 0.
"""

import os
import socket
from collections.abc import Callable, Mapping

import anyio
import uvicorn
from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.routing import Route

from dreaming.server.build import TOOL_NAMES, build_server, make_dreamer
from dreaming.server.ending import CLOSING_SECONDS, end_soon
from dreaming.server.http.gate import HEAD_BYTES, HEALTH_PATH, MCP_PATH, Gate
from dreaming.server.http.health import Health
from dreaming.server.http.names import Names, allowed_names
from dreaming.server.http.protocol_sessions import ProtocolSessions
from dreaming.server.http.refusing import BODY_BYTES
from dreaming.server.http.requests import Requests
from dreaming.server.http.settings import TOKEN_VARIABLE, read_address, read_http_settings
from dreaming.server.settings import read_settings
from dreaming.server.state import App, State
from dreaming.service.scope import CHECK_VARIABLE
from dreaming.web.listening import listen, served
from dreaming.web.serving import Served

GRACE_SECONDS = 5.0
CONNECTIONS = 256
OPEN_SESSIONS = 1_000


def serve(app: App, address: str, *, announce: Callable[[str], None], env: Mapping[str, str] | None = None) -> None:
    """Serve `app` until a signal ends the process.

    Args:
        app: the services.
        address: where to listen, as `read_address` has it.
        announce: told the URL as soon as it answers.
        env: the environment, that of the process by default.

    Raises:
        InvalidInput: the address, or a variable of the environment, means nothing.
        AddressRefused: others could reach the address, and no token is set.
        AddressUnavailable: the address is taken.
    """
    env = os.environ if env is None else env
    settings = read_settings(env, TOOL_NAMES)
    http = read_http_settings(env)
    os.environ.pop(TOKEN_VARIABLE, None)  # no process that this one starts has a use for it
    os.environ[CHECK_VARIABLE] = "off"  # nor does any look into folders of this machine for whoever asks from elsewhere
    asked = read_address(address)
    with listen(asked, has_token=http.token is not None) as listening:
        where = served(asked, listening)
        allowed = allowed_names(where, http)
        # A thread that still works would hold the process up to its end.
        server = build_server(app, settings, dreamer=make_dreamer(app, settings), on_close=end_soon, reads_files=False)
        requests = Requests(routes(server, allowed, app.check_database))
        guarded = Names(Gate(requests, http.token), allowed, http.origins)
        anyio.run(_Server(_config(guarded), requests, lambda: announce(f"http://{where}{MCP_PATH}")).serve, [listening])


def routes(server: MCPServer[State], allowed: TransportSecuritySettings, check: Callable[[], None]) -> Starlette:
    """The two paths, as an ASGI application."""
    # The SDK makes its manager of sessions together with an application. Ours stands in for both.
    server.streamable_http_app(transport_security=allowed)
    sessions = ProtocolSessions(
        server.session_manager.app,
        security_settings=allowed,
        max_request_body_size=BODY_BYTES,
        max_sessions=OPEN_SESSIONS,
    )
    return Starlette(
        routes=[
            Route(MCP_PATH, StreamableHTTPASGIApp(sessions)),
            Route(HEALTH_PATH, Health(check).answer, methods=["GET"]),
        ],
        lifespan=lambda _: sessions.run(),
    )


def _config(guarded: Names) -> uvicorn.Config:
    return uvicorn.Config(
        guarded,
        http="h11",  # whatever else is installed: its limits are the ones below
        ws="none",
        lifespan="on",
        log_config=None,  # as the rest of the process: warnings, on standard error
        access_log=False,
        proxy_headers=False,  # nothing here depends on where a request comes from
        server_header=False,
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=round(GRACE_SECONDS + CLOSING_SECONDS),
    )


class _Server(Served):
    """Uvicorn's, with the end that this module promises."""

    def __init__(self, config: uvicorn.Config, requests: Requests, announce: Callable[[], None]) -> None:
        super().__init__(config, announce)
        self._requests = requests

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing new, and end what runs."""
        self._requests.end_streams()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._end_overdue, name="end overdue requests")
            await super().shutdown(sockets)
            tasks.cancel_scope.cancel()

    async def _end_overdue(self) -> None:
        await anyio.sleep(GRACE_SECONDS)
        self._requests.end_all()
