"""Whether a worker is there: for whoever looks at a database, or would start one; who may run what, leases decide."""

import contextlib
from datetime import datetime
from pathlib import Path

from dreaming.jobs.owners import is_alive
from dreaming.store import workers
from dreaming.store.connection import Connection
from dreaming.store.workers import WorkerRow


def present_worker(conn: Connection, database: Path, now: datetime) -> WorkerRow | None:
    """The worker of this database that lives, as far as can be told; None where there is none."""
    worker = workers.current(conn)
    if worker is None or worker.until < now:
        return None
    with contextlib.suppress(OSError):  # a file that may only be read says nothing: its time has to do
        if is_alive(database, worker.owner) is False:
            return None
    return worker
