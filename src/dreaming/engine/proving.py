"""The result, built until every promise holds on it."""

from dreaming.engine.accounting import Built
from dreaming.engine.building import Builder
from dreaming.engine.verifying import Witness, faults


def proven(builder: Builder) -> tuple[Built, dict[str, str]]:
    """Build and verify; a change that fails is undone and everything is built anew, until all is well.

    Returns:
        The result, and the changes that were undone, each with the reason.
    """
    witness = Witness.of(builder.parsed, builder.rulings.observations.values())
    undone: dict[str, str] = {}
    while True:
        built = builder.build(frozenset(undone))
        found = {key: problem for key, problem in faults(built, witness).items() if key not in undone}
        if not found:
            return built, undone
        undone = undone | found
