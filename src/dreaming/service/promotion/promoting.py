"""Putting a dream's changes into its store: one transaction, compared with what was reviewed.

A memory that the dream did not touch is left alone, whatever happened to it since. One that it touched is merged with
what others made of it, claim by claim. What cannot be merged is refused with the list, or decided by `on_conflict`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dreaming.domain.errors import Conflict, FingerprintChanged, NotFound, PromotionConflict, Refused
from dreaming.domain.lifecycle import check_reviewable
from dreaming.domain.model import Document, Dream
from dreaming.domain.refusals import RefusalGround
from dreaming.service import refusing
from dreaming.service.gates import DROP_LIMIT, check_gates, drops_too_much, passed_over
from dreaming.service.promotion.merging import Merging, Step, Task, clashes
from dreaming.service.promotion.order import OnConflict, Order
from dreaming.service.promotion.results import Result, Results, as_it_stands
from dreaming.service.promotion.selecting import named, with_dependants, with_needs
from dreaming.service.promotion.standing import Standing, standing
from dreaming.service.promotion.writing import Record, diff, write
from dreaming.store import dreams, ledger, outputs, promotions, refusals, stores
from dreaming.store.connection import Connection
from dreaming.store.promotions import PromotionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """Changes of a dream in its input store. `is_new` is False where they were there already.

    `changes` are those that came now, `also` those of them that were not asked for, each with the reason; `inside` of
    `total` are in the store now. `kept_current` and `kept_dream` are the paths of conflicts, by how they were decided.
    """

    id: str
    dream_id: str
    store_id: str
    created_at: datetime
    created_by: str
    before_seq: int
    after_seq: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept_current: tuple[str, ...]
    kept_dream: tuple[str, ...]
    changes: tuple[str, ...]
    also: Mapping[str, str]
    inside: int
    total: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an order means for a dream that stands so: which changes, and what they make of its memories.

    It holds no connection: it can be prepared before the write, and is good while the dream stands so.
    """

    dream: Dream
    standing: Standing
    wanted: frozenset[str]
    left_out: frozenset[str] = frozenset()
    also: Mapping[str, str] = field(default_factory=dict[str, str])
    task: Task | None = None
    result: Result | None = None


def prepare(conn: Connection, dream_id: str, order: Order) -> Prepared:
    """Which changes the order means, and the memories with them.

    Raises:
        NotFound: there is no such dream.
        InvalidTransition: it has not completed, or was discarded.
        InvalidInput: a name means no change.
        PartRefused: what is meant cannot stand alone.
    """
    dream, now = dreams.get(conn, dream_id), standing(conn, dream_id)
    chosen, left_out, also = _chosen(conn, dream, now, order)
    wanted = (now.inside or frozenset()) | chosen
    if now.inside is not None and wanted == now.inside:
        return Prepared(dream=dream, standing=now, wanted=wanted, left_out=left_out)
    check_reviewable(dream, "promoted")
    results = Results(conn, dream, now.everything)
    result = results.of(wanted)
    return Prepared(
        dream=dream,
        standing=now,
        wanted=wanted,
        left_out=left_out,
        also=also,
        task=task_of(conn, dream, results, (results.of(now.inside), result)),
        result=result,
    )


def task_of(conn: Connection, dream: Dream, results: Results, between: tuple[Result, Result]) -> Task:
    """The memories that differ between two results of a dream."""
    before, after = between
    touched = [*{*before.documents, *after.documents}]
    was, then = as_it_stands(before, results, touched), as_it_stands(after, results, touched)
    differs = {key for key in touched if _told(was[key]) != _told(then[key])}
    return Task(
        store_id=dream.memory_store_id,
        before={key: was[key] for key in differs},
        after={key: then[key] for key in differs},
        fates=after.ledger,
        keys=results.keys,
        made=_made(conn, dream.id),
    )


def promote(
    conn: Connection, dream_id: str, order: Order, *, at: datetime, by: str, prepared: Prepared | None = None
) -> Promotion:
    """Promote in the caller's write transaction; what was promoted is told again, not done again.

    Raises:
        InvalidTransition: the dream has not completed, or was discarded.
        StoreReadOnly: its input store is archived.
        FingerprintChanged: its result is not what was reviewed.
        PromotionRefused: a gate is not passed.
        PromotionConflict: others changed what it changes, and `on_conflict` does not decide.
        InvalidInput, PartRefused: as `prepare`.
    """
    if prepared is None or prepared.standing != standing(conn, dream_id):
        prepared = prepare(conn, dream_id, order)
    now, last = prepared.standing, prepared.standing.last
    if prepared.task is None and last is not None:
        return _promotion(last, prepared, is_new=False)
    steps = _steps(conn, prepared, order)
    new = prepared.wanted - (now.inside or frozenset())
    details = _details(steps, order)
    details["overridden"] = passed_over(conn, prepared.dream, order.override, at=at, by=by)
    row = write(
        conn,
        steps,
        Record(
            kind="promote",
            dream=prepared.dream,
            changes=new,
            at=at,
            by=by,
            details=details,
        ),
    )
    refusals.lift_of_change(conn, prepared.dream.memory_store_id, new)
    refused = [change for change in ledger.changes(conn, dream_id) if change.id in prepared.left_out - prepared.wanted]
    refusing.refuse(conn, prepared.dream, refused, RefusalGround.EXCEPTED, at=at, by=by)
    if standing(conn, dream_id).is_decided:
        stores.archive(conn, prepared.dream.output_store_id or "", at)
        dreams.mark_promoted(conn, dream_id, at)
    return _promotion(row, prepared, is_new=True)


