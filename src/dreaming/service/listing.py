"""What is in a store, for somebody who looks for it: paths with titles and sizes, deep folders summed up."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.model import Memory, MemoryStore
from dreaming.domain.provenance import lines_of
from dreaming.store import memories
from dreaming.store.connection import Connection

TITLE_CHARACTERS = 80
_NEAREST = 3
_MARKER = re.compile(r"^(?:#{1,6}|[-*+>]|\d+[.)])\s+")
_NO_TITLE = re.compile(r"^(?:-{3,}|\*{3,}|`{3,}.*|<!--.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that is not opened: its path ends in `/`."""

    path: str
    memory_count: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The memories below a prefix, without content, by path. `titles` has one for each path."""

    store: MemoryStore
    prefix: str
    memories: tuple[Memory, ...]
    folders: tuple[Folder, ...]
    titles: Mapping[str, str]


def list_below(
    conn: Connection, store: MemoryStore, prefix: str, depth: int | None, found: Sequence[Memory]
) -> Listing:
    """See `Memories.listing`; `found` are the memories below the prefix."""
    shown = [memory for memory in found if _folder(memory.path, prefix, depth) is None]
    sums: dict[str, list[int]] = {}
    for memory in found:
        folder = _folder(memory.path, prefix, depth)
        if folder is not None:
            sums.setdefault(folder, []).append(memory.content_size_bytes)
    return Listing(
        store=store,
        prefix=prefix,
        memories=tuple(shown),
        folders=tuple(Folder(path=path, memory_count=len(sizes), bytes=sum(sizes)) for path, sizes in sums.items()),
        titles={memory.path: title(memories.content_of(conn, memory)) for memory in shown},
    )


def title(content: str) -> str:
    """The first line that says something, without its marker, cut to one row."""
    for line in lines_of(content):
        text = line.strip()
        if not _NO_TITLE.match(text):
            text = _MARKER.sub("", text)
            return text if len(text) <= TITLE_CHARACTERS else f"{text[: TITLE_CHARACTERS - 1]}…"
    return ""


def nearest_paths(conn: Connection, store_id: str, path: str) -> str:
    """A hint that names paths of the store that are spelt much like `path`."""
    paths = [memory.path for memory in memories.heads(conn, store_id)]
    near = difflib.get_close_matches(path[:200], paths, _NEAREST, 0.6)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return "The store is empty." if not paths else "List the store to see its paths."


def _folder(path: str, prefix: str, depth: int | None) -> str | None:
    """The folder that stands for a path which is too deep; None for one that is shown."""
    if depth is None:
        return None
    base = prefix.rstrip("/")
    parts = path.removeprefix(base).lstrip("/").split("/")
    return None if len(parts) <= depth else f"{base}/{'/'.join(parts[:depth])}/"
