"""Who runs dreams, and whether that process still lives.

An owner is a process that may hold leases. It keeps a file locked that is named after it, in a folder beside the
database; the system lets go of the lock when the process ends, however it ends. So a lease whose owner's file is there
and not locked is over at once, and need not run out. The lock only speeds things up: where it cannot be had (a file
system without locks) or says nothing (the file is gone), the time of the lease decides.
"""

import contextlib
import os
import secrets
import threading
from collections.abc import Collection, Generator
from pathlib import Path

from dreaming.store.locks import lock

FOLDER_SUFFIX = ".running"


class Owner:
    """This process, as one that holds leases on the dreams of one database.

    Args:
        database: the file.
    """

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + FOLDER_SUFFIX)
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._mutex = threading.Lock()
        self._needed = 0
        self._handle: int | None = None

    def appear(self) -> None:
        """Have the file locked, until `vanish` was called as often: to be called before a lease is taken."""
        with self._mutex:
            self._needed += 1
            if self._needed == 1:
                self._handle = _locked(self._folder, self.name)

    def vanish(self) -> None:
        """Let go of the file, if nothing else needs it: a lease was given up."""
        with self._mutex:
            self._needed -= 1
            if self._needed or self._handle is None:
                return
            os.close(self._handle)
            self._handle = None
        with contextlib.suppress(FileNotFoundError):
            (self._folder / self.name).unlink()

    def dead(self, names: Collection[str]) -> frozenset[str]:
        """Those owners among `names` of whom it is known that they are gone."""
        return frozenset(name for name in names if name != self.name and is_dead(self._folder / name))

    def sweep(self, *, keep: Collection[str]) -> None:
        """Remove what owners that were killed left behind, but not of those in `keep`: it tells that they are gone."""
        if self._folder.is_dir():
            for file in self._folder.iterdir():
                if file.name not in keep and file.name != self.name and is_dead(file):
                    with contextlib.suppress(FileNotFoundError):
                        file.unlink()


def is_alive(database: Path, name: str) -> bool | None:
    """Whether the owner of that name lives; None where that cannot be told."""
    file = database.with_name(database.name + FOLDER_SUFFIX) / name
    return not is_dead(file) if file.exists() else None


def is_dead(file: Path) -> bool:
    """Whether the process that locked this file has ended; False also where there is no such file."""
    with contextlib.suppress(FileNotFoundError), _opened(file) as handle:
        try:
            lock(handle)
        except OSError:
            return False
        return True
    return False


@contextlib.contextmanager
def _opened(file: Path) -> Generator[int]:
    handle = os.open(file, os.O_RDWR)
    try:
        yield handle
    finally:
        os.close(handle)


def _locked(folder: Path, name: str) -> int | None:
    """The handle of the new file; None where it cannot be locked: unlocked it would say that this process is dead."""
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        lock(handle)
    except OSError:
        os.close(handle)
        (folder / name).unlink()
        return None
    return handle
