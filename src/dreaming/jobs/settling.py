"""The end of a dream: its result and its status are written together, or not at all."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from dreaming.domain.changes import Changeset, NoticeKind
from dreaming.domain.errors import DREAM_ERRORS, DreamFailed, DreamingError, LeaseLost
from dreaming.domain.exam import Exam, Score
from dreaming.domain.journal import JournalKind
from dreaming.domain.lifecycle import Lease
from dreaming.domain.model import DreamError, DreamStatus, StoreKind
from dreaming.domain.ports import Clock
from dreaming.jobs.asking import CancelRequested
from dreaming.store import (
    calls,
    checkpoints,
    dreams,
    exams,
    journal,
    leases,
    ledger,
    memories,
    outputs,
    packets,
    pins,
    plans,
    stores,
)
from dreaming.store.calls import CLAIMS_SHOWN
from dreaming.store.connection import Connection, Database

_log = logging.getLogger(__name__)


def complete(db: Database, clock: Clock, lease: Lease, changeset: Changeset, exam: Exam) -> None:
    """Write the output store, the ledger, the changes, the exam and the status.

    Raises:
        CancelRequested: somebody asked for the dream's end; nothing is written.
        LeaseLost: another worker has the dream; nothing is written.
    """
    with db.write() as conn:
        if leases.is_cancel_requested(conn, lease):
            raise CancelRequested
        output_id = dreams.get(conn, lease.dream_id).output_store_id
        if output_id is None:
            raise LeaseLost(lease.dream_id)
        at = clock.now()
        _write_documents(conn, output_id, changeset, at, by=f"dream:{lease.dream_id}")
        ledger.keep(conn, lease.dream_id, changeset)
        exams.keep(conn, lease.dream_id, exam)
        if changeset.plan is not None:
            plans.keep(conn, lease.dream_id, changeset.plan)
        checkpoints.drop(conn, lease.dream_id)
        packets.drop(conn, lease.dream_id)
        pins.set_unread(conn, lease.dream_id, changeset.unread)
        shown = {CLAIMS_SHOWN: calls.claims_shown(conn, lease.dream_id)} if calls.count(conn, lease.dream_id) else {}
        calls.forget_replies(conn, lease.dream_id)
        stores.update(conn, replace(stores.get(conn, output_id), kind=StoreKind.OUTPUT, updated_at=at))
        leases.settle(
            conn,
            lease,
            DreamStatus.COMPLETED,
            at=at,
            counts={
                **changeset.counts,
                **shown,
                ledger.STRUCTURE_LINES: changeset.structure_lines,
                exams.LEFT_OUT: exam.left_out,
            },
            fingerprint=outputs.fingerprint(outputs.touched(conn, lease.dream_id, output_id)),
        )
        journal.add(conn, lease.dream_id, _told(changeset, exam), at)


def end(db: Database, clock: Clock, lease: Lease, status: DreamStatus, error: DreamError | None) -> None:
    """Write that the dream failed or was canceled; its unfinished output store stays as it is.

    Raises:
        LeaseLost: another worker has the dream; nothing is written.
    """
    with db.write() as conn:
        at = clock.now()
        leases.settle(conn, lease, status, at=at, error=error)
        packets.drop_open(conn, lease.dream_id)
        why = "" if error is None else f": {error.message} ({error.type})"
        journal.add(conn, lease.dream_id, [(JournalKind.ENDED, f"{status.capitalize()}{why}")], at)


def ending(dream_id: str, error: Exception, limit: timedelta) -> tuple[DreamStatus, DreamError | None]:
    """How a dream ends whose attempt ended in this error; `limit` is how long one may take."""
    if isinstance(error, CancelRequested):
        return DreamStatus.CANCELED, None
    if isinstance(error, TimeoutError):
        error = DreamFailed("timeout", f"The dream took longer than {limit}.")
    if isinstance(error, DreamingError) and error.code in DREAM_ERRORS and error.code != "internal_error":
        return DreamStatus.FAILED, DreamError(type=error.code, message=str(error))
    _log.error("%s failed", dream_id, exc_info=error)
    message = f"{type(error).__name__}: {str(error)[:200]} The log of the process that ran it has the rest."
    return DreamStatus.FAILED, DreamError(type="internal_error", message=message)


def _told(changeset: Changeset, exam: Exam) -> Iterator[tuple[JournalKind, str]]:
    """What the engine's checks let through and what they did not, the exam, and the end."""
    for kind, count in sorted(Counter(change.kind for change in changeset.changes).items()):
        yield JournalKind.DECIDED, f"Changes of kind {kind}: {count}."
    for notice in changeset.notices:
        if notice.kind in (NoticeKind.REFUSED, NoticeKind.QUARANTINED):
            where = f" ({notice.places[0].path}:{notice.places[0].first_line})" if notice.places else ""
            yield JournalKind.REFUSED, f"{notice.kind.capitalize()}{where}: {notice.reason}"
    yield JournalKind.DECIDED, f"Exam: {Score.of(exam.examined, exam.left_out).text}."
    yield JournalKind.ENDED, "Completed."


def _write_documents(conn: Connection, output_id: str, changeset: Changeset, at: datetime, *, by: str) -> None:
    """Removed paths first: what is written may stand there."""
    clones = {head.input_memory_id: head for head in memories.heads(conn, output_id)}
    by_path = {head.path: head for head in clones.values()}
    for path in changeset.removed:
        memories.remove(conn, by_path[path], at=at, by=by)
    for document in changeset.written:
        clone = None if document.memory_id is None else clones[document.memory_id]
        memories.put(
            conn,
            store_id=output_id,
            document=document,
            at=at,
            by=by,
            memory_id=None if clone is None else clone.id,
        )
