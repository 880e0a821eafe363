"""Shell commands of a session: which were run, how each ended, and what is the same in two of them.

A skeleton is a command without what differs from run to run: paths, numbers, names of branches and files. The program,
its subcommand and its options stay.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from dreaming.domain.model import Event, EventType

_F = re.IGNORECASE
_SHELL = re.compile(r"bash|shell|terminal|command|exec|powershell|\bcmd\b|\bsh\b|zsh|console", _F)
_EDITOR = re.compile(r"edit|write|patch|str_replace|create_file|insert", _F)
_EXIT = re.compile(r"\bexit(?:ed)?(?: with)?(?: (?:code|status))?[: ]+([1-9]\d{0,2})\b", _F)
_REFUSED = re.compile(
    r"The user doesn['’]t want to proceed|\[Request interrupted|tool use was rejected|"
    r"<tool_use_error>|user rejected|permission to use",
    _F,
)
_PREFIX = re.compile(
    r"(?:\s*(?:cd\s+\S+|export\s+\S+|source\s+\S+|set\s+-\w+|mkdir\s[^&;]*)\s*(?:&&|;)\s*|"
    r"\s*\w+=\S*\s+|\s*(?:sudo|time|env|nohup|npx|exec|timeout \d+\w?)\s+(?=\w))"
)
_SUFFIX = re.compile(r"\s*(?:2>&1|2>/dev/null|>\s*/dev/null|\|\s*(?:head|tail|grep|cat|less|tee|sed|awk|wc)\b.*|&)\s*$")
_ARGUMENT = re.compile(r"\s+(?:-m|-am|--message|-c|-e|--body|--title)(?:\s|=).*|\s*(?:\"?\$\(|<<).*")
_INPUTS = ("command", "cmd", "script")  # what shell tools call their input
_FILES = ("file_path", "path", "filename", "notebook_path", "target_file")  # what editing tools call the file
_LONGEST_COMMAND = 160
_LOOKING = re.compile(
    r"(?:ls|pwd|cat|which|whereis|find|grep|rg|ag|head|tail|less|echo|printf|type|file|stat|wc|tree|du|df|ps|env|history|man|sleep|true|cd|"
    r"git (?:status|diff|log|branch|show|blame|remote)|\S+ (?:--version|--help|-h|-V)|sed -n)(?=\s|$)"
)
_CHECKS = frozenset(
    "test tests spec check checks lint compile build tsc mypy pytest pyright clippy vet verify typecheck".split()
)
_SAVING = re.compile(r"git (?:add|commit|push|stash|tag|fetch|pull)\b")
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")
_VARIES = re.compile(r"[#\d/\\.@:=~*$\"'-]")
_CHAINED = re.compile(r"\s*(?:&&|\|\||;)\s*(?=\S)")
_PART = re.compile(r"[\w.]+")
_WORD = re.compile(r"[\w./:@=+-]+")


@dataclass(frozen=True, slots=True)
class Run:
    """One shell command with its result. `command` stands in the event's text as it is."""

    use: Event
    result: Event
    command: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a file: `path` is the end of the file's path, at most two names long, as the event's text has it."""

    use: Event
    path: str


def runs(events: Sequence[Event]) -> Iterator[Run]:
    """The shell commands of a session with their results, without those that a person refused."""
    results = {
        event.tool_use_id: event for event in events if event.type is EventType.AGENT_TOOL_RESULT and event.tool_use_id
    }
    for place, event in enumerate(events):
        if event.type is not EventType.AGENT_TOOL_USE or not _SHELL.search(event.tool_name or ""):
            continue
        following = events[place + 1] if place + 1 < len(events) else None
        result = results.get(event.tool_use_id) if event.tool_use_id else following
        command = _command(event.text)
        if result is None or result.type is not EventType.AGENT_TOOL_RESULT or not command:
            continue
        if _REFUSED.search(result.text[:400]) is None:
            yield Run(event, result, command, _has_failed(result))


def edits(events: Sequence[Event]) -> Iterator[Edit]:
    """The files that a session's tools changed."""
    for event in events:
        name = event.tool_name or ""
        if event.type is EventType.AGENT_TOOL_USE and _EDITOR.search(name) and not _SHELL.search(name):
            path = next((value for key in _FILES if (value := _field(event.text, key))), "")
            short = "/".join(re.split(r"[/\\]", path)[-2:]).strip("/")
            if short and short in event.text and short.isprintable():
                yield Edit(event, short)


