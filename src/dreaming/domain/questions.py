"""What the engine asks and what a judge answers: the one seam between the pipeline and judgement.

A question's key is a hash of everything its answer may depend on, so that an answer can be kept and used again.
A verdict is a proposal: code may veto it, never widen it, and a claim without an accepted verdict is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dreaming.domain.claims import Claim, Draft, Observation
from dreaming.domain.instructions import Steering
from dreaming.domain.kinship import Kinship
from dreaming.domain.model import Event, Session


class Stage(StrEnum):
    """The stages that ask a judge."""

    OBSERVE = "observe"
    GROUP = "group"
    RECONCILE = "reconcile"
    PHRASE = "phrase"
    ORGANISE = "organise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveTask:
    """What does this session show? `events` are those that count: none abandoned, in order."""

    session: Session
    events: tuple[Event, ...]
    steering: Steering


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTask:
    """Which of these items are about the same thing, though they share too few words for code to see it?"""

    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    steering: Steering


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileTask:
    """What becomes of these claims and observations, which may be about the same thing?

    `kinship` is what they are to each other, as the checks see it too.
    """

    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    steering: Steering
    kinship: Kinship = field(default_factory=Kinship)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseTask:
    """How are these new lines best worded? Each is an observation whose own text is written if nothing better is said."""

    observations: tuple[Observation, ...]
    steering: Steering


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganiseTask:
    """Under which topic does each of these lines belong? They stand in dated notes and are to move to topic files."""

    claims: tuple[Claim, ...]
    steering: Steering


Task = ObserveTask | GroupTask | ReconcileTask | PhraseTask | OrganiseTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One unit of work for a judge."""

    key: str
    stage: Stage
    task: Task


MEANING = "meaning"  # the ground of a merge that a model proposes: the words differ, what is said does not


class Action(StrEnum):
    """What a verdict proposes."""

    MERGE = "merge"  # `claims` (and `observations`) say what claim `target` says
    SUPERSEDE = "supersede"  # `claims` are replaced by `target`: a later claim, or an observation
    ADD = "add"  # `observations` become a new line, `text`
    DROP = "drop"  # `claims` go; `rule` says which permitted ground: duplicate, transient, asked
    QUARANTINE = "quarantine"  # `claims` or `observations` are named in the report and not written
    SKIP = "skip"  # `observations` are not written: `target` says the same in other words, or what was said later
    DOUBT = "doubt"  # they may contradict each other: nothing changes, the report asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One proposal about claims and observations of one question, named by their ids.

    `target` is "" where the action has none. `text` is the wording of a new line; None means the target's own.
    `rule` is the ground of a drop, or `MEANING` for a merge of statements in different words. `reason` is one sentence
    for the report.
    """

    action: Action
    reason: str
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    target: str = ""
    text: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveAnswer:
    """The drafts of one session. `unread` says why the judge that was asked did not read it: others stood in for it."""

    drafts: tuple[Draft, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswer:
    """Sets of ids that are about the same thing."""

    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileAnswer:
    """The verdicts on one group."""

    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseAnswer:
    """Wordings, each `(observation id, text)`; what is not named keeps its own."""

    wordings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganiseAnswer:
    """Topics, each `(claim id, topic)`; what is not named goes where code would put it."""

    topics: tuple[tuple[str, str], ...] = ()


Answer = ObserveAnswer | GroupAnswer | ReconcileAnswer | PhraseAnswer | OrganiseAnswer
ANSWER_OF: Mapping[Stage, type[Answer]] = {
    Stage.OBSERVE: ObserveAnswer,
    Stage.GROUP: GroupAnswer,
    Stage.RECONCILE: ReconcileAnswer,
    Stage.PHRASE: PhraseAnswer,
    Stage.ORGANISE: OrganiseAnswer,
}
