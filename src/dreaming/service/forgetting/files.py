"""Files of the data folder that may hold words: notes of hooks, copies of the user's files, logs. Backups are left alone."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dreaming.domain.forgetting import GAP, Eraser, folded, gap_in_line

_NOTES, _COPIES = "spool", "files-before"
_NAMED = 5
_NOTE_ENDINGS = {".json", ".taken"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that holds what is to be forgotten: what it is called, and what takes it out."""

    place: str
    path: Path
    erase: Callable[[], None]


def holding(home: Path, eraser: Eraser) -> Iterator[Found]:
    """The files of the data folder that hold it, in their text or in their names."""
    for path in sorted((home / _NOTES).glob("*")):
        if (path.suffix in _NOTE_ENDINGS or path.name.startswith(".")) and _is_of(path, eraser):
            yield Found(place="notes of hooks", path=path, erase=_deleting(path))
    for path in sorted(home.glob("*.log")):
        if path.is_file() and _without(path.read_bytes(), eraser) is not None:
            yield Found(place="logs", path=path, erase=_rewriting(path, eraser))
    for path in sorted((home / _COPIES).rglob("*"), reverse=True):  # what is in a folder before the folder
        if path.is_file() and not path.is_symlink() and _without(path.read_bytes(), eraser) is not None:
            yield Found(place="copies of your files", path=path, erase=_rewriting(path, eraser))
        if eraser.from_source(path.name) != path.name:
            yield Found(place="names of copies", path=path, erase=_renaming(path, eraser))


def outside(home: Path, database: Path) -> Iterator[str]:
    """What is not reached, in sentences."""
    copies = [str(path) for path in sorted(home.rglob("*.db")) if path != database]
    if copies:
        more = f" and {len(copies) - _NAMED} more" if len(copies) > _NAMED else ""
        yield f"Backups keep what they hold; delete those that should not: {', '.join(copies[:_NAMED])}{more}."
    yield "Transcripts of clients, exported files, and backups elsewhere are not touched."


def _is_of(note: Path, eraser: Eraser) -> bool:
    """A note is JSON: what it names may be spelt in it otherwise."""
    content = note.read_bytes()
    try:
        said = json.dumps(json.loads(content), ensure_ascii=False)
    except ValueError:
        said = content.decode(errors="surrogateescape")
    return eraser.from_source(said) != said


def _without(content: bytes, eraser: Eraser) -> bytes | None:
    """The text with gaps; None where there is nothing to take out. Other bytes stay as they are."""
    text = content.decode(errors="surrogateescape")
    if eraser.statements:
        lines = [gap_in_line(line) if folded(line) in eraser.statements else line for line in text.split("\n")]
        text = "\n".join(lines)
    cleaned = eraser.from_source(text).encode(errors="surrogateescape")
    return None if cleaned == content else cleaned


def _deleting(path: Path) -> Callable[[], None]:
    def erase() -> None:
        _overwrite(path, b"")
        path.unlink(missing_ok=True)

    return erase


def _rewriting(path: Path, eraser: Eraser) -> Callable[[], None]:
    def erase() -> None:
        cleaned = _without(path.read_bytes(), eraser)
        if cleaned is not None:
            _overwrite(path, cleaned)

    return erase


def _renaming(path: Path, eraser: Eraser) -> Callable[[], None]:
    def erase() -> None:
        named = path.with_name(eraser.from_source(path.name))
        number = 1
        while named.exists():
            number += 1
            named = named.with_name(eraser.from_source(path.name).replace(GAP, f"{GAP[:-1]} {number}]", 1))
        path.rename(named)

    return erase


def _overwrite(path: Path, content: bytes) -> None:
    """In its place on the disk, as far as the file system does so: zeros over all that was there, then the new text."""
    with path.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        file.write(b"\0" * size)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
