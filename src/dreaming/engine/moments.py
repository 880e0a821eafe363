"""Where a session shows that the store could have helped, and whether a line of a store would have.

They are read off what the rules observe: a correction in the user's own words, a statement that the user has made in an
earlier session, a command that failed. Only what stands in the session counts, as for everything that a dream observes.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from dreaming.domain.claims import AGAIN, FAILURE, Draft, Observation, ObservationKind
from dreaming.domain.exam import Moment, MomentKind
from dreaming.domain.language import normalise, read, unsupported
from dreaming.domain.provenance import Origin
from dreaming.domain.questions import ObserveTask
from dreaming.domain.telling import told_change
from dreaming.engine.examining import holds, without
from dreaming.engine.observations import accept
from dreaming.engine.said_again import Heard

SAID = "said"  # as a moment's topic: a statement, which counts where it was made before
_STATED = frozenset(
    {ObservationKind.PREFERENCE, ObservationKind.FACT, ObservationKind.DECISION, ObservationKind.PROCEDURE}
)
_MOST_OF = 0.6  # of what is to be known has to stand in the line


def moments(task: ObserveTask, drafts: Iterable[Draft]) -> Iterator[Moment]:
    """The corrections and failures among what the rules observe in one session."""
    began = min((event.created_at for event in task.events), default=None)
    for judged in accept(task, [draft for draft in drafts if _kind(draft) is not None]):
        seen = judged.observation
        if (
            seen is not None
            and began is not None
            and (seen.kind not in _STATED or seen.provenance.origin is Origin.USER)
        ):
            yield _moment(seen, began)


def _kind(draft: Draft) -> MomentKind | None:
    if draft.kind is ObservationKind.CORRECTION:
        return MomentKind.CORRECTION
    if draft.kind in _STATED and not draft.topic and not draft.news:
        return MomentKind.CORRECTION
    is_of_failure = draft.kind is ObservationKind.LESSON and draft.topic.startswith(FAILURE)
    # Each way out of a failure is a lesson too, under a second line of the topic: the failure itself counts once.
    return MomentKind.FAILURE if is_of_failure and draft.topic.partition("\n")[2] in {"", AGAIN} else None


def _moment(observation: Observation, began: datetime) -> Moment:
    """It is at its first quote: what is said or tried after that may come of it."""
    evidence = observation.provenance.evidence
    is_correction = observation.kind is not ObservationKind.LESSON
    first = min(evidence, key=lambda each: each.at)
    quotes = tuple(each.quote for each in evidence)
    return Moment(
        kind=MomentKind.CORRECTION if is_correction else MomentKind.FAILURE,
        began=began,
        at=first.at,
        session_id=observation.sessions[0],
        event_id=first.event_id or "",
        text=observation.text,
        query=quotes[0] if is_correction else " ".join(quotes),
        topic=SAID if observation.kind in _STATED else observation.topic,
        quotes=() if is_correction else quotes,
    )


def order(moment: Moment) -> tuple[datetime, datetime, str, str]:
    """By the beginning of its session, then by its time."""
    return (moment.began, moment.at, moment.event_id, moment.text)


def counted(found: Iterable[Moment]) -> list[Moment]:
    """Those that a store could have helped with, in the order of time.

    A failure only from its second session on, or where it came back; a statement only where an earlier session has it.
    """
    seen: dict[str, str] = {}
    heard = Heard()
    kept: list[Moment] = []
    for moment in sorted(found, key=order):
        if moment.kind is MomentKind.FAILURE:
            topic, _, again = moment.topic.partition("\n")
            is_new = seen.setdefault(topic, moment.session_id) == moment.session_id
            counts = is_new if again else not is_new  # what an earlier session had counts at its first time, and once
        else:
            counts = heard.in_another(moment) or moment.topic != SAID
            heard.add(moment)
        if counts:
            kept.append(moment)
    return kept


def tells(moment: Moment, line: str) -> bool:
    """Whether the line says what was to be known at that moment."""
    if moment.kind is MomentKind.FAILURE:
        return _names_failure(moment.quotes[0], " ".join(moment.quotes[1:]), line)
    change = told_change(moment.text)
    if change is not None:
        return _holds_new(moment.text, *change, line)
    return not unsupported(moment.text, (line,)) and _most(read(moment.text).strong, line)


def _names_failure(command: str, error: str, line: str) -> bool:
    """The command itself, or its program with most of what the error says."""
    if normalise(command) in normalise(line):
        return True
    program = command.split(maxsplit=1)[0].rsplit("/", 1)[-1]
    return holds(program, line) and _most(read(error).strong, line)


def _holds_new(text: str, old: str, new: str, line: str) -> bool:
    """The value that the user gave, of the same thing; a line with the other value too has to tell the same change."""
    subject = read(without(text, (old, new))).strong
    if not holds(new, line) or (subject and not subject & read(line).terms):
        return False
    told = told_change(line)
    return not holds(old, line) or (told is not None and normalise(told[1]) == normalise(new))


def _most(terms: Collection[str], line: str) -> bool:
    there = read(line).terms
    return bool(terms) and sum(term in there for term in terms) >= _MOST_OF * len(terms)
