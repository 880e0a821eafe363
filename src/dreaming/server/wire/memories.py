"""The shapes of answers about memories and stores."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from dreaming.domain.model import Memory, MemoryStore
from dreaming.domain.provenance import lines_of
from dreaming.domain.times import render, render_optional
from dreaming.server.wire.answer import Answer
from dreaming.service.caveats import Caveat
from dreaming.service.memories import Briefing, Listing, Passage, Written
from dreaming.service.stores import StoreListing

FOLDER_PAGE = 200


class BriefingAnswer(Answer):
    """Where to begin in a store, as text."""

    store: str
    briefing: str

    @classmethod
    def of(cls, store: str, briefing: Briefing) -> "BriefingAnswer":
        """As `Memories.briefing` says."""
        return cls(store=store, briefing=briefing.text)


class MemoryAnswer(Answer):
    """One memory, whole or some of its lines. `content_sha256` is always of the whole."""

    store: str
    path: str
    memory_id: str
    content: str
    first_line: int | None = None
    last_line: int | None = None
    lines: int
    content_sha256: str
    size_bytes: int
    pinned: bool | None = None
    updated_at: str
    as_of: str | None = None
    caveats: list[str] | None = None

    @classmethod
    def of(
        cls,
        store: str,
        memory: Memory,
        part: tuple[int | None, int | None],
        *,
        as_of: datetime | None,
        caveats: Sequence[Caveat],
    ) -> "MemoryAnswer":
        """Lines are counted from 1, both ends included. `caveats` are of the whole; those of other lines are left out."""
        content = memory.content or ""
        lines = lines_of(content)
        first, last = part
        is_part = first is not None or last is not None
        first, last = first or 1, min(last or len(lines), len(lines))
        return cls(
            store=store,
            path=memory.path,
            memory_id=memory.id,
            content="\n".join(lines[first - 1 : last]) if is_part else content,
            first_line=first if is_part else None,
            last_line=last if is_part else None,
            lines=len(lines),
            content_sha256=memory.content_sha256,
            size_bytes=memory.content_size_bytes,
            pinned=memory.pinned or None,
            updated_at=render(memory.updated_at),
            as_of=render_optional(as_of),
            caveats=[f"line {each.first_line}: {each.says}" for each in caveats if first <= each.first_line <= last]
            or None,
        )


class EntryAnswer(Answer):
    """A memory in a listing."""

    path: str
    title: str | None = None
    size_bytes: int
    pinned: bool | None = None


class DeeperAnswer(Answer):
    """A folder that is deeper than was asked for."""

    path: str
    memories: int
    size_bytes: int


class FolderAnswer(Answer):
    """The memories below a path. Without `next_offset` there are no more."""

    store: str
    memories: list[EntryAnswer]
    folders: list[DeeperAnswer] | None = None
    total: int
    next_offset: int | None = None
    as_of: str | None = None

    @classmethod
    def of(cls, store: str, listing: Listing, offset: int, as_of: datetime | None) -> "FolderAnswer":
        """A page of a listing."""
        end = offset + FOLDER_PAGE
        return cls(
            store=store,
            memories=[
                EntryAnswer(
                    path=each.path,
                    title=listing.titles.get(each.path) or None,
                    size_bytes=each.content_size_bytes,
                    pinned=each.pinned or None,
                )
                for each in listing.memories[offset:end]
            ],
            folders=[
                DeeperAnswer(path=each.path, memories=each.memory_count, size_bytes=each.bytes)
                for each in listing.folders
            ]
            or None,
            total=len(listing.memories),
            next_offset=end if end < len(listing.memories) else None,
            as_of=render_optional(as_of),
        )


class PassageAnswer(Answer):
    """Lines of a memory that answer a query."""

    path: str
    first_line: int
    last_line: int
    heading: str | None = None
    text: str
    score: float
    updated_at: str
    caveat: str | None = Field(default=None, description="Why it may be out of date.")

    @classmethod
    def of(cls, passage: Passage) -> "PassageAnswer":
        """As `Memories.search` says."""
        return cls(
            path=passage.path,
            first_line=passage.first_line,
            last_line=passage.last_line,
            heading=passage.heading or None,
            text=passage.text,
            score=round(passage.score, 3),
            updated_at=render(passage.updated_at),
            caveat=passage.caveat or None,
        )


class PassagesAnswer(Answer):
    """What was found, best first."""

    store: str
    passages: list[PassageAnswer]
    as_of: str | None = None

    @classmethod
    def of(cls, store: str, passages: Sequence[Passage], as_of: datetime | None) -> "PassagesAnswer":
        """All of them."""
        found = [PassageAnswer.of(each) for each in passages]
        return cls(store=store, passages=found, as_of=render_optional(as_of))


class WrittenAnswer(Answer):
    """A memory as it stands after a write. `similar` may say the same already; `redacted` names what was taken out."""

    store: str
    created_store: bool | None = None
    path: str
    memory_id: str
    memory_version_id: str
    content_sha256: str
    size_bytes: int
    pinned: bool | None = None
    unchanged: bool | None = None
    redacted: list[str] | None = None
    similar: list[PassageAnswer] | None = None

    @classmethod
    def of(cls, written: Written) -> "WrittenAnswer":
        """As `Memories.write` and `edit` say."""
        memory = written.memory
        return cls(
            store=written.store.name,
            created_store=written.created_store or None,
            path=memory.path,
            memory_id=memory.id,
            memory_version_id=memory.memory_version_id,
            content_sha256=memory.content_sha256,
            size_bytes=memory.content_size_bytes,
            pinned=memory.pinned or None,
            unchanged=None if written.changed else True,
            redacted=list(written.redacted) or None,
            similar=[PassageAnswer.of(each) for each in written.similar] or None,
        )


class DeletedAnswer(Answer):
    """A memory that is no more. `memory_version_id` is its last version: store_restore knows it."""

    store: str
    path: str
    deleted: bool = True
    memory_id: str
    memory_version_id: str

    @classmethod
    def of(cls, store: str, memory: Memory) -> "DeletedAnswer":
        """As `Memories.delete` says."""
        return cls(store=store, path=memory.path, memory_id=memory.id, memory_version_id=memory.memory_version_id)


class StoreAnswer(Answer):
    """A memory store. The counts are in listings."""

    store: str
    memory_store_id: str
    kind: str
    description: str | None = None
    metadata: dict[str, str] | None = None
    memories: int | None = None
    size_bytes: int | None = None
    undreamt_sessions: int | None = None
    last_dream_at: str | None = None
    input_store_id: str | None = None
    dream_id: str | None = None
    created_at: str
    archived_at: str | None = None

    @classmethod
    def of(cls, store: MemoryStore, listing: StoreListing | None = None) -> "StoreAnswer":
        """With the counts where they are known."""
        return cls(
            store=store.name,
            memory_store_id=store.id,
            kind=store.kind,
            description=store.description or None,
            metadata=dict(store.metadata) or None,
            memories=listing.memory_count if listing else None,
            size_bytes=listing.bytes if listing else None,
            undreamt_sessions=listing.undreamt_sessions if listing else None,
            last_dream_at=render_optional(listing.last_dream_at) if listing else None,
            input_store_id=store.input_store_id,
            dream_id=store.dream_id,
            created_at=render(store.created_at),
            archived_at=render_optional(store.archived_at),
        )


class StoresAnswer(Answer):
    """Some stores, oldest first."""

    stores: list[StoreAnswer]

    @classmethod
    def of(cls, listings: Sequence[StoreListing]) -> "StoresAnswer":
        """All of them."""
        return cls(stores=[StoreAnswer.of(each.store, each) for each in listings])
