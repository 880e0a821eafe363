"""What is to be said of lines that may be out of date: shown with them wherever they stand, until they are changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.changes import Notice, NoticeKind, Place
from dreaming.domain.errors import NotFound
from dreaming.domain.grounding import worded
from dreaming.domain.model import Dream, Memory, MemoryStore
from dreaming.domain.provenance import lines_of
from dreaming.store import findings, memories, stores
from dreaming.store.blobs import sha256_of
from dreaming.store.connection import Connection
from dreaming.store.findings import Finding
from dreaming.store.search import Passage

ASKS = "Does it still hold?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat:
    """Lines of a memory, and what was found of them: `says port 8080; compose.yaml:7 has 9090`."""

    path: str
    first_line: int
    last_line: int
    text: str
    says: str

    @property
    def notice(self) -> Notice:
        """As the report asks of it."""
        place = Place(path=self.path, first_line=self.first_line, last_line=self.last_line, text=self.text)
        return Notice(kind=NoticeKind.CAVEAT, text=self.text, reason=f"It {self.says}. {ASKS}", places=(place,))

    @property
    def line(self) -> str:
        """On one line, with its place."""
        return f"{self.path}:{self.first_line} {self.says}"


def checked_as(store: MemoryStore) -> str:
    """The id under which findings of a store are kept: the output of a dream shares those of its input."""
    return store.input_store_id or store.id


def of_store(conn: Connection, store: MemoryStore, *, on: datetime | None = None) -> tuple[Caveat, ...]:
    """Every caveat of a store, by path and line.

    Args:
        conn: in a transaction.
        store: whose lines; it may be the output of a dream.
        on: the time for words that end a statement; that of the check if None.
    """
    known = findings.of_store(conn, checked_as(store), on=on)
    heads = findings.candidates(conn, store.id, known)
    texts = ((head.path, memories.content_of(conn, head)) for head in heads)
    return tuple(caveat for path, content in texts for caveat in _in_lines(path, lines_of(content), known))


def of_dream(conn: Connection, dream: Dream) -> tuple[Caveat, ...]:
    """The caveats of a dream's output, as of the last check; none where it has no output any more."""
    try:
        return of_store(conn, stores.get(conn, dream.output_store_id or ""))
    except NotFound:
        return ()


def of_memory(conn: Connection, store: MemoryStore, memory: Memory, *, on: datetime) -> tuple[Caveat, ...]:
    """The caveats of one memory that was read with its content."""
    known = findings.of_store(conn, checked_as(store), on=on)
    return tuple(_in_lines(memory.path, lines_of(memory.content or ""), known))


def with_caveats(conn: Connection, store: MemoryStore, passages: Sequence[Passage], *, on: datetime) -> list[Passage]:
    """The same passages, each with what is to be said of its lines."""
    known = findings.of_store(conn, checked_as(store), on=on) if passages else []
    return [replace(each, caveat=_of_passage(each, known)) for each in passages]


def _of_passage(passage: Passage, known: Sequence[Finding]) -> str:
    return "; ".join(dict.fromkeys(each.says for each in _in_lines(passage.path, lines_of(passage.text), known)))


def _in_lines(path: str, lines: Sequence[str], known: Sequence[Finding]) -> Iterator[Caveat]:
    """Where the claims stand that something was found of, in the order of lines."""
    by_claim: dict[str, list[Finding]] = {}
    for each in known:
        by_claim.setdefault(each.claim_sha256, []).append(each)
    sizes = sorted({each.line_count for each in known})
    for first in range(len(lines)):
        for size in sizes:
            text = "\n".join(lines[first : first + size])
            if size <= len(lines) - first and text.strip():
                for found in by_claim.get(sha256_of(text), ()):
                    yield _caveat(path, first + 1, text, found)


def _caveat(path: str, line: int, text: str, found: Finding) -> Caveat:
    return Caveat(
        path=path,
        first_line=line,
        last_line=line + found.line_count - 1,
        text=text,
        says=worded(found.thing, text[found.first : found.last], found.sighting),
    )
