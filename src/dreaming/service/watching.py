"""Looking at dreams again and again until nothing more comes of them, each time only at what is new.

A look is one short read: it holds up no writer.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.errors import NotFound
from dreaming.domain.journal import JournalLine
from dreaming.domain.lifecycle import is_over
from dreaming.domain.model import Dream, Session
from dreaming.service.rendering import SESSION_ID
from dreaming.service.report import store_name
from dreaming.store import dreams, journal, sessions
from dreaming.store.connection import Connection, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A dream at one moment. `told` are the lines of its journal since the look before.

    `sessions` are the heads of the sessions that its journal and its progress have named, by id.
    """

    dream: Dream
    store_name: str
    told: tuple[JournalLine, ...]
    sessions: Mapping[str, Session]


class Watch:
    """Some dreams, looked at until they are over.

    Args:
        db: the database.
        dream_ids: which dreams; they exist.
    """

    def __init__(self, db: Database, dream_ids: Sequence[str]) -> None:
        self._db = db
        self._read = dict.fromkeys(dream_ids, 0)  # up to which position of each journal
        self._sessions: dict[str, Session] = {}

    def look(self) -> list[Sight]:
        """The dreams that were not over at the look before, in the order given; nothing when all were."""
        with self._db.read() as conn:
            sights = [self._sight(conn, dream_id) for dream_id in self._read]
        for sight in sights:
            if is_over(sight.dream):
                del self._read[sight.dream.id]
        return sights

    def _sight(self, conn: Connection, dream_id: str) -> Sight:
        dream = dreams.get(conn, dream_id)
        told = journal.lines(conn, dream_id, after=self._read[dream_id])
        if told:
            self._read[dream_id] = told[-1].position
        self._find_sessions(conn, [*(line.text for line in told), dream.progress.detail])
        return Sight(dream=dream, store_name=store_name(conn, dream), told=tuple(told), sessions=self._sessions)

    def _find_sessions(self, conn: Connection, texts: Sequence[str]) -> None:
        named = {session_id for text in texts for session_id in SESSION_ID.findall(text)}
        for session_id in named - self._sessions.keys():
            with contextlib.suppress(NotFound):  # deleted since: its id has to do
                self._sessions[session_id] = sessions.get(conn, session_id)
