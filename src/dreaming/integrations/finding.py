"""Finding the transcripts that are to be logged: the clients' own, and those in folders that the person names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from dreaming.domain.cursors import ImportCursor
from dreaming.domain.errors import NotFound
from dreaming.integrations.lines import parsed
from dreaming.integrations.places import client_transcripts, files_below, project_roots
from dreaming.integrations.standing import Standing, bytes_to_read, cursor_path, standing_of

_ENDINGS = (".jsonl", ".json")
_HEAD_BYTES = 1_048_576
_HEAD_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A transcript, how it stands to what was read of it, and how much of it would be read now, in bytes."""

    path: Path
    standing: Standing
    to_read: int


def find_transcripts(
    cursors: Mapping[str, ImportCursor],
    folders: Sequence[Path] = (),
    *,
    since: datetime | None = None,
    project: Path | None = None,
) -> list[Found]:
    """Transcripts, the one that was written to first comes first. Only for a project files are opened.

    Args:
        cursors: how far each was read, by its path.
        folders: where to look; none for the folders of the clients.
        since: only those that were written to at that time or later.
        project: only those of sessions in this folder, its repository or a worktree of it.

    Raises:
        NotFound: there is no such folder.
    """
    roots = None if project is None else [root.resolve() for root in project_roots(project)]
    found: list[tuple[int, Found]] = []
    for path in _in_folders(folders) if folders else client_transcripts():
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue  # it went while we looked: clients sweep their folders
        if since is not None and stat.st_mtime < since.timestamp():
            continue
        if roots is None or _is_in(path, roots):
            cursor = cursors.get(cursor_path(path))
            to_read = bytes_to_read(cursor, stat)
            standing = standing_of(cursor, stat)
            found.append((stat.st_mtime_ns, Found(path=path, standing=standing, to_read=to_read)))
    return [each for _, each in sorted(found, key=lambda item: (item[0], str(item[1].path)))]


def _in_folders(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        if not folder.exists():
            raise NotFound("file or folder", str(folder))
        yield from [folder] if folder.is_file() else files_below(folder, _ENDINGS)


def _is_in(path: Path, roots: Sequence[Path]) -> bool:
    folder = _working_folder(path)
    if folder is None:
        return False
    named = (folder, folder.resolve())
    return any(each.is_relative_to(root) for each in named for root in roots)


def _working_folder(path: Path) -> Path | None:
    """Where the session worked, as one of its first records says: the name of a client's folder does not tell."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None
    for line in head.splitlines()[:_HEAD_LINES]:
        record = parsed(line)
        if isinstance(record, dict):
            given = cast("dict[str, Any]", record)
            payload = given.get("payload")
            inner = cast("dict[str, Any]", payload) if isinstance(payload, dict) else {}
            for value in (given.get("cwd"), inner.get("cwd"), given.get("project")):
                if isinstance(value, str) and Path(value).is_absolute():
                    return Path(value)
    return None
