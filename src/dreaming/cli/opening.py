"""What a session is told when it opens, and what of its project was never logged.

A hook waits for it at each start of a session: it opens the file and reads, and loads nothing else of the system.
"""

import os
from pathlib import Path

from dreaming.domain.due import DreamPolicy
from dreaming.integrations.standing import Standing, cursor_path, standing_of
from dreaming.service.briefing import brief
from dreaming.service.clock import SystemClock
from dreaming.service.context import session_context
from dreaming.service.cursors import Cursors
from dreaming.service.due import DueDreams
from dreaming.service.scope import default_store, metadata_of_new, personal_store
from dreaming.service.stores import Stores
from dreaming.store.connection import Database


class Opening:
    """A session that opens in a project.

    Args:
        file: the database, which exists.

    Raises:
        Unavailable: it cannot be used.
    """

    def __init__(self, file: Path) -> None:
        self._db = Database(file)
        self._clock = SystemClock()
        stores = Stores(self._db, self._clock)
        self._store = default_store(stores.find_of, os.environ, Path.cwd())
        self._personal = stores.find_personal(personal_store(os.environ))
        self._cursors = Cursors(self._db, self._clock)
        due = DueDreams(self._db, self._clock, lambda name: metadata_of_new(name, os.environ, Path.cwd()))
        self._standing = due.get(self._store, may_be_new=True)

    @property
    def begins_a_dream(self) -> bool:
        """Whether a dream of the store is due that may be begun unasked."""
        return self._standing.due.is_due and self._standing.rule.policy is DreamPolicy.AUTO

    def context(self, *, begun: str | None, is_continued: bool) -> str:
        """What the session is told; empty where there is nothing to say.

        Args:
            begun: the dream that was begun just now.
            is_continued: the session goes on, and knows the index still.
        """
        dream = ""
        if begun is not None:
            dream = f"Dream {begun} has begun in the background; its result waits for review."
        elif self._standing.due.is_due and not self.begins_a_dream:
            why = self._standing.due.why
            dream = f"{why} The user may want to be asked; dream_start starts it, and changes no memory."
        now = self._clock.now()
        with self._db.read() as conn:
            return session_context(
                brief(conn, self._store, on=now),
                personal=None if self._personal is None else brief(conn, self._personal, on=now),
                dream=dream,
                is_continued=is_continued,
            )

    def is_logged(self, transcript: Path) -> bool:
        """Whether a transcript, which exists, is logged as it stands now."""
        cursor = self._cursors.get(cursor_path(transcript))
        return standing_of(cursor, transcript.stat()) is Standing.KNOWN

    @property
    def store(self) -> str:
        """The name or id of the session's store, which need not exist yet."""
        return self._store

    def close(self) -> None:
        """Close the file."""
        self._db.close()
