"""What every reader of transcripts gives: the session's head, its events as they come, and what was left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from dreaming.domain.limits import RECORD_BYTES
from dreaming.domain.model import NewEvent, NewSession
from dreaming.domain.texts import counted
from dreaming.domain.times import parse
from dreaming.integrations.lines import Lines, parsed

TITLE_CHARACTERS = 80
_NAMED = 8


@dataclass(slots=True)
class Reading:
    """Counts of what was read; complete once the events have been read to their end.

    Attributes:
        size: of the file, in bytes.
        records: how many there were, broken ones and too long ones not counted.
        skipped: records and parts that are no events, by what they are.
        unknown: records of types that nobody has told this reader of.
        broken: lines that are no JSON record.
        oversize: lines over the limit for a record.
        abandoned: events off the latest branch.
        is_unfinished: the last line was still being written.
        ended_broken: the last line that was looked at is no record.
        resume: what a later reading has to know to go on where this one ended; None where it cannot.
    """

    size: int = 0
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    unknown: Counter[str] = field(default_factory=Counter[str])
    broken: int = 0
    oversize: int = 0
    abandoned: int = 0
    is_unfinished: bool = False
    ended_broken: bool = False
    resume: Mapping[str, Any] | None = None

    def finish(self, lines: Lines) -> None:
        """After the last line: one that has no end and is no record yet is not broken, it is being written."""
        self.is_unfinished = lines.is_unfinished and self.ended_broken
        self.broken -= self.is_unfinished

    def notes(self) -> tuple[str, ...]:
        """What was left out, in sentences; none where nothing was."""
        said: list[str] = []
        if self.skipped:
            said.append(f"{counted(self.skipped.total(), 'record')} skipped: {_named(self.skipped)}.")
        if self.unknown:
            said.append(f"{counted(self.unknown.total(), 'record')} of unknown type skipped: {_named(self.unknown)}.")
        if self.broken:
            said.append(f"{counted(self.broken, 'line')} skipped: no JSON record.")
        if self.oversize:
            said.append(f"{counted(self.oversize, 'line')} skipped: longer than {RECORD_BYTES // 1_048_576} MiB.")
        if self.abandoned:
            said.append(f"{counted(self.abandoned, 'event')} off the latest branch: kept and shown, never evidence.")
        if self.is_unfinished:
            said.append("The last line is not finished; logging the file again reads it.")
        return tuple(said)


class Transcript(AbstractContextManager["Transcript"]):
    """A transcript that is being read. Its file is closed by `close`, or by leaving `with`.

    Attributes:
        head: the session's head.
        events: the events in order; can be read once.
        reading: counts, complete once `events` has ended.
    """

    def __init__(self, file: BinaryIO, head: NewSession, events: Iterator[NewEvent], reading: Reading) -> None:
        self._file = file
        self.head = head
        self.events = events
        self.reading = reading

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Times:
    """When things happened: each record's own time, else that of the one before, else the time given (1970 on)."""

    def __init__(self, modified_at: float) -> None:
        self._last = datetime.fromtimestamp(modified_at, UTC)

    @property
    def last(self) -> float:
        """When the last thing happened, in seconds since 1970."""
        return self._last.timestamp()

    def of(self, record: Mapping[str, Any]) -> datetime:
        """The time of a record."""
        for name in ("timestamp", "created_at", "processed_at"):
            value = record.get(name)
            if isinstance(value, str):
                try:
                    self._last = parse(value)
                except (ValueError, OverflowError):
                    continue
                break
        return self._last


def title_of(text: str) -> str | None:
    """A title from the first line of what a person wrote."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= TITLE_CHARACTERS:
        return line or None
    return line[: TITLE_CHARACTERS - 1].rstrip() + "…"


def text_in(record: Mapping[str, Any], name: str) -> str | None:
    """A field that is a text and not empty."""
    value = record.get(name)
    return value if isinstance(value, str) and value else None


def _named(counts: Mapping[str, int]) -> str:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in most[_NAMED:])
    names = [f"{count:,} {name[:60]}" for name, count in most[:_NAMED]]
    return ", ".join([*names, f"{rest:,} others"] if rest else names)


def record_of(line: bytes | None, reading: Reading) -> Mapping[str, Any] | None:
    """The record of a line, counted; None where it has none."""
    if line is None:
        reading.oversize += 1
        reading.ended_broken = False
        return None
    if not line.strip():
        return None
    value = parsed(line)
    reading.ended_broken = not isinstance(value, dict)
    if reading.ended_broken:
        reading.broken += 1
        return None
    reading.records += 1
    return cast("dict[str, Any]", value)
