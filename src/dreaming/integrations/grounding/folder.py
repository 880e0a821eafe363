"""A project's folder, listed once and read with care.

No link is followed, nothing outside the folder is opened, and there is an end to how much is listed and read. What
holds secrets by its name (`.env`, keys) is seen to be there and never read.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from dreaming.domain.errors import FileRefused
from dreaming.service.files import opened

MOST_FILES = 20_000
MOST_BYTES = 32 * 1_024 * 1_024  # read in all
FILE_BYTES = 512 * 1_024  # a larger file is left alone
_DEEPEST = 20
IGNORED = frozenset(
    ".git .hg .svn node_modules .venv venv env __pycache__ .tox .nox .mypy_cache .ruff_cache .pytest_cache dist build out "
    "target vendor .next .nuxt .turbo .cache .gradle .idea .terraform coverage site-packages bower_components".split()
)
_SECRET_NAMES = (".env", "id_rsa", "id_ed25519", "credentials", "secrets")
_SECRET_ENDINGS = (".pem", ".key", ".p12", ".pfx", ".keystore")
_EXAMPLES = (".example", ".sample", ".template", ".dist")


@dataclass(slots=True)
class _Room:
    """How much may still be read."""

    left: int = MOST_BYTES


@dataclass(frozen=True)
class Folder:
    """The folder `root`, which must be absolute. Paths are relative to it, with `/`."""

    root: Path
    most_files: int = MOST_FILES
    _room: _Room = field(default_factory=_Room)

    @cached_property
    def _listed(self) -> tuple[tuple[str, ...], bool]:
        found: list[str] = []
        for path in self._walk("", 0):
            if len(found) == self.most_files:
                return tuple(found), False
            found.append(path)
        return tuple(found), True

    @property
    def files(self) -> tuple[str, ...]:
        """The regular files that are no build products or other people's code, nearest to the root first."""
        return self._listed[0]

    @property
    def is_whole(self) -> bool:
        """Whether every file is listed, and there was room to read whatever was asked for."""
        return self._listed[1] and self._room.left > 0

    def _walk(self, below: str, depth: int) -> Iterator[str]:
        try:
            with os.scandir(self.root / below) as entries:
                here = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            return  # not there, or not to be read: then nothing is known of it
        for entry in here:
            if entry.is_file(follow_symlinks=False):
                yield below + entry.name
        for entry in here:
            if depth < _DEEPEST and entry.name not in IGNORED and entry.is_dir(follow_symlinks=False):
                yield from self._walk(f"{below}{entry.name}/", depth + 1)

    def has(self, path: str) -> bool | None:
        """Whether a file or folder is there; None where that cannot be said: a link, or a way out of the folder."""
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or path.startswith("/"):
            return None
        place = self.root
        for part in parts:
            place = place / part
            if place.is_symlink():
                return None
            if not place.exists():
                return False
        return True

    def is_ignored(self, path: str) -> bool:
        """Whether the path lies where build products and other people's code are: it may come and go."""
        return any(part in IGNORED for part in PurePosixPath(path).parts) or _is_secret(path)

    def lines(self, path: str) -> list[str]:
        """The lines of a text file; none where it cannot or may not be read, or is too large."""
        if _is_secret(path):
            return []
        try:
            with opened(str(self.root / path), [self.root]) as file:
                content = file.read(min(FILE_BYTES, self._room.left) + 1)
        except (FileRefused, OSError):
            return []
        if len(content) > FILE_BYTES or len(content) > self._room.left or b"\0" in content[:8_192]:
            if len(content) > self._room.left:
                self._room.left = 0
            return []
        self._room.left -= len(content)
        return content.decode("utf-8", "replace").splitlines()


def _is_secret(path: str) -> bool:
    name = path.rpartition("/")[2].casefold()
    if name.endswith(_EXAMPLES):
        return False
    return name.startswith(_SECRET_NAMES) or name.endswith(_SECRET_ENDINGS)