def is_looking(command: str) -> bool:
    """Whether a command only looks, and so mends nothing."""
    return _LOOKING.match(command) is not None


def is_checking(command: str) -> bool:
    """Whether a command only builds or checks what there is: where files were changed before it, they mended."""
    return not parts(_CHAINED.split(command)[-1]).isdisjoint(_CHECKS)


def is_saving(command: str) -> bool:
    """Whether a command only puts work into version control."""
    return _SAVING.match(command) is not None


def skeleton(command: str) -> str:
    """The command without what differs from run to run; equal for commands that do the same to other things.

    Of a chain (`make x && make y`) the last counts: what comes before prepares it.
    """
    tokens = _TOKEN.findall(_CHAINED.split(command)[-1])
    if tokens[:1] == ["git"]:
        tokens = [*_with_branches_folded(tokens)]
    return " ".join(_folded(place, token) for place, token in enumerate(tokens)).casefold()


def preparing(command: str, other: str) -> str:
    """What a chain runs before the command that ends it, and `other` does not: `make x` of `make x && make y`, beside `make y`."""
    before = set(_CHAINED.split(other))
    return next((part for part in _CHAINED.split(command)[:-1] if part not in before and not is_looking(part)), "")


_ON_BRANCHES = frozenset("checkout cherry-pick merge pull push rebase switch".split())
_REMOTES = frozenset("origin upstream".split())


def _with_branches_folded(tokens: Sequence[str]) -> Iterator[str]:
    """A branch may have any name: what stands behind a remote, or behind a verb of branches, varies."""
    takes_branches = tokens[1:2] and tokens[1] in _ON_BRANCHES
    for place, token in enumerate(tokens):
        is_name = place > 1 and not token.startswith("-") and token not in _REMOTES
        yield "#" if is_name and (takes_branches or tokens[place - 1] in _REMOTES) else token


def _folded(place: int, token: str) -> str:
    if place == 0:
        return token.rsplit("/", 1)[-1]
    if token.startswith("-"):
        return token.split("=", 1)[0]
    return "#" if _VARIES.search(token) and not re.fullmatch(r"[A-Za-z]+(?::[A-Za-z]+)*", token) else token


def without_arguments(command: str, other: str) -> str:
    """A command without what it shares with another behind that one's program: `uv run pytest x.py` after `pytest x.py`."""
    given = set(_TOKEN.findall(other)[1:])
    return " ".join(token for token in _TOKEN.findall(command) if token not in given) or command


def program(command: str) -> str:
    """The first word."""
    return command.split(maxsplit=1)[0]


def parts(command: str) -> set[str]:
    """The parts of its words without options: `test:unit` shares `test` with `npm test`."""
    return {part.lower() for word in _WORD.findall(command) if not word.startswith("-") for part in _PART.findall(word)}


def _has_failed(result: Event) -> bool:
    return result.is_error or _EXIT.search(result.text[:60]) is not None or _EXIT.search(result.text[-60:]) is not None


def _command(text: str) -> str | None:
    """The command's own words: without `cd …`, settings and filters; None where it is too long to be quoted."""
    line = _raw_command(text)
    while found := _PREFIX.match(line):
        line = line[found.end() :]
    while found := _SUFFIX.search(line):
        line = line[: found.start()]
    line = _ARGUMENT.sub("", line).strip()
    return line if 2 <= len(line) <= _LONGEST_COMMAND and line in text else None


def _raw_command(text: str) -> str:
    """The first line of a shell tool's input, which is the command itself or a JSON object that holds it."""
    if text.lstrip().startswith("{"):
        return next((value for key in _INPUTS if (value := _field(text, key))), "").split("\n", 1)[0]
    return text.strip().split("\n", 1)[0]


def _field(text: str, key: str) -> str:
    """A text field of a JSON object; "" where there is none."""
    try:
        given = cast("object", json.loads(text)) if f'"{key}"' in text else None
    except (ValueError, RecursionError):
        return ""
    value = cast("dict[str, object]", given).get(key) if isinstance(given, dict) else None
    return value if isinstance(value, str) else ""
