"""Logging sessions, and reading them again.

Events are written in batches, so that the write lock is held briefly. An event is known again by the id that its source
gave it, so that logging what has grown adds what is new.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.errors import NothingToLog
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import Event, EventType, NewEvent, NewSession, Outcome, Session
from dreaming.domain.own import is_own_session
from dreaming.domain.ports import Clock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.domain.texts import counted
from dreaming.service.fitting import Fitter, short_id
from dreaming.store import event_search, forgotten_sessions
from dreaming.store import events as event_rows
from dreaming.store import sessions as rows
from dreaming.store.connection import Connection, Database

BATCH_EVENTS = 500
_BATCH_CHARACTERS = 4_194_304


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What became of a session that was logged.

    `appended` events are new, `skipped` ones stood there already. `redacted` secrets and private spans were taken out
    of the new ones, `cut` of them were too long. `notes` say it in sentences. `text_bytes` is the size of what was added.
    """

    session_id: str
    external_id: str | None
    appended: int = 0
    skipped: int = 0
    redacted: int = 0
    cut: int = 0
    notes: tuple[str, ...] = ()
    text_bytes: int = 0


class Sessions:
    """Sessions and their events.

    Args:
        db: the database.
        clock: the time.
        redactor: takes secrets out of every text before it is stored.
        home_of: says which project a folder is of that a session names as its project.
    """

    def __init__(self, db: Database, clock: Clock, redactor: Redactor, home_of: Callable[[str], str] = str) -> None:
        self._db = db
        self._clock = clock
        self._redactor = redactor
        self._home_of = home_of

    def log(
        self,
        head: NewSession,
        events: Iterable[NewEvent],
        *,
        notes: Callable[[], Iterable[str]] | None = None,
    ) -> Logged:
        """Keep a session, or what is new of one that is kept already (by its source and external id).

        Args:
            head: what is known of the session. What it leaves out stays as it was.
            events: in their order; read once, a batch at a time. There may be none of a session that is kept already.
            notes: asked once `events` has ended: what the reader has to say about what it left out.

        Returns:
            What was added, known, redacted and cut.

        Raises:
            NothingToLog: there is no event, or the session is a dream's own, or was forgotten; nothing was kept.
        """
        fitter, appended = Fitter(self._redactor), rows.Appended()
        clean = fitter.head(head if head.project is None else replace(head, project=self._home_of(head.project)))
        session_id: str | None = None
        self._refuse_forgotten(clean)
        is_known = clean.external_id is not None and self.find(clean.source, clean.external_id) is not None
        for batch in _batches(events):
            if not is_known and session_id is None:
                _refuse_own(batch)
            fit = self._fit_new(batch, session_id or clean, fitter)
            if fit:
                session_id, added = self._append(fit, session_id or clean)
                appended += added
        if session_id is None and not is_known:
            raise NothingToLog("it holds no event that counts")
        session_id = session_id or self._append((), clean)[0]
        said = () if notes is None else tuple(fitter.note(note) for note in notes())
        return _logged(session_id, clean.external_id, appended, fitter, said)

    def append(self, session_id: str, events: Iterable[NewEvent]) -> Logged:
        """Add events to a session by its id.

        Raises:
            NotFound: there is no such session.
        """
        external_id = self.get(session_id).external_id
        fitter, appended = Fitter(self._redactor), rows.Appended()
        for batch in _batches(events):
            appended += self._append(self._fit_new(batch, session_id, fitter), session_id)[1]
        return _logged(session_id, external_id, appended, fitter, ())

    def get(self, session_id: str) -> Session:
        """One session's head.

        Raises:
            NotFound: there is no such session.
        """
        with self._db.read() as conn:
            return rows.get(conn, session_id)

    def find(self, source: str, external_id: str) -> Session | None:
        """The session that a source knows by that id."""
        with self._db.read() as conn:
            return rows.find(conn, source, external_id)

    def listing(
        self,
        *,
        project: str | None = None,
        agent: str | None = None,
        undreamt_by: str | None = None,
        limit: int = 20,
        before: datetime | None = None,
    ) -> list[Session]:
        """Sessions, the one that ended last first; `undreamt_by` is the id of a store."""
        with self._db.read() as conn:
            return rows.listing(conn, project=project, agent=agent, undreamt_by=undreamt_by, limit=limit, before=before)

    def events(self, session_id: str, first: int = 1, last: int | None = None) -> list[Event]:
        """The events numbered `first` to `last`, in order.

        Raises:
            NotFound: there is no such session.
        """
        with self._db.read() as conn:
            rows.get(conn, session_id)
            return list(event_rows.of_session(conn, session_id, first=first, last=last))

    def search(self, query: str, *, session_ids: Sequence[str] | None = None, limit: int = 10) -> list[Event]:
        """Events that hold the words of the query, the newest first. Any string is a query."""
        with self._db.read() as conn:
            return event_search.search_events(conn, query, session_ids=session_ids, limit=limit)

    def _refuse_forgotten(self, head: NewSession) -> None:
        with self._db.read() as conn:
            if forgotten_sessions.has(conn, head.source, head.external_id):
                raise NothingToLog("its session was forgotten, and is not kept again")

    def _append(self, fit: Sequence[NewEvent], session: NewSession | str) -> tuple[str, rows.Appended]:
        """Store events in one transaction, before the first ones the head; the session's id, and the counts."""
        at = self._clock.now()
        with self._db.write() as conn:
            session_id = session if isinstance(session, str) else _keep_head(conn, session, at)
            return session_id, rows.append(conn, session_id, fit, at)

    def _fit_new(self, batch: Sequence[NewEvent], session: NewSession | str, fitter: Fitter) -> list[NewEvent]:
        """The batch with its new events made fit; known ones are not looked at again: their text is kept already."""
        named = [_named(event) for event in batch]
        with self._db.read() as conn:
            session_id = session if isinstance(session, str) else _id_of(conn, session)
            known = rows.known(conn, session_id, [event.external_id for event in named]) if session_id else {}
        fit = (event if event.external_id in known else fitter.event(event) for event in named)
        return [event for event in fit if event is not None]


