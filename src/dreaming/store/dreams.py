"""Dreams: their rows, and what their users do with them. What a worker writes stands in `leases.py`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from dreaming.domain.budget import Budget
from dreaming.domain.errors import NotFound
from dreaming.domain.hosting import HOST
from dreaming.domain.lifecycle import check_transition
from dreaming.domain.model import (
    Dream,
    DreamError,
    DreamStatus,
    OutputBehavior,
    Priority,
    Progress,
)
from dreaming.domain.times import parse, parse_optional, render, render_optional
from dreaming.domain.usage import Usage
from dreaming.store import packets
from dreaming.store.connection import Connection, Row, row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What settling a dream recorded beside its rows: the state it pinned, the changeset's hash, figures."""

    snapshot_seq: int | None
    fingerprint: str | None
    counts: Mapping[str, int]


def insert(conn: Connection, dream: Dream) -> None:
    """A pending dream, the sessions it is to read, in the order given, and those that are held out."""
    conn.execute(
        "INSERT INTO dreams (id, store_id, model, instructions, output_behavior, priority, created_at, budget, keyed_as,"
        " resumes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            dream.id,
            dream.memory_store_id,
            dream.model,
            dream.instructions,
            dream.output_behavior,
            dream.priority,
            render(dream.created_at),
            json.dumps(asdict(dream.budget)),
            dream.keyed_as,
            dream.resumes,
        ),
    )
    conn.executemany(
        "INSERT INTO dream_sessions (dream_id, position, session_id, held_out) VALUES (?, ?, ?, ?)",
        [
            (dream.id, position, session_id, position >= len(dream.session_ids))
            for position, session_id in enumerate((*dream.session_ids, *dream.held_out))
        ],
    )


def get(conn: Connection, dream_id: str) -> Dream:
    """One dream.

    Raises:
        NotFound: there is none with that id.
    """
    return _dream(conn, _row(conn, dream_id))


def result(conn: Connection, dream_id: str) -> Result:
    """What the dream pinned and recorded.

    Raises:
        NotFound: there is none with that id.
    """
    found = _row(conn, dream_id)
    return Result(
        snapshot_seq=found["snapshot_seq"], fingerprint=found["fingerprint"], counts=json.loads(found["counts"])
    )


def listing(
    conn: Connection,
    *,
    store_id: str | None = None,
    status: DreamStatus | None = None,
    archived: bool = False,
    limit: int = 20,
    before: datetime | None = None,
) -> list[Dream]:
    """Dreams, newest first; archived ones only where asked for."""
    found = rows(
        conn,
        """
        SELECT * FROM dreams
        WHERE (:store_id IS NULL OR store_id = :store_id) AND (:status IS NULL OR status = :status)
          AND (:archived OR archived_at IS NULL) AND (:before IS NULL OR created_at < :before)
        ORDER BY created_at DESC, id DESC LIMIT :limit
        """,
        {
            "store_id": store_id,
            "status": status,
            "archived": archived,
            "before": render_optional(before),
            "limit": limit,
        },
    )
    return [_dream(conn, each) for each in found]


def set_judging(conn: Connection, dream_id: str, *, model: str, budget: Budget, keyed_as: str | None) -> None:
    """Say who judges from here on, within which budget, and whose answers still count."""
    conn.execute(
        "UPDATE dreams SET model = ?, budget = ?, keyed_as = ? WHERE id = ?",
        (model, json.dumps(asdict(budget)), keyed_as, dream_id),
    )


def updating(conn: Connection, store_id: str) -> str | None:
    """The dream that is going to update this store by itself, if one is on its way."""
    found = row(
        conn,
        "SELECT id FROM dreams WHERE store_id = ? AND output_behavior = ? AND status IN ('pending', 'running')",
        (store_id, OutputBehavior.UPDATE_EXISTING),
    )
    return None if found is None else found["id"]


def request_cancel(conn: Connection, dream_id: str, at: datetime) -> Dream:
    """Cancel a dream that waits, or whose worker is gone, at once; ask one that runs to end at its next step.

    Doing it again changes nothing. What a worker that only seemed to be gone writes later is refused.

    Raises:
        NotFound: there is none with that id.
        InvalidTransition: it has completed or failed.
    """
    dream = get(conn, dream_id)
    if dream.status is DreamStatus.CANCELED:
        return dream
    check_transition(dream, DreamStatus.CANCELED)
    conn.execute("UPDATE dreams SET cancel_requested = 1 WHERE id = ?", (dream_id,))
    conn.execute(
        """
        UPDATE dreams SET status = 'canceled', ended_at = :at, lease_owner = NULL, lease_until = NULL
        WHERE id = :id AND (status = 'pending' OR lease_until < :at)
        """,
        {"id": dream_id, "at": render(at)},
    )
    dream = get(conn, dream_id)
    if dream.status is DreamStatus.CANCELED:
        packets.drop_open(conn, dream_id)
    return dream