def obstacle(conn: Connection, dream_id: str, order: Order) -> Refused | Conflict | NotFound | None:
    """What `promote` of the same would raise of a completed dream now; nothing is written."""
    try:
        prepared = prepare(conn, dream_id, order)
        if prepared.task is not None:
            _steps(conn, prepared, order)
    except (Refused, Conflict, NotFound) as error:
        return error
    return None


def fingerprint(conn: Connection, dream: Dream) -> str | None:
    """A hash of what promoting the dream would do to its store as it stands; None of one without a result."""
    if dreams.result(conn, dream.id).fingerprint is None or dream.output_store_id is None:
        return None
    changed = outputs.touched(conn, dream.id, dream.output_store_id)
    return outputs.fingerprint(changed, outputs.standing_at(conn, dream.memory_store_id, changed))


def _chosen(
    conn: Connection, dream: Dream, now: Standing, order: Order
) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """The changes to take, those that are left out, and what is taken or left out with them, with the reasons."""
    changes = ledger.changes(conn, dream.id)
    out = named(changes, order.leave_out, "leave_out")
    if not order.only and not out:
        return now.everything - now.refused, out, {}
    chosen = named(changes, order.only, "only") if order.only else now.everything - now.refused
    if chosen == now.everything and not out:
        return chosen, out, {}
    needs = Results(conn, dream, now.everything).needs
    without = with_dependants(out, needs)
    chosen -= out | frozenset(without)
    also = {key: why for key, why in with_needs(chosen, needs).items() if key not in (now.inside or ())}
    return chosen | frozenset(also), out, also | without


def _steps(conn: Connection, prepared: Prepared, order: Order) -> list[Step]:
    """The steps to take, if the promotion may be done."""
    dream, task, result = prepared.dream, prepared.task, prepared.result
    assert task is not None  # noqa: S101 - there is something to do
    assert result is not None  # noqa: S101 - as above
    stores.check_writable(stores.get(conn, dream.memory_store_id))
    changed = outputs.touched(conn, dream.id, dream.output_store_id or "")
    ours = [each for each in changed if (each.base.memory_id if each.base else each.path) in task.after]
    is_part = prepared.wanted != prepared.standing.everything
    passed = {DROP_LIMIT} if is_part and not drops_too_much(result.fates) else set[str]()
    check_gates(conn, dream, ours, {*order.override, *passed})
    steps = Merging(conn, task).steps(dream_wins=order.on_conflict is OnConflict.KEEP_DREAM)
    found = clashes(steps)
    if found and order.on_conflict is None:
        raise PromotionConflict(dream.id, found)
    actual = fingerprint(conn, dream)
    if order.fingerprint is not None and actual is not None and order.fingerprint != actual:
        raise FingerprintChanged(dream.id, order.fingerprint, actual, diff(steps))
    return steps


def _details(steps: list[Step], order: Order) -> dict[str, object]:
    paths = list(dict.fromkeys(clash.path for clash in clashes(steps)))
    dream_wins = order.on_conflict is OnConflict.KEEP_DREAM
    return {
        "kept_current": [] if dream_wins else paths,
        "kept_dream": paths if dream_wins else [],
        "override": sorted(order.override),
    }


def _made(conn: Connection, dream_id: str) -> dict[str, str]:
    """The ids under which memories that the dream brought came into the store, by path."""
    found: dict[str, str] = {}
    for row in promotions.about(conn, dream_id):
        found |= row.details.get("made", {})
    return found


def _told(document: Document | None) -> object:
    if document is None:
        return None
    return document.path, document.content, document.pinned, document.default, document.spans


def _promotion(row: PromotionRow, prepared: Prepared, *, is_new: bool) -> Promotion:
    return Promotion(
        id=row.id,
        dream_id=row.dream_id or "",
        store_id=row.store_id,
        created_at=row.created_at,
        created_by=row.created_by,
        before_seq=row.before_seq,
        after_seq=row.after_seq,
        written=tuple(row.details["written"]),
        removed=tuple(row.details["removed"]),
        kept_current=tuple(row.details["kept_current"]),
        kept_dream=tuple(row.details["kept_dream"]),
        changes=row.changes,
        also=prepared.also,
        inside=len(prepared.wanted),
        total=len(prepared.standing.everything),
        is_new=is_new,
    )
