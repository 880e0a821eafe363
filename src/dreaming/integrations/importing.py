"""Logging what is new in transcripts: each is read once, and then only what was added to it.

A cursor says how far a file was read. A file that has not changed is not opened. One that has only grown (its first and
its last bytes of then are still there) is read from where the last reading ended, if its format can be read so and the
new records simply go on; any other is read whole. Reading anything twice adds nothing, since events are known by their
ids. The cursor is written after the events, so that an import that breaks off is completed by the next one.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from dreaming.domain.cursors import ImportCursor
from dreaming.domain.errors import NothingToLog
from dreaming.integrations.reading import continue_transcript, open_file, open_transcript
from dreaming.integrations.standing import Standing, cursor_path, standing_of
from dreaming.integrations.transcripts import Transcript
from dreaming.service.cursors import Cursors
from dreaming.service.sessions import Logged, Sessions

_WINDOW_BYTES = 4_096
_VERSION = 1  # of what readers leave for the next reading: what another version left is not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file.

    Attributes:
        path: the file.
        standing: how it stood to what was read of it.
        read_bytes: how much of it was read now; 0 where it is known.
        logged: its session, and what was added to it; None where there was nothing to add, or nothing is kept.
        left_out: why its session is not kept, else None.
        unknown: records of types that nobody knows, by type.
    """

    path: Path
    standing: Standing
    read_bytes: int = 0
    logged: Logged | None = None
    left_out: str | None = None
    unknown: Counter[str] = field(default_factory=Counter[str])


def log_grown(sessions: Sessions, cursors: Cursors, path: Path) -> Imported:
    """Log what is new in one transcript: the file is not opened where there is nothing.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it cannot be read, or its format is not known.
        LimitExceeded: it is one JSON document that is too large to be read whole.
    """
    cursor = cursors.get(cursor_path(path))
    if cursor is not None and path.is_file() and standing_of(cursor, path.stat()) is Standing.KNOWN:
        return Imported(path=path, standing=Standing.KNOWN, left_out=cursor.left_out)
    with open_file(path) as file:
        return _Import(sessions, cursors, path, file).run(cursor)


class _Import:
    """One file, open, on its way into a session."""

    def __init__(self, sessions: Sessions, cursors: Cursors, path: Path, file: BinaryIO) -> None:
        self._sessions = sessions
        self._cursors = cursors
        self._path = path
        self._file = file
        self._stat = os.fstat(file.fileno())  # before it is read: what is written meanwhile is seen the next time

    def run(self, cursor: ImportCursor | None) -> Imported:
        """Read what is new, keep it, and then how far it was read."""
        standing = standing_of(cursor, self._stat)
        added = self._added(cursor) if cursor is not None and standing is Standing.GROWN else None
        if added is None:
            return self._whole(standing)
        if added.logged is not None and added.logged.skipped:
            # An id that stands there already says that this was no mere addition.
            return _together(added, self._whole(standing))
        return added

    def _added(self, cursor: ImportCursor) -> Imported | None:
        """What was added since; None where the file has to be read whole."""
        if cursor.resume is None or cursor.resume.get("version") != _VERSION or cursor.session_id is None:
            return None
        if _fingerprint(self._file, cursor.size) != cursor.fingerprint:
            return None
        transcript = continue_transcript(self._file, cursor.size, cursor.resume)
        return None if transcript is None else self._log(transcript, Standing.GROWN, since=cursor.size)

    def _whole(self, standing: Standing) -> Imported:
        try:
            with open_transcript(self._path) as transcript:
                return self._log(transcript, standing)
        except NothingToLog as nothing:
            size = self._stat.st_size
            self._keep(size, left_out=nothing.why)
            return Imported(path=self._path, standing=standing, read_bytes=size, left_out=nothing.why)

    def _log(self, transcript: Transcript, standing: Standing, *, since: int = 0) -> Imported:
        reading = transcript.reading
        logged = self._sessions.log(transcript.head, transcript.events, notes=reading.notes)
        self._keep(reading.size, reading.resume, session_id=logged.session_id)
        return Imported(
            path=self._path,
            standing=standing,
            read_bytes=reading.size - since,
            logged=logged,
            unknown=reading.unknown,
        )

    def _keep(
        self,
        size: int,
        resume: Mapping[str, Any] | None = None,
        *,
        session_id: str | None = None,
        left_out: str | None = None,
    ) -> None:
        cursor = ImportCursor(
            path=cursor_path(self._path),
            size=size,
            modified_ns=self._stat.st_mtime_ns,
            resume=None if resume is None else {**resume, "version": _VERSION},
            fingerprint=None if resume is None else _fingerprint(self._file, size),
            session_id=session_id,
            left_out=left_out,
        )
        self._cursors.keep(cursor)


def _fingerprint(file: BinaryIO, size: int) -> str:
    """A hash of the first bytes of a file, and of those before `size`."""
    digest = hashlib.sha256()
    for start in (0, max(0, size - _WINDOW_BYTES)):
        file.seek(start)
        digest.update(file.read(min(_WINDOW_BYTES, size - start)))
    return digest.hexdigest()


def _together(first: Imported, second: Imported) -> Imported:
    """What two readings of one file added."""
    if first.logged is None or second.logged is None:
        return second
    logged = replace(
        second.logged,
        appended=first.logged.appended + second.logged.appended,
        redacted=first.logged.redacted + second.logged.redacted,
        cut=first.logged.cut + second.logged.cut,
        text_bytes=first.logged.text_bytes + second.logged.text_bytes,
    )
    return replace(second, read_bytes=first.read_bytes + second.read_bytes, logged=logged)
