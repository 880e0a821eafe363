"""`dreaming backup`."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.store.format import FORMAT


@promise("backup:restore:same")
def test_a_backup_is_made_checked_and_put_back(run: Run, tmp_path: Path) -> None:
    """As a person does it, reading what is printed."""
    copy = tmp_path / "copy.db"
    run("memory", "write", "/a.md", "- a\n")

    made = run("backup", str(copy))
    run("memory", "write", "/b.md", "- b\n")
    checked = run("backup", "--check", str(copy))
    restored = run("backup", "--restore", str(copy))

    assert "1 store, 1 memory, 0 sessions, 0 dreams" in made.stdout
    assert f"{copy} is whole" in checked.stdout
    assert f"format {FORMAT}" in checked.stdout
    assert "as written down" in checked.stdout
    aside = next((tmp_path / "home").glob("aside-*"))
    assert f"kept in {aside}" in restored.stdout
    assert "/b.md" not in run("memory", "list").stdout
    subprocess.run(["sha256sum", "--check", "copy.db.sha256"], cwd=tmp_path, check=True, capture_output=True)


def test_json_says_the_same(run: Run, tmp_path: Path) -> None:
    """One object, with the hash and the counts."""
    run("memory", "write", "/a.md", "- a\n")

    made = json.loads(run("backup", "--json").stdout)
    checked = json.loads(run("backup", "--check", made["path"], "--json").stdout)
    restored = json.loads(run("backup", "--restore", made["path"], "--json").stdout)

    assert checked == made
    assert made["contents"]["memories"] == 1
    assert (made["problems"], made["sha256_recorded"]) == ([], True)
    assert restored["restored"] == made
    assert Path(restored["aside"]).parent == tmp_path / "home"


@promise("backup:copy:checked")
def test_a_backup_that_is_not_as_written_fails_the_check(run: Run, tmp_path: Path) -> None:
    """With exit code 1 and what is wrong; one without a hash beside it says that it has none."""
    copy = tmp_path / "copy.db"
    run("memory", "write", "/a.md", "- a\n")
    run("backup", str(copy))
    (tmp_path / "copy.db.sha256").write_text("0" * 64 + "  copy.db\n")

    assert run("backup", "--check", str(copy)).exit_code == 1
    assert json.loads(run("backup", "--check", str(copy), "--json").stdout)["error"]["type"] == "backup_damaged_error"
    (tmp_path / "copy.db.sha256").unlink()
    assert "none is written beside it" in run("backup", "--check", str(copy)).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("a", "--check", "b"),
        ("--check", "a", "--restore", "b"),
        ("--restore", "a", "--force"),
        ("--check", "a", "--damaged"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """Nothing is guessed."""
    assert run("backup", *arguments).exit_code == 2


@promise("backup:file:kept")
def test_a_damaged_database_is_copied_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    """What was found is said both times."""
    run("memory", "write", "/a.md", "- émigré\n")
    file = tmp_path / "home" / "dreaming.db"
    file.write_bytes(file.read_bytes().replace("- émigré".encode(), "- émigrè".encode()))

    refused, copied = run("backup", str(tmp_path / "one.db")), run("backup", str(tmp_path / "two.db"), "--damaged")

    assert (refused.exit_code, copied.exit_code) == (1, 0)
    assert "/a.md" in refused.stderr
    assert "damaged" in copied.stderr
    assert not (tmp_path / "one.db").exists()
    assert "damaged" in run("backup", "--restore", str(tmp_path / "two.db"), "--damaged").stderr
