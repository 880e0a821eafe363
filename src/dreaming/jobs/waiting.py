"""Whether there is anything for a worker to do."""

from datetime import datetime

from dreaming.jobs.owners import Owner
from dreaming.store import dreams, leases
from dreaming.store.connection import Connection


def is_any_waiting(conn: Connection, owner: Owner, now: datetime) -> bool:
    """Whether a dream waits to be run, was left by a process that died, or has yet to promote itself."""
    dead = owner.dead(leases.owners(conn))
    return leases.is_any_free(conn, now, dead=dead) or bool(dreams.due_promotions(conn))
