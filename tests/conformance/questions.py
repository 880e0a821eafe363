"""Tools and a prompt that ask the client something before they answer: in rounds, by what they return."""

from typing import Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import (
    CallToolResult,
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequest,
    InputRequiredResult,
    ListRootsRequest,
    ListRootsResult,
    SamplingMessage,
    TextContent,
)
from tests.conformance.content import says

from dreaming.server.hardening import hardened

Asking = CallToolResult | InputRequiredResult


def form(message: str, **fields: Literal["string", "boolean"]) -> ElicitRequest:
    """A form of these fields, all of them needed."""
    schema = {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in fields.items()},
        "required": [*fields],
    }
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=schema))


def sampling(text: str, max_tokens: int) -> CreateMessageRequest:
    """A question to the client's model."""
    message = SamplingMessage(role="user", content=TextContent(type="text", text=text))
    return CreateMessageRequest(params=CreateMessageRequestParams(messages=[message], max_tokens=max_tokens))


def accepted(ctx: "Context[Any]", key: str, field: str) -> Any:
    """What a person put into a field of the form with this key; None where there is no such answer."""
    given = (ctx.input_responses or {}).get(key)
    if not isinstance(given, ElicitResult) or given.action != "accept":
        return None
    return (given.content or {}).get(field)


def sampled(ctx: "Context[Any]", key: str) -> str | None:
    """What the client's model answered."""
    given = (ctx.input_responses or {}).get(key)
    if not isinstance(given, CreateMessageResult) or not isinstance(given.content, TextContent):
        return None
    return given.content.text


def roots(ctx: "Context[Any]", key: str) -> str | None:
    """The client's roots."""
    given = (ctx.input_responses or {}).get(key)
    return ", ".join(str(root.uri) for root in given.roots) if isinstance(given, ListRootsResult) else None


async def test_input_required_result_elicitation(ctx: "Context[Any]") -> Asking:
    """Ask for a name."""
    name = accepted(ctx, "user_name", "name")
    if name is None:
        return InputRequiredResult(input_requests={"user_name": form("What is your name?", name="string")})
    return says(f"Hello, {name}!")


async def test_input_required_result_sampling(ctx: "Context[Any]") -> Asking:
    """Ask the client's model."""
    answer = sampled(ctx, "capital_question")
    if answer is None:
        return InputRequiredResult(
            input_requests={"capital_question": sampling("What is the capital of France?", max_tokens=100)}
        )
    return says(answer)


async def test_input_required_result_list_roots(ctx: "Context[Any]") -> Asking:
    """Ask for the roots."""
    found = roots(ctx, "client_roots")
    if found is None:
        return InputRequiredResult(input_requests={"client_roots": ListRootsRequest()})
    return says(f"Roots: {found}")


async def test_input_required_result_request_state(ctx: "Context[Any]") -> Asking:
    """Keep something with the client between two rounds."""
    ok = accepted(ctx, "confirm", "ok")
    if ok is None or ctx.request_state != "asked":
        return InputRequiredResult(
            input_requests={"confirm": form("Please confirm", ok="boolean")}, request_state="asked"
        )
    return says("state-ok")


async def test_input_required_result_multiple_inputs(ctx: "Context[Any]") -> Asking:
    """Ask three things at once."""
    answers = (accepted(ctx, "user_name", "name"), sampled(ctx, "greeting"), roots(ctx, "client_roots"))
    if None in answers:
        questions: dict[str, InputRequest] = {
            "user_name": form("What is your name?", name="string"),
            "greeting": sampling("Generate a greeting", max_tokens=50),
            "client_roots": ListRootsRequest(),
        }
        return InputRequiredResult(input_requests=questions, request_state="asked")
    return says(" ".join(str(answer) for answer in answers))


async def test_input_required_result_multi_round(ctx: "Context[Any]") -> Asking:
    """Ask one thing after the other."""
    state = ctx.request_state or ""
    name = state.removeprefix("name ") if state.startswith("name ") else accepted(ctx, "step1", "name")
    if name is None:
        question = form("Step 1: What is your name?", name="string")
        return InputRequiredResult(input_requests={"step1": question}, request_state="nothing yet")
    colour = accepted(ctx, "step2", "color")
    if colour is None:
        question = form("Step 2: What is your favorite color?", color="string")
        return InputRequiredResult(input_requests={"step2": question}, request_state=f"name {name}")
    return says(f"{name} likes {colour}.")


async def test_input_required_result_tampered_state(ctx: "Context[Any]") -> Asking:
    """Keep with the client what it must not change."""
    if accepted(ctx, "confirm", "ok") is None:
        return InputRequiredResult(
            input_requests={"confirm": form("Please confirm", ok="boolean")}, request_state="sealed"
        )
    return says(f"The state was {ctx.request_state}.")


async def test_input_required_result_capabilities(ctx: "Context[Any]") -> Asking:
    """Ask for what the client can answer, and for nothing else."""
    if ctx.input_responses:
        return says("Answered.")
    can = ctx.client_capabilities
    questions: dict[str, InputRequest] = {}
    if can is not None and can.sampling is not None:
        questions["greeting"] = sampling("Generate a greeting", max_tokens=50)
    if can is not None and can.elicitation is not None:
        questions["user_name"] = form("What is your name?", name="string")
    if can is not None and can.roots is not None:
        questions["client_roots"] = ListRootsRequest()
    return InputRequiredResult(input_requests=questions) if questions else says("The client can answer nothing.")


async def test_streaming_elicitation(ctx: "Context[Any]") -> Asking:
    """Ask in the answer itself, never by a request on the stream."""
    return await test_input_required_result_elicitation(ctx)


async def test_input_required_result_prompt(ctx: "Context[Any]") -> str | InputRequiredResult:
    """A prompt that asks for its context."""
    context = accepted(ctx, "user_context", "context")
    if context is None:
        question = form("What context should the prompt use?", context="string")
        return InputRequiredResult(input_requests={"user_context": question})
    return f"The context is: {context}"


QUESTION_TOOLS = (
    hardened(test_input_required_result_elicitation, title="Ask a person", read_only=True),
    hardened(test_input_required_result_sampling, title="Ask a model", read_only=True),
    hardened(test_input_required_result_list_roots, title="Ask for roots", read_only=True),
    hardened(test_input_required_result_request_state, title="Keep state", read_only=True),
    hardened(test_input_required_result_multiple_inputs, title="Ask three things", read_only=True),
    hardened(test_input_required_result_multi_round, title="Ask twice", read_only=True),
    hardened(test_input_required_result_tampered_state, title="Keep sealed state", read_only=True),
    hardened(test_input_required_result_capabilities, title="Ask what can be answered", read_only=True),
    hardened(test_streaming_elicitation, title="Ask while streaming", read_only=True),
)
