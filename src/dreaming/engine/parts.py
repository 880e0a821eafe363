"""A dream's result with only some of its changes: built from the pinned documents and what the dream decided.

It is the building of the dream itself, with the other changes undone, and passes the same checks. Nobody is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.changes import LedgerEntry
from dreaming.domain.claims import Observation
from dreaming.domain.instructions import Layout
from dreaming.domain.kinship import Kinship
from dreaming.domain.model import Document
from dreaming.domain.plans import Plan
from dreaming.domain.questions import Action, Verdict
from dreaming.engine.accounting import Built
from dreaming.engine.building import Builder
from dreaming.engine.checks import LEFT_BEHIND, Rulings
from dreaming.engine.documents import Parsed, parse_store
from dreaming.engine.verifying import Witness, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A result: documents that differ from the input, removed paths, and the fate of each input claim.

    `faults` are the changes that cannot stand in it, each with the reason; such a part is not to be used.
    """

    written: tuple[Document, ...]
    removed: tuple[str, ...]
    ledger: tuple[LedgerEntry, ...]
    faults: Mapping[str, str]


class Parts:
    """The parts of one dream's result.

    Args:
        documents: the memories as they were pinned.
        plan: what the dream decided.

    Raises:
        KeyError: the plan names claims that these documents, read by this version, do not have.
    """

    def __init__(self, documents: Sequence[Document], plan: Plan) -> None:
        parsed = parse_store(documents)
        rulings = rulings_of(parsed, plan.observations, plan.held, Kinship(plan.frames))
        rulings.accepted.extend(plan.verdicts)
        for verdict in plan.verdicts:
            _check_known(verdict, rulings)
        self._plan = plan
        self._rulings = rulings
        self._witness = Witness.of(parsed, rulings.observations.values())
        self._builder = Builder(parsed, rulings, plan.layout, plan.topics)
        self._whole = self._builder.build(frozenset(plan.undone))

    def needs(self) -> dict[str, dict[str, str]]:
        """For each change that needs others: which, and why."""
        lost_by = {claim: key for key, verdict in self._whole.verdicts.items() for claim in verdict.claims}
        takes = {key: verdict.claims for key, verdict in self._whole.verdicts.items()}
        takes |= {move.id: tuple(claim.id for claim in move.claims) for move in self._whole.moves}
        found: dict[str, dict[str, str]] = {}
        for key, claims in takes.items():
            for child in (each for claim in claims for each in self._rulings.children.get(claim, ())):
                if child in lost_by and lost_by[child] != key:
                    found.setdefault(key, {})[lost_by[child]] = LEFT_BEHIND
        return found

    def build(self, chosen: frozenset[str]) -> Part:
        """The result with these changes alone."""
        others = frozenset(self._whole.verdicts) - chosen
        moves = [move for move in self._whole.moves if move.id in chosen]
        built = self._builder.build(others | frozenset(self._plan.undone), moves)
        return Part(
            written=tuple(written(built)),
            removed=tuple(sorted(built.draught.removed)),
            ledger=tuple(built.ledger),
            faults=faults(built, self._witness),
        )


def plan_of(rulings: Rulings, undone: Iterable[str], layout: Layout, topics: Mapping[str, str]) -> Plan:
    """What is kept of a dream's decisions."""
    compared = {
        each
        for verdict in rulings.accepted
        if verdict.action is Action.SUPERSEDE
        for each in (*verdict.claims, *verdict.observations, verdict.target)
    }
    named = {each for verdict in rulings.accepted for each in (*rulings.heard(verdict), verdict.target)}
    return Plan(
        verdicts=tuple(rulings.accepted),
        observations=tuple(each for each in rulings.observations.values() if each.id in named),
        held=tuple(sorted(rulings.held | rulings.rooted)),
        undone=tuple(sorted(undone)),
        layout=layout,
        frames={each: frame for each, frame in sorted(rulings.kinship.frames.items()) if each in compared},
        topics=topics,
        overruled=tuple(each for each in rulings.observations.values() if each.id not in named),
    )


def rulings_of(
    parsed: Sequence[Parsed], observations: Iterable[Observation], held: Iterable[str], kinship: Kinship
) -> Rulings:
    """Nothing ruled yet, over everything that can be ruled on."""
    claims = {claim.id: claim for each in parsed for claim in each.all_claims}
    children = {owner: inside for each in parsed for owner, inside in each.children.items()}
    return Rulings(claims, {each.id: each for each in observations}, frozenset(held), children, kinship)


def written(built: Built) -> Iterable[Document]:
    """Documents whose text or provenance is not what it was."""
    for _, draughted in sorted(built.draught.documents.items()):
        was = draughted.parsed
        same_text = was is not None and draughted.text() == was.document.content
        if was is None or not same_text or tuple(line.provenance for line in draughted.lines) != was.provenance:
            yield draughted.document()


def _check_known(verdict: Verdict, rulings: Rulings) -> None:
    for each in (*verdict.claims, *verdict.observations, *([verdict.target] if verdict.target else [])):
        if each not in rulings.claims and each not in rulings.observations:
            raise KeyError(each)
