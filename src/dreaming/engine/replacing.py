"""Whether one statement may take the place of another: it is later, is trusted no less, and gives the same slot another value."""

from collections.abc import Sequence

from dreaming.domain.claims import Claim, ClaimKind, Observation, ObservationKind
from dreaming.domain.kinship import Kinship

OTHER_SLOT = "it does not give the same slot another value"


def by_steps(kinship: Kinship, claim: Claim, steps: Sequence[Observation], target: Claim | Observation) -> bool:
    """Whether something said in between replaces the claim and is itself replaced by the target, or said again by it."""
    return any(may_replace(kinship, claim, step) is None and _follows(kinship, step, target) for step in steps)


def _follows(kinship: Kinship, step: Observation, target: Claim | Observation) -> bool:
    change = kinship.replacement(step, target)
    if change is None:
        return False
    if not change.renews and step.provenance.asserted_at >= target.provenance.asserted_at:
        return False
    # As with a line that a user only repeated: a later line of the store may overrule a fact, and no wish.
    of_store = isinstance(target, Claim) and step.kind is ObservationKind.FACT
    return change.renews or of_store or step.provenance.backing <= target.provenance.backing


def may_replace(kinship: Kinship, claim: Claim, target: Claim | Observation) -> str | None:
    """Why the target may not take the claim's place; None if it may."""
    change = kinship.replacement(claim, target)
    is_at_once = change is not None and change.renews and target.provenance.asserted_at == claim.provenance.asserted_at
    if target.provenance.asserted_at <= claim.provenance.asserted_at and not is_at_once:
        return "it is not later than the line it would replace"
    # A line of the store is measured by who wrote the other, what was observed by everybody who said it.
    bar = claim.provenance.trust if isinstance(target, Claim) else claim.provenance.backing
    if target.provenance.backing < bar:
        return "it is trusted less than the line it would replace"
    if claim.kind in {ClaimKind.CODE, ClaimKind.PARAGRAPH}:
        return "code and paragraphs are not replaced"
    return None if change is not None else OTHER_SLOT
