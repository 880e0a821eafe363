"""The shapes of answers about a memory's history."""

from collections.abc import Sequence

from dreaming.domain.model import MemoryVersion
from dreaming.domain.times import render, render_optional
from dreaming.server.wire.answer import Answer

VERSIONS_PAGE = 50


class VersionAnswer(Answer):
    """A step of a memory's history. A deletion and what was redacted have no size; the latter has no path either."""

    memory_version_id: str
    operation: str
    path: str | None = None
    size_bytes: int | None = None
    pinned: bool | None = None
    created_at: str
    created_by: str
    redacted_at: str | None = None

    @classmethod
    def of(cls, version: MemoryVersion) -> "VersionAnswer":
        """As `Memories.history` says."""
        return cls(
            memory_version_id=version.id,
            operation=version.operation,
            path=version.path,
            size_bytes=version.content_size_bytes,
            pinned=version.pinned or None,
            created_at=render(version.created_at),
            created_by=version.created_by,
            redacted_at=render_optional(version.redacted_at),
        )


class VersionsAnswer(Answer):
    """The versions of a memory, newest first. Without `next_offset` there are no more."""

    store: str
    path: str
    versions: list[VersionAnswer]
    total: int
    next_offset: int | None = None

    @classmethod
    def of(cls, store: str, path: str, versions: Sequence[MemoryVersion], offset: int) -> "VersionsAnswer":
        """A page of a history."""
        end = offset + VERSIONS_PAGE
        return cls(
            store=store,
            path=path,
            versions=[VersionAnswer.of(each) for each in versions[offset:end]],
            total=len(versions),
            next_offset=end if end < len(versions) else None,
        )
