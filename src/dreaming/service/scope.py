"""Which store is meant where none is named: that of the project one works in; and which one is personal.

A project is a Git repository, whatever worktree and folder of it one is in, or a folder that a client names as one. Its
store knows it by its root, so that two projects whose folders have the same name do not share a store. A store that
knows no project, as those that were made by name, is that of every project of its name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dreaming.domain.errors import InvalidInput
from dreaming.domain.model import PERSONAL, PROJECT, SCOPE

DEFAULT_STORE = "default"
PROJECT_VARIABLE = "CLAUDE_PROJECT_DIR"
PERSONAL_VARIABLE = "DREAMING_PERSONAL_STORE"
CHECK_VARIABLE = "DREAMING_CHECK"  # off: dreams look into no project's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: the root of its main working tree, and the names that a new store of it may have, best first."""

    root: Path

    @property
    def names(self) -> tuple[str, ...]:
        """Its folder's, and with the folder above where that is taken by another project."""
        return self.root.name, f"{self.root.parent.name}/{self.root.name}", str(self.root)


# The store of a project, by name or id, if it has one; with True what a new one is to be called, if it has none.
FindStore = Callable[[Project, bool], str | None]


def default_store(find: FindStore, env: Mapping[str, str], cwd: Path) -> str:
    """The name or id of the store to use where none is named; it need not exist yet.

    It is DREAMING_STORE, else the project's store. Where the project has none yet, a client that names the project
    means the one that will be made; else it is `default`.

    Args:
        find: the store of a project.
        env: the environment; CLAUDE_PROJECT_DIR, where a client sets it, says where the project is.
        cwd: the working folder, which says so otherwise.
    """
    named = env.get("DREAMING_STORE", "").strip()
    if named:
        return named
    given = env.get(PROJECT_VARIABLE, "")
    project = project_of(Path(given or cwd))
    return (find(project, bool(given)) if project.root.name else None) or DEFAULT_STORE


def personal_store(env: Mapping[str, str]) -> str:
    """The name of the personal store: what the user wants known in every project."""
    return env.get(PERSONAL_VARIABLE, "").strip() or PERSONAL


def metadata_of_new(name: str, env: Mapping[str, str], cwd: Path) -> Mapping[str, str]:
    """What a new store of this name says of itself: that it is the personal one, or the root of its project."""
    if name == personal_store(env):
        return {SCOPE: PERSONAL}
    root = _root_of_new(name, env, cwd)
    return {} if root is None else {PROJECT: root}


def _root_of_new(name: str, env: Mapping[str, str], cwd: Path) -> str | None:
    given = env.get(PROJECT_VARIABLE, "")
    folder = Path(given or cwd)
    project = project_of(folder)
    is_one = bool(given) or any(repository_roots(folder))
    return str(project.root) if is_one and project.root.name and name in project.names else None


def is_checking(env: Mapping[str, str]) -> bool:
    """Whether dreams look up in their project's folder what memories name of it.

    Where no file is to be read without asking (DREAMING_TRANSCRIPTS=ask) they do so only if DREAMING_CHECK says it.

    Raises:
        InvalidInput: DREAMING_CHECK has a value that means nothing.
    """
    otherwise = "off" if env.get("DREAMING_TRANSCRIPTS", "").strip().lower() == "ask" else "on"
    said = env.get(CHECK_VARIABLE, "").strip().lower() or otherwise
    if said not in {"on", "off"}:
        raise InvalidInput(CHECK_VARIABLE, f"{said[:80]!r} means nothing", "It is on or off.")
    return said == "on"


def project_of(folder: Path) -> Project:
    """The project that holds `folder`: worktrees are of the project whose repository they belong to."""
    return Project(root=next(repository_roots(folder), folder.absolute()))


def home_of_worktree(folder: str) -> str:
    """The root of the project, if `folder` is in a worktree that lies elsewhere; else `folder`."""
    roots = list(repository_roots(Path(folder))) if Path(folder).is_absolute() else []
    return str(roots[0]) if len(roots) > 1 and not Path(folder).is_relative_to(roots[0]) else folder


def repository_roots(folder: Path) -> Iterator[Path]:
    """The root of the main working tree of the repository that holds `folder`, and of the worktree, if it is in one."""
    for candidate in (folder.absolute(), *folder.absolute().parents):
        git = candidate / ".git"
        if git.is_file():
            link = git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            main, separator, _ = link.replace("\\", "/").partition("/.git/worktrees/")
            yield from [Path(main)] if separator else []
        if git.exists():
            yield candidate
            return
