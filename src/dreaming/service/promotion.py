"""Putting a dream's result into its input store: one transaction, compared with what was pinned.

A memory that the dream did not touch is left alone, whatever happened to it since. One that it touched and nobody
else did gets a new version under its own id. One that both changed is a conflict, unless both made it the same;
`on_conflict` decides it; so is one whose claims were let go because they stand elsewhere, if they stand there no
more. Where the current text of a memory is kept, so is every memory from which the dream carried
claims into it: otherwise they would stand nowhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from dreaming.domain.changes import Place
from dreaming.domain.errors import Conflict, FingerprintChanged, NotFound, PromotionConflict, Refused
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.lifecycle import check_reviewable
from dreaming.domain.model import Dream, Memory
from dreaming.service.applying import Wanted, apply
from dreaming.service.gates import check_gates, passed_over
from dreaming.store import dreams, ledger, memories, outputs, pins, promotions, stores
from dreaming.store.connection import Connection
from dreaming.store.outputs import Touched
from dreaming.store.pins import Pin
from dreaming.store.promotions import PromotionRow


class OnConflict(StrEnum):
    """Whose text stands where the dream and somebody else changed the same memory."""

    KEEP_CURRENT = "keep_current"
    KEEP_DREAM = "keep_dream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A dream's result in its input store. `is_new` is False where it was there already.

    `kept_current` and `kept_dream` are the paths of conflicts, by how they were decided.
    """

    id: str
    dream_id: str
    store_id: str
    created_at: datetime
    created_by: str
    before_seq: int
    after_seq: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept_current: tuple[str, ...]
    kept_dream: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What is to happen to one memory: `current` is how it stands, `path` where the result is to stand."""

    touched: Touched
    current: Memory | None
    path: str
    is_done: bool = False
    is_conflict: bool = False

    @property
    def leaves(self) -> str | None:
        """The id of the memory that goes from its path, if one does."""
        moves = self.current is not None and (self.touched.head is None or self.path != self.current.path)
        return self.current.id if self.current is not None and moves else None


def promote(
    conn: Connection,
    dream_id: str,
    *,
    at: datetime,
    by: str,
    fingerprint: str | None,
    on_conflict: OnConflict | None,
    override: Collection[str],
) -> Promotion:
    """Promote in the caller's write transaction; a dream that was promoted is told again, not done again.

    Raises:
        InvalidTransition: the dream has not completed, or was discarded.
        StoreReadOnly: its input store is archived.
        FingerprintChanged: its result is not what was reviewed.
        PromotionRefused: a gate is not passed.
        PromotionConflict: others changed what it changes, and `on_conflict` does not decide.
    """
    earlier = promotions.of_dream(conn, dream_id)
    if earlier is not None:
        return _told(earlier, is_new=False)
    dream = dreams.get(conn, dream_id)
    steps, kept_current = _checked(conn, dream, fingerprint, on_conflict, override)
    overridden = passed_over(conn, dream, override, at=at, by=by)
    details = {"kept_current": kept_current, "override": sorted(override), "overridden": overridden}
    row = _apply(conn, dream, steps, at=at, by=by, details=details)
    stores.archive(conn, dream.output_store_id or "", at)
    dreams.mark_promoted(conn, dream_id, at)
    return _told(row, is_new=True)


def obstacle(
    conn: Connection, dream_id: str, *, on_conflict: OnConflict | None = None, override: Collection[str] = ()
) -> Refused | Conflict | NotFound | None:
    """What `promote` with the same arguments would raise of a completed dream now; nothing is written."""
    try:
        _checked(conn, dreams.get(conn, dream_id), None, on_conflict, override)
    except (Refused, Conflict, NotFound) as error:
        return error
    return None


def _checked(
    conn: Connection,
    dream: Dream,
    fingerprint: str | None,
    on_conflict: OnConflict | None,
    override: Collection[str],
) -> tuple[list[_Step], list[str]]:
    """The steps to take and the paths whose current text is kept, if the dream may be promoted."""
    check_reviewable(dream, "promoted")
    stores.check_writable(stores.get(conn, dream.memory_store_id))
    changed = outputs.touched(conn, dream.id, dream.output_store_id or "")
    actual = outputs.fingerprint(changed)
    if fingerprint is not None and fingerprint != actual:
        raise FingerprintChanged(dream.id, fingerprint, actual)
    check_gates(conn, dream, changed, override)
    return _decided(conn, dream, _plan(conn, dream, changed), on_conflict)


def _plan(conn: Connection, dream: Dream, changed: Sequence[Touched]) -> list[_Step]:
    homeless = _homeless(conn, dream, changed)
    steps = [_step(conn, each) for each in changed]
    steps = [
        replace(step, is_conflict=True) if step.touched.path in homeless and not step.is_done else step
        for step in steps
    ]
    return _with_taken_paths(conn, dream, steps)


def _homeless(conn: Connection, dream: Dream, changed: Sequence[Touched]) -> set[str]:
    """Paths whose claims the dream let go since they stand elsewhere, where somebody has taken them away since."""
    written = {each.head.path for each in changed if each.head is not None}
    pinned = {pin.path: pin for pin in pins.memories(conn, dream.id)}
    found: set[str] = set()
    for entry in ledger.carried(conn, dream.id):
        places = [place for place in entry.to if place.path not in written and place.path in pinned]
        if places and not any(_still_says(conn, pinned[place.path], place) for place in places):
            found.add(entry.claim.path)
    return found


def _still_says(conn: Connection, pin: Pin, place: Place) -> bool:
    current = memories.by_id(conn, pin.memory_id)
    if current is None:
        return False
    if current.content_sha256 == pin.content_sha256:
        return True
    return " ".join(place.text.split()) in " ".join((current.content or "").split())


def _step(conn: Connection, touched: Touched) -> _Step:
    base, head = touched.base, touched.head
    if base is None:
        return _Step(touched=touched, current=None, path=touched.path)
    current = memories.by_id(conn, base.memory_id)
    path = head.path if head is not None else base.path
    if current is None:
        return _Step(touched=touched, current=None, path=path, is_done=head is None, is_conflict=head is not None)
    if current.memory_version_id == base.memory_version_id:
        return _Step(touched=touched, current=current, path=path)
    if head is not None and (current.path, current.content_sha256) == (head.path, head.content_sha256):
        return _Step(touched=touched, current=current, path=path, is_done=True)
    if _only_renamed(current, base) and path == base.path:
        return _Step(touched=touched, current=current, path=current.path)
    return _Step(touched=touched, current=current, path=path, is_conflict=True)


def _only_renamed(current: Memory, base: Pin) -> bool:
    return (current.content_sha256, current.pinned) == (base.content_sha256, base.pinned)


def _with_taken_paths(conn: Connection, dream: Dream, steps: Sequence[_Step]) -> list[_Step]:
    """Find where somebody else's memory stands at a path that the dream wants."""
    leaving = {step.leaves for step in steps if not step.is_conflict}
    return [_checked_path(conn, dream, step, leaving) for step in steps]


