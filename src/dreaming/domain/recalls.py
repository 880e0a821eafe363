"""Which tool calls only give back what is known already: their results are no news, and no evidence.

Recalls are the calls of our own tools, resources and commands, and those that read the files in which clients keep what
they know: their memory folders, and the instructions of a project. What is in doubt is an ordinary call.
"""

import json
import re
from typing import cast

_OWN_TOOL = re.compile(r"(?:^|__)(?:memory_(?:view|search)|dream_)|^mcp__(?:plugin_)?dreaming")
_OWN_RESOURCE = re.compile(r"memory://")
_COMMAND = re.compile(
    r"(?:^|[\s;&|(/'\"])dreaming(?:\s+--?[\w-]+(?:[= ][^\s-]\S*)?)*\s+(?:memory|report|status|sessions|try|demo)\b"
)
_MEMORY_FILE = re.compile(
    r"\.claude/projects/[^/\s\"']{1,300}/memory\b|\.codex/memories\b|(?:^|[\s/\"'=])(?:CLAUDE(?:\.local)?|AGENTS|MEMORY)\.md\b"
)
_PATHS = ("file_path", "path", "notebook_path", "target_file")
_COMMANDS = ("command", "cmd", "script")
_LONGEST = 4_096


def is_recall(tool: str | None, given: object = None) -> bool:
    """Whether a call gives back what is known already.

    Args:
        tool: the tool's name.
        given: its input: a mapping, a command, or the mapping as JSON.
    """
    if tool is not None and _OWN_TOOL.search(tool):
        return True
    said = _as_mapping(given)
    if said is None:
        return isinstance(given, str) and _recalls_by_command(given)
    uri = said.get("uri")
    if isinstance(uri, str) and _OWN_RESOURCE.match(uri):
        return True
    paths = (said.get(name) for name in _PATHS)
    if any(isinstance(path, str) and _MEMORY_FILE.search(path[:_LONGEST].replace("\\", "/")) for path in paths):
        return True
    return any(_recalls_by_command(_as_command(said.get(name))) for name in _COMMANDS)


def _as_mapping(given: object) -> dict[str, object] | None:
    if isinstance(given, str) and given.startswith("{") and len(given) <= _LONGEST:
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return None
    return cast("dict[str, object]", given) if isinstance(given, dict) else None


def _as_command(given: object) -> str:
    if isinstance(given, list):
        return " ".join(str(part) for part in cast("list[object]", given))
    return given if isinstance(given, str) else ""


def _recalls_by_command(command: str) -> bool:
    command = command[:_LONGEST]
    return bool(_COMMAND.search(command) or _MEMORY_FILE.search(command))
