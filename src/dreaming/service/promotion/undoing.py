"""Taking back one change of a dream that was promoted, and keeping everything else that happened since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import NotFound, UndoConflict
from dreaming.domain.model import Dream
from dreaming.domain.refusals import RefusalGround
from dreaming.service import refusing
from dreaming.service.promotion.merging import Merging, Task, clashes
from dreaming.service.promotion.promoting import task_of
from dreaming.service.promotion.results import Results
from dreaming.service.promotion.selecting import with_dependants
from dreaming.service.promotion.standing import Standing, standing
from dreaming.service.promotion.writing import Record, write
from dreaming.store import dreams, ledger, promotions, stores
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A change is in its store no more. `also` went with it, for the reasons given."""

    id: str
    change_id: str
    dream_id: str
    store_id: str
    created_at: datetime
    written: tuple[str, ...]
    removed: tuple[str, ...]
    also: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What taking a change back means for a dream that stands so; it holds no connection."""

    dream: Dream
    standing: Standing
    also: Mapping[str, str]
    task: Task


def prepare_undo(conn: Connection, change_id: str) -> Undoing:
    """Which dream's change is meant, what goes with it, and the memories without it.

    Raises:
        NotFound: no such change is in its store.
        PartRefused: the others cannot stand without it.
    """
    for dream_id in promotions.dreams_with(conn, change_id):
        now = standing(conn, dream_id)
        if change_id in (now.inside or ()):
            return _undoing(conn, dreams.get(conn, dream_id), now, change_id)
    hint = "Section changes of dream_report has the ids; only a change that was promoted can be undone."
    raise NotFound("promoted change", change_id, hint)


def undo(conn: Connection, change_id: str, *, at: datetime, by: str, prepared: Undoing | None = None) -> Undone:
    """Take the change back in the caller's write transaction. It is refused from then on.

    Raises:
        NotFound, PartRefused: as `prepare_undo`.
        StoreReadOnly: the store is archived.
        UndoConflict: what it wrote was changed since.
    """
    if prepared is None or prepared.standing != standing(conn, prepared.dream.id):
        prepared = prepare_undo(conn, change_id)
    dream = prepared.dream
    stores.check_writable(stores.get(conn, dream.memory_store_id))
    steps = Merging(conn, prepared.task).steps(dream_wins=False)
    found = clashes(steps)
    if found:
        raise UndoConflict(change_id, found)
    record = Record(kind="undo", dream=dream, changes=frozenset({change_id, *prepared.also}), at=at, by=by, details={})
    row = write(conn, steps, record)
    refused = [change for change in ledger.changes(conn, dream.id) if change.id == change_id]
    refusing.refuse(conn, dream, refused, RefusalGround.UNDONE, at=at, by=by)
    return Undone(
        id=row.id,
        change_id=change_id,
        dream_id=dream.id,
        store_id=row.store_id,
        created_at=at,
        written=tuple(row.details["written"]),
        removed=tuple(row.details["removed"]),
        also=prepared.also,
    )


def _undoing(conn: Connection, dream: Dream, now: Standing, change_id: str) -> Undoing:
    results = Results(conn, dream, now.everything)
    gone = frozenset({change_id})
    is_last = now.inside == gone
    also = {} if is_last else with_dependants(gone, results.needs)
    also = {key: why for key, why in also.items() if key in (now.inside or ())}
    left = (now.inside or frozenset()) - gone - frozenset(also)
    task = task_of(conn, dream, results, (results.of(now.inside), results.of(left or None)))
    return Undoing(dream=dream, standing=now, also=also, task=task)