def _checked_path(conn: Connection, dream: Dream, step: _Step, leaving: Collection[str | None]) -> _Step:
    head = step.touched.head
    if head is None or step.is_done or step.is_conflict:
        return step
    there = memories.head(conn, dream.memory_store_id, step.path)
    if there is None or there.id in leaving or (step.current is not None and there.id == step.current.id):
        return step
    if step.current is not None:
        return replace(step, is_conflict=True)
    same = there.content_sha256 == head.content_sha256
    return replace(step, current=there, is_done=same, is_conflict=not same)


def _decided(
    conn: Connection, dream: Dream, steps: list[_Step], on_conflict: OnConflict | None
) -> tuple[list[_Step], list[str]]:
    """The steps to take, and the paths whose current text is kept."""
    conflicts = [step.touched.path for step in steps if step.is_conflict]
    if not conflicts or on_conflict is OnConflict.KEEP_DREAM:
        return steps, []
    if on_conflict is None:
        raise PromotionConflict(dream.id, conflicts)
    sources = _sources(conn, dream)
    kept: set[str] = set()
    waiting = set(conflicts)
    while waiting:
        kept |= waiting
        left = [step for step in steps if step.touched.path not in kept]
        fed = {path for name in _output_paths(steps, kept) for path in sources.get(name, ())}
        blocked = {step.touched.path for step in _with_taken_paths(conn, dream, left) if step.is_conflict}
        waiting = ({step.touched.path for step in left} & fed) | blocked
    return [step for step in steps if step.touched.path not in kept], sorted(kept)


def _output_paths(steps: Sequence[_Step], kept: Collection[str]) -> set[str]:
    return {step.touched.head.path for step in steps if step.touched.path in kept and step.touched.head is not None}


def _sources(conn: Connection, dream: Dream) -> dict[str, set[str]]:
    """For each path of the output: the input paths from which claims went there."""
    found: dict[str, set[str]] = {}
    for entry in ledger.carried(conn, dream.id):
        for place in entry.to:
            if place.path != entry.claim.path:
                found.setdefault(place.path, set()).add(entry.claim.path)
    return found


def _apply(
    conn: Connection, dream: Dream, steps: Sequence[_Step], *, at: datetime, by: str, details: dict[str, Any]
) -> PromotionRow:
    promotion_id = make_id(Prefix.PROMOTION)
    before = memories.last_seq(conn)
    todo = [step for step in steps if not step.is_done]
    removed = [step.current for step in todo if step.touched.head is None and step.current is not None]
    written = [_wanted(conn, step) for step in todo if step.touched.head is not None]
    apply(conn, dream.memory_store_id, written=written, removed=removed, at=at, by=f"promotion:{promotion_id}")
    row = PromotionRow(
        id=promotion_id,
        kind="promote",
        store_id=dream.memory_store_id,
        dream_id=dream.id,
        before_seq=before,
        after_seq=memories.last_seq(conn),
        created_at=at,
        created_by=by,
        details={
            **details,
            "written": [each.document.path for each in written],
            "removed": [each.path for each in removed],
            "kept_dream": [step.touched.path for step in todo if step.is_conflict],
        },
    )
    promotions.insert(conn, row)
    return row


def _wanted(conn: Connection, step: _Step) -> Wanted:
    """The dream's document, under the id of the memory that it changes."""
    base, head = step.touched.base, step.touched.head
    document = memories.document(conn, head.memory_version_id if head is not None else "")
    known = step.current.id if step.current is not None else None
    return Wanted(
        memory_id=known or (base.memory_id if base is not None else None), document=replace(document, path=step.path)
    )


def _told(row: PromotionRow, *, is_new: bool) -> Promotion:
    return Promotion(
        id=row.id,
        dream_id=row.dream_id or "",
        store_id=row.store_id,
        created_at=row.created_at,
        created_by=row.created_by,
        before_seq=row.before_seq,
        after_seq=row.after_seq,
        written=tuple(row.details["written"]),
        removed=tuple(row.details["removed"]),
        kept_current=tuple(row.details["kept_current"]),
        kept_dream=tuple(row.details["kept_dream"]),
        is_new=is_new,
    )