def as_reported(events: Iterable[NewEvent]) -> Iterator[NewEvent]:
    """What an agent says by tool call that a user said: it is the agent's word for it."""
    for event in events:
        yield replace(event, origin=Origin.REPORTED) if event.origin is Origin.USER else event


def _batches(events: Iterable[NewEvent]) -> Iterator[list[NewEvent]]:
    batch: list[NewEvent] = []
    size = 0
    for event in events:
        batch.append(event)
        size += len(event.text)
        if len(batch) == BATCH_EVENTS or size > _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _refuse_own(first: Sequence[NewEvent]) -> None:
    """A dream's own session is known by its first words of a user, whatever ran the model."""
    words = next((event.text for event in first if event.type is EventType.USER_MESSAGE), "")
    if is_own_session(words):
        raise NothingToLog("it is a session of a dream")


def _named(event: NewEvent) -> NewEvent:
    external_id = short_id(event.external_id)
    return event if external_id == event.external_id else replace(event, external_id=external_id)


def _id_of(conn: Connection, head: NewSession) -> str | None:
    found = None if head.external_id is None else rows.find(conn, head.source, head.external_id)
    return None if found is None else found.id


def _keep_head(conn: Connection, head: NewSession, at: datetime) -> str:
    """The id of the session, which is made, or gets from `head` what it says anew."""
    found = None if head.external_id is None else rows.find(conn, head.source, head.external_id)
    if found is None:
        session = Session(
            id=make_id(Prefix.SESSION),
            external_id=head.external_id,
            source=head.source,
            title=head.title,
            agent=head.agent,
            project=head.project,
            outcome=head.outcome,
            created_at=at,
            updated_at=at,
        )
        rows.insert(conn, session)
        return session.id
    latest = replace(
        found,
        title=head.title or found.title,
        agent=head.agent or found.agent,
        project=head.project or found.project,
        outcome=head.outcome or _lasting(found),
    )
    if latest != found:
        rows.describe(conn, replace(latest, updated_at=at))
    return found.id


def _lasting(session: Session) -> Outcome | None:
    """The outcome that stays when none is said anew: not one read out of how the record ended, which goes on now."""
    outcome = session.outcome
    return None if outcome is not None and outcome.by == session.source else outcome


def _logged(
    session_id: str, external_id: str | None, appended: rows.Appended, fitter: Fitter, notes: Iterable[str]
) -> Logged:
    moved = (f"{counted(appended.moved, 'known event')} changed branch.",) if appended.moved else ()
    return Logged(
        session_id=session_id,
        external_id=external_id,
        appended=appended.added,
        skipped=appended.known,
        redacted=fitter.redacted,
        cut=fitter.cut,
        notes=(*notes, *fitter.notes(), *moved),
        text_bytes=appended.text_bytes,
    )
