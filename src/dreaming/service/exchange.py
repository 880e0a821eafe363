"""Memories in from files and out to them. Reading and writing the files is done elsewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.errors import InvalidInput, LimitExceeded
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.domain.model import Document, Memory, MemoryStore
from dreaming.domain.ports import Clock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.changing import Changing
from dreaming.service.stores import MetadataOfNew, find_or_create, nothing_known
from dreaming.service.writing import Request, Writer, check_place, clean
from dreaming.store import memories, stores
from dreaming.store.connection import Connection, Database

_BATCH_ITEMS = 50
_BATCH_CHARACTERS = 200_000  # of one transaction, so that no other process waits long for the write lock
_BY = "import"


@dataclass(frozen=True, slots=True)
class ImportItem:
    """A text that is to stand at a path; when it was written, and last changed, where that is known."""

    path: str
    content: str
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the items: each was made, was there already, or differed and became a new version.

    `redacted` counts the secrets that were taken out.
    """

    store: MemoryStore
    created: int
    unchanged: int
    updated: int
    redacted: int


class Exchange:
    """Import and export.

    Args:
        db: the database.
        clock: the time.
        redactor: takes secrets out of every text before it is stored.
        metadata_of_new: says what is known of a store that comes into being; see `find_or_new`.
    """

    def __init__(
        self, db: Database, clock: Clock, redactor: Redactor, metadata_of_new: MetadataOfNew = nothing_known
    ) -> None:
        self._db = db
        self._clock = clock
        self._redactor = redactor
        self._metadata_of_new = metadata_of_new

    def import_memories(self, store: str, items: Iterable[ImportItem]) -> Imported:
        """Write texts whose author nobody knows. Doing it again changes nothing.

        All items are checked before the first is written. They are then written some at a time, so that an import
        that is cut off leaves whole memories, and importing again completes it.

        Args:
            store: name or id; made if it does not exist.
            items: the texts; each path once.

        Raises:
            InvalidInput, LimitExceeded: an item breaks a rule, or the store cannot hold them all.
            NotFound, AmbiguousName, StoreReadOnly: the store cannot be written.
        """
        cleaned, redacted = self._cleaned(items)
        with self._db.write() as conn:
            found, _ = find_or_create(conn, store, self._clock.now(), self._metadata_of_new)
            stores.check_writable(found)
            _check_room(conn, found, cleaned)
        outcomes = Counter(outcome for batch in _batches(cleaned) for outcome in self._write(found, batch))
        return Imported(
            store=found,
            created=outcomes["created"],
            unchanged=outcomes["unchanged"],
            updated=outcomes["updated"],
            redacted=redacted,
        )

    def export(self, store: str) -> Iterator[Memory]:
        """The memories of a store with their content, by path, as they stood at one moment.

        Raises:
            NotFound, AmbiguousName: there is no one such store.
            DatabaseUnavailable: a text was damaged on disk.
        """
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
        return self._whole(found.id)

    def documents(self, store: str) -> list[tuple[Memory, Document]]:
        """As `export`, all of them, and with where each line comes from.

        Raises:
            NotFound, AmbiguousName: there is no one such store.
            DatabaseUnavailable: a text was damaged on disk.
        """
        with self._db.read() as conn:
            found = memories.whole(conn, stores.resolve(conn, store).id)
            return [(memory, memories.document(conn, memory.memory_version_id)) for memory in found]

    def _whole(self, store_id: str) -> Iterator[Memory]:
        with self._db.read() as conn:
            yield from memories.whole(conn, store_id)

    def _cleaned(self, items: Iterable[ImportItem]) -> tuple[list[ImportItem], int]:
        """The items without their secrets, and how many secrets there were."""
        cleaned: dict[str, ImportItem] = {}
        redacted = 0
        for item in items:
            check_place(self._redactor, item.path)
            if item.path in cleaned:
                raise InvalidInput("path", f"{item.path!r} is there twice", "Import each path once.")
            if len(cleaned) == MEMORIES_PER_STORE:
                raise LimitExceeded("items", len(cleaned) + 1, MEMORIES_PER_STORE, "memories")
            text = clean(self._redactor, item.content)
            redacted += text.count
            cleaned[item.path] = replace(item, content=text.text)
        return list(cleaned.values()), redacted

    def _write(self, store: MemoryStore, batch: Sequence[ImportItem]) -> list[str]:
        with self._db.write() as conn:
            now = self._clock.now()
            stores.check_writable(stores.get(conn, store.id))
            changing = Changing(conn=conn, store=store, redactor=self._redactor, now=now)
            return [_import(changing, item) for item in batch]


def _import(changing: Changing, item: ImportItem) -> str:
    """Write one item, and say what became of it."""
    writer = Writer(_BY, Origin.UNKNOWN, item.created_at)
    request = Request(path=item.path, writer=writer, edit=lambda _: item.content, whole=item.content)
    old = memories.head(changing.conn, changing.store.id, item.path)
    if old is None:
        changing.create(request, item.content, created_at=item.created_at, updated_at=item.updated_at)
        return "created"
    return "updated" if changing.change(old, request).changed else "unchanged"


def _check_room(conn: Connection, store: MemoryStore, items: Iterable[ImportItem]) -> None:
    paths = {memory.path for memory in memories.heads(conn, store.id)} | {item.path for item in items}
    if len(paths) > MEMORIES_PER_STORE:
        raise LimitExceeded("memory store", len(paths), MEMORIES_PER_STORE, "memories")


def _batches(items: Sequence[ImportItem]) -> Iterator[list[ImportItem]]:
    batch: list[ImportItem] = []
    size = 0
    for item in items:
        if batch and (len(batch) == _BATCH_ITEMS or size + len(item.content) > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item.content)
    if batch:
        yield batch
