"""Writing memories as a folder of files or as JSON Lines: everything is checked before the first byte is written.

Nothing is written outside the one folder, through no link, and under no name that another system would take for
something else; file times are the memories' own, so that a folder that comes back keeps them.
"""

import json
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from dreaming.domain.errors import ExportRefused
from dreaming.domain.model import Memory
from dreaming.domain.times import render
from dreaming.service.files import link_on_the_way

# Devices, whatever stands after a dot: learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_BYTE_ORDER_MARK = "\ufeff"
_FORBIDDEN = frozenset('<>:"|?*\\')
_NAME_BYTES = 255


def write_folder(memories: Sequence[Memory], folder: Path, *, force: bool = False) -> int:
    """Write each memory to its path below `folder`, which is made where it does not exist.

    Args:
        memories: with content.
        folder: empty, unless `force`.
        force: write into a folder that has files; those at the same paths are replaced, the others stay.

    Returns:
        How many files were written.

    Raises:
        ExportRefused: the folder is a link, is not empty, or a path cannot be a file's name everywhere.
    """
    check_paths([memory.path for memory in memories])
    _check_folder(folder, force=force)
    for memory in memories:
        _check_links(folder, memory.path)
    folder.mkdir(parents=True, exist_ok=True)
    for memory in memories:
        _write(folder, memory)
    return len(memories)


def write_json_lines(memories: Sequence[Memory], file: Path, *, force: bool = False) -> int:
    """Write one record a memory, `{path, content, created_at, updated_at}`, which an import reads again.

    Args:
        memories: with content.
        file: new, unless `force`.
        force: replace the file.

    Returns:
        How many records were written.

    Raises:
        ExportRefused: the file exists, or is a link.
    """
    if file.is_symlink():
        raise ExportRefused(str(file), "it is a link", "Name a regular file.")
    if file.exists() and not force:
        raise ExportRefused(str(file), "the file exists", "Name a new file, or add --force.")
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for memory in memories:
            out.write(json.dumps(_record(memory), ensure_ascii=False) + "\n")
    return len(memories)


def _record(memory: Memory) -> dict[str, str]:
    return {
        "path": memory.path,
        "content": memory.content or "",
        "created_at": render(memory.created_at),
        "updated_at": render(memory.updated_at),
    }


def check_paths(paths: Sequence[str]) -> None:
    """Whether all paths can be files of one folder on every common system.

    Raises:
        ExportRefused: one cannot.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in sorted(paths):
        for name in path[1:].split("/"):
            _check_name(name, path)
        key = _fold(path)
        if key in seen:
            raise ExportRefused(path, f"differs from {seen[key]!r} only in case or form, and some systems keep one")
        seen[key] = path
        for parent in PurePosixPath(path).parents:
            folders.setdefault(_fold(str(parent)), path)
    for key, path in seen.items():
        if key in folders:
            raise ExportRefused(path, f"would be a file, and the folder of {folders[key]!r}")


def _fold(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold()


def _check_name(name: str, path: str) -> None:
    if name.startswith("."):  # programs act on hidden files, and an import passes over them
        raise ExportRefused(path, f"{name!r} is a hidden file")
    if _RESERVED.fullmatch(name):
        raise ExportRefused(path, f"{name!r} is a device on Windows")
    if _FORBIDDEN & set(name) or name[-1] in ". ":
        raise ExportRefused(path, f"{name!r} has a character that Windows does not take in a name")
    if len(name.encode()) > _NAME_BYTES:
        raise ExportRefused(path, f"a name of more than {_NAME_BYTES} bytes is no file name")


def as_file(text: str) -> bytes:
    """The bytes of a file that holds `text`. Reading takes away a byte order mark: one that is text gets another."""
    return (_BYTE_ORDER_MARK * text.startswith(_BYTE_ORDER_MARK) + text).encode()


def _check_folder(folder: Path, *, force: bool) -> None:
    if folder.is_symlink():
        raise ExportRefused(str(folder), "it is a link")
    if folder.exists() and not folder.is_dir():
        raise ExportRefused(
            str(folder), "it is not a folder", "Name a new folder, or add --as section to add to a file."
        )
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise ExportRefused(str(folder), "the folder is not empty", "Name a new folder, or add --force.")


def _check_links(folder: Path, path: str) -> None:
    link = link_on_the_way(folder / path[1:], folder)
    if link is not None:
        raise ExportRefused(path, f"{str(link)!r} is a link")


def _write(folder: Path, memory: Memory) -> None:
    target = folder / memory.path[1:]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(as_file(memory.content or ""))
    at = memory.updated_at.timestamp()
    os.utime(target, (at, at))
