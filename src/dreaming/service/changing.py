"""A memory made or changed inside one transaction, or found to be as asked for already."""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.errors import InvalidInput, PreconditionFailed
from dreaming.domain.model import Document, Memory, MemoryStore
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.writing import Request, Writer, clean
from dreaming.store import memories, versions
from dreaming.store.connection import Connection
from dreaming.store.search import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a write left. `redacted` names the kinds of secrets that were taken out; `similar` is a hint, no refusal.

    `changed` is False where the memory was already as asked for.
    """

    memory: Memory
    store: MemoryStore
    created_store: bool = False
    redacted: tuple[str, ...] = ()
    similar: tuple[Passage, ...] = ()
    changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """Changes of memories of one store in one write transaction."""

    conn: Connection
    store: MemoryStore
    redactor: Redactor
    now: datetime

    def create(
        self, request: Request, text: str, *, created_at: datetime | None = None, updated_at: datetime | None = None
    ) -> Written:
        """A new memory with a clean text; its times are now where none are given.

        Raises:
            PreconditionFailed: a text was expected there.
            PathConflict, LimitExceeded: there is no room for it.
        """
        if request.expected is not None:
            raise PreconditionFailed(request.path, request.expected, None)
        default = request.writer.provenance(self.now)
        document = Document(path=request.path, content=text, default=default)
        memory = memories.put(
            self.conn,
            store_id=self.store.id,
            document=document,
            at=self.now,
            by=request.writer.name,
            created_at=created_at,
            updated_at=updated_at,
        )
        return Written(memory=memory, store=self.store)

    def change(self, old: Memory, request: Request) -> Written:
        """The memory as the request wants it.

        Raises:
            PreconditionFailed: it is not what was expected, nor what is asked for.
            PathConflict, InvalidInput, LimitExceeded: it cannot be so.
        """
        as_it_is = Written(memory=old, store=self.store, changed=False)
        if request.expected is not None and request.expected != old.content_sha256:
            if request.whole == old.content or self._was_done(old, request):
                return as_it_is
            raise PreconditionFailed(request.path, request.expected, old.content_sha256)
        before = memories.document(self.conn, old.memory_version_id)
        text = clean(self.redactor, request.edit(before.content))
        after = request.after(before, text.text, self.now)
        if _is_same(after, old):
            return as_it_is
        memory = memories.put(
            self.conn, store_id=self.store.id, document=after, at=self.now, by=request.writer.name, memory_id=old.id
        )
        self.taken_out(before, after, request.writer)
        return replace(as_it_is, memory=memory, redacted=text.kinds, changed=True)

    def taken_out(self, before: Document, after: Document | None, writer: Writer) -> None:
        """What a person takes out of a memory is not learnt again from what was said before."""
        if writer.origin is not Origin.USER or (after is not None and after.content == before.content):
            return
        from dreaming.service.refusing import refuse_taken_out  # it reads Markdown: most writes need not

        refuse_taken_out(self.conn, before, after, store_id=self.store.id, at=self.now, by=writer.name)

    def renamed_before(self, request: Request) -> Written | None:
        """What this very request did before, if it was a renaming: the old path then stands for nothing."""
        if request.rename is None or memories.head(self.conn, self.store.id, request.path) is not None:
            return None
        moved = memories.head(self.conn, self.store.id, request.rename)
        if moved is None or not self._was_done(moved, request):
            return None
        return Written(memory=moved, store=self.store, changed=False)

    def _was_done(self, head: Memory, request: Request) -> bool:
        """Whether this very request led from the version before to the present one."""
        past = versions.history(self.conn, head.id)[1:2]
        if not past or past[0].content_sha256 is None or request.expected not in {None, past[0].content_sha256}:
            return False
        before = memories.document(self.conn, past[0].id)
        with contextlib.suppress(InvalidInput):
            text = clean(self.redactor, request.edit(before.content)).text
            return before.path == request.path and _is_same(request.after(before, text, self.now), head)
        return False


def _is_same(document: Document, head: Memory) -> bool:
    return (document.path, document.content, document.pinned) == (head.path, head.content, head.pinned)
