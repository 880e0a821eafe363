"""Putting a store back as it stood: before a promotion, at a time, or at a version. Again as new versions.

Text that was redacted does not come back: such a memory is left as it is now and named among the gaps.
"""

from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Document, Memory, MemoryStore, MemoryVersion
from dreaming.domain.provenance import lines_of, per_line
from dreaming.service.applying import Wanted, apply
from dreaming.service.promotion import standing
from dreaming.store import memories, promotions, stores, versions
from dreaming.store.connection import Connection
from dreaming.store.promotions import PromotionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """A store stands again as it stood as of `restored_seq`. `gaps` are memories whose text was redacted since."""

    id: str
    store: MemoryStore
    restored_seq: int
    before_seq: int
    after_seq: int
    created_at: datetime
    created_by: str
    written: tuple[str, ...]
    removed: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which state is meant: exactly one of these."""

    before: str | None = None
    at: datetime | None = None
    version: str | None = None

    def seq(self, conn: Connection, store: MemoryStore) -> int:
        """The newest version that the store had then, or a later one of another store.

        Raises:
            InvalidInput: none or several are given, or what is named belongs to another store.
            NotFound: no such version, or the dream was not promoted.
        """
        if sum(each is not None for each in (self.before, self.at, self.version)) != 1:
            raise InvalidInput("restore", "it is not said to when", "Give one of before (a dream), at, or version.")
        if self.before is not None:
            return _before(conn, store, self.before)
        if self.version is not None:
            return _version(conn, store, self.version)
        assert self.at is not None  # noqa: S101 - it is the third of three
        if self.at < store.created_at:
            raise InvalidInput("at", f"store {store.name!r} did not exist then", "Give a later time.")
        return versions.seq_at(conn, store.id, self.at)


def restore(conn: Connection, store: str, moment: Moment, *, at: datetime, by: str) -> Restoration:
    """Restore in the caller's write transaction.

    Raises:
        NotFound: there is no such store, dream promotion or version.
        InvalidInput: as `Moment.seq`.
        StoreReadOnly: the store is archived or an output.
    """
    found = stores.resolve(conn, store)
    stores.check_writable(found)
    seq = moment.seq(conn, found)
    then = memories.as_of(conn, found.id, seq)
    gaps = {version.memory_id for version in then if version.redacted_at is not None}
    wanted = {version.memory_id: version for version in then if version.memory_id not in gaps}
    heads = {head.id: head for head in memories.heads(conn, found.id)}
    removed = [head for head in heads.values() if head.id not in wanted and head.id not in gaps]
    written = [
        _wanted(conn, version)
        for version in wanted.values()
        if not _stands(conn, version, heads.get(version.memory_id))
    ]
    promotion_id = make_id(Prefix.PROMOTION)
    before = memories.last_seq(conn)
    apply(conn, found.id, written=written, removed=removed, at=at, by=f"promotion:{promotion_id}")
    row = PromotionRow(
        id=promotion_id,
        kind="restore",
        store_id=found.id,
        dream_id=moment.before,
        before_seq=before,
        after_seq=memories.last_seq(conn),
        restored_seq=seq,
        created_at=at,
        created_by=by,
        details={},
    )
    promotions.insert(conn, row)
    return Restoration(
        id=row.id,
        store=found,
        restored_seq=seq,
        before_seq=row.before_seq,
        after_seq=row.after_seq,
        created_at=at,
        created_by=by,
        written=tuple(each.document.path for each in written),
        removed=tuple(each.path for each in removed),
        gaps=tuple(sorted(gaps)),
    )


def _before(conn: Connection, store: MemoryStore, name: str) -> int:
    """Before the promotion with this id; or before the first one of this dream that holds, else before its last."""
    now = standing(conn, name)
    promotion = promotions.get(conn, name) or now.first or now.last
    if promotion is None:
        raise NotFound("promotion of dream", name, "Only a promoted dream can be taken back; see dream_status.")
    if promotion.store_id != store.id:
        problem = f"dream {promotion.dream_id} was promoted into store {promotion.store_id}, not {store.id}"
        raise InvalidInput("before", problem, "Name that store.")
    return promotion.before_seq


def _version(conn: Connection, store: MemoryStore, version_id: str) -> int:
    version = versions.get(conn, version_id)
    if version.memory_store_id != store.id:
        problem = f"{version_id} belongs to store {version.memory_store_id}, not {store.id}"
        raise InvalidInput("version", problem, "Name that store.")
    return version.seq


def _wanted(conn: Connection, version: MemoryVersion) -> Wanted:
    """As it was; one that is gone comes back as old as it was."""
    born = versions.history(conn, version.memory_id)[-1].created_at
    return Wanted(memory_id=version.memory_id, document=memories.document(conn, version.id), created_at=born)


def _stands(conn: Connection, version: MemoryVersion, head: Memory | None) -> bool:
    """Whether the memory is so already: text, path, pin, and the provenance of each line."""
    if head is None:
        return False
    if head.memory_version_id == version.id:
        return True
    if (head.path, head.content_sha256, head.pinned) != (version.path, version.content_sha256, version.pinned):
        return False
    now, then = memories.document(conn, head.memory_version_id), memories.document(conn, version.id)
    return _provenance(now) == _provenance(then)


def _provenance(document: Document) -> object:
    return document.default, per_line(len(lines_of(document.content)), document.default, document.spans)
