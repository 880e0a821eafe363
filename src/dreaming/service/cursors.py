"""How far transcripts were read: what lets a later import read only what is new."""

from dreaming.domain.cursors import ImportCursor
from dreaming.domain.ports import Clock
from dreaming.store import cursors as rows
from dreaming.store.connection import Database


class Cursors:
    """The cursors of all transcripts, by their paths."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def get(self, path: str) -> ImportCursor | None:
        """The cursor of one file; None where it was never read."""
        with self._db.read() as conn:
            return rows.get(conn, path)

    def by_path(self) -> dict[str, ImportCursor]:
        """All of them."""
        with self._db.read() as conn:
            return {each.path: each for each in rows.listing(conn)}

    def keep(self, cursor: ImportCursor) -> None:
        """Say how far a file was read. What it says was read must be kept already."""
        with self._db.write() as conn:
            rows.put(conn, cursor, self._clock.now())
