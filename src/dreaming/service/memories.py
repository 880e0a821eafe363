"""Everything that changes one memory; `looking.py` reads them. Each verb is one transaction: all of it happens, or nothing.

A request whose result stands there already succeeds and changes nothing, so that a call can be repeated when its
answer was lost.
"""

from typing import Literal

from dreaming.domain.errors import InvalidInput, PathConflict, PreconditionFailed
from dreaming.domain.model import Memory, MemoryStore, MemoryVersion
from dreaming.domain.ports import Clock
from dreaming.domain.redaction import Redactor
from dreaming.service.briefing import Briefing
from dreaming.service.changing import Changing, Written
from dreaming.service.listing import Listing
from dreaming.service.looking import Looking, there
from dreaming.service.stores import MetadataOfNew, check_deletable, find_or_create, nothing_known
from dreaming.service.writing import (
    Edit,
    Request,
    Writer,
    appended,
    both,
    check_actor,
    check_place,
    clean,
    inserted,
    replaced,
    unchanged,
)
from dreaming.store import memories, refusals, search, stores, versions
from dreaming.store.connection import Connection, Database
from dreaming.store.search import Passage

__all__ = ["Briefing", "Listing", "Memories", "Passage", "Writer", "Written"]


class Memories(Looking):
    """The verbs on memories: those that read, and those that write.

    Args:
        db: the database.
        clock: the time.
        redactor: takes secrets out of every text before it is stored.
        metadata_of_new: says what is known of a store that comes into being; see `find_or_new`.
    """

    def __init__(
        self, db: Database, clock: Clock, redactor: Redactor, metadata_of_new: MetadataOfNew = nothing_known
    ) -> None:
        super().__init__(db, clock)
        self._redactor = redactor
        self._metadata_of_new = metadata_of_new

    def write(
        self,
        store: str,
        path: str,
        content: str,
        *,
        writer: Writer,
        mode: Literal["create", "overwrite", "append"] = "create",
        expected_sha256: str | None = None,
    ) -> Written:
        """Create, overwrite or append to the memory at a path. A store that does not exist yet comes into being.

        Args:
            store: name or id.
            path: where.
            content: what; secrets are replaced by placeholders first.
            writer: who.
            mode: `create` never overwrites; `append` adds lines, or creates.
            expected_sha256: write only if the memory still has this hash.

        Raises:
            PathConflict: `create`, and another text stands there.
            PreconditionFailed: the memory is not what was expected.
            StoreReadOnly: the store takes no writes.
            InvalidInput, LimitExceeded, NotFound, AmbiguousName: the arguments break a rule.
        """
        check_place(self._redactor, path)
        check_actor(writer.name)
        new = clean(self._redactor, content)
        whole = None if mode == "append" else new.text
        edit: Edit = appended(new.text) if mode == "append" else lambda _: new.text
        request = Request(path=path, writer=writer, edit=edit, whole=whole, expected=expected_sha256)
        with self._db.write() as conn:
            found, is_new = find_or_create(conn, store, self._clock.now(), self._metadata_of_new)
            stores.check_writable(found)
            old = memories.head(conn, found.id, path)
            if mode == "create" and old is not None and old.content != new.text:
                raise PathConflict(path, old.id)
            if old is not None:
                written = self._changing(conn, found).change(old, request)
            else:
                written = self._changing(conn, found).create(request, new.text)
        return Written(
            memory=written.memory,
            store=found,
            created_store=is_new,
            redacted=tuple(dict.fromkeys(new.kinds + written.redacted)),
            similar=self._similar(written.memory) if old is None else (),
            changed=written.changed,
        )

    def edit(
        self,
        store: str,
        path: str,
        *,
        writer: Writer,
        replace: tuple[str, str] | None = None,
        insert: tuple[int, str] | None = None,
        rename: str | None = None,
        pin: bool | None = None,
        expected_sha256: str | None = None,
    ) -> Written:
        """Change a memory in place; whatever is given happens together.

        Args:
            store: name or id.
            path: the memory.
            writer: who.
            replace: an exact text that stands there once, and what to put in its place.
            insert: the number of a line, and a text to put after it; 0 is before the first. Done after `replace`.
            rename: the memory's new path.
            pin: whether dreams copy the memory byte for byte.
            expected_sha256: change it only if it still has this hash.

        Raises:
            NotFound: there is no such store or memory.
            PathConflict: another memory stands at the new path.
            PreconditionFailed: the memory is not what was expected.
            StoreReadOnly: the store takes no writes.
            InvalidInput, LimitExceeded: nothing is asked for, or the arguments break a rule.
        """
        if replace is None and insert is None and rename is None and pin is None:
            raise InvalidInput("edit", "asks for nothing", "Give replace, insert, rename or pin.")
        check_actor(writer.name)
        if rename is not None:
            check_place(self._redactor, rename)
        edit, kinds = self._edit(replace, insert)
        request = Request(path=path, writer=writer, edit=edit, expected=expected_sha256, rename=rename, pin=pin)
        with self._db.write() as conn:
            found = stores.resolve(conn, store)
            stores.check_writable(found)
            changing = self._changing(conn, found)
            written = changing.renamed_before(request) or changing.change(there(conn, found, path), request)
        redacted = tuple(dict.fromkeys(kinds + written.redacted))
        return Written(memory=written.memory, store=found, redacted=redacted, changed=written.changed)

    def delete(self, store: str, path: str, *, writer: Writer, expected_sha256: str | None = None) -> Memory:
        """Delete a memory; its versions stay. An archived store allows it.

        Returns:
            What the memory was.

        Raises:
            NotFound: there is no such store or memory.
            PreconditionFailed: the memory is not what was expected.
            StoreReadOnly: the store is the output of a dream.
        """
        check_actor(writer.name)
        with self._db.write() as conn:
            found = stores.resolve(conn, store)
            check_deletable(found)
            memory = there(conn, found, path)
            if expected_sha256 is not None and expected_sha256 != memory.content_sha256:
                raise PreconditionFailed(path, expected_sha256, memory.content_sha256)
            document = memories.document(conn, memory.memory_version_id)
            memories.remove(conn, memory, at=self._clock.now(), by=writer.name)
            self._changing(conn, found).taken_out(document, None, writer)
        return memory

    def redact(self, version_id: str, *, by: str) -> MemoryVersion:
        """Blank the text and the path of a past version for good; who wrote it and when stay.

        Raises:
            NotFound: there is no such version.
            VersionIsLive: it is what stands there now.
        """
        check_actor(by)
        with self._db.write() as conn:
            text = versions.get(conn, version_id).content
            version = versions.redact(conn, version_id, at=self._clock.now(), by=by)
            refusals.forget(conn, version.memory_store_id, text or "")
        self._db.erase_traces()
        return version

    def _changing(self, conn: Connection, store: MemoryStore) -> Changing:
        return Changing(conn=conn, store=store, redactor=self._redactor, now=self._clock.now())

    def _edit(self, replace: tuple[str, str] | None, insert: tuple[int, str] | None) -> tuple[Edit, tuple[str, ...]]:
        """Both edits as one, and the kinds of secrets taken out of the new texts."""
        edit, kinds = unchanged, ()
        if replace is not None:
            new = clean(self._redactor, replace[1], "replace")
            edit, kinds = replaced(self._redactor.redact(replace[0]).text, new.text), new.kinds
        if insert is not None:
            new = clean(self._redactor, insert[1], "insert")
            edit, kinds = both(edit, inserted(insert[0], new.text)), kinds + new.kinds
        return edit, kinds

    def _similar(self, memory: Memory) -> tuple[Passage, ...]:
        with self._db.read() as conn:
            return tuple(search.similar(conn, memory.memory_store_id, memory.content or "", without=memory.path))
