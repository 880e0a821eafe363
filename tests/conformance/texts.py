"""Resources, prompts and completions."""

import base64
import json
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.prompts.base import UserMessage
from mcp.types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
    TextContent,
)
from pydantic import Field
from tests.conformance.content import PNG, embedded, image
from tests.conformance.questions import test_input_required_result_prompt

_WORDS = ("paris", "park", "party")


def add_texts(server: MCPServer[Any]) -> None:
    """Offer them all."""
    server.resource("test://static-text", mime_type="text/plain")(static_text)
    server.resource("test://static-binary", mime_type="image/png")(static_binary)
    server.resource("test://watched-resource", mime_type="text/plain")(watched)
    server.resource("test://template/{id}/data", mime_type="application/json")(template)
    server.prompt()(test_simple_prompt)
    server.prompt()(test_prompt_with_arguments)
    server.prompt()(test_prompt_with_embedded_resource)
    server.prompt()(test_prompt_with_image)
    server.prompt()(test_input_required_result_prompt)
    server.completion()(complete)


def static_text() -> str:
    """A text."""
    return "This is the content of the static text resource."


def static_binary() -> bytes:
    """An image."""
    return base64.b64decode(PNG)


def watched() -> str:
    """A text that may change."""
    return "Watched resource content"


def template(id: str) -> str:  # noqa: A002 - the suite's name
    """What is at an address with a variable in it."""
    return json.dumps({"id": id, "templateTest": True, "data": f"Data for ID: {id}"})


def test_simple_prompt() -> str:
    """A prompt without arguments."""
    return "This is a simple prompt for testing."


def test_prompt_with_arguments(
    arg1: Annotated[str, Field(description="The first.")], arg2: Annotated[str, Field(description="The second.")]
) -> str:
    """A prompt with two arguments."""
    return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"


def test_prompt_with_embedded_resource(
    resourceUri: Annotated[str, Field(description="Which resource.")],  # noqa: N803 - the suite's name
) -> list[UserMessage]:
    """A prompt with a resource in it."""
    return [
        UserMessage(content=embedded(resourceUri, "Embedded resource content for testing.")),
        UserMessage(content=TextContent(type="text", text="Please process the embedded resource above.")),
    ]


def test_prompt_with_image() -> list[UserMessage]:
    """A prompt with an image in it."""
    return [
        UserMessage(content=image()),
        UserMessage(content=TextContent(type="text", text="Please analyze the image above.")),
    ]


async def complete(
    ref: PromptReference | ResourceTemplateReference,
    argument: CompletionArgument,
    context: CompletionContext | None,
) -> Completion:
    """The words that begin so."""
    found = [word for word in _WORDS if word.startswith(argument.value)]
    return Completion(values=found, total=len(found), has_more=False)
