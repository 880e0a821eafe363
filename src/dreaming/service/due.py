"""Which stores are due for a dream: the rule of `domain/due.py` on what the file says."""

from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.due import Due, DueRule, Situation, judge_due, read_rule
from dreaming.domain.errors import NotDue
from dreaming.domain.model import PROJECT, MemoryStore, StoreKind
from dreaming.domain.ports import Clock
from dreaming.service.stores import MetadataOfNew, find_or_new, nothing_known
from dreaming.store import due as rows
from dreaming.store import stores, undreamt
from dreaming.store.connection import Connection, Database
from dreaming.store.due import LastDream


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a store stands towards its next dream."""

    store: MemoryStore
    rule: DueRule
    undreamt_sessions: int
    last_dream: LastDream | None
    due: Due


class DueDreams:
    """Which stores are due.

    Args:
        db: the database.
        clock: the time.
        metadata_of_new: see `find_or_new`.
    """

    def __init__(self, db: Database, clock: Clock, metadata_of_new: MetadataOfNew = nothing_known) -> None:
        self._db = db
        self._clock = clock
        self._metadata_of_new = metadata_of_new

    def get(self, store: str, *, may_be_new: bool = False) -> Standing:
        """How one store (name or id) stands; or with `may_be_new` one of that name that is not made yet would.

        Raises:
            NotFound: there is none.
            AmbiguousName: several have the name.
        """
        with self._db.read() as conn:
            now = self._clock.now()
            found = (
                find_or_new(conn, store, now, self._metadata_of_new)[0] if may_be_new else stores.resolve(conn, store)
            )
            return standing(conn, found, now)

    def listing(self) -> list[Standing]:
        """How each store stands that dreams may be started of, oldest first."""
        with self._db.read() as conn:
            return standings(conn, self._clock.now())


def standings(conn: Connection, now: datetime) -> list[Standing]:
    """How each live store stands, oldest first."""
    return [standing(conn, stores.get(conn, store_id), now) for store_id in rows.live_stores(conn)]


def check_due(conn: Connection, store: MemoryStore, now: datetime) -> None:
    """Whether a dream of the store is due; true until the end of the transaction that asks.

    Raises:
        NotDue: none is; the message says why.
    """
    due = standing(conn, store, now).due
    if not due.is_due:
        raise NotDue(store.name, due.why)


def standing(conn: Connection, store: MemoryStore, now: datetime) -> Standing:
    """How this store stands."""
    rule, ends = read_rule(store.metadata), rows.ends(conn, store.id)
    project = store.metadata.get(PROJECT)
    left = undreamt.count(conn, store.id, project)
    situation = Situation(
        undreamt=left,
        newest_at=rows.newest_undreamt_at(conn, store.id, project),
        last_at=ends.last_at,
        failures=ends.failures,
        failed_at=ends.failed_at,
        active=ends.active,
        closed=_closed(store),
    )
    due = judge_due(rule, situation, now)
    return Standing(store=store, rule=rule, undreamt_sessions=left, last_dream=ends.last, due=due)


def _closed(store: MemoryStore) -> str | None:
    if store.archived_at is not None:
        return "The store is archived."
    return None if store.kind is StoreKind.LIVE else f"The store is the output of dream {store.dream_id}."
