"""Dreams as tasks: a task's id is its dream's, and all that is said of it stands in the database.

So any server process on the file answers, whichever started the dream. A dream that failed is a tool that reports an
error: its task has completed. A task waits for an answer only where a dream that was to update its store needs a
person's yes or no, and only if the client can ask.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    TextContent,
)
from pydantic import ValidationError

from dreaming.domain.errors import DreamingError, InvalidTransition
from dreaming.domain.hosting import HOST
from dreaming.domain.model import Dream, DreamStatus, OutputBehavior
from dreaming.server.consent import UNDO, can_ask, changes_of
from dreaming.server.state import State
from dreaming.server.tasks import Request, Task, TaskStatus
from dreaming.server.wire.answer import answered
from dreaming.server.wire.ended import EndedAnswer
from dreaming.service.deciding import Decision
from dreaming.service.rendering import summary
from dreaming.service.report import Report

BY = "mcp:user"  # the person who was asked in the client
_FIELD = "promote"
_SHOWN = 10  # paths that a question names


class DreamTasks:
    """The dreams of the server's database, as a `TaskSource`."""

    tools: Collection[str] = frozenset({"dream_start"})

    async def begin(self, ctx: Request, call_next: CallNext) -> Task | HandlerResult:
        """Start the dream, or say why none was started: a refusal, an estimate and a question are no tasks.

        Nor is a dream that the agent judges itself: it is not to go on with something else until that has ended.
        """
        result = await call_next(ctx)
        dream_id = _started(result)
        if dream_id is None:
            return result
        try:
            state = _state(ctx)
            if (await state.call(state.app.dreams.get, dream_id)).model == HOST:
                return result
            return await self.get(dream_id, ctx)
        except DreamingError:
            return result  # the database is busy, say: the dream is started, and the tool's own answer names it

    async def get(self, task_id: str, ctx: Request) -> Task:
        """As `TaskSource.get`."""
        dream = await _state(ctx).call(_state(ctx).app.dreams.get, task_id)
        match dream.status:
            case DreamStatus.CANCELED:
                return _task(dream, TaskStatus.CANCELLED)
            case DreamStatus.FAILED:
                return _task(dream, TaskStatus.COMPLETED, result=_failure(dream))
            case DreamStatus.COMPLETED:
                return await _ended(dream, ctx)
            case _:
                return _task(dream, TaskStatus.WORKING, message=_progress(dream))

    async def answer(self, task_id: str, answers: Mapping[str, Any], ctx: Request) -> None:
        """As `TaskSource.answer`; whatever is not a yes is a no."""
        state = _state(ctx)
        decision = await state.call(state.app.review.decision, task_id)
        if decision is not None and decision.key in answers:
            yes = _is_yes(answers[decision.key])
            await state.call(state.app.review.decide, task_id, decision.key, yes=yes, by=BY)

    async def cancel(self, task_id: str, ctx: Request) -> None:
        """As `TaskSource.cancel`; to one that waits for an answer it is a no, since its dream has completed."""
        state = _state(ctx)
        decision = await state.call(state.app.review.decision, task_id)
        if decision is not None and _can_ask(ctx):
            await state.call(state.app.review.decide, task_id, decision.key, yes=False, by=BY)
            return
        try:
            await state.call(state.app.dreams.cancel, task_id)
        except InvalidTransition:
            return  # it has ended


def question_for(decision: Decision | None, report: Report, ctx: Request) -> Mapping[str, ElicitRequest]:
    """What a person is asked about a completed dream, by key; nothing where the client cannot ask."""
    if decision is None or not _can_ask(ctx):
        return {}
    why = "; ".join(decision.why)
    parts = [
        f"A dream of store {decision.store_name!r} did not promote itself"
        + (f": {why}." if why else "; nothing stands in its way any more."),
        f"Promote it all the same? {changes_of(report)}",
        *([f"What others wrote since stays at {_shown(decision.kept)}."] if decision.kept else []),
        UNDO,
    ]
    schema = {
        "type": "object",
        "properties": {_FIELD: {"type": "boolean", "title": "Promote", "default": True}},
        "required": [_FIELD],
    }
    params = ElicitRequestFormParams(message=" ".join(parts), requested_schema=schema)
    return {decision.key: ElicitRequest(params=params)}


def _can_ask(ctx: Request) -> bool:
    return can_ask(ctx.session.client_capabilities)


def _shown(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return f"{', '.join(paths[:_SHOWN])}{more}"


async def _ended(dream: Dream, ctx: Request) -> Task:
    if _is_about_to_promote(dream):
        return _task(dream, TaskStatus.WORKING, message="promoting")
    state = _state(ctx)
    report = await state.call(state.app.review.report, dream.id)
    questions = question_for(await state.call(state.app.review.decision, dream.id), report, ctx)
    if questions:
        return _task(dream, TaskStatus.INPUT_REQUIRED, message="waits for an answer", questions=questions)
    answer = EndedAnswer.told(report, summary(report))
    return _task(dream, TaskStatus.COMPLETED, result=answered(answer, text=f"{answer.summary}\n\nNext: {answer.next}"))


def _is_about_to_promote(dream: Dream) -> bool:
    """It was to promote itself, and has neither done so nor said why not: a worker does either, even after a crash."""
    decided = dream.promoted_at or dream.discarded_at or dream.unpromoted_because
    return dream.output_behavior is OutputBehavior.UPDATE_EXISTING and decided is None


def _state(ctx: Request) -> State:
    return cast("State", ctx.lifespan_context)


def _started(result: HandlerResult) -> str | None:
    """The dream that a call of dream_start started: of its answers this one alone names one."""
    if not isinstance(result, CallToolResult) or result.is_error:
        return None
    return cast("dict[str, str]", result.structured_content or {}).get("dream_id")


def _task(dream: Dream, status: TaskStatus, **more: Any) -> Task:
    times = (
        dream.created_at,
        dream.started_at,
        dream.ended_at,
        dream.promoted_at,
        dream.discarded_at,
        dream.declined_at,
    )
    updated_at = max(at for at in times if at is not None)
    return Task(id=dream.id, status=status, created_at=dream.created_at, updated_at=updated_at, **more)


def _progress(dream: Dream) -> str:
    """`observe 3/20: Deploying the site (12 s left)`."""
    if dream.cancel_requested:
        return "canceling"
    if dream.status is DreamStatus.PENDING:
        return dream.of_its_host if dream.waits_for_host else "waits for a worker"
    at = dream.progress
    counted = f"{at.stage} {at.done}/{at.total}" if at.total else at.stage
    left = "" if at.remaining_seconds is None else f" ({at.remaining_seconds:.0f} s left)"
    return f"{counted}: {at.detail}{left}" if at.detail else f"{counted}{left}"


def _failure(dream: Dream) -> CallToolResult:
    error = dream.error
    why = "without saying why" if error is None else f"{error.type}: {error.message}"
    text = f"Dream {dream.id} failed: {why} dream_report shows how far it came; dream_start begins another."
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def _is_yes(answer: object) -> bool:
    try:
        given = ElicitResult.model_validate(answer)
    except ValidationError as error:
        raise MCPError(code=INVALID_PARAMS, message="An input response is no elicitation result.") from error
    return given.action == "accept" and (given.content or {}).get(_FIELD) is True
