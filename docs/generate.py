"""Write the pages that follow from the code: promises, errors, tools, the command line, and the README's sample.

python docs/generate.py            writes them
python docs/generate.py --check    fails if one is not what it would write
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, cast

import click
from docs.sample import with_sample
from docs.tasks import tasks_section
from mcp.server.mcpserver.tools import Tool
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from tests.promises import PROMISES

from dreaming.cli.main import cli
from dreaming.domain import errors
from dreaming.server.tools import DEFAULT_TOOLS, EXTRA_TOOLS, HOST_TOOLS
from dreaming.server.wire.answer import Answer
from dreaming.server.wire.ended import EndedAnswer

ROOT = Path(__file__).parent.parent
README = "README.md"
NOTE = "<!-- Written by docs/generate.py; do not edit. -->\n\n"


def promises_page() -> str:
    """What `tests/promises.py` says, an area each."""
    areas: dict[str, list[str]] = {}
    for name, sentence in PROMISES.items():
        areas.setdefault(name.partition(":")[0], []).append(f"| `{name}` | {_cell(sentence)} |")
    parts = [
        "# Promises\n\n"
        "Each sentence is shown by at least one test, and each such test names the sentence it shows "
        "(`tests/promises.py`, `tests/test_promises.py`).\n"
    ]
    parts.extend(f"## {area}\n\n| promise | what holds |\n|---|---|\n{_lines(rows)}" for area, rows in areas.items())
    return "\n".join(parts)


def errors_page() -> str:
    """The tree of errors, with codes and exit codes."""
    rows = [
        f"| {'· ' * depth}`{kind.__name__}` | `{kind.code}` | {kind.exit_code} | {_cell(inspect.getdoc(kind) or '')} |"
        for kind, depth in _tree(errors.DreamingError, 0)
    ]
    return (
        "# Errors\n\n"
        "A message says what happened, to which object, and what to do next.\n"
        "The code is stable and for programs: tools give it in their error text, `--json` gives it as `error.type`.\n"
        "The exit code is that of the command line.\n\n"
        "| error | code | exit | what it means |\n|---|---|---|---|\n"
        f"{_lines(rows)}\n"
        "A dream that fails ends with one of these error types:\n\n"
        f"{_lines(f'- `{name}`' for name in errors.DREAM_ERRORS)}"
    )


def _tree(kind: type[errors.DreamingError], depth: int) -> Iterator[tuple[type[errors.DreamingError], int]]:
    yield kind, depth
    for child in kind.__subclasses__():
        if child.__module__.startswith(errors.__name__):
            yield from _tree(child, depth + 1)


def tools_page() -> str:
    """Each tool with its arguments and the shapes of its answers."""
    shapes: dict[str, type[BaseModel]] = {}
    parts = [
        "# Tools\n\n"
        "What a tool answers is in `structuredContent`, and the same as text.\n"
        "A field that says nothing is left out.\n"
        "Unknown arguments are refused by name.\n"
        "Times are RFC 3339, UTC.\n"
    ]
    groups = {
        "Offered by default": DEFAULT_TOOLS,
        "With `DREAMING_HOST=1`": HOST_TOOLS,
        "With `DREAMING_TOOLS=all`": EXTRA_TOOLS,
    }
    for title, tools in groups.items():
        parts.append(f"## {title}\n")
        parts.extend(_tool(tool, shapes) for tool in tools)
    _collect(EndedAnswer, shapes)
    parts.append(tasks_section())
    parts.append("## Shapes of the answers\n")
    parts.extend(_shape(shapes[name]) for name in sorted(shapes))
    return "\n".join(parts)


def _tool(tool: Tool, shapes: dict[str, type[BaseModel]]) -> str:
    answers = list(dict.fromkeys(_answers_of(cast("FunctionType", tool.fn).__code__, tool.fn.__globals__)))
    for answer in answers:
        _collect(answer, shapes)
    properties = cast("dict[str, dict[str, Any]]", tool.parameters["properties"])
    required = cast("list[str]", tool.parameters.get("required", []))
    rows = [
        f"| `{name}` | {_kind(schema)} | {'yes' if name in required else ''} | {_meaning(schema)} |"
        for name, schema in properties.items()
    ]
    table = f"| argument | type | needed | meaning |\n|---|---|---|---|\n{_lines(rows)}\n" if rows else ""
    links = " or ".join(_link(answer.__name__) for answer in answers)
    return f"### `{tool.name}`\n\n{_escaped(tool.description or '')}\n\n{_hints(tool)}\n\n{table}Answer: {links}.\n"


def _meaning(schema: dict[str, Any]) -> str:
    default = f" Default: `{schema['default']}`." if "default" in schema else ""
    return _cell(schema.get("description", "") + default)


def _hints(tool: Tool) -> str:
    hints = tool.annotations
    if hints is None or hints.read_only_hint:
        return "It only reads."
    how = "may change or remove what is there" if hints.destructive_hint else "adds, and removes nothing"
    return f"It {how}{'; doing it again changes nothing more' if hints.idempotent_hint else ''}."


def _answers_of(code: CodeType, names: dict[str, Any]) -> Iterator[type[Answer]]:
    """The shapes that a function names, itself or through private functions of its module."""
    for name in code.co_names:
        value = names.get(name)
        if isinstance(value, type) and issubclass(value, Answer):
            yield value
        elif isinstance(value, FunctionType) and name.startswith("_") and value.__globals__ is names:
            yield from _answers_of(value.__code__, names)


def _collect(model: type[BaseModel], shapes: dict[str, type[BaseModel]]) -> None:
    shapes[model.__name__] = model
    for nested in _nested(model):
        _collect(nested, shapes)


def _nested(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        for part in (field.annotation, *_arguments(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield part


def _arguments(annotation: object) -> Iterator[object]:
    for part in getattr(annotation, "__args__", ()):
        yield part
        yield from _arguments(part)


def _shape(model: type[BaseModel]) -> str:
    nested = {part.__name__ for part in _nested(model)}
    rows = [
        f"| `{name}` | {_type_name(field.annotation, nested)} | {_presence(field)} |"
        for name, field in model.model_fields.items()
    ]
    return f"### {model.__name__}\n\n{inspect.getdoc(model)}\n\n| field | type | |\n|---|---|---|\n{_lines(rows)}"


def _presence(field: FieldInfo) -> str:
    return "may be left out" if not field.is_required() and field.default is None else ""


def _type_name(annotation: object, nested: set[str]) -> str:
    text = annotation.__name__ if isinstance(annotation, type) and not _is_generic(annotation) else str(annotation)
    text = re.sub(r"dreaming\.[\w.]+\.", "", text).replace(" | None", "")
    for name in nested:
        if name in text:
            return f"{text.replace(name, '').strip('[]') or ''} of {_link(name)}".removeprefix(" of ")
    return f"`{text}`"


def _is_generic(annotation: object) -> bool:
    return bool(getattr(annotation, "__args__", ()))


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " ".join(f"`{value}`" if value else '""' for value in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        items = cast("dict[str, Any]", schema["items"])
        inside = ", ".join(cast("dict[str, Any]", items.get("properties", {})))
        return f"list of {items.get('type', 'any')}{f' ({inside})' if inside else ''}"
    return kind


def cli_page() -> str:
    """Each command with its arguments and options."""
    context = click.Context(cli, info_name="dreaming")
    intro = _text(cli.help or "")
    codes = _text(cli.epilog or "")
    return "\n".join(["# Command line\n", f"{intro}\n", f"{codes}\n", *_commands(cli, context)])


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        below = click.Context(command, info_name=name, parent=context)
        yield _command(command, below)
        if isinstance(command, click.Group):
            yield from _commands(command, below)


def _command(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = [
        f"| `{', '.join((*param.opts, *param.secondary_opts))}{_value(param)}` | {_cell(_about(param))} |"
        for param in command.params
        if isinstance(param, click.Option) and not param.hidden
    ]
    table = f"\n| option | meaning |\n|---|---|\n{_lines(rows)}" if rows else ""
    more = f"\n{_text(command.epilog)}\n" if command.epilog else ""
    heading = "##" if context.parent and context.parent.parent is None else "###"
    return f"{heading} `{context.command_path}`\n\n    {usage}\n\n{_text(command.help or '')}\n{table}{more}"


def _about(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    return (option.help or "") + default


def _value(option: click.Option) -> str:
    if option.is_flag:
        return ""
    choices = getattr(option.type, "choices", None)
    return f" {option.metavar or ('|'.join(choices) if choices else option.type.name.upper())}"


def _text(help_text: str) -> str:
    """Help as Markdown: what click is told to leave as it is becomes a block of code."""
    parts: list[str] = []
    for paragraph in inspect.cleandoc(help_text).split("\n\n"):
        if paragraph.startswith("\b\n"):
            title, _, rest = paragraph[2:].partition("\n")
            parts.append(f"{title}\n\n" + "\n".join(f"    {line.strip()}" for line in rest.splitlines()))
        else:
            parts.append(" ".join(paragraph.split()))
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    return _escaped(" ".join(text.split()).replace("|", "\\|"))


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)


PAGES: dict[str, Callable[[], str]] = {
    "docs/promises.md": promises_page,
    "docs/errors.md": errors_page,
    "docs/tools.md": tools_page,
    "docs/cli.md": cli_page,
}


def stale() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name in (*PAGES, README) if _there(name) != _page(name)]


def _there(name: str) -> str:
    page = ROOT / name
    return page.read_text(encoding="utf-8") if page.exists() else ""


def _page(name: str) -> str:
    if name == README:
        return with_sample(_there(README))
    return NOTE + PAGES[name]().rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write, or with `--check` compare; the exit code."""
    old = stale()
    if "--check" in arguments:
        print(f"Stale: {', '.join(old)}. Run python -m docs.generate." if old else "The pages agree with the code.")
        return 1 if old else 0
    for name in old:
        (ROOT / name).write_text(_page(name), encoding="utf-8", newline="\n")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
