"""The spool: notes that transcripts are to be logged, one small file each, so that none is forgotten.

A hook has to be quick and may be cut off at any moment: it writes a note first, and somebody else reads the transcript.
One process at a time attends to the spool. It takes a note by renaming it, logs the transcript, and removes the note
when that is committed; so what a note says is done at least once, and logging twice adds nothing. A note that was taken
and not removed belongs to a process that died: the next one does it again, after all others, lest it dies of it too.

This module is read by hooks: it imports nothing that is slow to load.
"""

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from dreaming.domain.errors import InvalidInput, LimitExceeded, NotFound
from dreaming.store.locks import lock

FOLDER = "spool"
_NEW, _TAKEN, _LOCK = ".json", ".taken", "lock"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A transcript that is to be logged. `can_wait` says that its session goes on, and that there is no hurry."""

    transcript: Path
    can_wait: bool = False


class Spool:
    """The notes of one data folder.

    Args:
        home: the data folder; it and the spool in it are made when a note is put there.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def put(self, note: Note) -> None:
        """Keep a note, on the disk when this returns. One that can wait changes nothing where there is one already.

        Raises:
            OSError: it cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(os.fsencode(note.transcript)).hexdigest()[:24]
        place = self._folder / f"{name}{_NEW}"
        if note.can_wait and place.exists():
            return
        draft = self._folder / f".{name}.{os.getpid()}"
        said = {"transcript": str(note.transcript), "can_wait": note.can_wait}
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(said, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)

    def is_pressing(self) -> bool:
        """Whether there is a note that cannot wait."""
        return any(place.suffix == _TAKEN or _is_pressing(place) for place in self._notes())

    def is_attended(self) -> bool:
        """Whether a process attends to the spool: it looks once more when it has stopped, so it sees what is there now."""
        try:
            with self._locked():
                return False
        except FileNotFoundError:
            return False
        except OSError:
            return True

    def is_empty(self) -> bool:
        """Whether there is no note."""
        return not self._notes()

    def count(self) -> int:
        """How many transcripts are noted and not logged yet."""
        return len(self._notes())

    @contextlib.contextmanager
    def attended(self) -> Generator[bool]:
        """Attend to the spool as long as this is open; yields whether it is so, or another process does it already.

        Raises:
            OSError: there can be no spool.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            is_mine = True
            try:
                stack.enter_context(self._locked())
            except OSError:
                is_mine = False
            yield is_mine

    def drain(self, log: Callable[[Path], object]) -> int:
        """Have the transcript of each note logged, and remove the notes. Only whoever attends to the spool may call it.

        Args:
            log: logs one transcript, and has committed it when it returns.

        Returns:
            How many notes were done with.

        Raises:
            Unavailable: the database cannot be used; the notes stay.
        """
        done = 0
        for place in sorted(self._notes(), key=lambda each: each.suffix == _TAKEN):
            taken = place.with_suffix(_TAKEN)
            with contextlib.suppress(FileNotFoundError):
                place.replace(taken)
            note = _read(taken)
            if note is not None:
                _log_one(note.transcript, log)
            taken.unlink(missing_ok=True)
            done += 1
        return done

    def _notes(self) -> list[Path]:
        try:
            return [place for place in self._folder.iterdir() if place.suffix in (_NEW, _TAKEN)]
        except FileNotFoundError:
            return []

    @contextlib.contextmanager
    def _locked(self) -> Generator[None]:
        handle = os.open(self._folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            lock(handle)
            yield
        finally:
            os.close(handle)  # which gives the lock back


def _is_pressing(place: Path) -> bool:
    note = _read(place)
    return note is not None and not note.can_wait


def _read(place: Path) -> Note | None:
    """What a note says; None where it is gone, or says nothing that can be understood."""
    try:
        said = json.loads(place.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        _log.warning("A note of the spool cannot be read, and is dropped: %s", place.name)
        return None
    given = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    transcript = given.get("transcript")
    if not isinstance(transcript, str):
        return None
    return Note(transcript=Path(transcript), can_wait=given.get("can_wait") is True)


def _log_one(transcript: Path, log: Callable[[Path], object]) -> None:
    """Log a transcript. What can never be logged is said once, and no reason to try again."""
    if not transcript.is_file():
        _log.info("There is no transcript %s: a session in which nothing was said has none.", transcript)
        return
    try:
        log(transcript)
    except (NotFound, InvalidInput, LimitExceeded) as error:
        _log.warning("%s is not logged: %s", transcript, error)
