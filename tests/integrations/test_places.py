"""Where Claude Code keeps things."""

import os
from pathlib import Path

import pytest

from dreaming.integrations.places import claude_memory_folder, claude_project


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """The folder of all projects; the environment points at it, see conftest."""
    folder = tmp_path / "user" / ".claude" / "projects"
    folder.mkdir(parents=True)
    return folder


def folder_of(projects: Path, directory: Path) -> Path:
    """A project's folder, made."""
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in str(directory))
    (projects / name).mkdir()
    return projects / name


def test_memory_and_newest_transcripts_are_found(tmp_path: Path, projects: Path) -> None:
    """The newest by time, given oldest first; sub-agents' files are left out."""
    folder = folder_of(projects, tmp_path / "work_1")
    (folder / "memory").mkdir()
    (folder / "memory" / "MEMORY.md").write_text("- a\n", encoding="utf-8")
    for age, name in enumerate(["c.jsonl", "a.jsonl", "b.jsonl"]):
        (folder / name).write_text("{}\n", encoding="utf-8")
        os.utime(folder / name, (1_000 - age, 1_000 - age))
    (folder / "a" / "subagents").mkdir(parents=True)
    (folder / "a" / "subagents" / "agent-1.jsonl").write_text("{}\n", encoding="utf-8")

    found = claude_project(tmp_path / "work_1", latest=2)

    assert found.memory == folder / "memory"
    assert [file.name for file in found.transcripts] == ["a.jsonl", "c.jsonl"]


def test_a_folder_inside_a_repository_has_the_repositorys_memory(tmp_path: Path, projects: Path) -> None:
    """Claude Code keys memory by the repository's root."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    memory = folder_of(projects, tmp_path / "repo") / "memory"
    memory.mkdir()
    (memory / "a.md").write_text("- a\n", encoding="utf-8")

    assert claude_project(tmp_path / "repo" / "src", latest=20).memory == memory


def test_a_worktree_has_the_memory_of_its_repository(tmp_path: Path, projects: Path) -> None:
    """Worktrees share one memory."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / ".git").write_text(f"gitdir: {tmp_path}/repo/.git/worktrees/tree\n", encoding="utf-8")
    memory = folder_of(projects, tmp_path / "repo") / "memory"
    memory.mkdir()
    (memory / "a.md").write_text("- a\n", encoding="utf-8")

    assert claude_project(tmp_path / "tree", latest=20).memory == memory


def test_nothing_there_says_where_was_looked(tmp_path: Path, projects: Path) -> None:
    """So that the command can name the folders."""
    found = claude_project(tmp_path / "none", latest=20)

    assert (found.memory, found.transcripts) == (None, ())
    assert found.looked_in == (projects / str(tmp_path / "none").replace("/", "-").replace("_", "-"),)


def test_a_memory_that_is_not_there_yet_would_be_the_repositorys(tmp_path: Path, projects: Path) -> None:
    """All its worktrees share one; without a repository it is the folder's own."""
    main, tree = tmp_path / "main", tmp_path / "tree"
    (main / ".git").mkdir(parents=True)
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {main}/.git/worktrees/tree\n", encoding="utf-8")
    memory = folder_of(projects, main) / "memory"

    assert claude_memory_folder(main / "src") == claude_memory_folder(tree) == memory
    assert claude_memory_folder(tmp_path).parent.name.endswith(tmp_path.name.replace("_", "-"))
