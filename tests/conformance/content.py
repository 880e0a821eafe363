"""What tools may answer with, and the tools that only look at one rule of the protocol."""

from typing import Annotated, Any

from mcp import MCPError
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import (
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    AudioContent,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    TextContent,
    TextResourceContents,
)
from pydantic import Field

from dreaming.server.hardening import hardened

# One red pixel, and a sound of no length.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
_WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="


def says(*content: ContentBlock | str) -> CallToolResult:
    """An answer of these blocks."""
    return CallToolResult(
        content=[TextContent(type="text", text=block) if isinstance(block, str) else block for block in content]
    )


def embedded(uri: str, text: str, mime_type: str = "text/plain") -> EmbeddedResource:
    """A resource that travels in an answer."""
    return EmbeddedResource(type="resource", resource=TextResourceContents(uri=uri, mime_type=mime_type, text=text))


def image() -> ImageContent:
    """The pixel."""
    return ImageContent(type="image", data=PNG, mime_type="image/png")


async def test_simple_text() -> CallToolResult:
    """Answer with text."""
    return says("This is a simple text response for testing.")


async def test_image_content() -> CallToolResult:
    """Answer with an image."""
    return says(image())


async def test_audio_content() -> CallToolResult:
    """Answer with a sound."""
    return says(AudioContent(type="audio", data=_WAV, mime_type="audio/wav"))


async def test_embedded_resource() -> CallToolResult:
    """Answer with a resource."""
    return says(embedded("test://embedded-resource", "This is an embedded resource content."))


async def test_multiple_content_types() -> CallToolResult:
    """Answer with several kinds at once."""
    resource = embedded("test://mixed-content-resource", '{"test":"data","value":123}', "application/json")
    return says("Multiple content types test:", image(), resource)


async def test_error_handling() -> CallToolResult:
    """Refuse."""
    msg = "This tool intentionally returns an error for testing"
    raise ToolError(msg)


async def test_tool_with_progress(ctx: "Context[Any]") -> CallToolResult:
    """Say how far it is."""
    for done in (0, 50, 100):
        await ctx.report_progress(done, 100, f"Completed step {done} of 100")
    return says("Progress was reported.")


async def test_missing_capability(ctx: "Context[Any]") -> CallToolResult:
    """Need a client with sampling."""
    capabilities = ctx.client_capabilities
    if capabilities is None or capabilities.sampling is None:
        data: dict[str, Any] = {"requiredCapabilities": {"sampling": {}}}
        raise MCPError(code=MISSING_REQUIRED_CLIENT_CAPABILITY, message="It needs sampling.", data=data)
    return says("The client can sample.")


async def test_trigger_tool_change(ctx: "Context[Any]") -> CallToolResult:
    """Announce that the tools have changed."""
    await ctx.notify_tools_changed()
    return says("Announced.")


async def test_trigger_prompt_change(ctx: "Context[Any]") -> CallToolResult:
    """Announce that the prompts have changed."""
    await ctx.notify_prompts_changed()
    return says("Announced.")


async def test_custom_header(
    region: Annotated[str, Field(description="Also a header.", json_schema_extra={"x-mcp-header": "Region"})],
) -> CallToolResult:
    """Take an argument that stands in a header as well."""
    return says(f"The region is {region}.")


async def json_schema_2020_12_tool(
    name: str = "",
    address: dict[str, str] | None = None,
    contactMethod: str = "",  # noqa: N803 - the suite's name
    phone: str = "",
    email: str = "",
) -> CallToolResult:
    """Have a schema with everything that JSON Schema 2020-12 allows."""
    return says(f"{name} {address} {contactMethod} {phone} {email}")


# What the suite compares with, word for word.
_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}


def _with_schema(tool: Tool) -> Tool:
    tool.parameters = _SCHEMA
    return tool


CONTENT_TOOLS = (
    hardened(test_simple_text, title="Text", read_only=True),
    hardened(test_image_content, title="Image", read_only=True),
    hardened(test_audio_content, title="Audio", read_only=True),
    hardened(test_embedded_resource, title="Resource", read_only=True),
    hardened(test_multiple_content_types, title="Several kinds", read_only=True),
    hardened(test_error_handling, title="Error", read_only=True),
    hardened(test_tool_with_progress, title="Progress", read_only=True),
    hardened(test_missing_capability, title="Missing capability", read_only=True),
    hardened(test_trigger_tool_change, title="Tools change"),
    hardened(test_trigger_prompt_change, title="Prompts change"),
    hardened(test_custom_header, title="Header", read_only=True),
    _with_schema(hardened(json_schema_2020_12_tool, title="Schema", read_only=True)),
)
