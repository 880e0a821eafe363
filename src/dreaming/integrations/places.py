"""Where Claude Code and Codex keep memories and transcripts, read-only.

Source: code.claude.com/docs, pages memory and sessions. The folder's name is the working directory with every
character that is no ASCII letter or digit replaced by '-'; a long one is cut and gets a hash. The memory belongs to
the root of the repository, which all its worktrees share. A sub-agent's transcript lies beside its session's, in a
folder named after it, or in older versions next to it. Codex: codex-rs/rollout, folders by the day of the first prompt.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreaming.service.scope import repository_roots

_LONGEST_NAME = 200
_NO_TRANSCRIPTS = frozenset({"memory", "tool-results"})


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
    folders = tuple(dict.fromkeys(_folder_of(root) for root in (directory, *repository_roots(directory))))
    memories = [folder / "memory" for folder in folders if any((folder / "memory").glob("**/*.md"))]
    files = [file for folder in folders for file in folder.glob("*.jsonl") if file.is_file() and not file.is_symlink()]
    newest = sorted(files, key=lambda file: (file.stat().st_mtime, file.name), reverse=True)[:latest]
    return ClaudeProject(
        looked_in=folders, memory=memories[0] if memories else None, transcripts=tuple(reversed(newest))
    )


def claude_memory_folder(directory: Path) -> Path:
    """Where the memory of the project at `directory` is, or would be if there is none yet."""
    roots = list(repository_roots(directory))
    return claude_project(directory, latest=0).memory or _folder_of(roots[0] if roots else directory) / "memory"


def claude_folder() -> Path:
    """`~/.claude`, or where CLAUDE_CONFIG_DIR says."""
    set_by_user = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(set_by_user).expanduser() if set_by_user else Path.home() / ".claude"


def codex_folder() -> Path:
    """`~/.codex`, or where CODEX_HOME says."""
    set_by_user = os.environ.get("CODEX_HOME")
    return Path(set_by_user).expanduser() if set_by_user else Path.home() / ".codex"


def client_folders() -> tuple[Path, ...]:
    """Where Claude Code and Codex keep their transcripts."""
    return claude_folder() / "projects", codex_folder() / "sessions", codex_folder() / "archived_sessions"


def client_transcripts() -> Iterator[Path]:
    """Every transcript that Claude Code and Codex have, sub-agents' too. Links are not followed."""
    projects, *rollouts = client_folders()
    yield from files_below(projects, (".jsonl",))
    for folder in rollouts:
        yield from (file for file in files_below(folder, (".jsonl",)) if file.name.startswith("rollout-"))


def files_below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Regular files at any depth whose names end so, by name; a client's own memory and tool results are left out."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - _NO_TRANSCRIPTS)
        for name in sorted(files):
            file = Path(parent, name)
            if name.endswith(endings) and file.is_file() and not file.is_symlink():
                yield file


def project_roots(directory: Path) -> tuple[Path, ...]:
    """The folders that make up the project at `directory`: its repository with all worktrees, or the folder alone."""
    roots = list(repository_roots(directory)) or [directory.absolute()]
    links = [link for root in roots for link in sorted((root / ".git" / "worktrees").glob("*/gitdir"))]
    trees = [Path(link.read_text(encoding="utf-8", errors="replace").strip()).parent for link in links]
    return tuple(dict.fromkeys([*roots, *trees]))


def _folder_of(directory: Path) -> Path:
    name = re.sub(r"[^A-Za-z0-9]", "-", str(directory.absolute()))
    projects = claude_folder() / "projects"
    if len(name) > _LONGEST_NAME:
        cut = sorted(projects.glob(f"{name[:_LONGEST_NAME]}-*"))
        return cut[0] if cut else projects / name[:_LONGEST_NAME]
    return projects / name
