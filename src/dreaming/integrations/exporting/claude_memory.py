"""A store as Claude Code keeps its own memory: `MEMORY.md`, which names each topic in a line, and a file a topic.

A memory without front matter gets some: Claude Code looks a topic up by `description`. Reading takes away what this
put there and nothing else, so that a store goes out and comes back as it is; front matter that Claude Code wrote stays
in the text. A store that holds its own `MEMORY.md` keeps that one.

Source: code.claude.com/docs, page memory: the first 200 lines of MEMORY.md, or its first 25 KB, are loaded when a
session begins. Topic files are read when they are needed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dreaming.domain.limits import MEMORY_BYTES
from dreaming.domain.model import Document, Memory
from dreaming.domain.provenance import lines_of
from dreaming.domain.taint import address
from dreaming.domain.times import render
from dreaming.engine.documents import parse
from dreaming.engine.generated import INDEX
from dreaming.integrations.exporting.changes import FileChange, present
from dreaming.integrations.notes import Note, Skipped, front_matter, read_notes, time_in
from dreaming.integrations.notes_folder import as_file, check_paths
from dreaming.service.listing import title

INDEX_PATH = "/MEMORY.md"
INDEX_LINES = 200
INDEX_BYTES = 25_000
_LAST_LINE_BYTES = 200
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LOCK = "/.consolidate-lock"  # Claude Code's own, while it tidies the folder
_ADDED = "\n  node_type: memory\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaudeMemory:
    """What is to stand in the folder. `strangers` are files there that belong to no memory: they stay.

    `index_left_out` are memories for which the index has no room; `index_is_cut` where the store's own index is longer
    than what Claude Code loads.
    """

    changes: tuple[FileChange, ...]
    strangers: tuple[str, ...]
    index_left_out: int
    index_is_cut: bool


@dataclass(frozen=True, slots=True)
class _Topic:
    """A memory that is a file of its own, with what the index needs to know of it."""

    path: str
    text: str
    at: datetime
    pinned: bool = False


def claude_memory(held: Sequence[tuple[Memory, Document]], folder: Path) -> ClaudeMemory:
    """The store as files of `folder`, an absolute path, and what stands there now.

    Raises:
        ExportRefused: a path cannot be a file's name everywhere, or a file is a link or behind one.
    """
    topics = [
        _Topic(document.path, document.content, memory.updated_at, memory.pinned)
        for memory, document in held
        if not _is_replaced(document)
    ]
    own = next((topic for topic in topics if topic.path == INDEX_PATH), None)
    index, left_out = _index(topics) if own is None else ("", 0)
    check_paths([*(topic.path for topic in topics), *([INDEX_PATH] if own is None else [])])
    changes = [_change(folder, topic.path, _file_text(topic), topic.at) for topic in topics]
    if own is None:
        changes.append(_change(folder, INDEX_PATH, index, None))
    paths = {change.path for change in changes}
    return ClaudeMemory(
        changes=tuple(sorted(changes, key=lambda change: change.path)),
        strangers=tuple(sorted(str(file.relative_to(folder)) for file in _files(folder) if file not in paths)),
        index_left_out=left_out,
        index_is_cut=own is not None and not _is_loaded(own.text),
    )


def read_claude_memory(folder: Path) -> Iterator[Note | Skipped]:
    """The notes of such a folder, without the front matter and the index that this module put there.

    Raises:
        InvalidInput: there is no such folder.
    """
    found = [_without_added(each) if isinstance(each, Note) else each for each in read_notes(folder)]
    topics = [
        _Topic(each.path, each.content, each.updated_at)
        for each in found
        if isinstance(each, Note) and each.path != INDEX_PATH and each.updated_at is not None
    ]
    index, _ = _index(topics)
    for each in found:
        is_ours = isinstance(each, Note) and each.path == INDEX_PATH and each.content == index
        if not is_ours and not (isinstance(each, Skipped) and each.name == _LOCK):
            yield each


def _is_replaced(document: Document) -> bool:
    """Whether it is the index that dreams write: MEMORY.md stands in its place."""
    if document.path != INDEX or document.pinned:
        return False
    parsed = parse(document)
    return bool(parsed.generated) and not parsed.claims


def _is_loaded(text: str) -> bool:
    return len(lines_of(text)) <= INDEX_LINES and len(text.encode()) <= INDEX_BYTES


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*.md") if file.is_file()) if folder.is_dir() else iter(())


def _file_text(topic: _Topic) -> str:
    if topic.path.endswith(".md") and topic.path != INDEX_PATH:
        return _with_front_matter(topic.path, topic.text, topic.at)
    return topic.text


def _change(folder: Path, path: str, text: str, at: datetime | None) -> FileChange:
    file = folder / path[1:]
    return FileChange(path=file, before=present(file), after=as_file(text), at=at)


def _with_front_matter(path: str, text: str, at: datetime) -> str:
    if text.startswith("---"):
        return text
    name = path[1:].removesuffix(".md")
    fields = [
        f"name: {name if _PLAIN_NAME.fullmatch(name) else _quoted(name)}",
        f"description: {_quoted(_description(text) or name)}",
        f"metadata:{_ADDED}  type: project",
        f"  modified: {render(at)}",
    ]
    whole = "\n".join(["---", *fields, "---", "", text])
    return whole if len(whole.encode()) <= MEMORY_BYTES else text  # a larger file could not come back


def _without_added(note: Note) -> Note:
    modified = time_in(note.content) if _ADDED in note.content else None
    head, _, body = note.content.partition("\n---\n\n")
    if modified is None or head == note.content or _with_front_matter(note.path, body, modified) != note.content:
        return note
    return Note(path=note.path, content=body, created_at=modified, updated_at=modified)


def _quoted(text: str) -> str:
    """As YAML takes it: JSON's strings."""
    return json.dumps(_shown(text), ensure_ascii=False)


def _shown(text: str) -> str:
    """Without characters that nobody sees, some of which YAML does not take."""
    return "".join(character for character in text if unicodedata.category(character) not in _UNSEEN)


def _description(text: str) -> str:
    """The title, where it does not address its reader: descriptions and the index are read unasked."""
    first = title(text)
    return "" if address(first) else first


def _index(topics: Sequence[_Topic]) -> tuple[str, int]:
    """A line a memory, by path, and how many have none: the oldest that are not pinned, where there are too many.

    Days are compared, for a file's time that comes back is one: the same index is made again.
    """
    entries: dict[str, str] = {}
    room = INDEX_BYTES - _LAST_LINE_BYTES
    for topic in sorted(topics, key=lambda topic: (not topic.pinned, -topic.at.toordinal(), topic.path)):
        line = _entry(topic.path, topic.text)
        room -= len(line.encode()) + 1
        if room < 0 or len(entries) == INDEX_LINES - 1:
            break
        entries[topic.path] = line
    left_out = len(topics) - len(entries)
    lines = [entries[path] for path in sorted(entries)]
    if left_out:
        lines.append(f"- … and {left_out:,} more files in this folder, older ones")
    return "".join(f"{line}\n" for line in lines), left_out


def _entry(path: str, text: str) -> str:
    name = path[1:]
    target = f"<{name}>" if re.search(r"[\s()]", name) else name
    said = _shown(front_matter(text).get("description") or title(text))
    said = "" if address(said) or address(re.sub(r"[\W_]+", " ", said)) else said[:120]
    return f"- [{name.removesuffix('.md')}]({target})" + (f": {said}" if said else "")
