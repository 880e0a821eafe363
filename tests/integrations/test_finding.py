"""Finding the clients' transcripts."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.app import open_app
from dreaming.domain.errors import NotFound
from dreaming.integrations.finding import find_transcripts


def put(path: Path, cwd: Path | str = "/home/ada/shop", *, wrapped: bool = False) -> Path:
    """A transcript of one record that says where the session worked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    record: dict[str, object] = {"type": "user", "cwd": str(cwd), "message": {"content": "Hello"}, "uuid": "1"}
    if wrapped:
        record = {"type": "session_meta", "payload": {"id": path.stem, "cwd": str(cwd)}}
    path.write_text('{"type": "summary"}\n' + json.dumps(record) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def claude(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Claude Code keeps its projects, as the user set it."""
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "claude"))
    return tmp_path / "claude" / "projects"


@pytest.fixture
def codex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Codex keeps its things, as the user set it."""
    monkeypatch.setenv("CODEX_HOME", str(tmp_path / "codex"))
    return tmp_path / "codex"


def names(**how: object) -> set[str]:
    """The names of what is found."""
    return {each.path.name for each in find_transcripts({}, **how)}  # pyright: ignore[reportArgumentType]


@promise("session:import:finds")
def test_the_transcripts_of_both_clients_are_found(claude: Path, codex: Path, tmp_path: Path) -> None:
    """Of all projects, with sub-agents' files in either place; nothing else that lies there, and no link."""
    put(claude / "-home-ada-shop" / "s-1.jsonl")
    put(claude / "-home-ada-shop" / "s-1" / "subagents" / "agent-a1.jsonl")
    put(claude / "-home-ada-shop" / "agent-a2.jsonl")
    put(claude / "-home-ada-other" / "s-2.jsonl")
    put(codex / "sessions" / "2026" / "03" / "04" / "rollout-2026-03-04T09-00-00-019a.jsonl", wrapped=True)
    put(codex / "archived_sessions" / "rollout-old.jsonl", wrapped=True)
    put(claude / "-home-ada-shop" / "memory" / "notes.jsonl")
    put(claude / "-home-ada-shop" / "s-1" / "tool-results" / "t.jsonl")
    put(codex / "history.jsonl")
    (claude / "-home-ada-shop" / "link.jsonl").symlink_to(put(tmp_path / "elsewhere.jsonl"))
    (claude / "-home-ada-shop" / "linked").symlink_to(put(tmp_path / "far" / "away.jsonl").parent)

    assert names() == {
        "s-1.jsonl",
        "agent-a1.jsonl",
        "agent-a2.jsonl",
        "s-2.jsonl",
        "rollout-2026-03-04T09-00-00-019a.jsonl",
        "rollout-old.jsonl",
    }


@promise("session:import:finds")
def test_without_settings_both_are_looked_for_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folders that the clients make."""
    monkeypatch.delenv("CLAUDE_CONFIG_DIR")
    monkeypatch.delenv("CODEX_HOME", raising=False)
    home = tmp_path / "user"
    monkeypatch.setattr(Path, "home", lambda: home)
    put(home / ".claude" / "projects" / "-x" / "s-1.jsonl")
    put(home / ".codex" / "sessions" / "2026" / "rollout-1.jsonl")

    assert names() == {"s-1.jsonl", "rollout-1.jsonl"}


@promise("session:import:scope")
def test_only_a_projects_sessions_are_found(claude: Path, codex: Path, tmp_path: Path) -> None:
    """By where they worked, with worktrees and folders inside; a folder's name alone could mean another project."""
    shop, tree = tmp_path / "my-shop", tmp_path / "tree"
    (shop / ".git" / "worktrees" / "tree").mkdir(parents=True)
    (shop / ".git" / "worktrees" / "tree" / "gitdir").write_text(f"{tree}/.git\n", encoding="utf-8")
    (shop / "src").mkdir()
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {shop}/.git/worktrees/tree\n", encoding="utf-8")
    put(claude / "a" / "root.jsonl", shop)
    put(claude / "b" / "inside.jsonl", shop / "src")
    put(claude / "c" / "tree.jsonl", tree)
    put(codex / "sessions" / "rollout-1.jsonl", shop, wrapped=True)
    put(claude / "d" / "neighbour.jsonl", tmp_path / "my-shop-2")
    put(claude / "e" / "slash.jsonl", tmp_path / "my" / "shop")
    put(claude / "f" / "nowhere.jsonl", "")

    for project in (shop, shop / "src", tree):
        assert names(project=project) == {"root.jsonl", "inside.jsonl", "tree.jsonl", "rollout-1.jsonl"}


@promise("session:import:scope")
def test_only_what_was_written_to_since_is_found(claude: Path) -> None:
    """The one that was written to first comes first."""
    for name, day in (("old", 1), ("new", 4), ("newer", 5)):
        at = datetime(2026, 3, day, tzinfo=UTC).timestamp()
        os.utime(put(claude / "a" / f"{name}.jsonl"), (at, at))

    found = find_transcripts({}, since=datetime(2026, 3, 4, tzinfo=UTC))

    assert [each.path.stem for each in found] == ["new", "newer"]


@promise("session:import:finds")
def test_folders_that_are_named_are_looked_through_instead(claude: Path, tmp_path: Path) -> None:
    """And files that are named among them; a folder that is not there is refused."""
    put(claude / "a" / "s-1.jsonl")
    folder, file = tmp_path / "mine", put(tmp_path / "one.txt")
    put(folder / "deep" / "a.jsonl")
    put(folder / "b.json")
    put(folder / "c.md")

    assert names(folders=[folder, file]) == {"a.jsonl", "b.json", "one.txt"}
    with pytest.raises(NotFound):
        names(folders=[tmp_path / "none"])


@promise("session:import:plan")
def test_a_plan_says_how_each_file_stands(claude: Path, tmp_path: Path) -> None:
    """Of a known one nothing would be read, of a grown one what was added."""
    app = open_app(tmp_path / "home")
    known, grown = put(claude / "a" / "known.jsonl"), put(claude / "a" / "grown.jsonl")
    for path in (known, grown):
        app.log_grown(path)
    with grown.open("a", encoding="utf-8") as file:
        file.write("{}\n")
    put(claude / "a" / "new.jsonl")

    found = find_transcripts(app.cursors.by_path())

    assert {(each.path.stem, each.standing.value, each.to_read) for each in found} == {
        ("known", "known", 0),
        ("grown", "grown", 3),
        ("new", "new", known.stat().st_size),
    }
    app.close()
