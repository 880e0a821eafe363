"""A section of ours in a text of somebody else's, between two lines that mark it; all other text stays as it is.

    <!-- dreaming:begin store="atlas" before=1 -->
    …
    <!-- dreaming:end -->

A store has one section in a file, and several stores may each have theirs. `before` is how many line ends were put
before the section, and `new` says that there was no file: with them, taking it out gives back what was there before.
Text in a section cannot end it: what would be a marker, a fence, a comment or an import is written so that it is none.
"""

import contextlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_BYTE_ORDER_MARK = "\ufeff"
_END = "<!-- dreaming:end -->"
_BEGIN = re.compile(r'<!-- dreaming:begin store=("(?:[^"\\]|\\.)*") before=([012])( new)? -->')
_MARKER = re.compile(r"\s*<!--\s*dreaming:(?:begin|end)\b", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})(.*)", re.DOTALL)
_OPENS_FENCE = re.compile(r"\A(\s*(?:(?:[-*+>#]|\d{1,9}[.)])\s*)*)(`{3}|~{3})")
_IMPORT = re.compile(r"(?<!\w)@")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class MarkersUnclear(Exception):
    """The markers in a text are not where they should be; `problems` name the lines."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """From the first character of its first line to behind the end marker, without that line's end."""

    store: str
    before: int
    is_new: bool
    first: int
    last: int
    line: int
    line_end: str

    @property
    def begin(self) -> str:
        """The first line."""
        name = json.dumps(self.store, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
        return f"<!-- dreaming:begin store={name} before={self.before}{' new' if self.is_new else ''} -->"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    first: int
    text: str
    line_end: str

    @property
    def last(self) -> int:
        return self.first + len(self.text)


def put(text: str | None, store: str, lines: Sequence[str]) -> str:
    """The text with the store's section in it: where it is already, else at the end.

    Args:
        text: of the file; None if there is none.
        store: whose section it is.
        lines: what the section says; each is made harmless.

    Raises:
        MarkersUnclear: there are markers that are not as written here, or the text ends inside a code block.
    """
    mark, body = _split(text or "")
    found, open_fence = _scan(body)
    section = next((each for each in found if each.store == store), None)
    if section is None:
        if open_fence:
            raise MarkersUnclear([f"the code block that line {open_fence} begins is not closed"])
        end = "\r\n" if re.match(r"[^\n]*\r\n", body) else "\n"
        before = 0 if not body else 1 if body.endswith("\n") else 2
        section = _Section(
            store=store,
            before=before,
            is_new=text is None,
            first=len(body) + before * len(end),
            last=len(body),
            line=0,
            line_end=end,
        )
        body += end * before
        return mark + body + _block(section, lines) + end
    return mark + body[: section.first] + _block(section, lines) + body[section.last :]


def take_out(text: str, store: str) -> str | None:
    """The text without the store's section, as it was before the section came; None where there was no file.

    A text without such a section is given back.

    Raises:
        MarkersUnclear: there are markers that are not as written here.
    """
    mark, body = _split(text)
    found, _ = _scan(body)
    section = next((each for each in found if each.store == store), None)
    if section is None:
        return text
    head, tail = body[: section.first], body[section.last :]
    for _ in range(section.before):
        head = head.removesuffix(section.line_end)
    tail = re.sub(r"\A\r?\n", "", tail)
    if head and not head.endswith("\n") and not re.match(r"\r?\n|\Z", tail):
        head += section.line_end  # what somebody wrote below the section does not run into what stands above
    rest = head + tail
    if section.is_new:
        if not mark and not rest.strip():
            return None
        rest = _made_new(rest)
    return mark + rest


def _made_new(body: str) -> str:
    """The file was made for a section that is gone; where another is left, the file is that one's."""
    found, _ = _scan(body)
    if not found:
        return body
    first = found[0]
    return body[: first.first] + replace(first, is_new=True).begin + body[first.first + len(first.begin) :]


def harmless(text: str) -> str:
    """One line that begins no marker, comment, code block or import, whatever `text` is."""
    line = _CONTROL.sub(" ", text).replace("<!--", "&lt;!--").replace("-->", "--&gt;")
    return _IMPORT.sub(r"\\@", _OPENS_FENCE.sub(r"\1\\\2", line, count=1))


def _block(section: _Section, lines: Sequence[str]) -> str:
    return section.line_end.join([section.begin, *(harmless(line) for line in lines), _END])


def _split(text: str) -> tuple[str, str]:
    body = text.removeprefix(_BYTE_ORDER_MARK)
    return text[: len(text) - len(body)], body


def _lines(body: str) -> Iterator[_Line]:
    first = 0
    for number, piece in enumerate(body.split("\n"), 1):
        text = piece.removesuffix("\r") if first + len(piece) < len(body) else piece
        yield _Line(number, first, text, "\r\n" if len(text) < len(piece) else "\n")
        first += len(piece) + 1


def _scan(body: str) -> tuple[list[_Section], int]:
    """The sections of a text, and the line that begins a code block which is not closed; 0 if there is none."""
    found: list[_Section] = []
    problems: list[str] = []
    begun: _Section | None = None
    fence, fence_line = "", 0
    for line in _lines(body):
        if not _MARKER.match(line.text):
            fence, fence_line = _fence_after(fence, fence_line, line)
            continue
        if fence:
            problems.append(f"line {line.number} is a marker inside the code block that line {fence_line} begins")
            continue
        begins = _begun(line)
        if begins is None and line.text != _END:
            problems.append(f"line {line.number} is no marker as dreaming writes it")
        elif begins is not None:
            if begun is not None:
                problems.append(f"line {line.number} begins a section inside the one that line {begun.line} begins")
            begun = begins
        elif begun is None:
            problems.append(f"line {line.number} ends a section that nothing begins")
        else:
            problems += _twice(found, begun)
            found.append(replace(begun, last=line.last))
            begun = None
    if begun is not None:
        problems.append(f"the section that line {begun.line} begins has no end")
    if problems:
        raise MarkersUnclear(problems)
    return found, fence_line


def _begun(line: _Line) -> _Section | None:
    """The section that a line begins, which is written exactly as we write it; None if it begins none."""
    begin = _BEGIN.fullmatch(line.text)
    if begin is None:
        return None
    with contextlib.suppress(ValueError):
        section = _Section(
            store=json.loads(begin[1]),
            before=int(begin[2]),
            is_new=bool(begin[3]),
            first=line.first,
            last=line.last,
            line=line.number,
            line_end=line.line_end,
        )
        return section if section.begin == line.text else None
    return None


def _twice(found: Sequence[_Section], new: _Section) -> list[str]:
    lines = [each.line for each in found if each.store == new.store]
    return [f"line {new.line} begins a section of the store that line {line} begins one of" for line in lines]


def _fence_after(fence: str, fence_line: int, line: _Line) -> tuple[str, int]:
    """The fence of the code block that is open after `line`, "" if none is, and the line that began it."""
    found = _FENCE.fullmatch(line.text)
    if found is None:
        return fence, fence_line
    if not fence:
        return found[1], line.number
    closes = found[1].startswith(fence) and not found[2].strip()
    return ("", 0) if closes else (fence, fence_line)
