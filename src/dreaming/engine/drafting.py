"""Documents in the making: lists of lines, each of which knows where it came from, a line of the input or a change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dreaming.domain.claims import Claim
from dreaming.domain.model import Document
from dreaming.domain.provenance import Provenance, as_spans
from dreaming.engine.documents import Parsed
from dreaming.engine.headings import heading_of, undated_headings

PREFIX = re.compile(r"\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+|\s+\S")
_FULL_BYTES = 90_000


@dataclass(slots=True)
class OutLine:
    """A line of an output document. `source` is its place in the input; `change` what wrote it."""

    text: str
    provenance: Provenance
    source: tuple[str, int] | None = None
    change: str | None = None
    is_gone: bool = False


def _size(line: OutLine) -> int:
    return len(line.text.encode()) + 1


@dataclass(slots=True)
class Draughted:
    """An output document in the making; `parsed` is the input document it was, None for a new one."""

    path: str
    parsed: Parsed | None
    default: Provenance
    lines: list[OutLine]
    ends_with_newline: bool = True
    has_gone: bool = False
    bytes_of_lines: int | None = None  # with a newline each; None where it has to be counted anew
    headings: tuple[list[str], bool] | None = None  # as `undated` has them; None where they have to be read anew
    parsed_lines: tuple[OutLine, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.parsed_lines = tuple(self.lines)

    def of(self, claim: Claim) -> list[OutLine]:
        """The lines of a claim of the input, found where they stood: nothing is searched."""
        return [self.parsed_lines[number - 1] for number in range(claim.first_line, claim.last_line + 1)]

    def add(self, line: OutLine) -> None:
        """Put a line at the end."""
        self.lines.append(line)
        if "#" in line.text:
            self.headings = None
        if self.bytes_of_lines is not None:
            self.bytes_of_lines += _size(line)

    def size(self) -> int:
        """How many bytes the text has; counted once, not for each line that is added."""
        self.settle()
        if self.bytes_of_lines is None:
            self.bytes_of_lines = sum(map(_size, self.lines))
        return self.bytes_of_lines - (0 if self.ends_with_newline or not self.lines else 1)

    def changed(self) -> None:
        """Its lines are others now: what was counted and read of them holds no more."""
        self.bytes_of_lines = self.headings = None

    def undated(self) -> tuple[list[str], bool]:
        """See `undated_headings`; read once, not for each list item that is added."""
        if self.headings is None:
            self.headings = undated_headings(line.text for line in self.lines)
        return self.headings

    def let_go(self, lines: Iterable[OutLine]) -> None:
        """Mark lines as gone; `settle` takes all of them out at once."""
        for line in lines:
            line.is_gone = True
            self.has_gone = True

    @property
    def is_generated(self) -> bool:
        """Whether code has made all of it. A pinned memory and an empty one are the user's."""
        made = (line.provenance.generated for line in self.lines if line.text.strip())
        pinned = self.parsed is not None and self.parsed.document.pinned
        return not pinned and next(made, False) and all(made)

    def newest_first(self) -> None:
        """Sort the list items below the title by when they were said; not where there is anything else."""
        self.settle()
        first = next((at for at, line in enumerate(self.lines) if line.text.startswith("- ")), len(self.lines))
        head, rest = self.lines[:first], self.lines[first:]
        items: list[list[OutLine]] = []
        for line in rest:
            if line.text.startswith("- "):
                items.append([line])
            elif line.text.startswith("  "):
                items[-1].append(line)
            else:
                return
        items.sort(key=lambda item: item[0].provenance.asserted_at, reverse=True)
        self.lines = [*head, *(line for item in items for line in item)]

    def insert_in(self, heading: str, line: OutLine) -> None:
        """Put a list item at the end of the section below a heading."""
        self.settle()
        levels = [heading_of(each.text) for each in self.lines]
        begin = next(at for at, each in enumerate(levels) if each is not None and each[1] == heading)
        level = levels[begin]
        after = (
            at for at, each in enumerate(levels) if at > begin and each is not None and level and each[0] <= level[0]
        )
        end = next(after, len(self.lines))
        while end > begin + 1 and not self.lines[end - 1].text.strip():
            end -= 1
        is_item = ITEM.match(self.lines[end - 1].text) is not None
        self.lines[end:end] = [line] if is_item else [OutLine("", self.default), line]
        self.bytes_of_lines = None

    @property
    def texts(self) -> list[str]:
        """Its lines as they stand now."""
        return [line.text for line in self.lines]

    def settle(self) -> None:
        """Take out what is gone; blank lines that then meet become one."""
        if not self.has_gone:
            return
        kept: list[OutLine] = []
        meets = False
        for line in self.lines:
            if line.is_gone:
                meets = True
                continue
            if not (meets and kept and not line.text.strip() and not kept[-1].text.strip()):
                kept.append(line)
            meets = False
        self.lines, self.has_gone = kept, False
        self.changed()

    def text(self) -> str:
        """The whole text."""
        self.settle()
        return "\n".join(line.text for line in self.lines) + ("\n" if self.ends_with_newline and self.lines else "")

    def document(self) -> Document:
        """As a document; unchanged lines keep their provenance."""
        was = self.parsed.document if self.parsed else None
        return Document(
            path=self.path,
            content=self.text(),
            default=self.default,
            spans=as_spans([line.provenance for line in self.lines], self.default),
            pinned=was.pinned if was else False,
            memory_id=was.memory_id if was else None,
            memory_version_id=was.memory_version_id if was else None,
        )


def bare(line: str) -> str:
    """What a line of one statement says, without list marker, quote marks and indentation."""
    prefix = PREFIX.match(line)
    return (line[prefix.end() :] if prefix else line).strip()


def is_closed(document: Draughted) -> bool:
    """Whether a document takes no new line: it is pinned, or full."""
    pinned = document.parsed is not None and document.parsed.document.pinned
    return pinned or document.size() > _FULL_BYTES
