"""From what a judge says it saw to what counts: quotes are found letter by letter, and who said them decides.

Only a user's words establish a preference, a rule, a decision or a correction; an agent's become theirs by a plain yes.
What tools and agents say can establish
an observed fact or a lesson, never an order, and only where two sessions show it. What a program put before the agent
(a briefing, a reminder, a recalled memory) says nothing new and supports nothing. Whatever fails is named, not written.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dreaming.domain.changes import Notice, NoticeKind
from dreaming.domain.claims import ASKED, OFTEN_ASKED, Draft, Observation, ObservationKind
from dreaming.domain.confirming import answered, is_yes
from dreaming.domain.dates import as_dated, resolve
from dreaming.domain.language import read, unsupported
from dreaming.domain.model import Event
from dreaming.domain.pasted import pasted_ranges
from dreaming.domain.provenance import TRUST_OF, Evidence, Origin, Provenance
from dreaming.domain.questions import ObserveTask
from dreaming.domain.taint import hidden, is_attack, is_directive

OWN_WORDS = frozenset({Origin.USER, Origin.REPORTED})
NEEDS_USER = frozenset(
    {ObservationKind.PREFERENCE, ObservationKind.DECISION, ObservationKind.PROCEDURE, ObservationKind.CORRECTION}
)
QUOTE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft after the checks: an observation, or a notice that says why there is none."""

    observation: Observation | None = None
    notice: Notice | None = None


def accept(task: ObserveTask, drafts: Iterable[Draft]) -> list[Judged]:
    """Check the drafts of one session against its events."""
    told = _Told({event.id: event for event in task.events if not event.abandoned}, answered(task.events))
    return [_judge(task, draft, told) for draft in drafts if not task.steering.leaves_out(draft.text)]


@dataclass(frozen=True, slots=True)
class _Told:
    """A session's events that count, by id, and the agent's message that each of them answers."""

    events: Mapping[str, Event]
    answered: Mapping[str, Event]


def _judge(task: ObserveTask, draft: Draft, told: _Told) -> Judged:
    evidence, problem = _evidence(task, draft, told.events)
    draft = _dated(draft, evidence)
    if problem is None:
        missing = unsupported(draft.text, as_dated(evidence))
        problem = f"its own quotes do not hold {', '.join(missing[:3])}" if missing else None
    if problem is not None:
        return Judged(notice=_notice(NoticeKind.REFUSED, draft, problem, evidence))
    own = _own(evidence, told)
    rule = _taint(draft, evidence, own)
    if rule is not None:
        return Judged(notice=_notice(NoticeKind.QUARANTINED, draft, rule, evidence))
    return Judged(observation=_observation(draft, evidence, own, (task.session.id,)))


def _own(evidence: tuple[Evidence, ...], told: _Told) -> tuple[Evidence, ...]:
    """The quotes that are the user's words: typed, or the agent's where the user's whole answer to them says yes.

    Of an agent's words so confirmed the evidence says by whom: the one who confirmed them.
    """
    own = [item for item in evidence if item.origin in OWN_WORDS]
    for answer in list(own):
        event = told.events[answer.event_id or ""]
        said = told.answered.get(event.id) if is_yes(event.text) and answer.quote == event.text.strip() else None
        own += [
            replace(item, origin=answer.origin)
            for item in evidence
            if said is not None and item.event_id == said.id and not is_attack(item.quote)
        ]
    return tuple(own)


def _dated(draft: Draft, evidence: tuple[Evidence, ...]) -> Draft:
    """With the dates that its words name from the time at which they were said; commands, errors and requests have none."""
    if not evidence or draft.kind is ObservationKind.LESSON or draft.topic.startswith(ASKED):
        return draft
    return replace(draft, text=resolve(draft.text, evidence[0].at))


def _evidence(task: ObserveTask, draft: Draft, events: Mapping[str, Event]) -> tuple[tuple[Evidence, ...], str | None]:
    found: list[Evidence] = []
    if not draft.quotes or not draft.text.strip() or "\n" in draft.text:
        return (), "it has no quote, or is no single line"
    for quote in draft.quotes:
        event = events.get(quote.event_id)
        if event is None:
            return tuple(found), f"there is no event {quote.event_id!r} in the session"
        if event.origin is Origin.SYSTEM:
            return tuple(found), "what it quotes was put before the agent, and says nothing new"
        at = event.text.find(quote.text)
        if at < 0 or not quote.text.strip() or len(quote.text) > QUOTE_CHARACTERS:
            return tuple(found), f"the event does not say {quote.text[:60]!r}"
        found.append(
            Evidence(
                quote=quote.text,
                origin=_origin(event, quote.text, at),
                at=event.created_at,
                session_id=task.session.id,
                event_id=event.id,
            )
        )
    return tuple(found), None


def _origin(event: Event, quote: str, at: int) -> Origin:
    """A user's event holds pasted text too: a quote counts as typed only if one place of it is."""
    if event.origin not in OWN_WORDS:
        return event.origin
    pasted = pasted_ranges(event.text)
    while at >= 0:
        if not any(start < at + len(quote) and at < end for start, end in pasted):
            return event.origin
        at = event.text.find(quote, at + 1)
    return Origin.PASTED


def _taint(draft: Draft, evidence: tuple[Evidence, ...], heard: tuple[Evidence, ...]) -> str | None:
    """Why the draft must not be written, in words for the report; None if it may. `heard` are the user's own words."""
    own = as_dated(heard)
    if hidden(draft.text):
        return "it holds hidden characters"
    if own and _says_it(draft.text.removeprefix(OFTEN_ASKED), own):
        return None
    if is_attack(draft.text) or any(is_attack(item.quote) for item in evidence if item.origin not in OWN_WORDS):
        return "it addresses the reader as an agent, and no user said it"
    if draft.kind in NEEDS_USER:
        return f"only a user's own words can establish a {draft.kind}, and no user said it"
    if draft.kind is ObservationKind.FACT and is_directive(draft.text):
        return "it is an order, and no user gave it"
    return None


def _says_it(text: str, own: Sequence[str]) -> bool:
    """Whether the user's own quotes hold every word of the text that says something."""
    words = {term for quote in own for term in read(quote).terms}
    return read(text).strong <= words and not unsupported(text, tuple(own))


def _observation(
    draft: Draft, evidence: tuple[Evidence, ...], own: tuple[Evidence, ...], sessions: tuple[str, ...]
) -> Observation:
    weakest = min(evidence, key=lambda item: TRUST_OF[item.origin])
    said_by = (
        min(own, key=lambda item: TRUST_OF[item.origin]) if own and _says_it(draft.text, as_dated(own)) else weakest
    )
    return Observation(
        id="obs_" + hashlib.sha256(f"{draft.kind}\0{draft.topic}\0{draft.text}".encode()).hexdigest()[:20],
        kind=draft.kind,
        text=draft.text.strip(),
        provenance=Provenance(
            asserted_at=max(item.at for item in evidence),
            origin=said_by.origin,
            trust=TRUST_OF[said_by.origin],
            evidence=evidence,
        ),
        sessions=sessions,
        topic=draft.topic,
        closes=draft.closes,
        news=draft.news,
    )


def _notice(kind: NoticeKind, draft: Draft, reason: str, evidence: tuple[Evidence, ...]) -> Notice:
    return Notice(kind=kind, text=draft.text[:QUOTE_CHARACTERS], reason=reason, evidence=evidence)
