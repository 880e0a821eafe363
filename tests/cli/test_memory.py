"""`dreaming memory` and `dreaming stores`."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.cli import console


def test_what_is_written_can_be_viewed_byte_for_byte(run: Run) -> None:
    """The default store comes into being with the first write."""
    assert run("memory", "write", "/a.md", "- ä\r\n").exit_code == 0

    assert run("memory", "view", "/a.md").stdout_bytes == "- ä\r\n".encode()


def test_standard_input_is_the_content_where_none_is_given(run: Run) -> None:
    """For pipes."""
    run("memory", "write", "/a.md", stdin="- from a pipe\n")

    assert run("memory", "view", "/a.md").stdout == "- from a pipe\n"


def test_input_that_is_no_text_is_wrong_usage(run: Run) -> None:
    """Nothing is stored of it."""
    result = run("memory", "write", "/a.md", stdin=b"\xff\xfe")

    assert (result.exit_code, result.stdout) == (2, "")


def test_a_taken_path_is_a_conflict(run: Run) -> None:
    """Writing never overwrites unasked; with --overwrite and --append it does what they say."""
    run("memory", "write", "/a.md", "- one\n")

    assert run("memory", "write", "/a.md", "- two\n").exit_code == 4
    assert run("memory", "write", "/a.md", "- two\n", "--append").exit_code == 0
    assert run("memory", "view", "/a.md").stdout == "- one\n- two\n"
    assert run("memory", "write", "/a.md", "- three\n", "--overwrite").exit_code == 0
    assert run("memory", "view", "/a.md").stdout == "- three\n"


def test_an_edit_replaces_inserts_renames_and_pins(run: Run) -> None:
    """Each option by itself, all at once where wanted."""
    run("memory", "write", "/a.md", "- port 8080\n")

    edited = run(
        *("memory", "edit", "/a.md", "--replace", "8080", "9090", "--rename", "/b.md", "--pin", "--json"),
    )

    assert edited.exit_code == 0
    shape = json.loads(edited.stdout)
    assert (shape["path"], shape["content"], shape["pinned"]) == ("/b.md", "- port 9090\n", True)


def test_an_edit_that_says_nothing_is_wrong_usage(run: Run) -> None:
    """It names the options."""
    run("memory", "write", "/a.md", "- a\n")

    assert run("memory", "edit", "/a.md").exit_code == 2


def test_search_prints_path_line_and_text(run: Run) -> None:
    """As grep does."""
    run("memory", "write", "/a.md", "# Server\n\n- The staging server listens on port 8080.\n")

    assert run("memory", "search", "staging port").stdout == "/a.md:3: - The staging server listens on port 8080.\n"


def test_history_shows_each_version(run: Run) -> None:
    """A deleted memory keeps its history."""
    run("memory", "write", "/a.md", "- a\n")
    run("memory", "write", "/a.md", "- b\n", "--overwrite")
    run("memory", "delete", "/a.md")

    found = json.loads(run("memory", "history", "/a.md", "--json").stdout)

    assert sorted(each["operation"] for each in found["versions"]) == ["created", "deleted", "modified"]


def test_a_secret_is_redacted_and_said(run: Run) -> None:
    """What was taken out is named on stderr."""
    result = run("memory", "write", "/a.md", "- token ghp_" + "a1B2" * 9 + "\n")

    assert "ghp_" not in run("memory", "view", "/a.md").stdout
    assert "Redacted" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("memory", "list"),
        ("memory", "view", "/a.md"),
        ("memory", "search", "x"),
        ("memory", "write", "/a.md", "x"),
        ("memory", "edit", "/a.md", "--pin"),
        ("memory", "delete", "/a.md"),
        ("memory", "history", "/a.md"),
        ("memory", "export", "out"),
        ("start", "--no-sessions"),
    ],
)
@promise("cli:stores:unknown-refused")
def test_an_unknown_store_is_refused(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A name with a typing error never makes a store."""
    assert run(*arguments, "--store", "tpyo").exit_code == 3
    assert json.loads(run("stores", "--json").stdout) == {"stores": []}


@promise("cli:stores:unknown-refused", "cli:export:round-trip")
def test_an_import_makes_its_store_and_an_export_gives_it_back(run: Run, tmp_path: Path) -> None:
    """Importing again changes nothing."""
    (tmp_path / "in" / "notes").mkdir(parents=True)
    (tmp_path / "in" / "notes" / "2026-03-04.md").write_text("- a\n", encoding="utf-8")
    (tmp_path / "in" / ".hidden").write_text("- b\n", encoding="utf-8")

    first = run("memory", "import", str(tmp_path / "in"), "--store", "atlas", "--json")
    second = run("memory", "import", str(tmp_path / "in"), "--store", "atlas", "--json")
    exported = run("memory", "export", str(tmp_path / "out.jsonl"), "--store", "atlas", "--json")

    assert json.loads(first.stdout)["skipped"] == [{"name": "/.hidden", "why": "hidden"}]
    assert [json.loads(result.stdout)[key] for result, key in ((first, "created"), (second, "unchanged"))] == [1, 1]
    assert json.loads(exported.stdout) == {"store": "atlas", "path": str(tmp_path / "out.jsonl"), "exported": 1}
    record = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert (record["path"], record["content"]) == ("/notes/2026-03-04.md", "- a\n")
    assert record["created_at"] == "2026-03-04T00:00:00.000000Z"


def test_stores_are_made_listed_and_archived(run: Run) -> None:
    """An archived store takes no writes and is not listed."""
    run("stores", "create", "atlas")

    assert "atlas" in run("stores").stdout
    assert run("stores", "archive", "atlas").exit_code == 0
    assert json.loads(run("stores", "--json").stdout) == {"stores": []}
    assert [each["name"] for each in json.loads(run("stores", "--archived", "--json").stdout)["stores"]] == ["atlas"]


@promise("cli:terminal:harmless")
def test_a_terminal_sees_no_control_sequences(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal escape and bidirectional characters are shown as �; a pipe gets the bytes."""
    evil = "- \x1b]0;owned\x07 \u202egnp.exe\n"
    run("memory", "write", "/a.md", stdin=evil)
    piped = run("memory", "view", "/a.md").stdout_bytes
    monkeypatch.setattr(console, "for_a_person", lambda: True)

    shown = run("memory", "view", "/a.md").stdout

    assert piped == evil.encode()
    assert shown.strip() == "- �]0;owned� �gnp.exe"
