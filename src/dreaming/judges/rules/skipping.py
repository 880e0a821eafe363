"""What sessions said and no verdict takes up: it is known in other words, or something later stands in its place.

Saying so lets a later dream, which reads the same sessions once more, know that this was decided.
"""

from collections.abc import Iterable, Iterator, Sequence

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.kinship import Kinship
from dreaming.domain.questions import Action, Verdict
from dreaming.judges.rules.classes import Class


def skipped(classes: Sequence[Class], verdicts: Iterable[Verdict], kinship: Kinship) -> Iterable[Verdict]:
    """A verdict on each observation that nothing else is decided about, with the line or the words that tell why."""
    decided = {item for verdict in verdicts for item in (*verdict.observations, verdict.target)}
    for each in classes:
        for said in each.observations:
            if said.id not in decided:
                yield from _skipped(said, each, kinship)


def _skipped(said: Observation, of: Class, kinship: Kinship) -> Iterator[Verdict]:
    known = next((claim for claim in of.claims if kinship.same(said, claim)), None)
    if known is not None:
        reason = "The store says it already, in other words."
        yield Verdict(action=Action.SKIP, observations=(said.id,), target=known.id, reason=reason)
        return
    later = next((item for item in _after(of) if kinship.replacement(said, item) is not None), None)
    if later is not None:
        reason = "Something that was said later stands in its place."
        yield Verdict(action=Action.SKIP, observations=(said.id,), target=later.id, reason=reason)


def _after(of: Class) -> Iterator[Claim | Observation]:
    """What replaced it, step by step."""
    while of.successor is not None:
        of = of.successor
        yield of.head
        yield from () if of.teller is None else (of.teller,)
