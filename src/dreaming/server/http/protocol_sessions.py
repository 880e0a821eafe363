"""The sessions of the older protocol, which a client may use on after they have ended here.

Up to 2025-11-25 the server remembers a client between requests, and only so can it ask a person: the question goes out
in the answer to a call, and what the person says comes in a request of its own, which has to find that call. But such
a session lives in memory, a restart ends it, and few clients begin a new one when they are told so (404): most fail
until somebody connects them anew. Nothing but questions needs it, since everything is in the file. So a request of a
session that has ended is served without one; and what may have to ask a person first is then refused (`consent.py`),
because nothing is known of the client.

Since 2026-07-28 there are none, and each request says what the client can do.
"""

from mcp.server.streamable_http import MCP_SESSION_ID_HEADER
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.inbound import MCP_PROTOCOL_VERSION_HEADER
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class ProtocolSessions(StreamableHTTPSessionManager):
    """As the SDK's, but what belongs to a session that has ended is served without one.

    The SDK has no place for this but the methods behind its underscores. Where a later version of it no longer calls
    this one, such a request is answered with 404, as the protocol has it, and a test fails.
    """

    async def _handle_stateful_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        session = headers.get(MCP_SESSION_ID_HEADER)
        if session is None or session in self._server_instances or scope["method"] == "DELETE":
            await super()._handle_stateful_request(scope, receive, send)
        elif scope["method"] == "POST":
            await self._handle_stateless_request(headers.get(MCP_PROTOCOL_VERSION_HEADER), scope, receive, send)
        else:  # nothing would ever come in a stream that belongs to no session
            await Response(status_code=405, headers={"Allow": "POST, DELETE"})(scope, receive, send)
