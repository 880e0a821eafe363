"""Folders of text files and JSON Lines as memories; the way back is `notes_folder.py`.

When a note was written, for a file: the front matter says so (`updated_at`, `updated`, `modified`, `created_at`,
`created` or `date`, the first that is a time), else a date in the file's name, else the day of the file's last change.
That last one says when the file was touched, not when each line was true; it is used because the moment of the import
would be later still, and a time that is too late makes old notes win over what was said after them.
"""

import json
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from dreaming.domain.errors import DreamingError, InvalidInput
from dreaming.domain.limits import MEMORY_BYTES, check_path, check_text
from dreaming.domain.times import parse

_TIME_KEYS = ("updated_at", "updated", "modified", "created_at", "created", "date")
_DATE = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One text that can become a memory."""

    path: str
    content: str
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was not read, and why."""

    name: str
    why: str


def read_notes(source: Path, *, without: Collection[str] = ()) -> Iterator[Note | Skipped]:
    """The notes of a folder of text files, of one text file, or of a JSON Lines file, in order of their paths.

    Args:
        source: the folder or file.
        without: suffixes of files in the folder that are no notes, such as `.jsonl`; they are passed over.

    Raises:
        InvalidInput: there is no such file or folder, or a line of the JSON Lines is no note.
    """
    if source.is_dir():
        return _of_folder(source, without)
    if not source.is_file():
        raise _missing(source)
    if source.suffix == ".jsonl":
        return _of_json_lines(source)
    return iter([_of_file(source, f"/{source.name}")])


def _missing(source: Path) -> InvalidInput:
    return InvalidInput("path", f"there is no file or folder {str(source)!r}", "Name a folder of notes.")


def _of_folder(root: Path, without: Collection[str]) -> Iterator[Note | Skipped]:
    for file in sorted(file for file in _files_below(root) if file.suffix not in without):
        yield _of_file(file, "/" + file.relative_to(root).as_posix())


def _files_below(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in [*hidden, *files])


def _of_file(file: Path, path: str) -> Note | Skipped:
    if file.name.startswith("."):
        return Skipped(name=path, why="hidden")
    try:
        return _read(file, unicodedata.normalize("NFC", path))
    except UnicodeDecodeError:
        return Skipped(name=path, why="not UTF-8 text")
    except OSError as error:
        return Skipped(name=path, why=error.strerror or "cannot be read")
    except DreamingError as error:
        return Skipped(name=path, why=error.message.rstrip("."))


def _read(file: Path, path: str) -> Note | Skipped:
    if file.is_symlink() or not file.is_file():
        return Skipped(name=path, why="not a regular file")
    too_large = Skipped(name=path, why=f"larger than {MEMORY_BYTES:,} bytes")
    if file.stat().st_size > MEMORY_BYTES + len(_BYTE_ORDER_MARK.encode()):
        return too_large
    content = file.read_bytes().decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    if len(content.encode()) > MEMORY_BYTES:
        return too_large
    check_text("content", content, MEMORY_BYTES)
    at = time_in(content, file.name) or _day_of_change(file)
    return Note(path=check_path(path), content=content, created_at=at, updated_at=at)


def _day_of_change(file: Path) -> datetime:
    """The day of the last change, no closer: a checkout or a copy gives its files an order that says nothing."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def time_in(content: str, name: str = "") -> datetime | None:
    """When a note says it was written: in its front matter, else in its file's name."""
    fields = front_matter(content)
    candidates = [fields[key] for key in _TIME_KEYS if key in fields]
    for text in [*candidates, *_DATE.findall(name)]:
        try:
            return parse(text)
        except ValueError:
            continue
    return None


def front_matter(content: str) -> Mapping[str, str]:
    """The plain `key: value` lines between two `---` at the head of a note."""
    head, separator, _ = content.removeprefix("---\n").partition("\n---")
    if not content.startswith("---\n") or not separator:
        return {}
    pairs = (line.partition(":") for line in head.splitlines())
    return {key.strip().lower(): value.strip().strip("'\"") for key, colon, value in pairs if colon and value.strip()}


def _of_json_lines(file: Path) -> Iterator[Note]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _of_record(line, f"{file.name}, line {number}")
    except UnicodeDecodeError as error:
        raise InvalidInput(file.name, "is not UTF-8 text") from error


def _of_record(line: str, place: str) -> Note:
    hint = 'A line looks like {"path": "/notes/a.md", "content": "…", "created_at": "2026-03-04T09:00:00Z"}.'
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidInput(place, f"is not JSON ({error.msg})", hint) from error
    if not isinstance(record, dict):
        raise InvalidInput(place, "is not a JSON object", hint)
    fields = cast("dict[str, object]", record)
    path, content = fields.get("path"), fields.get("content")
    if not isinstance(path, str) or not isinstance(content, str):
        raise InvalidInput(place, "needs a 'path' and a 'content', both texts", hint)
    try:
        created, updated = (_time(fields.get(key)) for key in ("created_at", "updated_at"))
    except ValueError as error:
        raise InvalidInput(place, f"has a time that is none ({error})", hint) from error
    return Note(path=path, content=content, created_at=created, updated_at=updated)


def _time(value: object) -> datetime | None:
    return None if value is None else parse(str(value))
