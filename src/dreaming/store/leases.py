"""The lease under which one worker runs one dream, and what it writes under it.

Acquiring is one statement. Every later write checks, in its own transaction, that the dream still runs under the
lease's generation: a worker that slept through its lease can write nothing.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from dreaming.domain.errors import LeaseLost
from dreaming.domain.lifecycle import Lease, check_transition
from dreaming.domain.model import DreamError, DreamStatus, Progress
from dreaming.domain.times import render
from dreaming.store.connection import Connection, row, rows
from dreaming.store.dreams import get
from dreaming.store.packets import WAITS

ATTEMPTS = 3  # a dream whose worker died this often in a row, with no answer kept, is not tried again
_ABANDONED = """
    status = 'running' AND (lease_until < :now OR lease_owner IN (SELECT value FROM json_each(:dead)))
"""
_NOTHING_GOES = "NOT EXISTS (SELECT 1 FROM forgetting WHERE what <> '')"
_WAITS = f"status = 'pending' AND NOT {WAITS}"  # for nothing but a worker
_HELD = "id = :id AND generation = :generation AND status = 'running'"


def owners(conn: Connection) -> list[str]:
    """Who runs dreams now, or died while they did."""
    found = rows(conn, "SELECT DISTINCT lease_owner FROM dreams WHERE status = 'running'")
    return [each["lease_owner"] for each in found]


def fail_exhausted(conn: Connection, now: datetime, *, dead: Collection[str] = ()) -> list[str]:
    """Fail the dreams whose worker has died `ATTEMPTS` times in a row without an answer kept; their ids."""
    error = {
        "type": "internal_error",
        "message": f"Its worker died {ATTEMPTS} times. Start the dream again, with fewer sessions.",
    }
    found = rows(
        conn,
        f"""
        UPDATE dreams SET status = 'failed', ended_at = :now, error = :error, lease_owner = NULL, lease_until = NULL
        WHERE {_ABANDONED} AND fruitless >= :attempts AND NOT cancel_requested RETURNING id
        """,  # noqa: S608 - fixed text
        {"now": render(now), "error": json.dumps(error), "attempts": ATTEMPTS, "dead": json.dumps(sorted(dead))},
    )
    return [each["id"] for each in found]


def acquire(
    conn: Connection,
    owner: str,
    now: datetime,
    until: datetime,
    *,
    dream_id: str | None = None,
    dead: Collection[str] = (),
) -> Lease | None:
    """Take a dream that waits for a worker, or whose lease is over: the most urgent, then the oldest; None if there is none.

    While something is being forgotten none is taken: it could read what is about to go.

    Args:
        conn: in a write transaction.
        owner: who takes it.
        now: leases that ended before are over.
        until: how long the lease holds without renewal.
        dream_id: take this one or none.
        dead: owners that are known to be gone: their leases are over too.
    """
    found = row(
        conn,
        f"""
        UPDATE dreams SET status = 'running', lease_owner = :owner, lease_until = :until, generation = generation + 1,
               attempt = attempt + 1, fruitless = fruitless + 1, started_at = coalesce(started_at, :now)
        WHERE id = (SELECT id FROM dreams
                    WHERE (({_WAITS}) OR ({_ABANDONED})) AND (:dream_id IS NULL OR id = :dream_id)
                      AND {_NOTHING_GOES}
                    ORDER BY priority DESC, created_at, id LIMIT 1)
        RETURNING id, generation
        """,  # noqa: S608 - fixed text
        {
            "owner": owner,
            "now": render(now),
            "until": render(until),
            "dream_id": dream_id,
            "dead": json.dumps(sorted(dead)),
        },
    )
    if found is None:
        return None
    return Lease(dream_id=found["id"], owner=owner, generation=found["generation"], expires_at=until)


def is_any_free(conn: Connection, now: datetime, *, dead: Collection[str] = ()) -> bool:
    """Whether `acquire` would find a dream, now or when nothing is being forgotten any more."""
    sql = f"SELECT 1 FROM dreams WHERE ({_WAITS}) OR ({_ABANDONED}) LIMIT 1"  # noqa: S608 - fixed text
    return row(conn, sql, {"now": render(now), "dead": json.dumps(sorted(dead))}) is not None


def renew(conn: Connection, lease: Lease, until: datetime) -> bool:
    """Hold the lease until then; False if it is lost."""
    return _update(conn, lease, "lease_until = :until", {"until": render(until)})


def release(conn: Connection, lease: Lease) -> bool:
    """Give the dream back unfinished; this attempt does not count. False if the lease is lost already."""
    what = (
        "status = 'pending', lease_owner = NULL, lease_until = NULL, attempt = attempt - 1,"
        " fruitless = max(fruitless - 1, 0)"
    )
    return _update(conn, lease, what, {})


def bear_fruit(conn: Connection, lease: Lease) -> None:
    """Say that the attempt came further than those before it.

    Raises:
        LeaseLost: as `check_lease`.
    """
    _must_update(conn, lease, "fruitless = 0", {})


def check_lease(conn: Connection, lease: Lease) -> None:
    """Whether the dream still runs under this lease; true until the end of the transaction that asks.

    Raises:
        LeaseLost: another worker has it, or it was ended.
    """
    if row(conn, f"SELECT 1 FROM dreams WHERE {_HELD}", _held(lease)) is None:  # noqa: S608 - fixed text
        raise LeaseLost(lease.dream_id)


def is_cancel_requested(conn: Connection, lease: Lease) -> bool:
    """Whether somebody asked for the dream's end.

    Raises:
        LeaseLost: as `check_lease`.
    """
    check_lease(conn, lease)
    return get(conn, lease.dream_id).cancel_requested


def set_progress(conn: Connection, lease: Lease, progress: Progress) -> None:
    """Say how far the dream is.

    Raises:
        LeaseLost: as `check_lease`.
    """
    _must_update(conn, lease, "progress = :progress", {"progress": json.dumps(asdict(progress))})


def set_judge(conn: Connection, lease: Lease, judge: str) -> None:
    """Say which judge works for the dream.

    Raises:
        LeaseLost: as `check_lease`.
    """
    _must_update(conn, lease, "judged_by = :judge", {"judge": judge})


def set_output(conn: Connection, lease: Lease, *, output_store_id: str, snapshot_seq: int) -> None:
    """Name the output store, once the input is pinned.

    Raises:
        LeaseLost: as `check_lease`.
    """
    values = {"output": output_store_id, "seq": snapshot_seq}
    _must_update(conn, lease, "output_store_id = :output, snapshot_seq = :seq", values)


def settle(
    conn: Connection,
    lease: Lease,
    status: DreamStatus,
    *,
    at: datetime,
    error: DreamError | None = None,
    counts: Mapping[str, int] | None = None,
    fingerprint: str | None = None,
) -> None:
    """End the dream, once.

    Raises:
        LeaseLost: as `check_lease`.
        InvalidTransition: `status` is not final.
    """
    check_transition(get(conn, lease.dream_id), status)
    values = {
        "status": status,
        "at": render(at),
        "error": None if error is None else json.dumps(asdict(error)),
        "counts": json.dumps(dict(counts or {}), sort_keys=True),
        "fingerprint": fingerprint,
    }
    _must_update(
        conn,
        lease,
        "status = :status, ended_at = :at, error = :error, counts = :counts,"
        " fingerprint = :fingerprint, lease_owner = NULL, lease_until = NULL",
        values,
    )


def _held(lease: Lease) -> dict[str, object]:
    return {"id": lease.dream_id, "generation": lease.generation}


def _update(conn: Connection, lease: Lease, what: str, values: Mapping[str, object]) -> bool:
    done = conn.execute(f"UPDATE dreams SET {what} WHERE {_HELD}", {**values, **_held(lease)})  # noqa: S608 - `what` is fixed text
    return done.rowcount == 1


def _must_update(conn: Connection, lease: Lease, what: str, values: Mapping[str, object]) -> None:
    if not _update(conn, lease, what, values):
        raise LeaseLost(lease.dream_id)
