"""Commands that failed and, where the session shows it, the command that worked instead.

A lesson is built only of what stands in the transcript: the failing command, its error line and the working command.
Its topic is the error without what differs from run to run, so that the same failure in another session is the same
lesson. Error lines are a tool's words: one that gives orders is not quoted.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.model import Event, EventType
from dreaming.domain.taint import address, is_attack

_F = re.IGNORECASE
_SHELL = re.compile(r"bash|shell|terminal|command|exec|powershell|\bcmd\b|\bsh\b|zsh|console", _F)
_EXIT = re.compile(r"\bexit(?:ed)?(?: with)?(?: (?:code|status))?[: ]+([1-9]\d{0,2})\b", _F)
_REFUSED = re.compile(
    r"The user doesn['’]t want to proceed|\[Request interrupted|tool use was rejected|"
    r"<tool_use_error>|user rejected|permission to use",
    _F,
)
_STRONG = re.compile(
    r"^[\s\[*>✗✖×!-]{0,4}(?:[\w.]*(?:Error|Exception)\b\s*:|fatal:|error\b|npm (?:ERR!|error)|E:|"
    r"ERROR\b|(?:/bin/|/usr/bin/)?(?:ba|z|da)?sh: |\(eval\):|panic:|abort)|command not found|"
    r"is not recognized",
    _F,
)
_WEAK = re.compile(
    r"\b(?:fail(?:ed|ure|s)?|exception|not found|missing|denied|cannot|can['’]t|unable|no such|"
    r"unknown|invalid|unrecogni[sz]ed|refused|undefined|timed? ?out|unauthori[sz]ed|forbidden|"
    r"conflict|already in use|no module|unsupported|ignored by)\b",
    _F,
)
_NOISE = re.compile(r"^\s*(?:Traceback|File \"|at \S|\^|~|\||Exit code|exit code|\d+\)|#|>|\$ )|^\W*$")
_USAGE = re.compile(
    r"not found|no such|missing|no module|unknown|invalid|unrecogni[sz]ed|not recognized|"
    r"permission denied|denied|unable to|could not|cannot find|can['’]t find|no upstream|requires?\b|"
    r"required|not installed|refused|already in use|unsupported|"
    r"must be|does not exist|doesn['’]t exist|not a (?:git|valid|directory|file)|no matching|"
    r"externally-managed|not allowed|deprecated|ignored by|unauthori[sz]ed|forbidden|usage:|"
    r"no default|not set|undefined variable|version",
    _F,
)
_PREFIX = re.compile(
    r"(?:\s*(?:cd\s+\S+|export\s+\S+|source\s+\S+|set\s+-\w+|mkdir\s[^&;]*)\s*(?:&&|;)\s*|"
    r"\s*\w+=\S*\s+|\s*(?:sudo|time|env|nohup|npx|exec|timeout \d+\w?)\s+(?=\w))"
)
_SUFFIX = re.compile(r"\s*(?:2>&1|2>/dev/null|>\s*/dev/null|\|\s*(?:head|tail|grep|cat|less|tee|sed|awk|wc)\b.*|&)\s*$")
_WORD = re.compile(r"[\w./:@=+-]+")
_ARGUMENT = re.compile(r"\s+(?:-m|-am|--message|-c|-e|--body|--title)(?:\s|=).*|\s*(?:\"?\$\(|<<).*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_INPUTS = ("command", "cmd", "script")  # what shell tools call their input
_PART = re.compile(r"[\w.]+")
_LONGEST_COMMAND, _LONGEST_LINE = 160, 200
_HEAD, _TAIL, _LINES = 6_000, 3_000, 120
_WITHIN = 8  # shell commands after the failure in which the one that works is looked for
_VARYING = (
    (re.compile(r"[0-9a-f]{7,}|0x[0-9a-f]+", _F), "#"),
    (re.compile(r"(?:[A-Za-z]:)?[\w.~-]*[/\\][\w./\\@~-]*"), "/"),
    (re.compile(r"\b[a-z]\w*(?:-\w+)+", _F), "#"),
    (re.compile(r"\d+(?:[.:,]\d+)*\w*"), "#"),
    (re.compile(r"[\"'`‘’“”]([^\"'`‘’“”]*)[\"'`‘’“”]"), r"\1"),
    (re.compile(r"[^\w#/]+"), " "),
)


@dataclass(frozen=True, slots=True)
class _Run:
    """One shell command with its result. `command` stands in the event's text as it is."""

    use: Event
    result: Event
    command: str
    failed: bool


