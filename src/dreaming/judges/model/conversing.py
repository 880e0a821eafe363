"""One thing asked of the model: at most twice, and only what code accepts comes back.

Each call is written down when its answer is checked, with what it took. A call that an earlier attempt at the dream
has written down is not made again: its answer is read from there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import anyio
from pydantic import BaseModel, ValidationError

from dreaming.domain.errors import AnswerUnusable, ModelUnavailable
from dreaming.domain.ports import Desk, LanguageModel
from dreaming.domain.prompting import Call, Outcome, Prompt, Reply
from dreaming.domain.questions import Question
from dreaming.domain.usage import Usage
from dreaming.judges.model.prompting import correction, fenced, instructions
from dreaming.judges.model.shapes import schema_of
from dreaming.judges.model.tokens import tokens_of

Shape = TypeVar("Shape", bound=BaseModel)
_EARLIER_CHARACTERS = 20_000  # of a refused answer that is shown again
_ERRORS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[Shape]):
    """What is asked: `part` tells apart several requests for one question; `check` says what is wrong, or None."""

    question: Question
    purpose: str
    material: str
    shape: type[Shape]
    check: Callable[[Shape], str | None]
    part: str = "1"
    claims: tuple[str, ...] = ()  # the ids of those that are shown


@dataclass(frozen=True, slots=True)
class _Said(Generic[Shape]):
    """What one call gave: a value that counts, or why there is none."""

    value: Shape | None
    why: str = ""
    text: str = ""
    is_final: bool = False


async def converse(model: LanguageModel, desk: Desk, request: Request[Shape]) -> Shape | None:
    """Ask, and once more with the reason if the answer breaks a rule; None if neither counts.

    Raises:
        AnswerAwaited, BudgetReached, ModelUnavailable, LeaseLost: as `Desk` and `LanguageModel`.
    """
    prompt = prompt_of(request, desk.fence)
    first = await _call(model, desk, request, prompt)
    if first.value is not None or first.is_final:
        return first.value
    again = replace(
        prompt,
        key=f"{prompt.key}:again",
        earlier=first.text[:_EARLIER_CHARACTERS],
        correction=correction(first.why),
    )
    return (await _call(model, desk, request, again)).value


def prompt_of(request: Request[Any], fence: str) -> Prompt:
    """The first prompt of a request."""
    question = request.question
    schema = schema_of(request.shape)
    return Prompt(
        key=f"{question.key}:{request.purpose}:{request.part}",
        purpose=request.purpose,
        instructions=instructions(request.purpose, fence, question.task.steering, schema),
        material=fenced(fence, request.material),
    )


async def _call(model: LanguageModel, desk: Desk, request: Request[Shape], prompt: Prompt) -> _Said[Shape]:
    before = await desk.recorded(prompt.key)
    if before is not None:
        is_final = before.outcome is Outcome.FELL_BACK
        return (
            _judged(request, before.reply, is_final=is_final) if before.reply else _Said(None, before.why, "", is_final)
        )
    most = Usage(input_tokens=tokens_of(len(prompt.text())), output_tokens=prompt.max_output_tokens)
    async with desk.spending(most.tokens, model.cost_usd(most)):
        began = anyio.current_time()

        async def record(outcome: Outcome, reply: Reply, said: _Said[Shape]) -> None:
            await desk.record(
                Call(
                    key=prompt.key,
                    question_key=request.question.key,
                    stage=request.question.stage,
                    purpose=prompt.purpose,
                    model=model.name,
                    outcome=outcome,
                    usage=reply.usage,
                    cost_usd=model.cost_usd(reply.usage) if reply.cost_usd is None else reply.cost_usd,
                    seconds=anyio.current_time() - began,
                    why=said.why,
                    reply=said.text,
                    claims=request.claims,
                )
            )

        try:
            reply, said = await _asked(model, request, prompt)
        except ModelUnavailable as error:
            await record(Outcome.FAILED, Reply(object=None, usage=error.usage), _Said(None, error.why))
            raise
        await record(_outcome(said, is_second=bool(prompt.correction) or reply.was_corrected), reply, said)
    return said


async def _asked(model: LanguageModel, request: Request[Shape], prompt: Prompt) -> tuple[Reply, _Said[Shape]]:
    try:
        reply = await model.ask(prompt, schema_of(request.shape))
    except AnswerUnusable as error:
        return Reply(object=None, usage=error.usage), _Said(None, error.why, error.text, error.is_final)
    return reply, _judged(request, json.dumps(reply.object, ensure_ascii=False), is_final=reply.was_corrected)


def _judged(request: Request[Shape], text: str, *, is_final: bool = False) -> _Said[Shape]:
    try:
        value = request.shape.model_validate_json(text)
    except ValidationError as error:
        return _Said(None, misfit(error), text, is_final)
    problem = request.check(value)
    return _Said(value, "", text) if problem is None else _Said(None, problem, text, is_final)


def misfit(error: ValidationError) -> str:
    """How an answer does not fit the schema, in words for the model."""
    found = [f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}" for each in error.errors()]
    return "it does not fit the schema (" + "; ".join(found[:_ERRORS_SHOWN]) + ")"


def _outcome(said: _Said[Shape], *, is_second: bool) -> Outcome:
    if said.value is not None:
        return Outcome.CORRECTED if is_second else Outcome.ANSWERED
    return Outcome.FELL_BACK if is_second or said.is_final else Outcome.REFUSED
