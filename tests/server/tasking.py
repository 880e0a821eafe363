"""A client that declares the Tasks extension, as the newest clients do."""

from collections.abc import Sequence
from typing import Any, Literal

import anyio
from mcp import Client
from mcp.client.extension import ClaimContext, ClientExtension, ResultClaim
from mcp.client.session import ClientSession
from mcp.types import CallToolResult, Request, RequestParams, Result
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

IDENTIFIER = "io.modelcontextprotocol/tasks"
SECONDS = 30  # a bound, not an expectation


class _Wire(Result):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    task_id: str
    status: str
    created_at: str
    last_updated_at: str
    ttl_ms: int | None
    poll_interval_ms: int
    status_message: str | None = None


class Begun(_Wire):
    """What a call answers with instead of its result."""

    result_type: Literal["task"]


class Shown(_Wire):
    """What `tasks/get` answers."""

    result_type: Literal["complete"]
    result: CallToolResult | None = None
    error: dict[str, Any] | None = None
    input_requests: dict[str, Any] | None = None


class Acknowledged(Result):
    """What the other two answer."""

    result_type: Literal["complete"]


class _Named(RequestParams):
    task_id: str


class _Answers(_Named):
    input_responses: dict[str, Any]


class _Get(Request[_Named, Literal["tasks/get"]]):
    method: Literal["tasks/get"] = "tasks/get"
    name_param = "taskId"


class _Cancel(Request[_Named, Literal["tasks/cancel"]]):
    method: Literal["tasks/cancel"] = "tasks/cancel"
    name_param = "taskId"


class _Update(Request[_Answers, Literal["tasks/update"]]):
    method: Literal["tasks/update"] = "tasks/update"
    name_param = "taskId"


class TaskClient(ClientExtension):
    """Declares the extension. A call that becomes a task is polled to its end, or with `waits` False left to `begin`."""

    identifier = IDENTIFIER

    def __init__(self, *, waits: bool = True) -> None:
        self._waits = waits

    def claims(self) -> Sequence[ResultClaim[Any]]:
        """The one."""

        async def resolve(begun: Begun, ctx: ClaimContext) -> CallToolResult:
            if not self._waits:
                return CallToolResult(content=[], structured_content=begun.model_dump(by_alias=True, exclude={"meta"}))
            shown = await ended(ctx.session, begun.task_id)
            assert shown.result is not None
            return shown.result

        return [ResultClaim(result_type="task", model=Begun, resolve=resolve)]


async def begin(client: Client, tool: str = "dream_start", **arguments: Any) -> Begun:
    """The task that a call becomes, once the person has been asked what is to be asked before."""
    return Begun.model_validate((await client.call_tool(tool, arguments)).structured_content)


async def look(session: ClientSession, task_id: str) -> Shown:
    """`tasks/get`."""
    return await session.send_request(_Get(params=_Named(task_id=task_id)), Shown)


async def answer(session: ClientSession, task_id: str, answers: dict[str, Any]) -> Acknowledged:
    """`tasks/update`."""
    params = _Answers(task_id=task_id, input_responses=answers)
    return await session.send_request(_Update(params=params), Acknowledged)


async def cancel(session: ClientSession, task_id: str) -> Acknowledged:
    """`tasks/cancel`."""
    return await session.send_request(_Cancel(params=_Named(task_id=task_id)), Acknowledged)


async def ended(session: ClientSession, task_id: str) -> Shown:
    """The task when it works no more: it has ended, or waits for an answer."""
    with anyio.fail_after(SECONDS):
        while (shown := await look(session, task_id)).status == "working":  # noqa: ASYNC110 - over the wire there is nothing to wait on
            await anyio.sleep(0.02)
    return shown
