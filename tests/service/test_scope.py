"""Which store is meant where none is named."""

from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.service.scope import default_store, project_name


@promise("server:scope:default")
@pytest.mark.parametrize(
    ("env", "existing", "expected"),
    [
        ({}, set[str](), "default"),
        ({}, {"atlas"}, "atlas"),
        ({}, {"other"}, "default"),
        ({"DREAMING_STORE": "team"}, {"atlas"}, "team"),
        ({"DREAMING_STORE": "  "}, {"atlas"}, "atlas"),
        ({"CLAUDE_PROJECT_DIR": "{tmp}/other/deep"}, {"atlas", "other"}, "other"),
        ({"CLAUDE_PROJECT_DIR": "/"}, {""}, "default"),
    ],
)
def test_the_store_that_is_meant(tmp_path: Path, env: dict[str, str], existing: set[str], expected: str) -> None:
    """What is named, else the project's if it exists, else the default one."""
    for project in ("atlas", "other"):
        (tmp_path / project / ".git").mkdir(parents=True)
        (tmp_path / project / "deep").mkdir()
    given = {name: value.format(tmp=tmp_path) for name, value in env.items()}

    assert default_store(existing.__contains__, given, tmp_path / "atlas" / "deep") == expected


def test_a_worktree_is_a_project_too(tmp_path: Path) -> None:
    """There `.git` is a file."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")

    assert project_name(tmp_path / "tree") == "tree"


def test_without_git_the_folder_is_the_project(tmp_path: Path) -> None:
    """Its name is as good as any."""
    assert project_name(tmp_path) == tmp_path.name
