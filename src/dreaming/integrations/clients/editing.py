"""One entry in a client's JSON configuration: from the text as it is to the text as it is to be.

Only the entry is written; every byte outside of it stays, with the file's indentation and line ends. What is added to a
file and taken out again leaves the file as it was, but for a section that had been empty, which goes too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

SECTION = "mcpServers"
_SPACE = " \t\n\r"
_DECODER = json.JSONDecoder()


class NotEditable(Exception):
    """The text is not JSON of the form that has our entry, or could have it; `line` is where."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


@dataclass(frozen=True, slots=True)
class _Member:
    """A key and its value, as places in the text: where the key, where the value begins, and where it ends."""

    key: str
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class _Object:
    """An object in the text: its braces and what is between them."""

    opens: int
    closes: int
    members: tuple[_Member, ...]

    def named(self, key: str) -> _Member | None:
        """The member of that name.

        Raises:
            NotEditable: there are several.
        """
        found = [member for member in self.members if member.key == key]
        if len(found) > 1:
            problem = f"{key!r} stands there {len(found)} times"
            raise NotEditable(problem)
        return found[0] if found else None


def entry_in(text: str, name: str) -> dict[str, Any] | None:
    """The entry of that name, None if there is none.

    Raises:
        NotEditable: the text is no JSON object, or not one of objects down to the entry.
    """
    section = _section(text, _root(text))
    member = None if section is None else section.named(name)
    return None if member is None else _entry(text, member)


def with_entry(text: str, name: str, entry: Mapping[str, Any]) -> str:
    """The text with the entry, in the place of one of that name or as the last.

    Raises:
        NotEditable: as `entry_in`.
    """
    if not text.strip():
        return json.dumps({SECTION: {name: entry}}, indent=2, ensure_ascii=False) + "\n"
    root = _root(text)
    section = _section(text, root)
    if section is None:
        return _inserted(text, root, SECTION, {name: entry})
    member = section.named(name)
    if member is None:
        return _inserted(text, section, name, entry)
    if _entry(text, member) == entry:
        return text
    return text[: member.value] + _rendered(text, entry, _indent_at(text, member.start)) + text[member.end :]


def without_entry(text: str, name: str) -> str:
    """The text without the entry, and without the section if nothing else is in it.

    Raises:
        NotEditable: as `entry_in`.
    """
    if not text.strip():
        return text
    root = _root(text)
    section = _section(text, root)
    member = None if section is None else section.named(name)
    if section is None or member is None:
        return text
    _entry(text, member)
    if len(section.members) > 1:
        return _removed(text, section, member)
    return _removed(text, root, next(each for each in root.members if each.key == SECTION))


def _root(text: str) -> _Object:
    if not text.strip():
        return _Object(0, 0, ())
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"it is no JSON here ({error.msg})"
        raise NotEditable(problem, error.lineno) from error
    except RecursionError as error:
        problem = "it is nested too deeply"
        raise NotEditable(problem) from error
    if not isinstance(value, dict):
        problem = "it is no JSON object"
        raise NotEditable(problem)
    return _object(text, _after_space(text, 0))


def _section(text: str, root: _Object) -> _Object | None:
    member = root.named(SECTION)
    if member is None:
        return None
    if text[member.value] != "{":
        problem = f"{SECTION!r} is no object"
        raise NotEditable(problem, _line(text, member.value))
    return _object(text, member.value)


def _entry(text: str, member: _Member) -> dict[str, Any]:
    value = json.loads(text[member.value : member.end])
    if not isinstance(value, dict):
        problem = f"{member.key!r} is no object"
        raise NotEditable(problem, _line(text, member.value))
    return cast("dict[str, Any]", value)


def _object(text: str, opens: int) -> _Object:
    """The object that opens at a place of a text that is JSON."""
    members: list[_Member] = []
    at = _after_space(text, opens + 1)
    while text[at] != "}":
        key, after = _DECODER.raw_decode(text, at)
        value = _after_space(text, _after_space(text, after) + 1)  # past the colon
        _, end = _DECODER.raw_decode(text, value)
        members.append(_Member(key, at, value, end))
        at = _after_space(text, end)
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return _Object(opens, at, tuple(members))


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _inserted(text: str, into: _Object, key: str, value: object) -> str:
    if into.members:
        first, last = into.members[0], into.members[-1]
        lead = text[into.opens + 1 : first.start]
        if "\n" not in lead:
            return f"{text[: last.end]}, {_key(key)}{_rendered(text, value, None)}{text[last.end :]}"
        indent = _indent_at(text, first.start)
        written = f",{_line_end(text)}{indent}{_key(key)}{_rendered(text, value, indent)}"
        return text[: last.end] + written + text[last.end :]
    outer = _indent_at(text, into.opens)
    indent = outer + _unit(text)
    end = _line_end(text)
    written = f"{{{end}{indent}{_key(key)}{_rendered(text, value, indent)}{end}{outer}}}"
    return text[: into.opens] + written + text[into.closes + 1 :]


def _removed(text: str, out_of: _Object, member: _Member) -> str:
    at = out_of.members.index(member)
    if len(out_of.members) == 1:
        return text[: out_of.opens + 1] + text[out_of.closes :]
    if at == len(out_of.members) - 1:
        return text[: out_of.members[at - 1].end] + text[member.end :]
    return text[: member.start] + text[out_of.members[at + 1].start :]


def _key(key: str) -> str:
    return f"{json.dumps(key, ensure_ascii=False)}: "


def _rendered(text: str, value: object, indent: str | None) -> str:
    """The value as it is written there: over lines that begin with `indent`, or on one line."""
    if indent is None:
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, indent=_unit(text), ensure_ascii=False).split("\n")
    return (_line_end(text) + indent).join(lines)


def _unit(text: str) -> str:
    """What the file indents by: that of its first member, if it is on a line of its own."""
    opens = _after_space(text, 0)
    first = _after_space(text, opens + 1)
    return (_indent_at(text, first) if "\n" in text[opens:first] else "") or "  "


def _indent_at(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
