"""What a dream's output store differs by from the input that was pinned: what a promotion applies."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreaming.store import pins
from dreaming.store.connection import Connection, row, rows
from dreaming.store.pins import Pin


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A memory of the output store as it stands."""

    path: str
    memory_version_id: str
    content_sha256: str
    pinned: bool
    provenance_of: str
    input_memory_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One memory that the dream changed: new where `base` is None, removed where `head` is None."""

    base: Pin | None
    head: Head | None

    @property
    def path(self) -> str:
        """Where it stood, or where it is new."""
        known = self.base or self.head
        assert known is not None  # noqa: S101 - one of the two is there, or nothing was touched
        return known.path


def touched(conn: Connection, dream_id: str, output_store_id: str) -> list[Touched]:
    """What the dream changed, by path; text, path, pin and the provenance of lines all count."""
    heads = _heads(conn, output_store_id)
    by_input = {head.input_memory_id: head for head in heads if head.input_memory_id is not None}
    found = [Touched(base=pin, head=by_input.get(pin.memory_id)) for pin in pins.memories(conn, dream_id)]
    new = [Touched(base=None, head=head) for head in heads if head.input_memory_id is None]
    return sorted((each for each in (*found, *new) if _differs(each)), key=lambda each: each.path)


def fingerprint(changed: Sequence[Touched], now: Mapping[str, tuple[str, str]] | None = None) -> str:
    """A hash of what a promotion would do: each result, and the version that it replaces.

    Args:
        changed: what the dream touches.
        now: path and version of what stands at each touched path, see `standing_at`; None: what was pinned.
    """
    told = [
        [
            (None if each.base is None else (each.base.path, each.base.memory_version_id))
            if now is None
            else now.get(each.path),
            None if each.head is None else [each.head.path, each.head.content_sha256],
        ]
        for each in changed
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def standing_at(conn: Connection, store_id: str, changed: Sequence[Touched]) -> dict[str, tuple[str, str]]:
    """By the paths of what the dream touches: where those memories stand in the store now, and in which version."""
    found: dict[str, tuple[str, str]] = {}
    for each in changed:
        there = row(
            conn,
            "SELECT path, version_id FROM memories WHERE store_id = :store AND (id = :id OR :id IS NULL AND path = :path)",
            {"store": store_id, "id": each.base.memory_id if each.base else None, "path": each.path},
        )
        if there is not None:
            found[each.path] = (there["path"], there["version_id"])
    return found


def _differs(each: Touched) -> bool:
    base, head = each.base, each.head
    if base is None or head is None:
        return True
    return (base.path, base.content_sha256, base.pinned, base.provenance_of) != (
        head.path,
        head.content_sha256,
        head.pinned,
        head.provenance_of,
    )


def _heads(conn: Connection, store_id: str) -> list[Head]:
    found = rows(
        conn,
        """
        SELECT m.path, m.version_id, m.pinned, m.input_memory_id, b.sha256, v.provenance_of
        FROM memories AS m JOIN blobs AS b ON b.id = m.blob_id JOIN memory_versions AS v ON v.id = m.version_id
        WHERE m.store_id = ? ORDER BY m.path
        """,
        (store_id,),
    )
    return [
        Head(
            path=each["path"],
            memory_version_id=each["version_id"],
            content_sha256=each["sha256"],
            pinned=bool(each["pinned"]),
            provenance_of=each["provenance_of"],
            input_memory_id=each["input_memory_id"],
        )
        for each in found
    ]
