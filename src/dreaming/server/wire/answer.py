"""What every answer is, and how it is given to a client."""

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """What a tool answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def answered(answer: Answer, text: str | None = None) -> CallToolResult:
    """The result: data, and the same as text, since some clients give a model only the one, some only the other.

    Args:
        answer: the data.
        text: a nicer wording of it; by default the data as JSON.
    """
    return CallToolResult(
        content=[TextContent(type="text", text=text or answer.model_dump_json(exclude_none=True))],
        structured_content=answer.model_dump(mode="json", exclude_none=True),
    )
