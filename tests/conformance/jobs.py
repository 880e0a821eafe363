"""Tasks that run in this process and are gone with it: the other `TaskSource` beside dreams."""

import contextvars
import secrets
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import anyio
from anyio.abc import TaskGroup
from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult
from mcp.server.mcpserver import Context, require_client_extension
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import INTERNAL_ERROR, CallToolResult, ElicitRequest, ElicitResult, InputRequiredResult
from tests.conformance.content import says
from tests.conformance.questions import accepted, form

from dreaming.app import SystemClock
from dreaming.domain.errors import NotFound
from dreaming.server.hardening import hardened
from dreaming.server.tasks import IDENTIFIER, Request, Task, TaskStatus

_RUNNING = TaskStatus.WORKING, TaskStatus.INPUT_REQUIRED
_clock = SystemClock()


@dataclass
class Job:
    """One call that goes on after it was answered."""

    task: Task
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    decided: anyio.Event = field(default_factory=anyio.Event)
    is_task: bool = False
    result: HandlerResult = None
    error: MCPError | None = None
    waiting: dict[str, anyio.Event] = field(default_factory=dict[str, anyio.Event])
    answers: dict[str, ElicitResult] = field(default_factory=dict[str, ElicitResult])

    def now(self, status: TaskStatus, **more: Any) -> None:
        """It stands so from now on."""
        self.task = replace(self.task, status=status, updated_at=_clock.now(), **more)

    def goes_on(self) -> None:
        """What follows takes long: whoever called need not wait for it."""
        self.is_task = True
        self.decided.set()

    async def ask(self, message: str) -> str:
        """A person's answer to a form with one box: what they did with it."""
        key = f"question-{secrets.token_hex(8)}"
        self.waiting[key] = answered = anyio.Event()
        questions: Mapping[str, ElicitRequest] = {**self.task.questions, key: form(message, confirm="boolean")}
        self.now(TaskStatus.INPUT_REQUIRED, questions=questions)
        self.goes_on()
        await answered.wait()
        return self.answers[key].action

    def take(self, key: str, answer: ElicitResult) -> None:
        """The answer to what was asked; when nothing is left to ask, work goes on."""
        self.answers[key] = answer
        questions = {name: question for name, question in self.task.questions.items() if name != key}
        self.now(TaskStatus.INPUT_REQUIRED if questions else TaskStatus.WORKING, questions=questions)
        self.waiting.pop(key).set()


_current: contextvars.ContextVar[Job | None] = contextvars.ContextVar("job", default=None)


class Jobs:
    """A `TaskSource` of calls that run in a task group."""

    tools: Collection[str] = frozenset(
        {"slow_compute", "failing_job", "protocol_error_job", "confirm_delete", "multi_input", "test_tool_with_task"}
    )

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._group: TaskGroup | None = None

    @asynccontextmanager
    async def running(self, _: object) -> AsyncGenerator[None]:
        """As long as the server runs."""
        async with anyio.create_task_group() as self._group:
            yield
            self._group.cancel_scope.cancel()

    async def begin(self, ctx: Request, call_next: CallNext) -> Task | HandlerResult:
        """As `TaskSource.begin`: the call itself says whether it will take long."""
        assert self._group is not None
        at = _clock.now()
        job = Job(Task(id=secrets.token_urlsafe(24), status=TaskStatus.WORKING, created_at=at, updated_at=at))
        self._jobs[job.task.id] = job
        self._group.start_soon(_run, job, ctx, call_next)
        await job.decided.wait()
        if job.is_task:
            return job.task
        del self._jobs[job.task.id]
        if job.error is not None:
            raise job.error
        return job.result

    async def get(self, task_id: str, _: Request) -> Task:
        """As `TaskSource.get`."""
        return self._job(task_id).task

    async def answer(self, task_id: str, answers: Mapping[str, Any], _: Request) -> None:
        """As `TaskSource.answer`."""
        job = self._job(task_id)
        for key, answer in answers.items():
            if key in job.waiting:
                job.take(key, ElicitResult.model_validate(answer))

    async def cancel(self, task_id: str, _: Request) -> None:
        """As `TaskSource.cancel`."""
        self._job(task_id).scope.cancel()

    def _job(self, task_id: str) -> Job:
        if task_id not in self._jobs:
            raise NotFound("task", task_id)
        return self._jobs[task_id]


async def _run(job: Job, ctx: Request, call_next: CallNext) -> None:
    _current.set(job)
    with job.scope:
        try:
            job.result = await call_next(ctx)
        except MCPError as error:
            job.error = error
    if job.scope.cancelled_caught:
        job.now(TaskStatus.CANCELLED)
    elif job.error is not None:
        job.now(TaskStatus.FAILED, error=job.error.error)
    elif isinstance(job.result, CallToolResult):
        job.now(TaskStatus.COMPLETED, result=job.result)
    job.decided.set()


def _job() -> Job | None:
    return _current.get()


def _goes_on() -> None:
    job = _job()
    if job is not None:
        job.goes_on()


async def greet(name: str) -> CallToolResult:
    """Greet: never a task."""
    return says(f"Hello, {name}!")


async def slow_compute(seconds: float, label: str = "") -> CallToolResult:
    """Take so long."""
    if seconds:
        _goes_on()
        await anyio.sleep(seconds)
    return says(f"Computed {label} in {seconds} s.")


async def failing_job(ctx: "Context[Any]") -> CallToolResult:
    """Fail after a while; only as a task."""
    require_client_extension(ctx.request_context, IDENTIFIER)
    _goes_on()
    await anyio.sleep(0.5)
    msg = "The job failed."
    raise ToolError(msg)


async def protocol_error_job() -> CallToolResult:
    """Break."""
    _goes_on()
    await anyio.sleep(0.1)
    raise MCPError(code=INTERNAL_ERROR, message="The job broke.")


async def confirm_delete(filename: str) -> CallToolResult:
    """Ask a person in the middle of the task."""
    return says(f"{await _asked(f'Delete {filename}?')}: {filename}")


async def multi_input() -> CallToolResult:
    """Ask two things at once."""
    answers: list[str] = []

    async def ask(message: str) -> None:
        answers.append(await _asked(message))

    async with anyio.create_task_group() as group:
        group.start_soon(ask, "The first?")
        group.start_soon(ask, "The second?")
    return says(", ".join(answers))


async def test_tool_with_task(ctx: "Context[Any]") -> CallToolResult | InputRequiredResult:
    """Ask before the task begins."""
    name = accepted(ctx, "user_name", "name")
    if name is None:
        return InputRequiredResult(input_requests={"user_name": form("What is your name?", name="string")})
    _goes_on()
    await anyio.sleep(0.1)
    return says(f"Hello, {name}!")


async def _asked(message: str) -> str:
    job = _job()
    if job is None:
        msg = "Only a task can ask."
        raise ToolError(msg)
    return await job.ask(message)


JOB_TOOLS = (
    hardened(greet, title="Greet", read_only=True),
    hardened(slow_compute, title="Compute", read_only=True),
    hardened(failing_job, title="Fail", read_only=True),
    hardened(protocol_error_job, title="Break", read_only=True),
    hardened(confirm_delete, title="Delete"),
    hardened(multi_input, title="Ask twice", read_only=True),
    hardened(test_tool_with_task, title="Ask, then work", read_only=True),
)
