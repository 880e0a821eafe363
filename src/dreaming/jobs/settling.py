"""The end of a dream: its result and its status are written together, or not at all."""

from dataclasses import replace
from datetime import datetime

from dreaming.domain.changes import Changeset
from dreaming.domain.errors import LeaseLost
from dreaming.domain.model import DreamError, DreamStatus, Lease, StoreKind
from dreaming.domain.ports import Clock
from dreaming.jobs.asking import CancelRequested
from dreaming.store import checkpoints, dreams, leases, ledger, memories, outputs, stores
from dreaming.store.connection import Connection, Database


def complete(db: Database, clock: Clock, lease: Lease, changeset: Changeset) -> None:
    """Write the output store, the ledger, the changes and the status.

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
        checkpoints.drop(conn, lease.dream_id)
        stores.update(conn, replace(stores.get(conn, output_id), kind=StoreKind.OUTPUT, updated_at=at))
        leases.settle(
            conn,
            lease,
            DreamStatus.COMPLETED,
            at=at,
            counts={**changeset.counts, ledger.STRUCTURE_LINES: changeset.structure_lines},
            fingerprint=outputs.fingerprint(outputs.touched(conn, lease.dream_id, output_id)),
        )


def end(db: Database, clock: Clock, lease: Lease, status: DreamStatus, error: DreamError | None) -> None:
    """Write that the dream failed or was canceled; its unfinished output store stays as it is.

    Raises:
        LeaseLost: another worker has the dream; nothing is written.
    """
    with db.write() as conn:
        leases.settle(conn, lease, status, at=clock.now(), error=error)


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
