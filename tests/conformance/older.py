"""What only the older revision has: requests to the client in the middle of a call, log messages, subscriptions.

The SDK's own server offers no way to answer `logging/setLevel` and `resources/subscribe`, and this server's do
nothing with them: the suite wants them answered.
"""

from typing import Any, Literal

from mcp.server import MCPServer
from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import AcceptedElicitation, Context, ElicitationResult
from mcp.types import (
    CallToolResult,
    EmptyResult,
    SamplingMessage,
    SetLevelRequestParams,
    SubscribeRequestParams,
    TextContent,
    UnsubscribeRequestParams,
)
from pydantic import BaseModel, Field, JsonValue
from tests.conformance.content import says

from dreaming.server.hardening import hardened


class User(BaseModel):
    """Who answers."""

    username: str = Field(description="User's response")
    email: str = Field(description="User's email address")


class Defaults(BaseModel):
    """A default of each kind."""

    name: str = "John Doe"
    age: int = 30
    score: float = 95.5
    status: str = Field(default="active", json_schema_extra={"enum": ["active", "inactive", "pending"]})
    verified: bool = True


_PLAIN: JsonValue = {"type": "string", "enum": ["option1", "option2", "option3"]}
_TITLED: list[JsonValue] = [
    {"const": f"value{n}", "title": f"{name} choice"} for n, name in enumerate(("First", "Second", "Third"), 1)
]
_LEGACY: dict[str, JsonValue] = {
    "enum": ["opt1", "opt2", "opt3"],
    "enumNames": ["Option one", "Option two", "Option three"],
}


class Enums(BaseModel):
    """Each way to offer a choice."""

    untitledSingle: Literal["option1", "option2", "option3"]  # noqa: N815 - the suite's names
    titledSingle: str = Field(json_schema_extra={"oneOf": _TITLED})  # noqa: N815
    legacyEnum: str = Field(json_schema_extra=_LEGACY)  # noqa: N815
    untitledMulti: list[str] = Field(json_schema_extra={"items": _PLAIN})  # noqa: N815
    titledMulti: list[str] = Field(json_schema_extra={"items": {"anyOf": _TITLED}})  # noqa: N815


async def test_sampling(ctx: "Context[Any]", prompt: str) -> CallToolResult:
    """Ask the client's model in the middle of the call."""
    message = SamplingMessage(role="user", content=TextContent(type="text", text=prompt))
    result = await ctx.request_context.session.create_message([message], max_tokens=100)  # pyright: ignore[reportDeprecated] - that is what is tested
    text = result.content.text if isinstance(result.content, TextContent) else "no text"
    return says(f"LLM response: {text}")


async def test_elicitation(ctx: "Context[Any]", message: str) -> CallToolResult:
    """Ask a person in the middle of the call."""
    return _told("User response", await ctx.elicit(message, User))


async def test_elicitation_sep1034_defaults(ctx: "Context[Any]") -> CallToolResult:
    """Ask with defaults."""
    return _told("Elicitation completed", await ctx.elicit("Please check", Defaults))


async def test_elicitation_sep1330_enums(ctx: "Context[Any]") -> CallToolResult:
    """Ask for choices."""
    return _told("Elicitation completed", await ctx.elicit("Please choose", Enums))


def _told(what: str, answer: ElicitationResult[Any]) -> CallToolResult:
    content = answer.data.model_dump_json() if isinstance(answer, AcceptedElicitation) else "{}"
    return says(f"{what}: action={answer.action}, content={content}")


async def test_tool_with_logging(ctx: "Context[Any]") -> CallToolResult:
    """Log three messages."""
    for what in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await ctx.info(what)  # pyright: ignore[reportDeprecated] - that is what is tested
    return says("Logged.")


async def test_logging_tool(ctx: "Context[Any]") -> CallToolResult:
    """Log, where the client wants to hear of it."""
    return await test_tool_with_logging(ctx)


async def test_reconnection(ctx: "Context[Any]") -> CallToolResult:
    """Close the stream, and answer on the next one."""
    await ctx.close_sse_stream()
    return says("The answer came after the stream was closed.")


def add_older(server: MCPServer[Any]) -> None:
    """Answer the three requests."""
    lowlevel = server._lowlevel_server  # pyright: ignore[reportPrivateUsage] - there is no other way
    lowlevel.add_request_handler("logging/setLevel", SetLevelRequestParams, _acknowledged)
    lowlevel.add_request_handler("resources/subscribe", SubscribeRequestParams, _acknowledged)
    lowlevel.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, _acknowledged)


async def _acknowledged(_: ServerRequestContext[Any, Any], __: BaseModel) -> EmptyResult:
    return EmptyResult()


OLDER_TOOLS = (
    hardened(test_sampling, title="Sampling", read_only=True),
    hardened(test_elicitation, title="Elicitation", read_only=True),
    hardened(test_elicitation_sep1034_defaults, title="Elicitation with defaults", read_only=True),
    hardened(test_elicitation_sep1330_enums, title="Elicitation with choices", read_only=True),
    hardened(test_tool_with_logging, title="Log messages", read_only=True),
    hardened(test_logging_tool, title="Log messages on demand", read_only=True),
    hardened(test_reconnection, title="Reconnection", read_only=True),
)
