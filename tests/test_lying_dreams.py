"""Whole dreams in a store, for random stores, sessions and judges that lie."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import timedelta

import anyio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.engine.test_lying_judges import DOCUMENTS, SESSIONS, Liar, account, cites
from tests.promises import promise
from tests.rig import SAID_AT, Rig
from tests.scale import rounds

from dreaming.domain.changes import Changeset
from dreaming.domain.errors import PartRefused
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Document, Dream, Event, EventType, NewEvent
from dreaming.domain.ports import Snapshot
from dreaming.domain.provenance import Origin
from dreaming.domain.questions import Answer, Question
from dreaming.engine.consolidate import consolidate
from dreaming.service.gates import OVERRIDES
from dreaming.store import events
from dreaming.store import sessions as session_rows
from dreaming.store.connection import Database

OVERRIDE = set(OVERRIDES)
ORIGINS = {EventType.USER_MESSAGE: Origin.USER, EventType.AGENT_TOOL_RESULT: Origin.TOOL}


@dataclass
class Lying:
    """A judge that says anything."""

    liar: Liar
    name: str = "liar/1"
    is_paid: bool = False

    async def answer(self, question: Question) -> Answer:
        """Anything."""
        return self.liar(question)


@dataclass
class Seen:
    """What the engine read and returned."""

    documents: tuple[Document, ...] = ()
    changesets: list[Changeset] = field(default_factory=list[Changeset])

    def engine(
        self, snapshot: Snapshot, steering: Steering, judge_name: str
    ) -> Generator[list[Question], list[Answer], Changeset]:
        """The engine, watched."""
        self.documents = tuple(snapshot.documents)
        result = yield from consolidate(snapshot, steering, judge_name)
        self.changesets.append(result)
        return result


def dreamt(rig: Rig, seen: Seen, said: list[list[tuple[EventType, str]]]) -> tuple[Dream, dict[str, Event]]:
    """A dream over new sessions that say this, with the rig's judge; and every event that it may quote."""
    ids = [rig.log() for _ in said]
    for day, (session_id, items) in enumerate(zip(ids, said, strict=True)):
        new = [
            NewEvent(
                external_id=f"{session_id} {number}",
                type=kind,
                origin=ORIGINS.get(kind, Origin.AGENT),
                text=text,
                created_at=SAID_AT + timedelta(days=day, minutes=number),  # ids are random: times give the order
            )
            for number, (kind, text) in enumerate(items)
        ]
        with rig.db.write() as conn:
            session_rows.append(conn, session_id, new, rig.clock.now())
    how = {"sessions": ids} if any(said) else {"no_sessions": True}
    started = rig.dreams.start(rig.store.id, **how)  # type: ignore[arg-type]
    done = anyio.run(rig.runner(seen.engine).run, started.dream.id)
    with rig.db.read() as conn:
        heard = {
            event.id: event for session_id in ids for event in events.of_session(conn, session_id, first=1, last=1_000)
        }
    return done, heard


@promise("dream:lines:accounted", "dream:lines:evidence", "dream:store:undone", "restore:promote:identity")
@promise("promote:part:whole", "promote:part:gates", "promote:again:restored")
@given(data=st.data(), contents=DOCUMENTS, said=SESSIONS)
@settings(
    max_examples=rounds(gate=60, nightly=10_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_a_judge_says_a_dream_accounts_cites_and_is_undone(
    database: Database,
    clock: MovableClock,
    data: st.DataObject,
    contents: dict[str, str],
    said: list[list[tuple[EventType, str]]],
) -> None:
    """Every line is accounted for, every quote is real, apply then restore is the identity.

    A random part and then the rest is the whole: the same text at the same paths. A part that cannot stand alone is
    refused, and changes nothing.
    """
    rig = Rig.of(database, clock, f"store {clock.now()}")
    rig.write(dict(contents))
    rig.judge = Lying(Liar(data, wild=data.draw(st.booleans())))  # type: ignore[assignment]
    before, seen = rig.state(), Seen()

    done, heard = dreamt(rig, seen, said)

    assert done.error is None
    account(seen.documents, seen.changesets[0])
    cites(seen.documents, heard, seen.changesets[0])
    assert rig.state() == before
    rig.review.promote(done.id, by="user", override=OVERRIDE)
    whole = rig.texts()
    assert whole == rig.texts(str(done.output_store_id))
    rig.review.restore(rig.store.id, by="user", before=done.id)
    assert rig.state() == before
    _in_two_parts(rig, done, data, whole)
    rig.review.restore(rig.store.id, by="user", before=done.id)
    assert rig.state() == before


def _in_two_parts(rig: Rig, done: Dream, data: st.DataObject, whole: dict[str, str]) -> None:
    ids = [change.id for change in rig.review.report(done.id).changes]
    part = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)) if ids else []
    now = rig.state()
    try:
        rig.review.promote(done.id, by="user", only=part, override=OVERRIDE)
    except PartRefused:
        assert rig.state() == now
    rig.review.promote(done.id, by="user", override=OVERRIDE)
    assert rig.texts() == whole
