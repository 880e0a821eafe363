"""Which changes of a dream are in its store: what was promoted, less what was undone or taken back by a restore."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dreaming.store import dreams, ledger, promotions, refusals
from dreaming.store.connection import Connection
from dreaming.store.promotions import PromotionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a dream stands in its store.

    `everything` are the ids of its changes; `inside` of those that are in the store, None where nothing of it is (a
    dream without changes can be promoted too); `refused` of those that a person does not want. `first` is the earliest
    promotion that holds, `last` the latest there was, `restored` the restoration that took the dream back, if that was
    the last word. `forgotten` counts what of its report has gaps, since something that it read was forgotten.
    """

    everything: frozenset[str]
    inside: frozenset[str] | None = None
    refused: frozenset[str] = frozenset()
    first: PromotionRow | None = None
    last: PromotionRow | None = None
    restored: PromotionRow | None = None
    forgotten: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is in the store."""
        return self.inside == self.everything

    @property
    def is_decided(self) -> bool:
        """Whether some of it is in the store, and nothing is left that nobody has decided about."""
        return self.inside is not None and self.inside | self.refused >= self.everything


def standing(conn: Connection, dream_id: str) -> Standing:
    """How the dream stands now; of one without a result, that nothing of it is anywhere."""
    everything = frozenset(change.id for change in ledger.changes(conn, dream_id))
    gaps = dreams.forgotten(conn, dream_id)
    now = Standing(everything=everything, refused=refusals.of_changes(conn, dream_id), forgotten=gaps)
    past: list[tuple[PromotionRow, Standing]] = []
    for row in promotions.about(conn, dream_id):
        now = _after(now, row, past)
        past.append((row, now))
    return now


def _after(now: Standing, row: PromotionRow, past: Sequence[tuple[PromotionRow, Standing]]) -> Standing:
    if row.kind == "promote":
        inside = (now.inside or frozenset()) | frozenset(row.changes)
        return replace(now, inside=inside, first=now.first or row, last=row, restored=None)
    if row.kind == "undo":
        left = (now.inside or frozenset()) - frozenset(row.changes)
        return replace(now, inside=left or None, first=now.first if left else None)
    then = _as_of(past, row.restored_seq or 0) or Standing(
        everything=now.everything, refused=now.refused, forgotten=now.forgotten
    )
    was_taken = now.inside is not None and then.inside is None
    return replace(then, last=now.last, restored=row if was_taken else now.restored if then.inside is None else None)


def _as_of(past: Sequence[tuple[PromotionRow, Standing]], seq: int) -> Standing | None:
    """How it stood when `seq` was the newest version. What wrote nothing at that very point counts as later."""
    known = [each for row, each in past if row.after_seq <= seq and not row.before_seq == row.after_seq == seq]
    return known[-1] if known else None