def lessons(events: Sequence[Event]) -> Iterator[Draft]:
    """One draft for each different failure of the session, with the way out where one was found."""
    runs = list(_runs(events))
    drafts: dict[str, Draft] = {}
    for place, run in enumerate(runs):
        if run.failed:
            draft = _lesson(run, runs[place + 1 : place + 1 + _WITHIN])
            if draft is not None and len(draft.quotes) > len(
                drafts[draft.topic].quotes if draft.topic in drafts else ()
            ):
                drafts[draft.topic] = draft
    yield from drafts.values()


def _runs(events: Sequence[Event]) -> Iterator[_Run]:
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
            yield _Run(event, result, command, _has_failed(result))


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
        try:
            given = cast("object", json.loads(text))
        except (ValueError, RecursionError):
            return ""
        if isinstance(given, dict):
            values = cast("dict[str, object]", given)
            command = next((value for key in _INPUTS if isinstance(value := values.get(key), str)), "")
            return command.split("\n", 1)[0]
    return text.strip().split("\n", 1)[0]


def _lesson(run: _Run, later: Sequence[_Run]) -> Draft | None:
    error = _error_line(run.result.text)
    if error is None or "`" in run.command or is_attack(run.command):
        return None
    words = _WORD.findall(run.command)
    if not words:
        return None
    topic = f"fail:{_signature(error)}:{words[0].rsplit('/', 1)[-1]}"
    fix = next((each for each in later if _is_way_out(run, error, each)), None)
    quotes = [Quote(event_id=run.use.id, text=run.command), Quote(event_id=run.result.id, text=error)]
    text = f"`{run.command}` fails with {_quoted(error)}"
    if fix is not None:
        quotes.append(Quote(event_id=fix.use.id, text=fix.command))
        text += f"; `{fix.command}` works"
    return Draft(kind=ObservationKind.LESSON, text=text, quotes=tuple(quotes), topic=topic)


def _quoted(error: str) -> str:
    return f'"{error}"' if '"' not in error else f"“{error}”"


def _is_way_out(run: _Run, error: str, later: _Run) -> bool:
    """Whether a later command did what this one should have: another command, alike, and the error was of usage."""
    if later.failed or later.command == run.command or _USAGE.search(error) is None or is_attack(later.command):
        return False
    if "`" in later.command or later.command.startswith(_LOOKING):
        return False
    mine, theirs = _words(run.command), _words(later.command)
    shared = len(mine & theirs)
    same_program = _program(run.command) == _program(later.command)
    return (
        shared * 2 >= min(len(mine), len(theirs))
        and (same_program or shared >= 1)
        and shared >= (2 if same_program and len(mine) > 1 else 1)
    )


_LOOKING = (
    "ls",
    "cat ",
    "which ",
    "find ",
    "grep ",
    "rg ",
    "head ",
    "tail ",
    "echo ",
    "pwd",
    "git status",
    "git diff",
    "git log",
    "git branch",
    "type ",
    "file ",
    "stat ",
)


def _program(command: str) -> str:
    return command.split(maxsplit=1)[0]


def _words(command: str) -> set[str]:
    """The parts of its words without options: `test:unit` shares `test` with `npm test`."""
    return {part.lower() for word in _WORD.findall(command) if not word.startswith("-") for part in _PART.findall(word)}


def _error_line(text: str) -> str | None:
    """The first line that names the error and gives the reader no order."""
    looked = text if len(text) <= _HEAD + _TAIL else text[:_HEAD] + "\n" + text[-_TAIL:]
    lines = [line.strip() for line in looked.split("\n")[: 4 * _LINES]]
    usable = [line for line in lines if len(line) >= 6 and not _NOISE.match(line)][:_LINES]
    for pattern in (_STRONG, _WEAK):
        for line in usable:
            if pattern.search(line) and (short := _fit(line)) and address(short) is None:
                return short
    return None


def _fit(line: str) -> str | None:
    """The line, if it is one that can be shown: its beginning where it is long, nothing where it cannot be printed."""
    short = re.split(r"`|\\n", line[:_LONGEST_LINE], maxsplit=1)[0].strip().rstrip(" .,:;")
    return short if short.isprintable() and len(_LETTERS.findall(short)) >= 2 else None


def _signature(error: str) -> str:
    text = error.casefold()
    for pattern, put in _VARYING:
        text = pattern.sub(put, text)
    return " ".join(text.split())[:80]
