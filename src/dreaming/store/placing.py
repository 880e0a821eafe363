"""Files that appear under their name whole, or not at all; readable by their owner alone."""

import contextlib
import glob
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Generator
from pathlib import Path

from dreaming.store.header import named_by_us

DIGEST_SUFFIX = ".sha256"
_PART_SUFFIX = ".part"
_CHUNK = 1 << 20
_LEFT_SECONDS = 86_400.0  # no backup is written for a day

Show = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


def nothing_shown(_done: int, _total: int) -> None:
    """Where nobody watches."""


def make_folder(target: Path) -> None:
    """The folder of a file, private where it is made now.

    Raises:
        DatabaseUnavailable: it cannot be.
    """
    with named_by_us(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)


@contextlib.contextmanager
def part_of(target: Path) -> Generator[Path]:
    """A new, empty, private file beside `target`, to be filled and put in its place; what is left of it then goes."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PART_SUFFIX}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    try:
        yield part
    finally:
        for each in target.parent.glob(f"{glob.escape(part.name)}*"):  # with what SQLite may have made beside it
            each.unlink(missing_ok=True)


def clear_leftovers(target: Path, now: float) -> None:
    """Remove the parts of `target` that killed processes have left over a day before `now`, in seconds of the epoch."""
    for each in target.parent.glob(f".{glob.escape(target.name)}.*{_PART_SUFFIX}*"):
        with contextlib.suppress(FileNotFoundError):
            if each.stat().st_mtime < now - _LEFT_SECONDS:
                each.unlink()


def put(part: Path, target: Path, *, overwrite: bool) -> None:
    """Give a part its name, in one step, for good: a power cut afterwards does not take it back.

    Raises:
        FileExistsError: there is a file of that name, and it is not to be overwritten.
    """
    sync(part)
    if overwrite:
        part.replace(target)
    else:
        _put_new(part, target)
    sync_folder(target.parent)


def _put_new(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # as a rename that never overwrites
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from error
        part.rename(target)
    else:
        part.unlink()


def sync(file: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; systems where that cannot be asked for do it by themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copied(source: Path, target: Path, show: Show) -> str:
    """Copy the bytes into a file that is there; their SHA-256.

    Args:
        source: what to read.
        target: what to overwrite.
        show: told how many bytes are done, and of how many.
    """
    found = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        total, done = os.fstat(reading.fileno()).st_size, 0
        while chunk := reading.read(_CHUNK):
            found.update(chunk)
            writing.write(chunk)
            done += len(chunk)
            show(done, total)
    return found.hexdigest()


def digest(file: Path) -> str:
    """The SHA-256 of a file, in lowercase hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def digest_file(file: Path) -> Path:
    """Where the SHA-256 of a file is written down."""
    return file.with_name(file.name + DIGEST_SUFFIX)


def write_digest(file: Path, sha256: str) -> None:
    """Write the SHA-256 of a file beside it, as `sha256sum` does, so that `sha256sum --check` reads it."""
    name = file.name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if name == file.name else "\\"
    with part_of(digest_file(file)) as part:
        part.write_text(f"{mark}{sha256}  {name}\n", encoding="utf-8", errors="surrogateescape", newline="\n")
        put(part, digest_file(file), overwrite=True)


def written_digest(file: Path) -> str | None:
    """The SHA-256 that is written beside a file; None where none is."""
    try:
        text = digest_file(file).read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
    return text.lstrip("\\").split(maxsplit=1)[0].lower() if text.strip() else ""