def due_promotions(conn: Connection) -> list[str]:
    """Completed dreams that are to promote themselves and have neither done so nor been refused, oldest first.

    There is one where a process died between the end of a dream and its promotion.
    """
    found = rows(
        conn,
        """
        SELECT id FROM dreams
        WHERE status = 'completed' AND output_behavior = ? AND promoted_at IS NULL AND discarded_at IS NULL
          AND unpromoted_because IS NULL
        ORDER BY ended_at, id
        """,
        (OutputBehavior.UPDATE_EXISTING,),
    )
    return [each["id"] for each in found]


def set_unpromoted(conn: Connection, dream_id: str, because: str) -> None:
    """Say why a dream that was to promote itself did not."""
    conn.execute("UPDATE dreams SET unpromoted_because = ? WHERE id = ?", (because, dream_id))


def forgotten(conn: Connection, dream_id: str) -> int:
    """How many rows of the dream's report have gaps; 0 of what is no dream."""
    found = row(conn, "SELECT forgotten FROM dreams WHERE id = ?", (dream_id,))
    return 0 if found is None else found["forgotten"]


def mark_declined(conn: Connection, dream_id: str, at: datetime) -> None:
    """A person was asked whether to promote it all the same, and said no."""
    _mark(conn, "declined_at", dream_id, at)


def archive(conn: Connection, dream_id: str, at: datetime) -> None:
    """Leave it out of listings; the first time stands."""
    _mark(conn, "archived_at", dream_id, at)


def mark_promoted(conn: Connection, dream_id: str, at: datetime) -> None:
    """Its result is in the input store."""
    _mark(conn, "promoted_at", dream_id, at)


def mark_discarded(conn: Connection, dream_id: str, at: datetime) -> None:
    """Its result is not wanted."""
    _mark(conn, "discarded_at", dream_id, at)


def _mark(conn: Connection, column: str, dream_id: str, at: datetime) -> None:
    conn.execute(f"UPDATE dreams SET {column} = coalesce({column}, ?) WHERE id = ?", (render(at), dream_id))  # noqa: S608 - a fixed name


def _row(conn: Connection, dream_id: str) -> Row:
    found = row(conn, "SELECT * FROM dreams WHERE id = ?", (dream_id,))
    if found is None:
        raise NotFound("dream", dream_id, "dream_status without an id lists the latest ones.")
    return found


def _session_ids(conn: Connection, dream_id: str, *, held_out: bool) -> tuple[str, ...]:
    sql = "SELECT session_id FROM dream_sessions WHERE dream_id = ? AND held_out = ? ORDER BY position"
    found = rows(conn, sql, (dream_id, held_out))
    return tuple(each["session_id"] for each in found)


def _dream(conn: Connection, found: Row) -> Dream:
    error = found["error"]
    is_awaited = found["model"] == HOST and found["ended_at"] is None
    return Dream(
        id=found["id"],
        status=DreamStatus(found["status"]),
        memory_store_id=found["store_id"],
        output_store_id=found["output_store_id"],
        session_ids=_session_ids(conn, found["id"], held_out=False),
        held_out=_session_ids(conn, found["id"], held_out=True),
        model=found["model"],
        instructions=found["instructions"],
        output_behavior=OutputBehavior(found["output_behavior"]),
        usage=Usage(**json.loads(found["usage"])),
        progress=Progress(**json.loads(found["progress"])),
        error=None if error is None else DreamError(**json.loads(error)),
        cancel_requested=bool(found["cancel_requested"]),
        generation=found["generation"],
        attempt=found["attempt"],
        created_at=parse(found["created_at"]),
        started_at=parse_optional(found["started_at"]),
        ended_at=parse_optional(found["ended_at"]),
        archived_at=parse_optional(found["archived_at"]),
        promoted_at=parse_optional(found["promoted_at"]),
        discarded_at=parse_optional(found["discarded_at"]),
        fruitless=found["fruitless"],
        priority=Priority(found["priority"]),
        unpromoted_because=found["unpromoted_because"],
        declined_at=parse_optional(found["declined_at"]),
        budget=Budget(**json.loads(found["budget"])),
        judged_by=found["judged_by"],
        keyed_as=found["keyed_as"],
        resumes=found["resumes"],
        forgotten=found["forgotten"],
        awaited=packets.awaited(conn, found["id"]) if is_awaited else None,
    )
