"""Observing: the rules read the whole session first; the model adds what they do not see."""

from collections.abc import Sequence
from functools import partial

from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.errors import AnswerAwaited
from dreaming.domain.language import unsupported
from dreaming.domain.model import Event, EventType
from dreaming.domain.ports import Desk, LanguageModel
from dreaming.domain.questions import ObserveTask, Question
from dreaming.judges.model.conversing import Request, converse
from dreaming.judges.model.shapes import ObserveShape, Seen
from dreaming.judges.model.transcripts import AT_LENGTH, Part, Room, parts

QUOTE_CHARACTERS = 500
_SEEN_SHARE = 4  # beside a part stands at most this part of its size of what the rules found in it
_NOTHING_YET = "Seen already: nothing."


def needs_model(task: ObserveTask) -> bool:
    """Whether there is anything in the session that only a model could see: somebody must have said something."""
    return not task.steering.ignore_sessions and any(
        event.type is EventType.USER_MESSAGE and event.text.strip() and not event.abandoned for event in task.events
    )


def requests(
    question: Question, task: ObserveTask, seen: Sequence[Draft], room: Room = AT_LENGTH
) -> list[Request[ObserveShape]]:
    """What the model is asked about a session: one request for each part of it."""
    return [
        Request(
            question=question,
            purpose="observe",
            material=f"{_already(part, seen, room)}\n\n{part.text}",
            shape=ObserveShape,
            check=partial(_problem, part),
            part=f"{room.name}{number}",
        )
        for number, part in enumerate(parts(task.events, room), 1)
    ]


async def observe(
    model: LanguageModel, desk: Desk, question: Question, task: ObserveTask, seen: Sequence[Draft], *, room: Room
) -> tuple[Draft, ...]:
    """The drafts of the rules, then the model's; of a part on which the model gave no answer that counts, the rules' alone.

    Raises:
        AnswerAwaited: all parts were asked about, and not all are answered.
        BudgetReached, ModelUnavailable, LeaseLost: as `converse`.
    """
    drafts, awaited = list(seen), None
    asked = requests(question, task, seen, room)
    for request, part in zip(asked, parts(task.events, room), strict=True):
        try:
            said = await converse(model, desk, request)
        except AnswerAwaited as error:
            awaited = error
            continue
        drafts += [_draft(each, part) for each in said.seen] if said is not None else []
    if awaited is not None:
        raise awaited
    return tuple(dict.fromkeys(drafts))


def _already(part: Part, seen: Sequence[Draft], room: Room) -> str:
    """What the rules found here, as much of it as a small part of the room holds."""
    ids = {event.id for event in part.events.values()}
    here = [draft for draft in seen if any(quote.event_id in ids for quote in draft.quotes)]
    if not here:
        return _NOTHING_YET
    text = "Seen already:"
    for draft in here:
        line = f"\n- {draft.kind}: {draft.text}"
        if room.measure(text) + room.measure(line) > room.material // _SEEN_SHARE:
            break
        text += line
    return text


def _problem(part: Part, said: ObserveShape) -> str | None:
    """What is wrong with an answer, in words for the model: the same rules that the engine's own checks apply."""
    for number, each in enumerate(said.seen, 1):
        problem = _wrong(part, each)
        if problem is not None:
            return f"number {number} ({each.text[:80]!r}) {problem}"
    return None


def _wrong(part: Part, each: Seen) -> str | None:
    if not each.text.strip() or "\n" in each.text.strip():
        return "is not one line"
    if not each.quotes:
        return "has no quote"
    for quote in each.quotes:
        event = part.events.get(quote.event)
        if event is None:
            return f"quotes {quote.event!r}, and there is no event of that name"
        if not quote.quote.strip() or quote.quote not in event.text:
            return f"quotes {quote.quote[:80]!r}, and {quote.event} does not say that letter by letter"
        if len(quote.quote) > QUOTE_CHARACTERS:
            return f"has a quote of more than {QUOTE_CHARACTERS} characters"
    missing = unsupported(each.text, tuple(quote.quote for quote in each.quotes))
    return f"holds {', '.join(missing[:3])}, and its quotes do not" if missing else None


def _draft(each: Seen, part: Part) -> Draft:
    """A topic makes one thing of what several sessions show; of a lesson alone, since two facts may share a subject."""
    topic = " ".join(each.topic.casefold().split())[:80] if each.kind is ObservationKind.LESSON else ""
    return Draft(
        kind=each.kind,
        text=each.text.strip(),
        quotes=tuple(Quote(event_id=_event(part, q.event).id, text=q.quote) for q in each.quotes),
        topic=f"model:{topic}" if topic else "",
    )


def _event(part: Part, name: str) -> Event:
    return part.events[name]
