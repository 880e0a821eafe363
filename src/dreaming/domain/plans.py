"""What a dream decided, kept so that a part of its result can be built later without asking anybody again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dreaming.domain.claims import Observation
from dreaming.domain.instructions import Layout
from dreaming.domain.kinship import Frame
from dreaming.domain.questions import Verdict


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
    def heard(self) -> tuple[Observation, ...]:
        """All that the dream took from its sessions, whatever became of it: later dreams learn from it how things are said."""
        return (*self.observations, *self.overruled)
