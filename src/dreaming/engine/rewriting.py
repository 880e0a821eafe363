"""Values that a change writes into the places that they have, and what stood there before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dreaming.domain.claims import Claim, ClaimKind, Observation
from dreaming.domain.contexts import may_be_same
from dreaming.domain.fields import IN_PLACE, rewritten, stands_alone, told
from dreaming.domain.language import normalise
from dreaming.domain.provenance import Evidence, Provenance
from dreaming.domain.questions import Verdict
from dreaming.domain.slots import Replacement
from dreaming.engine.checks import Rulings
from dreaming.engine.composing import Draught
from dreaming.engine.drafting import bare


def in_order(rulings: Rulings, verdict: Verdict) -> list[Observation]:
    """What a verdict rests on, the oldest first."""
    said = (rulings.observations[each] for each in rulings.heard(verdict))
    return sorted(said, key=lambda each: (each.provenance.asserted_at, each.id))


@dataclass(slots=True)
class Rewriting:
    """One change that puts values into the places that claims have for them.

    Args:
        draught: the output.
        sentence: what tells the value.
        said: what tells the values of a row, whose other cells may change with it: the oldest first.
        of: the provenance of a new line that rests on what was said.
        change: the id of the change.
    """

    draught: Draught
    sentence: Observation
    said: Sequence[Observation]
    of: Provenance
    change: str
    items: list[Claim] = field(default_factory=list[Claim])

    def rewrite(self, claim: Claim, quote: Evidence) -> bool:
        """Write the claim anew; False where it has no place for the value. `quote` is its line: what else stands there rests on it.

        A list item goes where another one then says the very same; a cell and an entry stay.
        """
        line = new = self.draught.documents[claim.path].of(claim)[0].text
        for observation in self.said if claim.kind is ClaimKind.ROW else (self.sentence,):
            new = rewritten(claim, new, observation) or new
        if new == line:
            return False
        anew = replace(claim, text=bare(new))
        if claim.kind not in IN_PLACE and any(_say_the_same(anew, other) for other in self.items):
            self.draught.remove(claim)
            return True
        self.items.append(anew)
        weakest = min((self.of, claim.provenance), key=lambda each: each.trust)
        evidence = tuple(dict.fromkeys((*self.of.evidence, quote, *claim.provenance.evidence)))
        provenance = replace(weakest, asserted_at=self.of.asserted_at, evidence=evidence)
        self.draught.rewrite(claim, new, provenance, self.change)
        return True

    def says_all(self, left: Sequence[Claim]) -> bool:
        """Whether the sentence itself need not be written: all that it says stands in places, or in a list item alone.

        `left` are claims that have no place for its value.
        """
        found = [told(claim, self.sentence) for claim in self.items]
        if not left and all(each is not None and each.is_whole for each in found):
            return True
        return any(claim.kind not in IN_PLACE and stands_alone(claim, self.sentence) for claim in self.items)


def _say_the_same(a: Claim, b: Claim) -> bool:
    return b.kind not in IN_PLACE and normalise(a.text) == normalise(b.text) and may_be_same(a, b)


def cells_before(rulings: Rulings, claim: Claim, said: Sequence[Observation]) -> list[tuple[Replacement, Observation]]:
    """Of a row that is written anew: each value that stood in it, and what took its place first."""
    found: dict[str, tuple[Replacement, Observation]] = {}
    for observation in said if claim.kind is ClaimKind.ROW else ():
        by = rulings.kinship.replacement(claim, observation)
        if by is not None:
            found.setdefault(by.label, (by, observation))
    return list(found.values())
