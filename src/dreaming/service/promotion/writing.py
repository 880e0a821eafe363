"""Writing what was merged, and the record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from typing import Any, Literal

from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Dream, Memory
from dreaming.domain.provenance import lines_of
from dreaming.engine.merging import same
from dreaming.service.applying import Wanted, apply
from dreaming.service.promotion.merging import Step
from dreaming.store import memories, promotions
from dreaming.store.connection import Connection
from dreaming.store.promotions import PromotionRow

_DIFF_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is to be written down of a step: by whom and when, which changes came or went, and what was decided."""

    kind: Literal["promote", "undo"]
    dream: Dream
    changes: frozenset[str]
    at: datetime
    by: str
    details: dict[str, Any]


def write(conn: Connection, steps: Sequence[Step], record: Record) -> PromotionRow:
    """Write the memories that are to differ, all as new versions, and record it."""
    promotion_id = make_id(Prefix.PROMOTION)
    before = memories.last_seq(conn)
    removed = [step.current for step in steps if step.document is None and step.current is not None]
    written = [wanted for step in steps if (wanted := _wanted(step)) is not None]
    apply(
        conn,
        record.dream.memory_store_id,
        written=written,
        removed=removed,
        at=record.at,
        by=f"promotion:{promotion_id}",
    )
    made = {step.key: each.memory_id for step, each in _made(steps, written)}
    row = PromotionRow(
        id=promotion_id,
        kind=record.kind,
        store_id=record.dream.memory_store_id,
        dream_id=record.dream.id,
        changes=tuple(sorted(record.changes)),
        before_seq=before,
        after_seq=memories.last_seq(conn),
        created_at=record.at,
        created_by=record.by,
        details={**record.details, **_told(written, removed), "made": made},
    )
    promotions.insert(conn, row)
    return row


def diff(steps: Sequence[Step]) -> str:
    """What would change in the memories that somebody has written to since, short."""
    lines: list[str] = []
    for step in steps:
        if step.is_fresh:
            now, then = (lines_of(each.content) if each else [] for each in (step.now, step.document))
            lines += unified_diff(now, then, f"{step.path} (now)", f"{step.path} (merged)", n=1, lineterm="")
    more = [f"… and {len(lines) - _DIFF_LINES} lines more"] if len(lines) > _DIFF_LINES else []
    return "\n".join([*lines[:_DIFF_LINES], *more])


def _wanted(step: Step) -> Wanted | None:
    """A memory under the id that it has or had; None where it stands so already."""
    if step.document is None:
        return None
    if step.now is not None and step.now.path == step.document.path and same(step.now, step.document):
        return None
    known = step.current.id if step.current is not None else None
    if known is None:
        known = make_id(Prefix.MEMORY) if step.key.startswith("/") else step.key
    return Wanted(memory_id=known, document=step.document)


def _made(steps: Sequence[Step], written: Sequence[Wanted]) -> list[tuple[Step, Wanted]]:
    """The memories that the dream brought, which have no pinned memory to be known by."""
    by_path = {each.document.path: each for each in written}
    new = [step for step in steps if step.key.startswith("/") and step.document is not None]
    return [(step, by_path[step.document.path]) for step in new if step.document and step.document.path in by_path]


def _told(written: Sequence[Wanted], removed: Sequence[Memory]) -> dict[str, Any]:
    return {"written": [each.document.path for each in written], "removed": [each.path for each in removed]}
