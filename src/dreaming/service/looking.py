"""Looking at memories, as they stand and as they stood. Nothing here writes."""

from datetime import datetime
from typing import TypedDict

from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.limits import QUERY_CHARACTERS, check_text
from dreaming.domain.model import Memory, MemoryStore, MemoryVersion
from dreaming.domain.ports import Clock
from dreaming.domain.times import minute
from dreaming.service.briefing import Briefing, brief
from dreaming.service.caveats import Caveat, of_memory, with_caveats
from dreaming.service.listing import Listing, list_below, nearest_paths
from dreaming.service.restoring import Moment
from dreaming.store import memories, past, search, stores, versions
from dreaming.store.connection import Connection, Database
from dreaming.store.search import Passage

SEARCH_LIMIT = 100


class Span(TypedDict):
    """Where and how much is searched."""

    prefix: str
    after: datetime | None
    before: datetime | None
    limit: int


class Looking:
    """The verbs that read memories."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def view(self, store: str, path: str, *, as_of: datetime | None = None) -> Memory:
        """The memory at a path, whole; as it stood at a time, if one is given.

        Raises:
            NotFound: there is, or was then, no such store or memory; the message names what is near.
            InvalidInput: the store did not exist then.
            DatabaseUnavailable: its text was damaged on disk.
        """
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            return there(conn, found, path) if as_of is None else there_then(conn, found, path, as_of)

    def caveats(self, memory: Memory) -> tuple[Caveat, ...]:
        """What is to be said of lines of a memory as it stands: which may be out of date, and why.

        Raises:
            NotFound: its store was deleted meanwhile.
        """
        with self._db.read() as conn:
            return of_memory(conn, stores.get(conn, memory.memory_store_id), memory, on=self._clock.now())

    def listing(
        self, store: str, prefix: str = "/", depth: int | None = None, *, as_of: datetime | None = None
    ) -> Listing:
        """The memories below a folder with their titles, by path; what is deeper than `depth` levels as folders.

        Raises:
            NotFound: there is no such store.
            InvalidInput: `depth` is less than 1, `prefix` has a character that no path has, or the store did not
                exist at the time `as_of`.
        """
        if depth is not None and depth < 1:
            raise InvalidInput("depth", "is less than 1", "Leave it out to see everything.")
        check_text("prefix", prefix, QUERY_CHARACTERS, unit="characters")
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            shown = (
                memories.heads(conn, found.id, prefix=prefix)
                if as_of is None
                else heads_then(conn, found, as_of, prefix)
            )
            return list_below(conn, found, prefix, depth, shown)

    def briefing(self, store: str) -> Briefing:
        """What one should know at the start of a session. A store that does not exist yet is briefed as empty.

        Raises:
            NotFound: there is no store with this id.
            AmbiguousName: several stores have the name.
        """
        with self._db.read() as conn:
            return brief(conn, store, on=self._clock.now())

    def search(
        self,
        store: str,
        query: str,
        *,
        prefix: str = "/",
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int = 10,
        as_of: datetime | None = None,
    ) -> list[Passage]:
        """The passages of the store's memories that fit `query` best, best first. Any text is a query.

        Args:
            store: name or id.
            query: words; only its first 1,000 characters are read.
            prefix: only memories at and below this path.
            after: only memories changed at this time or later.
            before: only memories changed before this time.
            limit: how many, 1 to 100.
            as_of: search what the memories said at this time; the passages then have no caveats.

        Raises:
            NotFound: there is no such store.
            InvalidInput: `limit` or `prefix` breaks a rule, or the store did not exist then.
        """
        if not 1 <= limit <= SEARCH_LIMIT:
            raise InvalidInput("limit", f"is {limit}", f"It is between 1 and {SEARCH_LIMIT}.")
        check_text("prefix", prefix, QUERY_CHARACTERS, unit="characters")
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            where: Span = {"prefix": prefix, "after": after, "before": before, "limit": limit}
            if as_of is not None:
                return past.search(conn, found.id, query, seq=seq_at(conn, found, as_of), **where)
            return with_caveats(conn, found, search.search(conn, found.id, query, **where), on=self._clock.now())

    def history(self, store: str, path: str, *, as_of: datetime | None = None) -> list[MemoryVersion]:
        """The versions of the memory that stands at a path, or of the last one that stood there, newest first.

        With `as_of` those that there were then.

        Raises:
            NotFound: there is no such store, or never was such a memory.
        """
        with self._db.read() as conn:
            found = stores.resolve(conn, store)
            known = [
                version
                for version in versions.history_at(conn, found.id, path)
                if as_of is None or version.created_at <= as_of
            ]
            if not known:
                raise NotFound("memory", path, nearest_paths(conn, found.id, path))
            return known


def there(conn: Connection, store: MemoryStore, path: str) -> Memory:
    """The memory at a path.

    Raises:
        NotFound: there is none; the message names paths that are near.
    """
    memory = memories.head(conn, store.id, path)
    if memory is None:
        raise NotFound("memory", path, nearest_paths(conn, store.id, path))
    return memory


def there_then(conn: Connection, store: MemoryStore, path: str, at: datetime) -> Memory:
    """The memory that stood at a path at a time; its `updated_at` is when it was last written before.

    Raises:
        NotFound: none stood there then, or its text was redacted since.
        InvalidInput: the store did not exist then.
    """
    found = past.version_at(conn, store.id, path, seq_at(conn, store, at))
    if found is None:
        raise NotFound("memory", f"{path} at {minute(at)}", _why_not(conn, store, path, at))
    return _memory(found, versions.history(conn, found.memory_id)[-1].created_at)


def heads_then(conn: Connection, store: MemoryStore, at: datetime, prefix: str) -> list[Memory]:
    """The memories that stood at and below a path at a time, without content; redacted ones are left out.

    Raises:
        InvalidInput: the store did not exist then.
    """
    folder = prefix.rstrip("/")
    found = memories.as_of(conn, store.id, seq_at(conn, store, at))
    readable = [version for version in found if version.path is not None and version.content_sha256 is not None]
    return [
        _memory(version, version.created_at)
        for version in readable
        if not folder or version.path == folder or str(version.path).startswith(f"{folder}/")
    ]


def seq_at(conn: Connection, store: MemoryStore, at: datetime) -> int:
    """The number of the newest version that the store had at a time.

    Raises:
        InvalidInput: the store did not exist then.
    """
    return Moment(at=at).seq(conn, store)


def _memory(version: MemoryVersion, created_at: datetime) -> Memory:
    return Memory(
        id=version.memory_id,
        memory_store_id=version.memory_store_id,
        memory_version_id=version.id,
        path=version.path or "",
        content=version.content,
        content_sha256=version.content_sha256 or "",
        content_size_bytes=version.content_size_bytes or 0,
        created_at=created_at,
        updated_at=version.created_at,
        pinned=version.pinned,
    )


def _why_not(conn: Connection, store: MemoryStore, path: str, at: datetime) -> str:
    """What is known of the memory that stands at the path, or stood there at another time."""
    known = versions.history_at(conn, store.id, path)
    then = [version for version in known if version.created_at <= at]
    if not known:
        return nearest_paths(conn, store.id, path)
    if not then:
        return f"It was first written on {minute(known[-1].created_at)}."
    if then[0].redacted_at is not None:
        return f"What it said then was redacted on {minute(then[0].redacted_at)}."
    if then[0].path != path:
        return f"It stood at {then[0].path} then."
    return f"It had been deleted on {minute(then[0].created_at)}."
