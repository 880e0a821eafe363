"""A store, sessions and dreams to test with: real database, movable clock, an engine and a judge that do as told."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import anyio.to_thread

from dreaming.domain.changes import Change, ChangeKind, Changeset, Fate, LedgerEntry, Notice, Place
from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.instructions import Steering
from dreaming.domain.model import (
    Document,
    Dream,
    Event,
    EventType,
    MemoryStore,
    NewEvent,
    Session,
    StoreKind,
)
from dreaming.domain.ports import Clock, Snapshot
from dreaming.domain.provenance import Evidence, Origin, Provenance, lines_of
from dreaming.domain.questions import Answer, ObserveAnswer, ObserveTask, Question, ReconcileAnswer, Stage
from dreaming.jobs.runner import Consolidate, Runner
from dreaming.service.dreams import Dreams
from dreaming.service.review import Review
from dreaming.service.watching import Watch
from dreaming.store import memories, sessions, stores
from dreaming.store.connection import Database

SAID_AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
Files = Mapping[str, str | None]


@dataclass
class CountingJudge:
    """Answers everything with nothing, and counts what it was asked. `before` may fail or wait first."""

    is_paid: bool = True
    name: str = "counting/1"
    asked: list[str] = field(default_factory=list[str])
    before: Callable[[Question], Any] | None = None

    async def answer(self, question: Question) -> Answer:
        """Nothing to say."""
        self.asked.append(question.key)
        if self.before is not None:
            await self.before(question)
        return ObserveAnswer() if question.stage is Stage.OBSERVE else ReconcileAnswer()


@dataclass
class SeeingJudge(CountingJudge):
    """Takes every message for a preference of the user's."""

    async def answer(self, question: Question) -> Answer:
        """One draft for each event of a session."""
        await super().answer(question)
        if not isinstance(question.task, ObserveTask):
            return ReconcileAnswer()
        return ObserveAnswer(drafts=tuple(_preference(event) for event in question.task.events))


def _preference(event: Event) -> Draft:
    quote = Quote(event_id=event.id, text=event.text)
    return Draft(kind=ObservationKind.PREFERENCE, text=f"They said: {event.text}", quotes=(quote,), topic="talk")


@dataclass
class Rig:
    """One database with one store."""

    db: Database
    clock: Any
    store: MemoryStore
    judge: CountingJudge = field(default_factory=CountingJudge)

    @classmethod
    def of(cls, db: Database, clock: Clock, name: str = "notes") -> "Rig":
        """With an empty store."""
        at = clock.now()
        store = MemoryStore(
            id=make_id(Prefix.MEMORY_STORE),
            name=name,
            description="",
            metadata={},
            kind=StoreKind.LIVE,
            created_at=at,
            updated_at=at,
        )
        with db.write() as conn:
            stores.insert(conn, store)
        return cls(db, clock, store)

    @property
    def dreams(self) -> Dreams:
        """The service."""
        return Dreams(self.db, self.clock)

    @property
    def review(self) -> Review:
        """The service."""
        return Review(self.db, self.clock)

    def write(self, files: Files, *, pinned: bool = False, origin: Origin = Origin.USER) -> None:
        """Make each path hold this text; None removes it."""
        with self.db.write() as conn:
            for path, content in files.items():
                there = memories.head(conn, self.store.id, path)
                at = self.clock.now()
                if content is None:
                    assert there is not None
                    memories.remove(conn, there, at=at, by="user")
                    continue
                document = Document(path=path, content=content, default=Provenance.of(origin, at), pinned=pinned)
                memories.put(
                    conn,
                    store_id=self.store.id,
                    document=document,
                    at=at,
                    by="user",
                    memory_id=there.id if there else None,
                )

    def rename(self, old: str, new: str) -> None:
        """Move a memory without changing it."""
        with self.db.write() as conn:
            there = memories.head(conn, self.store.id, old)
            assert there is not None
            document = memories.document(conn, there.memory_version_id)
            moved = Document(path=new, content=document.content, default=document.default, spans=document.spans)
            memories.put(
                conn, store_id=self.store.id, document=moved, at=self.clock.now(), by="user", memory_id=there.id
            )

    def log(self, *texts: str, title: str | None = "A session", days: int = 0) -> str:
        """A session of user messages."""
        at = SAID_AT + timedelta(days=days)
        now = self.clock.now()
        session = Session(
            id=make_id(Prefix.SESSION),
            external_id=make_id(Prefix.SESSION),
            source="plain",
            title=title,
            agent=None,
            project=None,
            created_at=now,
            updated_at=now,
        )
        with self.db.write() as conn:
            sessions.insert(conn, session)
        self.say(session.id, *texts, at=at)
        return session.id

    def say(self, session_id: str, *texts: str, at: datetime = SAID_AT) -> None:
        """More messages in a session."""
        events = [
            NewEvent(
                external_id=make_id(Prefix.EVENT),
                type=EventType.USER_MESSAGE,
                origin=Origin.USER,
                text=text,
                created_at=at + timedelta(minutes=number),
            )
            for number, text in enumerate(texts)
        ]
        with self.db.write() as conn:
            sessions.append(conn, session_id, events, self.clock.now())

    def hear(self, session_id: str, text: str, at: datetime = SAID_AT) -> None:
        """What a tool gave back in a session."""
        event = NewEvent(
            external_id=make_id(Prefix.EVENT),
            type=EventType.AGENT_TOOL_RESULT,
            origin=Origin.TOOL,
            text=text,
            created_at=at + timedelta(hours=1),
        )
        with self.db.write() as conn:
            sessions.append(conn, session_id, [event], self.clock.now())

    def watch(self, *dream_ids: str) -> Watch:
        """The service."""
        return Watch(self.db, dream_ids)

    def runner(self, consolidate: Consolidate, **how: Any) -> Runner:
        """A runner of this engine and the rig's judge."""
        return Runner(self.db, self.clock, lambda _model: self.judge, consolidate=consolidate, **how)

    def dream(self, result: Files, **how: Any) -> Dream:
        """A completed dream, of no sessions, with this result."""
        started = self.dreams.start(self.store.name, no_sessions=True, **how)
        return anyio.run(self.runner(rewriting(result)).run, started.dream.id)

    def canceled_half_way(self, **how: Any) -> Dream:
        """A dream over the store's sessions that was canceled while the second of them was read."""
        judge = SeeingJudge()
        dream_id = self.dreams.start(self.store.name, **how).dream.id

        async def cancel(_: Question) -> None:
            if len(judge.asked) == 2:
                await anyio.to_thread.run_sync(self.dreams.cancel, dream_id)

        judge.before = cancel
        self.judge = judge
        return anyio.run(self.runner(rewriting({})).run, dream_id)

    def state(self, store_id: str | None = None) -> dict[str, tuple[str, str, bool, object]]:
        """Path to id, text, pin and provenance, as the store stands."""
        store_id = store_id or self.store.id
        found: dict[str, tuple[str, str, bool, object]] = {}
        with self.db.read() as conn:
            for head in memories.heads(conn, store_id):
                document = memories.document(conn, head.memory_version_id)
                found[head.path] = (head.id, document.content, head.pinned, (document.default, document.spans))
        return found

    def texts(self, store_id: str | None = None) -> dict[str, str]:
        """Path to text, as the store stands."""
        return {path: content for path, (_, content, _, _) in self.state(store_id).items()}


