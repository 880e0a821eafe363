"""What is compared: the input and the output of a dream, two stores, or one store at two times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dreaming.domain.model import Dream, Memory, MemoryStore, MemoryVersion
from dreaming.domain.times import minute
from dreaming.service.answerable import Ledger
from dreaming.service.diffs import Texts
from dreaming.service.restoring import Moment
from dreaming.store import ledger, memories, outputs, versions
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A memory as one side has it. `sha256` is None where the text was redacted. `source_id` is what it is a copy of."""

    path: str
    memory_id: str
    memory_version_id: str
    sha256: str | None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides of one memory that differs."""

    before: Copy | None
    after: Copy | None

    @property
    def path(self) -> str:
        """Where it stands, or stood."""
        known = self.after or self.before
        return known.path if known is not None else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states, named for a person, and the memories in which they differ. `dream_id` says which dream lies between."""

    before: str
    after: str
    pairs: tuple[Pair, ...]
    ledger: Ledger = field(default_factory=Ledger)
    dream_id: str | None = None


def of_dream(conn: Connection, dream: Dream) -> Comparison:
    """A completed dream's input as it was pinned, and its output. Of any other dream there is nothing to compare."""
    touched = outputs.touched(conn, dream.id, dream.output_store_id or "")
    pairs = [
        Pair(
            None
            if each.base is None
            else Copy(
                path=each.base.path,
                memory_id=each.base.memory_id,
                memory_version_id=each.base.memory_version_id,
                sha256=each.base.content_sha256,
            ),
            None
            if each.head is None
            else Copy(
                path=each.head.path,
                memory_id=each.head.input_memory_id or "",
                memory_version_id=each.head.memory_version_id,
                sha256=each.head.content_sha256,
            ),
        )
        for each in touched
    ]
    known = Ledger.of(ledger.changes(conn, dream.id), ledger.unkept(conn, dream.id))
    return Comparison("input", "output", _differing(pairs), known, dream.id)


def of_stores(
    conn: Connection,
    before: MemoryStore,
    after: MemoryStore,
    *,
    at: datetime | None = None,
    later_at: datetime | None = None,
) -> Comparison:
    """Two stores, or one, each as it stands or as it stood at a time.

    Raises:
        InvalidInput: a store did not exist at its time.
    """
    left, right = _copies(conn, before, at), _copies(conn, after, later_at)
    return Comparison(_name(before, at), _name(after, later_at), _differing(_paired(left, right)))


def texts_of(conn: Connection, pair: Pair) -> Texts:
    """Both texts, whose hashes are checked.

    Raises:
        DatabaseUnavailable: a text is damaged.
    """
    before, after = pair.before, pair.after
    return Texts(
        None if before is None else before.path,
        None if before is None else _content(conn, before),
        None if after is None else after.path,
        None if after is None else _content(conn, after),
    )


def _content(conn: Connection, copy: Copy) -> str | None:
    return None if copy.sha256 is None else versions.get(conn, copy.memory_version_id).content


def _copies(conn: Connection, store: MemoryStore, at: datetime | None) -> list[Copy]:
    if at is None:
        return [_head(memory) for memory in memories.heads(conn, store.id)]
    then = memories.as_of(conn, store.id, Moment(at=at).seq(conn, store))
    return [_version(version) for version in then]


def _head(memory: Memory) -> Copy:
    return Copy(
        path=memory.path,
        memory_id=memory.id,
        memory_version_id=memory.memory_version_id,
        sha256=memory.content_sha256,
        source_id=memory.input_memory_id,
    )


def _version(version: MemoryVersion) -> Copy:
    """Of a redacted version the path is gone too: its id has to do."""
    return Copy(
        path=version.path or f"({version.memory_id})",
        memory_id=version.memory_id,
        memory_version_id=version.id,
        sha256=version.content_sha256,
    )


def _paired(left: Sequence[Copy], right: Sequence[Copy]) -> list[Pair]:
    """The same memory, or a copy of it; else what stands at the same path; else the same text at another path."""
    pairs: list[Pair] = []
    rest, others = list(left), list(right)
    for keys, later_keys in (
        (_by_id, _by_source),
        (_by_id, _by_id),
        (_by_source, _by_id),
        (_by_path, _by_path),
        (_by_text, _by_text),
    ):
        waiting = {key: copy for copy in others if (key := later_keys(copy))}
        found = [(copy, waiting.pop(key)) for copy in rest if (key := keys(copy)) and key in waiting]
        pairs += [Pair(copy, other) for copy, other in found]
        taken = {id(copy) for pair in found for copy in pair}
        rest = [copy for copy in rest if id(copy) not in taken]
        others = [copy for copy in others if id(copy) not in taken]
    pairs += [Pair(copy, None) for copy in rest]
    pairs += [Pair(None, copy) for copy in others]
    return pairs


def _by_id(copy: Copy) -> str | None:
    return copy.memory_id


def _by_source(copy: Copy) -> str | None:
    return copy.source_id


def _by_path(copy: Copy) -> str | None:
    return copy.path


def _by_text(copy: Copy) -> str | None:
    return copy.sha256


def _differing(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Those whose text or path is another, by path; what changed in provenance alone is no diff."""
    return tuple(sorted((pair for pair in pairs if _differs(pair)), key=lambda pair: pair.path))


def _differs(pair: Pair) -> bool:
    before, after = pair.before, pair.after
    if before is None or after is None or before.memory_version_id == after.memory_version_id:
        return before is None or after is None
    return before.sha256 is None or (before.path, before.sha256) != (after.path, after.sha256)


def _name(store: MemoryStore, at: datetime | None) -> str:
    return store.name if at is None else f"{store.name} at {minute(at)}"
