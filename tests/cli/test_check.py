"""`dreaming check`, and that a dream does it by itself."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

NOTE = "- The api listens on port 8080.\n- Run `make deploy` on Fridays.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which one works."""
    root = tmp_path / "atlas"
    (root / ".git").mkdir(parents=True)
    (root / "compose.yaml").write_text('services:\n  api:\n    ports:\n      - "9090:9090"\n', encoding="utf-8")
    (root / "Makefile").write_text("build:\n", encoding="utf-8")
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(root))  # as a client says it
    return root


@promise("check:store:unchanged", "check:shown:everywhere")
def test_a_store_is_checked_against_the_project_one_works_in(run: Run, project: Path) -> None:
    """For a person and for a program; a search tells of it afterwards."""
    assert run("memory", "write", "/a.md", stdin=NOTE).exit_code == 0

    told = run("check", "--store", "atlas")
    shape = json.loads(run("check", "--store", "atlas", "--json").stdout)
    found = run("memory", "search", "api port", "--store", "atlas").stdout

    assert told.exit_code == 0
    assert "it says port 8080; compose.yaml:4 has 9090" in told.stdout
    assert "it names make deploy; Makefile has none" in told.stdout
    assert "2 lines of store atlas may be out of date. Nothing was changed." in told.stdout
    assert shape["project"] == str(project)
    assert shape["counts"] == {"holds": 0, "changed": 1, "not_found": 1, "expired": 0}
    assert [(each["path"], each["first_line"]) for each in shape["caveats"]] == [("/a.md", 1), ("/a.md", 2)]
    assert "it may be out of date: it says port 8080" in found
    assert run("memory", "view", "/a.md", "--store", "atlas").stdout == NOTE


def test_a_store_of_no_project_is_told_how_to_name_one(run: Run, tmp_path: Path, project: Path) -> None:
    """And one that is named is looked into."""
    notes = tmp_path / "notes.jsonl"
    notes.write_text(json.dumps({"path": "/a.md", "content": NOTE}) + "\n", encoding="utf-8")
    assert run("memory", "import", str(notes), "--store", "team").exit_code == 0

    alone = run("check", "--store", "team")
    named = run("check", "--store", "team", "--project", str(project))

    assert "Name the folder with --project DIR." in alone.stderr
    assert "Nothing was found against the lines of store team." in alone.stdout
    assert "2 lines of store team may be out of date." in named.stdout


@promise("check:dream:at-its-end")
@pytest.mark.parametrize(("setting", "count"), [("on", 2), ("off", 0)])
@pytest.mark.usefixtures("project")
def test_a_dream_checks_by_itself_unless_it_is_off(
    run: Run, monkeypatch: pytest.MonkeyPatch, setting: str, count: int
) -> None:
    """By DREAMING_CHECK."""
    monkeypatch.setenv("DREAMING_CHECK", setting)
    assert run("memory", "write", "/a.md", stdin=NOTE).exit_code == 0
    assert run("start", "--store", "atlas", "--no-sessions", "--wait").exit_code == 0

    caveats = json.loads(run("report", "--section", "caveats", "--json").stdout)

    assert len(caveats) == count
    assert {each["kind"] for each in caveats} <= {"caveat"}


def test_a_setting_that_means_nothing_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and not in a worker that nobody sees."""
    monkeypatch.setenv("DREAMING_CHECK", "maybe")

    refused = run("stores")

    assert refused.exit_code == 2
    assert "DREAMING_CHECK" in refused.stderr
    assert "It is on or off." in refused.stderr