async def run_next(runner: Runner) -> Dream | None:
    """Run the dream that is to be run next to its end; None if none waits."""
    lease = await runner.acquire()
    return None if lease is None else await runner.run_under(lease)


def rewriting(result: Files, *, questions: Sequence[Question] = (), notices: Sequence[Notice] = ()) -> Consolidate:
    """An engine that asks `questions` and makes each path of `result` hold that text (None: removes it)."""

    def consolidate(
        snapshot: Snapshot, steering: Steering, judge_name: str
    ) -> Generator[list[Question], list[Answer], Changeset]:
        for session in snapshot.sessions:
            events = tuple(snapshot.events(session.id))
            task = ObserveTask(session=session, events=events, steering=steering)
            yield [Question(key=f"{judge_name} {session.id} {len(events)}", stage=Stage.OBSERVE, task=task)]
        if questions:
            yield list(questions)
        return changeset(snapshot.documents, result, notices)

    return consolidate


def changeset(documents: Sequence[Document], result: Files, notices: Sequence[Notice] = ()) -> Changeset:
    """A changeset that accounts for each line: it stays, or something stands for it."""
    before = {document.path: document for document in documents}
    new = Provenance.of(Origin.USER, SAID_AT, (QUOTE,))
    written = tuple(
        Document(
            path=path,
            content=content,
            default=new,
            memory_id=before[path].memory_id if path in before else None,
            pinned=before[path].pinned if path in before else False,
        )
        for path, content in result.items()
        if content is not None
    )
    changes = tuple(_change(path, before.get(path), content) for path, content in result.items())
    return Changeset(
        written=written,
        removed=tuple(path for path, content in result.items() if content is None),
        changes=changes,
        ledger=tuple(_entries(documents, result)),
        notices=tuple(notices),
        structure_lines=sum(not line.strip() for document in documents for line in lines_of(document.content)),
        counts={"events": 0},
    )


QUOTE = Evidence(quote="Deploys are on Friday", origin=Origin.USER, at=SAID_AT, session_id="sesn_x", event_id="sevt_x")


def _change(path: str, before: Document | None, content: str | None) -> Change:
    kind = ChangeKind.ADDED if before is None else ChangeKind.DROPPED if content is None else ChangeKind.REPLACED
    old = () if before is None else (Place(path=path, first_line=1, last_line=1, text=before.content.strip()),)
    new = () if content is None else (Place(path=path, first_line=1, last_line=1, text=content.strip()),)
    return Change(
        id=f"change {path}", kind=kind, before=old, after=new, reason="A later word says so.", evidence=(QUOTE,)
    )


def _entries(documents: Sequence[Document], result: Files) -> Iterable[LedgerEntry]:
    for document in documents:
        after = result.get(document.path, document.content)
        for number, line in enumerate(lines_of(document.content), 1):
            if line.strip():
                there = [] if after is None else lines_of(after)
                place = Place(path=document.path, first_line=number, last_line=number, text=line)
                to = there.index(line) + 1 if line in there else 0
                stands = (Place(path=document.path, first_line=to, last_line=to, text=line),) if to else ()
                fate = Fate.KEPT if to else Fate.DROPPED_ASKED
                yield LedgerEntry(claim=place, fate=fate, reason="It says so.", to=stands)
