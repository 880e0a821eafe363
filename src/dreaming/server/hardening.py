"""Tools as models need them: no argument that is not declared, no noise in the schema, errors that teach.

The SDK's own tools ignore unknown arguments, show docstrings with their indentation, title every property and give
pydantic's error texts.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, cast

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, InputRequiredResult, ToolAnnotations

from dreaming.server.errors import not_called, tool_error

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class HardenedTool(Tool):
    """A tool whose errors come from `errors.tool_error`, and for which null is the same as left out."""

    async def run(self, arguments: dict[str, Any], context: "Context[Any, Any]", convert_result: bool = False) -> Any:
        """As `Tool.run`, which says by the cause of its error what was raised."""
        given = {name: value for name, value in arguments.items() if value is not None}
        known = list(self.parameters["properties"])
        try:
            check_arguments(self.name, known, given)
            return await super().run(given, context, convert_result=convert_result)
        except ToolError as error:
            translated = tool_error(self.name, known, error)
            if translated is error:
                raise
            raise translated from error.__cause__


def hardened(
    function: Callable[..., Awaitable[CallToolResult | InputRequiredResult]],
    *,
    title: str,
    read_only: bool = False,
    destructive: bool = False,
    idempotent: bool = False,
    meta: dict[str, Any] | None = None,
) -> Tool:
    """The tool that `function` is; its docstring is the description, its annotated parameters are the schema."""
    tool = HardenedTool.from_function(
        function,
        title=title,
        description=inspect.getdoc(function),
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=read_only,
            destructive_hint=destructive,
            idempotent_hint=idempotent or None,  # not said, it is not; of what only reads it says nothing
            open_world_hint=False,
        ),
        structured_output=False,  # sixteen output schemas make 44 kB; the shapes are in `wire`, pinned by snapshot
        meta=meta,
    )
    tool.parameters = {"properties": {}, **slim(tool.parameters), "additionalProperties": False}
    return tool


def without(tool: Tool, argument: str, *, description: str) -> Tool:
    """The tool as it is offered where it does not take that argument."""
    properties = cast("dict[str, Any]", tool.parameters["properties"])
    kept = {name: schema for name, schema in properties.items() if name != argument}
    return tool.model_copy(update={"description": description, "parameters": {**tool.parameters, "properties": kept}})


def with_words(tool: Tool, argument: str, words: str) -> Tool:
    """The tool as it is offered where that argument means something more."""
    properties = cast("dict[str, Any]", tool.parameters["properties"])
    told = {**properties, argument: {**properties[argument], "description": words}}
    return tool.model_copy(update={"parameters": {**tool.parameters, "properties": told}})


def check_arguments(tool: str, known: Sequence[str], given: dict[str, Any]) -> None:
    """Whether each argument exists and can be stored and sent: half a character pair, which JSON can spell, cannot.

    Raises:
        ToolError: there is one that does not.
    """
    unknown = [f"there is no argument {name[:80]!r}" for name in given if name not in known]
    if unknown:
        raise ToolError(not_called(tool, unknown, known))
    for name, argument in given.items():
        if any(not text.isascii() and _LONE_SURROGATE.search(text) for text in _texts(argument)):
            raise ToolError(not_called(tool, [f"{name} has a lone surrogate, which is no text"], known))


def _texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, however deep it is."""
    rest = [value]
    while rest:
        each = rest.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            rest += cast("list[object]", each)
        elif isinstance(each, dict):
            pairs = cast("dict[object, object]", each)
            rest += [*pairs.keys(), *pairs.values()]


def slim(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without titles, references, null alternatives and empty defaults, which say nothing to a model."""
    definitions = cast("dict[str, Any]", schema.get("$defs", {}))
    return cast("dict[str, Any]", _slim({key: value for key, value in schema.items() if key != "$defs"}, definitions))


def _slim(node: object, definitions: dict[str, Any]) -> object:
    if isinstance(node, list):
        return [_slim(item, definitions) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    schema = _without_null(_resolved(cast("dict[str, Any]", node), definitions))
    return {key: _slim(value, definitions) for key, value in schema.items() if not _is_noise(key, value)}


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return {**definitions[reference.removeprefix("#/$defs/")], **rest}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    alternatives = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(alternatives) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**alternatives[0], **rest}


def _is_noise(key: str, value: object) -> bool:
    # A property may be called "title" or "default": its value is then a schema, which is a dict.
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in ("", None, False, []))
