"""Values that a change writes into the places that they have, and what stood there before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.fields import rewritten, told
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.domain.questions import Verdict
from dreaming.domain.slots import Replacement
from dreaming.engine.checks import Rulings
from dreaming.engine.composing import Draught


def in_order(rulings: Rulings, verdict: Verdict) -> list[Observation]:
    """What a verdict rests on, the oldest first."""
    said = (rulings.observations[each] for each in rulings.heard(verdict))
    return sorted(said, key=lambda each: (each.provenance.asserted_at, each.id))


def rewrite(
    draught: Draught, stands: tuple[Claim, Evidence], said: Iterable[Observation], of: Provenance, change: str
) -> bool:
    """Put the values that were said into the place that a claim has for them; False where it has none.

    Args:
        draught: the output.
        stands: the claim, and its line as evidence: what else stands there rests on it.
        said: what tells the values, the oldest first.
        of: the provenance of a new line that rests on what was said.
        change: the id of the change.
    """
    claim, quote = stands
    line = new = draught.documents[claim.path].of(claim)[0].text
    for observation in said:
        new = rewritten(claim, new, observation) or new
    if new == line:
        return False
    weakest = min((of, claim.provenance), key=lambda each: each.trust)
    evidence = tuple(dict.fromkeys((*of.evidence, quote, *claim.provenance.evidence)))
    draught.rewrite(claim, new, replace(weakest, asserted_at=of.asserted_at, evidence=evidence), change)
    return True


def says_no_more(claims: Iterable[Claim], observation: Observation) -> bool:
    """Whether what was said is wholly in the places of these claims."""
    return all((found := told(claim, observation)) is not None and found.is_whole for claim in claims)


def cells_before(rulings: Rulings, claim: Claim, said: Sequence[Observation]) -> list[tuple[Replacement, Observation]]:
    """Of a row that is written anew: each value that stood in it, and what took its place first."""
    found: dict[str, tuple[Replacement, Observation]] = {}
    for observation in said if claim.kind is ClaimKind.ROW else ():
        by = rulings.kinship.replacement(claim, observation)
        if by is not None:
            found.setdefault(by.label, (by, observation))
    return list(found.values())
