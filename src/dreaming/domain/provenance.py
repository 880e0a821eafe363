"""Where a piece of text comes from, kept for each line of each memory version.

A memory version has one default provenance (its writer's) and spans that differ from it: lines that an earlier
writer, a dream or an import brought. `carry` keeps the provenance of unchanged lines over an edit; a changed line
gets the writer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from dreaming.domain.matching import matching_lines


class Origin(StrEnum):
    """Who a text comes from."""

    USER = "user"  # typed by the person
    AGENT = "agent"  # written by the model
    TOOL = "tool"  # a tool's result: files, web pages, command output
    SYSTEM = "system"  # the harness: hooks, reminders, summaries, command wrappers
    PASTED = "pasted"  # fenced or quoted text inside a user's message
    REPORTED = "reported"  # an agent says, by tool call, that this happened
    UNKNOWN = "unknown"  # imported: nobody knows


class Trust(IntEnum):
    """How far a text may go. A claim's trust is the lowest along its lineage."""

    UNTRUSTED = 0
    UNKNOWN = 1
    AGENT = 2
    USER = 3


TRUST_OF = {
    Origin.USER: Trust.USER,
    Origin.AGENT: Trust.AGENT,
    Origin.REPORTED: Trust.AGENT,
    Origin.UNKNOWN: Trust.UNKNOWN,
    Origin.TOOL: Trust.UNTRUSTED,
    Origin.SYSTEM: Trust.UNTRUSTED,
    Origin.PASTED: Trust.UNTRUSTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exact quote and where it stands: in a session event, or in a line of a memory version.

    With a session and no event it is the session's own record of its project.
    """

    quote: str
    origin: Origin
    at: datetime
    session_id: str | None = None
    event_id: str | None = None
    memory_id: str | None = None
    memory_version_id: str | None = None
    path: str | None = None
    line: int | None = None

    @property
    def is_project(self) -> bool:
        """Whether it is the name of the project in which the session was held."""
        return self.session_id is not None and self.event_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Of one line or more: when it was asserted, by whom, how far it is trusted, and on what it rests.

    `generated` marks lines that code makes (an index, a line of history): they are no claims, and each dream
    builds them anew.
    """

    asserted_at: datetime
    origin: Origin
    trust: Trust
    evidence: tuple[Evidence, ...] = ()
    generated: bool = False

    @property
    def backing(self) -> Trust:
        """The most trusted voice behind it: its own, or a quote of a session that said it again."""
        return max([self.trust, *(TRUST_OF[item.origin] for item in self.evidence if item.event_id is not None)])

    @property
    def first_said(self) -> datetime:
        """When it was first said: a line that stands for others carries their quotes, with their times."""
        return min([self.asserted_at, *(item.at for item in self.evidence)])

    @classmethod
    def of(cls, origin: Origin, asserted_at: datetime, evidence: tuple[Evidence, ...] = ()) -> "Provenance":
        """With the trust that the origin has."""
        return cls(asserted_at=asserted_at, origin=origin, trust=TRUST_OF[origin], evidence=evidence)


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` to `last` of a text (from 1, both included) with one provenance."""

    first: int
    last: int
    provenance: Provenance


def lines_of(text: str) -> list[str]:
    """The lines of a text as every line number here counts them: split at line feeds alone; the last may lack one."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def per_line(count: int, default: Provenance, spans: Sequence[Span]) -> list[Provenance]:
    """The provenance of each of `count` lines."""
    lines = [default] * count
    for span in spans:
        for number in range(span.first - 1, min(span.last, count)):
            lines[number] = span.provenance
    return lines


def as_spans(lines: Sequence[Provenance], default: Provenance) -> tuple[Span, ...]:
    """The runs of lines whose provenance is not the default: the inverse of `per_line`."""
    spans: list[Span] = []
    for number, provenance in enumerate(lines, 1):
        if provenance == default:
            continue
        if spans and spans[-1].last == number - 1 and spans[-1].provenance == provenance:
            spans[-1] = Span(spans[-1].first, number, provenance)
        else:
            spans.append(Span(number, number, provenance))
    return tuple(spans)


def carry(old: str, old_lines: Sequence[Provenance], new: str, writer: Provenance) -> tuple[Span, ...]:
    """Spans for `new`, an edit of `old` by `writer`: unchanged lines keep their provenance, others get the writer's.

    Args:
        old: the text before, whose lines have `old_lines` as provenance, one each.
        old_lines: see `per_line`.
        new: the text after.
        writer: the default provenance of the new version.
    """
    before, after = lines_of(old), lines_of(new)
    lines = [writer] * len(after)
    for index, new_index in matching_lines(before, after):
        if after[new_index].strip():
            lines[new_index] = old_lines[index]
    return as_spans(lines, writer)
