"""Which files a tool call may have read: regular ones under an allowed folder, with no link on the way.

What is written has the same rule: `link_on_the_way` looks, and `open_folder` goes there without following one.

The file is opened from its allowed folder downwards, one name at a time, and a link is refused at each; so nothing that
is exchanged between looking and opening leads out. Where the system cannot do that, the resolved path is compared.
"""

import contextlib
import os
import stat
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import BinaryIO

from dreaming.domain.errors import FileRefused

# Whether this system can open a file by way of its folder, and refuse links.
WITHOUT_LINKS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@contextlib.contextmanager
def opened(path: str, roots: Sequence[Path]) -> Generator[BinaryIO]:
    """The file, open for reading.

    Args:
        path: as the call named it: absolute, or with `~`.
        roots: the folders under which files may be read.

    Raises:
        FileRefused: it is elsewhere, behind a link, not there, or not a regular file.
    """
    descriptor = _open(path, roots)
    with open(_named(path), "rb", opener=lambda _path, _flags: descriptor) as file:
        yield file


def check_readable(path: str, roots: Sequence[Path]) -> Path:
    """The path of a file that may be read now. Whoever reads it uses `opened`: things change in between.

    Raises:
        FileRefused: as `opened`.
    """
    os.close(_open(path, roots))
    return _named(path)


def _named(path: str) -> Path:
    if "\x00" in path:
        raise FileRefused(path, "the name holds a NUL character")
    named = Path(path)
    with contextlib.suppress(RuntimeError):  # there is no home: then the path stays relative, and is refused
        named = named.expanduser()
    if not named.is_absolute():
        raise FileRefused(path, "the path is not absolute")
    if ".." in named.parts:
        raise FileRefused(path, "the path holds '..'")
    return named


def _open(path: str, roots: Sequence[Path]) -> int:
    named = _named(path)
    try:
        for root in roots:
            for base in dict.fromkeys((root.absolute(), root.resolve())):
                if named != base and named.is_relative_to(base):
                    return _regular(path, _open_under(base.resolve(), named.relative_to(base)))
    except (OSError, ValueError) as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else "a link, or something unreadable"
        raise FileRefused(path, why) from error
    raise FileRefused(path, "it is outside the allowed folders")


def _open_under(root: Path, relative: Path) -> int:
    """Open `relative` from `root` downwards without following a link."""
    if not WITHOUT_LINKS:
        if (root / relative).resolve(strict=True) != root / relative:
            raise OSError
        return os.open(root / relative, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    folder = open_folder(root, relative.parts[:-1])
    try:
        # NONBLOCK: opening a pipe must not wait for who writes into it.
        return os.open(relative.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)


def link_on_the_way(path: Path, below: Path | None = None) -> Path | None:
    """The first link on the way to an absolute path and at it, None if there is none.

    Args:
        path: where to.
        below: look at what stands below this folder alone.
    """
    places = (*reversed(path.parents), path)
    return next((place for place in places if (below is None or below in place.parents) and place.is_symlink()), None)


def open_folder(root: Path, names: Sequence[str], *, make: bool = False) -> int:
    """A folder as a descriptor, reached from `root` downwards without following a link. For where `WITHOUT_LINKS`.

    Args:
        root: where to begin; links above it are the caller's.
        names: the folders on the way, the last is the one to open.
        make: make those that are not there.

    Raises:
        OSError: one is a link, no folder, or not there.
    """
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, dir_fd=folder)
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
    except OSError:
        os.close(folder)
        raise
    return folder


def _regular(path: str, descriptor: int) -> int:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileRefused(path, "it is not a regular file")
    return descriptor
