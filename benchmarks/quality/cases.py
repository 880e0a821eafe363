"""What a dream is given: a store and sessions, made or read from data."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dreaming.service.exchange import ImportItem

_INDEXES = frozenset({"index.md", "_index.md"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One event of a session, in the plain format."""

    text: str
    at: datetime
    type: str = "user.message"
    tool_name: str | None = None
    is_error: bool = False

    def line(self) -> str:
        """The event as a line of a file."""
        about = {"type": self.type, "text": self.text, "created_at": self.at.isoformat()}
        if self.tool_name is not None:
            about |= {"tool_name": self.tool_name, "is_error": self.is_error}
        return json.dumps(about, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Talk:
    """One session that was made, or read from data."""

    name: str
    spoken: tuple[Spoken, ...]

    def content(self) -> bytes:
        """The session as a file: a head, and a line an event."""
        head = json.dumps({"type": "session", "title": self.name, "external_id": self.name})
        return "\n".join([head, *(each.line() for each in self.spoken), ""]).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One store and its sessions: made ones, and transcripts that lie in files."""

    memories: tuple[ImportItem, ...] = ()
    talks: tuple[Talk, ...] = ()
    transcripts: tuple[Path, ...] = ()

    def source(self) -> str:
        """Every text that the case has, with every time: nothing else may stand in an output."""
        told = [f"{item.path}\n{item.content}\n{item.created_at or ''}" for item in self.memories]
        told += [f"{each.text}\n{each.at}" for talk in self.talks for each in talk.spoken]
        return "\n".join(told + [talk.name for talk in self.talks])


def lines_of(memories: Iterable[ImportItem]) -> list[str]:
    """The lines that say anything, without indexes, which repeat what they point to."""
    said = [item for item in memories if item.path.rsplit("/", 1)[-1] not in _INDEXES]
    return [line for item in said for line in item.content.splitlines() if line.strip()]
