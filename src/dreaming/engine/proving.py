"""The result, built until every promise holds on it and nothing that was merged is out of reach."""

from dreaming.domain.ports import Search, Snapshot
from dreaming.engine.accounting import Built
from dreaming.engine.building import Builder
from dreaming.engine.finding import has_any, unfound
from dreaming.engine.verifying import Witness, faults

SEARCHES = 3  # rounds in which it is looked for what was merged


def proven(builder: Builder, snapshot: Snapshot) -> tuple[Built, dict[str, str]]:
    """Build and verify; a change that fails is undone and everything is built anew, until all is well.

    So are merges after which something would not be found any more; what they leave makes less room for others, so that
    it is looked for again, some times.
    """
    witness = Witness.of(builder.parsed, builder.rulings.observations.values())
    built, undone = _verified(builder, witness, {})
    before: Search | None = None
    for _ in range(SEARCHES):
        if not has_any(built, builder.rulings):
            break
        before = before or snapshot.searching(snapshot.documents)
        lost = unfound(built, builder.rulings, before, snapshot.searching(built.draught.whole()))
        if not lost:
            break
        built, undone = _verified(builder, witness, undone | lost)
    return built, undone


def _verified(builder: Builder, witness: Witness, undone: dict[str, str]) -> tuple[Built, dict[str, str]]:
    while True:
        built = builder.build(frozenset(undone))
        found = {key: problem for key, problem in faults(built, witness).items() if key not in undone}
        if not found:
            return built, undone
        undone = undone | found
