"""What an agent should know when a session starts: the index, what is newest, what is open, what waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import NotFound
from dreaming.domain.ids import Prefix, is_id
from dreaming.domain.model import Dream, DreamStatus, Memory, MemoryStore
from dreaming.domain.provenance import lines_of
from dreaming.domain.texts import counted
from dreaming.domain.times import day
from dreaming.service.caveats import Caveat, of_store
from dreaming.service.listing import title
from dreaming.store import dreams, memories, stores, undreamt
from dreaming.store.connection import Connection

BRIEFING_CHARACTERS = 9_000
_OPEN = "/open"  # /open.md and what is in the folder /open
INDEX_MEMORIES = 60
NEWEST_MEMORIES = 8
_OPEN_LINES, _WAITING, _OUTDATED = 20, 5, 10
_LINE_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A memory of the store, as one line."""

    path: str
    title: str
    bytes: int
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A line about work that is not finished."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The pieces, each short; `memory_count` and `bytes` are of the whole store. `store` is None if it is not made yet.

    `index` leaves out the oldest where there are too many; `waiting` are completed dreams that nobody has decided on,
    `awaited` are those that wait for an agent to judge them.
    """

    name: str
    store: MemoryStore | None
    memory_count: int = 0
    bytes: int = 0
    index: tuple[IndexEntry, ...] = ()
    newest: tuple[IndexEntry, ...] = ()
    open_work: tuple[OpenItem, ...] = ()
    waiting: tuple[Dream, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    awaited: tuple[Dream, ...] = ()
    undreamt_sessions: int = 0

    @property
    def text(self) -> str:
        """All of it as Markdown, at most `BRIEFING_CHARACTERS` long."""
        return render_briefing(self)


def brief(conn: Connection, name_or_id: str, *, on: datetime) -> Briefing:
    """See `Memories.briefing`; `on` is the time."""
    try:
        store = stores.resolve(conn, name_or_id)
    except NotFound:
        if is_id(name_or_id, Prefix.MEMORY_STORE) or stores.is_name_archived(conn, name_or_id):
            raise
        return Briefing(name=name_or_id, store=None)
    heads = memories.heads(conn, store.id)
    recent = sorted(heads, key=lambda memory: (memory.updated_at, memory.path), reverse=True)
    kept = {memory.id: _entry(conn, memory) for memory in recent[:INDEX_MEMORIES]}
    return Briefing(
        name=store.name,
        store=store,
        memory_count=len(heads),
        bytes=sum(memory.content_size_bytes for memory in heads),
        index=tuple(kept[memory.id] for memory in heads if memory.id in kept),
        newest=tuple(kept[memory.id] for memory in recent[:NEWEST_MEMORIES]),
        open_work=_open_work(conn, store.id),
        waiting=_waiting(conn, store.id),
        caveats=of_store(conn, store, on=on),
        awaited=_awaited(conn, store.id),
        undreamt_sessions=undreamt.count(conn, store.id),
    )


def render_briefing(briefing: Briefing, *, characters: int = BRIEFING_CHARACTERS, has_index: bool = True) -> str:
    """The briefing as Markdown: the index, what is newest, open, perhaps out of date, and what waits for review.

    What has no room is counted. Room is given from the last of these to the first: the index is the longest.

    Args:
        briefing: what it tells.
        characters: how long it may be.
        has_index: whether to tell the index too.
    """
    if briefing.store is None:
        return f"# Memory store {briefing.name}\n\nNothing is written here yet. memory_write begins it.\n"
    head = f"# Memory store {briefing.name}\n\n{counted(briefing.memory_count, 'memory', 'memories')}, {briefing.bytes:,} bytes."
    if briefing.undreamt_sessions:
        waiting = counted(briefing.undreamt_sessions, "session is", "sessions are")
        head += f" {waiting} not dreamt of yet: dream_start reads them."
    return f"{head}\n{render_sections(briefing, characters=characters - len(head) - 1, has_index=has_index)}"


def render_sections(briefing: Briefing, *, characters: int, has_index: bool = True) -> str:
    """The briefing without its head, at most so many characters."""
    waiting = [_waiting_line(dream) for dream in briefing.waiting]
    outdated = [f"- {each.line}" for each in briefing.caveats[:_OUTDATED]]
    awaited = [_awaited_line(dream) for dream in briefing.awaited]
    open_work = [f"- {item.text} ({item.path}:{item.line})" for item in briefing.open_work]
    newest = [f"- {day(entry.updated_at)} {entry.path}: {entry.title}" for entry in briefing.newest]
    index = [f"- {entry.path} ({entry.bytes:,} bytes): {entry.title}" for entry in briefing.index] if has_index else []
    left_out = briefing.memory_count - len(briefing.index)
    outdated_lines, left = len(briefing.caveats), len(briefing.caveats) - len(outdated)
    text = ""
    sections = (
        ("Waiting for review", waiting, 0),
        ("Waiting for answers", awaited, 0),
        (f"May be out of date: {counted(outdated_lines, 'line')}; ask, or look, then correct", outdated, left),
        ("Open", open_work, 0),
        ("Newest", newest, 0),
        ("Index", index, left_out),
    )
    for name, lines, more in sections:
        text = _section(name, lines, more, characters - len(text)) + text
    return text


def _section(name: str, lines: list[str], more: int, room: int) -> str:
    """A section with as many of its lines as there is room for; the rest is counted."""
    if not lines:
        return ""
    text = f"\n## {name}\n\n"
    note = "- … and {} more\n"
    room -= len(note) + 8
    for number, line in enumerate(lines):
        if len(text) + len(line) + 1 > room:
            more += len(lines) - number
            break
        text += f"{line}\n"
    text += note.format(more) if more else ""
    return text if len(text) <= room + len(note) + 8 else ""


def _waiting_line(dream: Dream) -> str:
    ended = "" if dream.ended_at is None else f", completed {day(dream.ended_at)}"
    return f"- dream {dream.id}{ended}: dream_report shows it; then dream_promote or dream_discard"


def _awaited_line(dream: Dream) -> str:
    return f"- dream {dream.id} {dream.of_its_host}; dream_next gives the next packets, dream_answer takes what you say"


def _entry(conn: Connection, memory: Memory) -> IndexEntry:
    return IndexEntry(
        path=memory.path,
        title=title(memories.content_of(conn, memory)),
        bytes=memory.content_size_bytes,
        updated_at=memory.updated_at,
    )


def _open_work(conn: Connection, store_id: str) -> tuple[OpenItem, ...]:
    prefixes = (f"{_OPEN}.md", _OPEN)
    found = (memory for prefix in prefixes for memory in memories.whole(conn, store_id, prefix=prefix))
    return open_items((memory.path, memory.content or "") for memory in found)


def is_open_work(path: str) -> bool:
    """Whether work that is not finished stands at this path."""
    return path == f"{_OPEN}.md" or path.startswith(f"{_OPEN}/")


def open_items(texts: Iterable[tuple[str, str]]) -> tuple[OpenItem, ...]:
    """What is not finished in these memories, each a path and a text; at most as much as the briefing tells."""
    found: list[OpenItem] = []
    for path, content in texts:
        for number, line in enumerate(lines_of(content), 1):
            text = line.strip().removeprefix("- ").strip()
            if text and not text.startswith("#") and not text.startswith("[x]"):
                found.append(OpenItem(path=path, line=number, text=text[:_LINE_CHARACTERS]))
    return tuple(found[:_OPEN_LINES])


def _waiting(conn: Connection, store_id: str) -> tuple[Dream, ...]:
    completed = dreams.listing(conn, store_id=store_id, status=DreamStatus.COMPLETED, limit=50)
    return tuple(dream for dream in completed if dream.promoted_at is None and dream.discarded_at is None)[:_WAITING]


def _awaited(conn: Connection, store_id: str) -> tuple[Dream, ...]:
    pending = dreams.listing(conn, store_id=store_id, status=DreamStatus.PENDING, limit=50)
    return tuple(dream for dream in pending if dream.waits_for_host)[:_WAITING]
