"""The Tasks extension: calls of a tool that answer with a task, which the client asks after until it has ended.

Two pieces. `Tasks` speaks the protocol: who may have a task, what is on the wire, which errors there are. A
`TaskSource` has the tasks: it keeps no promise about the wire and knows nothing of capabilities. That of this server
are its dreams (`dream_tasks.py`); the tests have another one.

A task is returned only to a client that declares the extension with the call itself, under the revision of the
protocol that has it; everybody else gets what the tool answers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp.server.mcpserver import require_client_extension
from mcp.shared.inbound import MCP_NAME_HEADER, decode_header_value
from mcp.types import (
    HEADER_MISMATCH,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ElicitRequest,
    ErrorData,
    RequestParams,
)
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from dreaming.domain.errors import DreamingError, NotFound
from dreaming.domain.times import render
from dreaming.server.errors import told

IDENTIFIER = "io.modelcontextprotocol/tasks"
POLL_MS = 1000
_VERSIONS = frozenset(MODERN_PROTOCOL_VERSIONS)

Request = ServerRequestContext[Any, Any]


class TaskStatus(StrEnum):
    """How a task stands; the last three are final. A tool that reports an error has completed."""

    WORKING = "working"
    INPUT_REQUIRED = "input_required"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as it stands now.

    `questions` are what a person is asked, by key, while its status is `input_required`; `result` is there once it
    has completed, `error` once it has failed. `ttl_ms` None: it is kept.
    """

    id: str
    status: TaskStatus
    created_at: datetime
    updated_at: datetime
    message: str | None = None
    questions: Mapping[str, ElicitRequest] = field(default_factory=dict[str, ElicitRequest])
    result: CallToolResult | None = None
    error: ErrorData | None = None
    ttl_ms: int | None = None
    poll_ms: int = POLL_MS


class TaskSource(Protocol):
    """Who has the tasks. Whatever it raises as a `DreamingError` is told to the client."""

    @property
    def tools(self) -> Collection[str]:
        """Whose calls may become tasks."""
        ...

    async def begin(self, ctx: Request, call_next: CallNext, /) -> Task | HandlerResult:
        """Make the call: a task, of which `get` knows from now on, or the result where there is no more to wait for."""
        ...

    async def get(self, task_id: str, ctx: Request, /) -> Task:
        """One task.

        Raises:
            NotFound: there is none with that id.
        """
        ...

    async def answer(self, task_id: str, answers: Mapping[str, Any], ctx: Request, /) -> None:
        """Take the answers to questions, by key; those that nobody asked (any more) are passed over.

        Raises:
            NotFound: there is none with that id.
        """
        ...

    async def cancel(self, task_id: str, ctx: Request, /) -> None:
        """Ask for its end; nothing happens to one that has ended.

        Raises:
            NotFound: there is none with that id.
        """
        ...


class TaskParams(RequestParams):
    """Of `tasks/get` and `tasks/cancel`."""

    task_id: str


class UpdateParams(TaskParams):
    """Of `tasks/update`."""

    input_responses: dict[str, Any]


class Tasks(Extension):
    """The extension, over `source`."""

    identifier = IDENTIFIER

    def __init__(self, source: TaskSource) -> None:
        self._source = source

    def methods(self) -> Sequence[MethodBinding]:
        """The three requests."""
        return (
            MethodBinding("tasks/get", TaskParams, self._get, _VERSIONS),
            MethodBinding("tasks/update", UpdateParams, self._update, _VERSIONS),
            MethodBinding("tasks/cancel", TaskParams, self._cancel, _VERSIONS),
        )

    async def intercept_tool_call(
        self, params: CallToolRequestParams, ctx: Request, call_next: CallNext
    ) -> HandlerResult:
        """A task for who can have one, of a tool that makes some; anything else goes its usual way."""
        if params.name not in self._source.tools or not _is_declared(ctx):
            return await call_next(ctx)
        begun = await self._source.begin(ctx, call_next)
        return {"resultType": "task", **_wire(begun)} if isinstance(begun, Task) else begun

    async def _get(self, ctx: Request, params: TaskParams) -> HandlerResult:
        _check(ctx, params)
        try:
            task = await self._source.get(params.task_id, ctx)
        except DreamingError as error:
            raise _refusal(error) from error
        return {"resultType": "complete", **_wire(task), **_outcome(task)}

    async def _update(self, ctx: Request, params: UpdateParams) -> HandlerResult:
        _check(ctx, params)
        try:
            await self._source.answer(params.task_id, params.input_responses, ctx)
        except DreamingError as error:
            raise _refusal(error) from error
        return {"resultType": "complete"}

    async def _cancel(self, ctx: Request, params: TaskParams) -> HandlerResult:
        _check(ctx, params)
        try:
            await self._source.cancel(params.task_id, ctx)
        except DreamingError as error:
            raise _refusal(error) from error
        return {"resultType": "complete"}


def _is_declared(ctx: Request) -> bool:
    capabilities = ctx.session.client_capabilities
    extensions = None if capabilities is None else capabilities.extensions
    return ctx.protocol_version in _VERSIONS and extensions is not None and IDENTIFIER in extensions


def _check(ctx: Request, params: TaskParams) -> None:
    """The client has declared the extension, and over HTTP its header names the same task: a proxy may route by it."""
    require_client_extension(ctx, IDENTIFIER)
    headers: Mapping[str, str] | None = getattr(ctx.request, "headers", None)
    if headers is not None and decode_header_value(headers.get(MCP_NAME_HEADER)) != params.task_id:
        raise MCPError(code=HEADER_MISMATCH, message="The Mcp-Name header is not params.taskId.")


def _refusal(error: DreamingError) -> MCPError:
    """Of a task request: no model reads this, a client does."""
    code = INVALID_PARAMS if isinstance(error, NotFound) else INTERNAL_ERROR
    return MCPError(code=code, message=told(error))


def _wire(task: Task) -> dict[str, Any]:
    return {
        "taskId": task.id,
        "status": task.status,
        "createdAt": render(task.created_at),
        "lastUpdatedAt": render(task.updated_at),
        "ttlMs": task.ttl_ms,
        "pollIntervalMs": task.poll_ms,
        **({} if task.message is None else {"statusMessage": task.message}),
    }


def _outcome(task: Task) -> dict[str, Any]:
    match task.status:
        case TaskStatus.INPUT_REQUIRED:
            return {"inputRequests": {key: _dumped(question) for key, question in task.questions.items()}}
        case TaskStatus.COMPLETED if task.result is not None:
            return {"result": _dumped(task.result)}
        case TaskStatus.FAILED if task.error is not None:
            return {"error": _dumped(task.error)}
        case _:
            return {}


def _dumped(value: CallToolResult | ElicitRequest | ErrorData) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)
