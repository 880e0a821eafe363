"""Making sure that a worker runs what waits, without waiting for it.

The worker is a process of its own, in a session of its own: it outlives the client that asked for a dream, the
server, and the terminal. Where none can be started, whoever asks is told so, and can run the same code in-process.
"""

import logging
import threading
from typing import TYPE_CHECKING

from dreaming.domain.ports import Clock
from dreaming.jobs.owners import Owner
from dreaming.jobs.presence import present_worker
from dreaming.jobs.starting import start_worker
from dreaming.jobs.waiting import is_any_waiting
from dreaming.store.connection import Database

if TYPE_CHECKING:
    import subprocess

_log = logging.getLogger(__name__)


class Launcher:
    """Starts the worker of one database.

    Args:
        db: the database.
        clock: the time.
        is_allowed: whether processes may be started; else `ensure` never starts one.
    """

    def __init__(self, db: Database, clock: Clock, *, is_allowed: bool = True) -> None:
        self._db = db
        self._clock = clock
        self._is_allowed = is_allowed
        self._owner = Owner(db.path)  # only to look at others: it never appears

    def ensure(self, *, more_waits: bool = False) -> bool:
        """See to it that a worker runs what waits, if anything does.

        Args:
            more_waits: something does that is not in the database.

        Returns:
            Whether that is so; False where something waits and no process can be started here.
        """
        now = self._clock.now()
        with self._db.read() as conn:
            is_waiting = more_waits or is_any_waiting(conn, self._owner, now)
            if not is_waiting or present_worker(conn, self._db.path, now) is not None:
                return True
        return self._is_allowed and self._start()

    def _start(self) -> bool:
        try:
            process = start_worker(self._db.path.parent)
        except OSError as error:
            _log.warning("No worker can be started (%s): dreams are run in this process.", error)
            return False
        threading.Thread(target=_reap, args=(process,), name="worker's end", daemon=True).start()
        return True


def _reap(process: "subprocess.Popen[bytes]") -> None:
    """Take note of the worker's end, if this process lives so long: else it would stay in the table of processes."""
    code = process.wait()
    if code:
        _log.warning("The worker ended with %d; worker.log beside the database says why.", code)
