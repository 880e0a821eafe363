"""How a tool answers: data for clients that read structured content, and text for those that show text.

The two say the same; some clients give the model only the one, some only the other.
"""

from mcp.types import CallToolResult, TextContent

from dreaming.server.wire import Answer


def answered(answer: Answer, text: str | None = None) -> CallToolResult:
    """The result for a client; `text` is a shorter or nicer wording than the data itself."""
    return CallToolResult(
        content=[TextContent(type="text", text=text or answer.model_dump_json(exclude_none=True))],
        structured_content=answer.model_dump(mode="json", exclude_none=True),
    )
