"""Where Claude Code keeps a project's memory and transcripts, read-only.

Source: code.claude.com/docs, pages memory and sessions. The folder's name is the working directory with every
character that is no ASCII letter or digit replaced by '-'; a long one is cut and gets a hash. The memory belongs to
the root of the repository, which all its worktrees share.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaudeProject:
    """What Claude Code has of one project. `looked_in` are the folders that would hold it."""

    looked_in: tuple[Path, ...]
    memory: Path | None
    transcripts: tuple[Path, ...]


def claude_project(directory: Path, *, latest: int) -> ClaudeProject:
    """The memory folder and the newest transcripts of the project at `directory`.

    Args:
        directory: the working directory.
        latest: how many transcripts at most; they are given oldest first.
    """
    folders = tuple(dict.fromkeys(_folder_of(root) for root in (directory, *_repository_roots(directory))))
    memories = [folder / "memory" for folder in folders if any((folder / "memory").glob("**/*.md"))]
    files = [file for folder in folders for file in folder.glob("*.jsonl") if file.is_file() and not file.is_symlink()]
    newest = sorted(files, key=lambda file: (file.stat().st_mtime, file.name), reverse=True)[:latest]
    return ClaudeProject(
        looked_in=folders, memory=memories[0] if memories else None, transcripts=tuple(reversed(newest))
    )


def claude_memory_folder(directory: Path) -> Path:
    """Where the memory of the project at `directory` is, or would be if there is none yet."""
    roots = list(_repository_roots(directory))
    return claude_project(directory, latest=0).memory or _folder_of(roots[0] if roots else directory) / "memory"


def claude_folder() -> Path:
    """`~/.claude`, or where CLAUDE_CONFIG_DIR says."""
    set_by_user = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(set_by_user).expanduser() if set_by_user else Path.home() / ".claude"


def _folder_of(directory: Path) -> Path:
    name = re.sub(r"[^A-Za-z0-9]", "-", str(directory.absolute()))
    projects = claude_folder() / "projects"
    if len(name) > _LONGEST_NAME:
        cut = sorted(projects.glob(f"{name[:_LONGEST_NAME]}-*"))
        return cut[0] if cut else projects / name[:_LONGEST_NAME]
    return projects / name


def _repository_roots(directory: Path) -> Iterator[Path]:
    """The root of the repository, and of the one it is a worktree of."""
    for folder in (directory.absolute(), *directory.absolute().parents):
        git = folder / ".git"
        if git.is_file():
            link = git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            main, separator, _ = link.partition("/.git/worktrees/")
            yield from [Path(main)] if separator else []
        if git.exists():
            yield folder
            return
