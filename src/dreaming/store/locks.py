"""Who has the file open, and a gate that keeps others from opening it while it is replaced.

Every process that has the database open holds SQLite's shared lock on it for as long: that is how SQLite's log works.
Whoever holds that range exclusively knows that nobody has the file open, whatever is in the file
(sqlite.org/fileformat2.html#the_lock_byte_page). The gate closes what is left: a process that has opened the file and
not yet locked it. `Database` passes it when it opens, and it is kept shut while the file is exchanged.

Windows needs neither: a file that somebody has open cannot be renamed there, so the exchange itself is refused.
"""

import contextlib
import errno
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path

from dreaming.domain.errors import DatabaseInUse

_LOCK_BYTES = (0x40000000, 0x40000200)
_LOOK_SECONDS = 0.01
_LOCKS = Path("/proc/locks")
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP)


Identity = tuple[int, int]
# Closing any handle on a file gives back all locks that this process holds on it (POSIX), also those of SQLite. So a
# file that is open here is looked at by no other means than SQLite's.
_open_here: Counter[Identity] = Counter()
_open_here_lock = threading.Lock()


def open_here(file: Path) -> Identity:
    """Note that this process has the file open; what to give to `closed_here`."""
    identity = _identity(file)
    with _open_here_lock:
        _open_here[identity] += 1
    return identity


def closed_here(identity: Identity) -> None:
    """Note that it has been closed once."""
    with _open_here_lock:
        _open_here[identity] -= 1


def is_open_here(file: Path) -> bool:
    """Whether this process has the file open already."""
    with _open_here_lock:
        return file.exists() and _open_here[_identity(file)] > 0


def _identity(file: Path) -> Identity:
    found = file.stat()
    return found.st_dev, found.st_ino


@contextlib.contextmanager
def opening(folder: Path, *, wait_seconds: float) -> Generator[None]:
    """Be where the file in `folder` is not being replaced.

    Raises:
        DatabaseInUse: it still is after `wait_seconds`.
    """
    with _gate(folder, exclusive=False, wait_seconds=wait_seconds):
        yield


@contextlib.contextmanager
def replacing(folder: Path, *, wait_seconds: float) -> Generator[None]:
    """Keep every `Database` from opening a file in `folder`.

    Raises:
        DatabaseInUse: somebody is opening or replacing it, and still is after `wait_seconds`.
    """
    with _gate(folder, exclusive=True, wait_seconds=wait_seconds):
        yield


def holders(file: Path) -> tuple[int, ...]:
    """The ids of the other processes that have the database open, as far as the system says so."""
    if not _LOCKS.exists() or not file.exists():
        return ()
    inode, found = file.stat().st_ino, set[int]()
    for line in _LOCKS.read_text(encoding="ascii", errors="replace").splitlines():
        fields = line.split()
        if len(fields) != 8 or not fields[5].endswith(f":{inode}") or not fields[6].isdigit():
            continue
        if _LOCK_BYTES[0] <= int(fields[6]) < _LOCK_BYTES[1] and int(fields[4]) > 0:
            found.add(int(fields[4]))
    return tuple(sorted(found - {os.getpid()}))


def is_open(file: Path) -> bool:
    """Whether another process has the database open; False where that cannot be told."""
    try:
        with unused(file):
            return False
    except DatabaseInUse:
        return True
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> None:
        """As below."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    @contextlib.contextmanager
    def unused(file: Path) -> Generator[None]:  # noqa: ARG001 - as below
        """As below; here it is the renaming that fails where somebody has the file open."""
        yield

    @contextlib.contextmanager
    def _gate(folder: Path, *, exclusive: bool, wait_seconds: float) -> Generator[None]:  # noqa: ARG001 - as below
        yield

else:
    import fcntl

    def lock(handle: int) -> None:
        """Lock an open file for this process, without waiting.

        Raises:
            OSError: another process has it locked, or the file system knows no locks.
        """
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @contextlib.contextmanager
    def unused(file: Path) -> Generator[None]:
        """Hold the file so that nobody else has it open, and nobody can begin to read or write it.

        This process may open and close no other handle on the file meanwhile: that would give the lock back.

        Raises:
            DatabaseInUse: another process has it open.
            OSError: it is missing, or may not be written.
        """
        handle = os.open(file, os.O_RDWR)
        try:
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_BYTES[1] - _LOCK_BYTES[0], _LOCK_BYTES[0])
            except (BlockingIOError, PermissionError) as error:  # POSIX lets a system choose between the two
                raise DatabaseInUse(holders(file)) from error
            yield
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _gate(folder: Path, *, exclusive: bool, wait_seconds: float) -> Generator[None]:
        """A lock on the folder itself: it needs no file, and ends with the process that holds it."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            _pass(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, time.monotonic() + wait_seconds)
            yield
        finally:
            os.close(handle)

    def _pass(handle: int, how: int, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(handle, how | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise DatabaseInUse(()) from error
            except OSError as error:
                # Some network file systems have no such locks: doctor says that they are no place for the file.
                if how == fcntl.LOCK_SH and error.errno in _NO_LOCKS:
                    return
                raise
            else:
                return
            time.sleep(_LOOK_SECONDS)
