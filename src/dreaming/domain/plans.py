"""What a dream decided, kept so that a part of its result can be built later without asking anybody again."""

from dataclasses import dataclass

from dreaming.domain.claims import Observation
from dreaming.domain.instructions import Layout
from dreaming.domain.questions import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The verdicts that stand, with what they rest on. With the pinned documents it gives the result again.

    `observations` are those that a verdict names; `held` the ids of claims that stay where they are; `undone`
    the changes that did not pass the checks on the result.
    """

    verdicts: tuple[Verdict, ...]
    observations: tuple[Observation, ...]
    held: tuple[str, ...]
    undone: tuple[str, ...]
    layout: Layout
