"""Rows of tables: each of their cells has a value of its own, which sessions tell one by one."""

from collections.abc import Callable, Iterable, Sequence

from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.kinship import Kinship
from dreaming.domain.questions import Action, ReconcileTask, Verdict
from dreaming.domain.slots import Replacement
from dreaming.judges.rules.classes import Class


def restated(claims: Sequence[Claim], task: ReconcileTask) -> Iterable[Verdict]:
    """What sessions say of a cell that says it already."""
    rows = [claim for claim in claims if claim.kind is ClaimKind.ROW]
    for observation in task.observations:
        row = next((row for row in rows if task.kinship.same(observation, row)), None)
        if row is not None and not observation.closes:
            reason = "The store says it already."
            yield Verdict(action=Action.MERGE, observations=(observation.id,), target=row.id, reason=reason)


def other_cells(
    row: Class,
    later: Sequence[Class],
    change: Replacement,
    kinship: Kinship,
    is_over: Callable[[Class, Class, Replacement], bool],
) -> list[Class]:
    """What else was said of the row that `change` rewrites: the newest of each other cell, which is written with it."""
    found: dict[str, Class] = {}
    labels = {change.label}
    for new in reversed(later if change.label and not row.observations else ()):
        other = kinship.replacement(row.head, new.head)
        if other is None or not other.label or other.label in labels or new.claims or not is_over(row, new, other):
            continue
        labels.add(other.label)
        new.written = True
        found[other.label] = new
    return list(found.values())
