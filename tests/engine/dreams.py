"""Inputs for engine tests: documents, sessions and judges made in a line or two."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dreaming.domain.changes import Change, ChangeKind, Changeset
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.model import Document, Event, EventType, Session
from dreaming.domain.plans import Heard
from dreaming.domain.provenance import Origin, Provenance
from dreaming.domain.questions import Answer, Question
from dreaming.domain.refusals import Refusal
from dreaming.engine.consolidate import consolidate
from dreaming.judges.rules.judge import decide

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ORIGINS = {
    EventType.USER_MESSAGE: Origin.USER,
    EventType.AGENT_MESSAGE: Origin.AGENT,
    EventType.AGENT_TOOL_USE: Origin.AGENT,
    EventType.AGENT_TOOL_RESULT: Origin.TOOL,
    EventType.SYSTEM_MESSAGE: Origin.SYSTEM,
    EventType.USER_INTERRUPT: Origin.SYSTEM,
}


def day(number: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=number)


def note(path: str, content: str, *, at: float = 0, origin: Origin = Origin.UNKNOWN, pinned: bool = False) -> Document:
    """A memory as a dream reads it."""
    default = Provenance.of(origin, day(at))
    name = path.strip("/").replace("/", "-")
    return Document(
        path=path,
        content=content,
        default=default,
        pinned=pinned,
        memory_id=f"mem_{name}",
        memory_version_id=f"ver_{name}",
    )


Said = tuple[EventType, str]


def session(
    name: str, *said: Said | str, at: float = 10, project: str | None = None
) -> tuple[Session, tuple[Event, ...]]:
    """A session of events in order; a bare string is what the user says."""
    events: list[Event] = []
    for number, item in enumerate(said, 1):
        kind, text = (EventType.USER_MESSAGE, item) if isinstance(item, str) else item
        when = day(at) + timedelta(minutes=number)
        events.append(
            Event(
                id=f"{name}-{number}",
                session_id=name,
                seq=number,
                type=kind,
                origin=ORIGINS[kind],
                text=text,
                created_at=when,
            )
        )
    head = Session(
        id=name,
        external_id=name,
        source="plain",
        title=None,
        agent=None,
        project=project,
        created_at=day(at),
        updated_at=day(at),
        started_at=day(at),
        event_count=len(events),
    )
    return head, tuple(events)


NOTHING_HEARD = Heard()


class Pinned:
    """A snapshot in memory."""

    def __init__(
        self,
        documents: Sequence[Document],
        sessions: Sequence[tuple[Session, tuple[Event, ...]]] = (),
        *,
        is_personal: bool = False,
        project: str | None = None,
        refusals: Sequence[Refusal] = (),
        heard: Heard = NOTHING_HEARD,
    ) -> None:
        self.heard = heard
        self.is_personal = is_personal
        self.project = project
        self.refusals = refusals
        self.documents = tuple(documents)
        self.sessions = tuple(head for head, _ in sessions)
        self._events = {head.id: events for head, events in sessions}

    def events(self, session_id: str) -> Iterator[Event]:
        """The events of one session."""
        return iter(self._events[session_id])


Decide = Callable[[Question], Answer]


def dream(
    documents: Sequence[Document],
    sessions: Sequence[tuple[Session, tuple[Event, ...]]] = (),
    *,
    instructions: str | None = None,
    judge: Decide = decide,
    is_personal: bool = False,
    project: str | None = None,
    refusals: Sequence[Refusal] = (),
    heard: Heard = NOTHING_HEARD,
) -> Changeset:
    """Run the engine to its end with a judge that answers at once."""
    pinned = Pinned(documents, sessions, is_personal=is_personal, project=project, refusals=refusals, heard=heard)
    engine = consolidate(pinned, parse_instructions(instructions), "rules/test")
    try:
        questions = next(engine)
        while True:
            questions = engine.send([judge(question) for question in questions])
    except StopIteration as done:
        result: Changeset = done.value
        return result


def output(documents: Sequence[Document], changeset: Changeset) -> list[Document]:
    """The store that the changeset makes of the documents, as the next dream would read it."""
    store = {document.path: document for document in documents}
    for path in changeset.removed:
        del store[path]
    for document in changeset.written:
        name = document.path.strip("/").replace("/", "-")
        store[document.path] = replace(document, memory_id=f"mem_{name}", memory_version_id=f"ver_{name}")
    return [store[path] for path in sorted(store)]


def texts(documents: Sequence[Document]) -> dict[str, str]:
    """Content by path."""
    return {document.path: document.content for document in documents}


def changes(changeset: Changeset, kind: ChangeKind) -> list[Change]:
    """The changes of one kind."""
    return [change for change in changeset.changes if change.kind is kind]
