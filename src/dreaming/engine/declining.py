"""Verdicts that a person has said no to before: they are set aside whatever the judge says."""

from collections.abc import Iterable

from dreaming.domain.claims import Claim
from dreaming.domain.provenance import Evidence
from dreaming.domain.questions import Action, Verdict
from dreaming.domain.refusals import Refusal, Refusals
from dreaming.engine.checks import Rulings

_LETS_GO = frozenset({Action.MERGE, Action.DROP, Action.QUARANTINE})


def decline(rulings: Rulings, refusals: Refusals) -> list[tuple[Verdict, Refusal]]:
    """Take what was refused out of the verdicts that stand, with what cannot stand without it.

    Returns:
        Each verdict that was taken out, with the refusal.
    """
    declined = [(verdict, refusal) for verdict in rulings.accepted if (refusal := _refusal(rulings, verdict, refusals))]
    for verdict, _ in declined:
        _withdraw(rulings, verdict)
    return declined


def rooted(claims: Iterable[Claim], refusals: Refusals) -> frozenset[str]:
    """The ids of claims that a person wants to stay in their memories."""
    return frozenset(claim.id for claim in claims if refusals.keeps_in_place(claim.text))


def _refusal(rulings: Rulings, verdict: Verdict, refusals: Refusals) -> Refusal | None:
    evidence = _evidence(rulings, verdict)
    claims = [rulings.claims[each].text for each in verdict.claims]
    if verdict.action in _LETS_GO:
        return next(filter(None, (refusals.of_removal(claim, evidence) for claim in claims)), None)
    if verdict.action is Action.ADD:
        return refusals.of_line(rulings.wording(verdict), evidence)
    if verdict.action is not Action.SUPERSEDE:
        return None
    is_new = verdict.target in rulings.observations
    text = rulings.wording(verdict) if is_new else rulings.claims[verdict.target].text
    line = refusals.of_line(text, evidence) if is_new else None
    return line or next(filter(None, (refusals.of_value(claim, text, evidence) for claim in claims)), None)


def _evidence(rulings: Rulings, verdict: Verdict) -> list[Evidence]:
    """What the verdict rests on; a claim that stays counts as said when and by whom it was asserted."""
    found = list(rulings.supporting(verdict))
    if verdict.target in rulings.claims:
        of = rulings.claims[verdict.target].provenance
        found += [*of.evidence, Evidence(quote="", origin=of.origin, at=of.asserted_at)]
    return found


def _withdraw(rulings: Rulings, verdict: Verdict) -> None:
    """Its claims stay; an item of a list stays with a line that belongs to it."""
    if verdict not in rulings.accepted:
        return
    rulings.accepted.remove(verdict)
    for claim in verdict.claims:
        rulings.lost.pop(claim, None)
    kept = set(verdict.claims)
    for other in list(rulings.accepted):
        if any(kept.intersection(rulings.children.get(claim, ())) for claim in other.claims):
            _withdraw(rulings, other)
            rulings.refused.append((other, "a line that belongs to it stays"))
