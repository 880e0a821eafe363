"""What a dream decided, kept so that a part of its result can be built later without asking anybody again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dreaming.domain.claims import Observation
from dreaming.domain.instructions import Layout
from dreaming.domain.kinship import Frame
from dreaming.domain.language import normalise
from dreaming.domain.provenance import Evidence
from dreaming.domain.questions import Action, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The verdicts that stand, with what they rest on. With the pinned documents it gives the result again.

    `observations` are those that a verdict names, `overruled` the others; `held` the ids of claims that stay where they
    are; `undone` the changes that did not pass the checks on the result. `frames` are those of what was replaced and of
    what replaces it, `topics` those that a model named, by claim id.
    """

    verdicts: tuple[Verdict, ...]
    observations: tuple[Observation, ...]
    held: tuple[str, ...]
    undone: tuple[str, ...]
    layout: Layout
    frames: Mapping[str, Frame] = field(default_factory=dict[str, Frame])
    topics: Mapping[str, str] = field(default_factory=dict[str, str])
    overruled: tuple[Observation, ...] = ()

    @property
    def heard(self) -> "Heard":
        """All that the dream took from its sessions."""
        skipped = {each for verdict in self.verdicts if verdict.action is Action.SKIP for each in verdict.observations}
        return Heard(
            observations=(*self.observations, *self.overruled),
            skipped=tuple(each for each in self.observations if each.id in skipped),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What dreams took from sessions, whatever became of it: later ones learn from it how things are said.

    `skipped` is what they did not write because something else said the same, or what was said later.
    """

    observations: tuple[Observation, ...] = ()
    skipped: tuple[Observation, ...] = ()

    def again(self, observations: Iterable[Observation]) -> frozenset[str]:
        """The ids of those that are merely skipped ones, read again: another quote, or another reading of one, is news."""
        quotes: dict[str, set[Evidence]] = defaultdict(set)
        for each in self.skipped:
            quotes[normalise(each.text)].update(each.provenance.evidence)
        return frozenset(
            each.id for each in observations if quotes[normalise(each.text)].issuperset(each.provenance.evidence)
        )
