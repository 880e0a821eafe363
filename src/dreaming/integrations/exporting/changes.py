"""Changing files of the user's: shown before it is done, a copy kept, whole or not at all, and through no link.

A change says what was there when it was shown. It is written beside the file and takes its place in one step, and only
if the file still is what it was; between the last look and that step there is a moment that no system takes away.
"""

import contextlib
import difflib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dreaming.domain.errors import ExportRefused, FileChanged
from dreaming.service.files import WITHOUT_LINKS, link_on_the_way, open_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What a file is and what it is to be; None where there is none. `at` is the time that it gets, if not now."""

    path: Path
    before: bytes | None
    after: bytes | None
    at: datetime | None = None

    @property
    def is_one(self) -> bool:
        """Whether anything is different."""
        return self.before != self.after


def present(path: Path) -> bytes | None:
    """What stands at an absolute path, None if nothing does.

    Raises:
        ExportRefused: it is a link or behind one, or no regular file.
    """
    link = link_on_the_way(path)
    if link is not None:
        raise ExportRefused(str(path), f"{str(link)!r} is a link", f"Name the place itself: {path.resolve()}")
    if not path.exists():
        return None
    if not path.is_file():
        raise ExportRefused(str(path), "it is not a regular file", "Name a file.")
    return path.read_bytes()


def diff_of(change: FileChange) -> Iterator[str]:
    """The lines of a unified diff, without their ends; a file that is no UTF-8 text is shown as far as it can be."""
    name = str(change.path)
    found = difflib.unified_diff(
        _lines(change.before),
        _lines(change.after),
        "(no file)" if change.before is None else name,
        "(no file)" if change.after is None else name,
        lineterm="",
    )
    for number, line in enumerate(found):
        yield line.rstrip("\r\n")
        if number > 1 and not line.startswith("@@") and not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(content: bytes | None) -> list[str]:
    """With their ends, which count; line feeds alone end a line."""
    pieces = (content or b"").decode("utf-8", errors="replace").split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + [pieces[-1]] * bool(pieces[-1])


def apply(changes: Sequence[FileChange], keep_in: Path, now: datetime) -> Path | None:
    """Make the changes, once all files are found to be what they were.

    Args:
        changes: of absolute paths.
        keep_in: the folder that keeps files as they were, in a folder for each time.
        now: the time.

    Returns:
        The folder with the files as they were, at the paths that they have; None if none was there before.

    Raises:
        FileChanged: a file is not what it was. Those before it in `changes` are written if that was seen late.
        ExportRefused: as `present`.
    """
    ours = [change for change in changes if change.is_one]
    for change in ours:
        _check(change)
    kept = keep(ours, keep_in, now)
    for change in ours:
        with _folder_of(change) as (folder, named):
            _replace(change, folder, named)
    return kept


def _check(change: FileChange) -> None:
    if present(change.path) != change.before:
        raise FileChanged(str(change.path))


def keep(changes: Sequence[FileChange], keep_in: Path, now: datetime) -> Path | None:
    """Keep the files as they were before; arguments and result as those of `apply`, which begins with this."""
    there = [change for change in changes if change.before is not None]
    if not there:
        return None
    folder = keep_in / f"{now:%Y%m%dT%H%M%S.%fZ}"
    for change in there:
        path = change.path
        target = folder.joinpath(path.drive.strip("\\/:?").replace("\\", "-"), *path.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
        _write_new(str(target), change.before or b"", mode=stat.S_IRUSR | stat.S_IWUSR)
    return folder


def _write_new(name: str, content: bytes, *, mode: int, folder: int | None = None, at: datetime | None = None) -> None:
    """A file that was not there, on the disk when this returns."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(name, flags, mode, dir_fd=folder)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if at is not None and os.utime in os.supports_fd:
            os.utime(descriptor, (at.timestamp(), at.timestamp()))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _folder_of(change: FileChange) -> Generator[tuple[int | None, Callable[[str], str]]]:
    """The file's folder, and how names in it are called. Without descriptors of folders, by the whole path."""
    parent = change.path.parent
    if not WITHOUT_LINKS:
        parent.mkdir(parents=True, exist_ok=True)
        yield None, lambda name: str(parent / name)
        return
    folder = _opened(change)
    try:
        yield folder, str
        os.fsync(folder)
    finally:
        os.close(folder)


def _opened(change: FileChange) -> int:
    parts = change.path.parent.parts
    try:
        return open_folder(Path(parts[0]), parts[1:], make=change.after is not None)
    except OSError as error:
        if error.errno not in {errno.ENOTDIR, errno.ELOOP}:  # either is said of a link
            raise
        raise ExportRefused(str(change.path), "a folder on the way is a link, or no folder") from error


def _replace(change: FileChange, folder: int | None, named: Callable[[str], str]) -> None:
    target = named(change.path.name)
    if change.after is None:
        _check(change)
        os.unlink(target, dir_fd=folder)
        return
    draft = named(f".{change.path.name[:80]}.{secrets.token_hex(6)}")
    try:
        _write_new(draft, change.after, mode=0o666, folder=folder, at=change.at)
        if change.before is not None:
            mode = stat.S_IMODE(os.stat(target, dir_fd=folder, follow_symlinks=False).st_mode)
            os.chmod(draft, mode, dir_fd=folder)
        _check(change)
        os.replace(draft, target, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=folder)
        raise
