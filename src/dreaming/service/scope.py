"""Which store is meant where none is named."""

from collections.abc import Callable, Mapping
from pathlib import Path

DEFAULT_STORE = "default"


def default_store(exists: Callable[[str], bool], env: Mapping[str, str], cwd: Path) -> str:
    """The name of the store to use: DREAMING_STORE, else the project's store if it exists, else `default`.

    Args:
        exists: whether there is a live store of a name.
        env: the environment; CLAUDE_PROJECT_DIR, where a client sets it, says where the project is.
        cwd: the working folder, which says so otherwise.
    """
    named = env.get("DREAMING_STORE", "").strip()
    if named:
        return named
    project = project_name(Path(env.get("CLAUDE_PROJECT_DIR") or cwd))
    return project if project and exists(project) else DEFAULT_STORE


def project_name(folder: Path) -> str:
    """The name of the Git working tree that holds `folder`, else of the folder itself."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate.name
    return folder.name
