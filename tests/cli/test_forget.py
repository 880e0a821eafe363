"""`dreaming forget`: what a user sees, is asked, and finds afterwards."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.terminal import Terminal
from tests.promises import promise

TEXT = "Qimbelstrand Vorotyne"


@pytest.fixture
def told(run: Run, tmp_path: Path) -> str:
    """A memory and a session that say it; the session's id."""
    run("memory", "write", "/people.md", f"# People\n\n- {TEXT} owns atlas\n- Wei owns deploys\n")
    said = {"type": "user.message", "text": f"I met {TEXT} today.", "created_at": "2026-03-04T09:00:00Z"}
    head = {"type": "session", "external_id": "met", "title": "A meeting"}
    file = tmp_path / "met.jsonl"
    file.write_text("\n".join(map(json.dumps, (head, said))) + "\n", encoding="utf-8")
    return json.loads(run("log", str(file), "--json").stdout)[0]["session_id"]


def held(tmp_path: Path) -> list[str]:
    """The files of the data folder that hold it."""
    words = [word.encode().lower() for word in TEXT.split()]
    files = [file for file in (tmp_path / "home").rglob("*") if file.is_file()]
    return [file.name for file in files if any(word in file.read_bytes().lower() for word in words)]


@promise("forget:command:asks")
def test_without_a_yes_it_is_shown_and_nothing_is_forgotten(run: Run, told: str, tmp_path: Path) -> None:
    """Where nobody can be asked it says how to go on."""
    shown = run("forget", "--text", TEXT)
    seen = run("forget", "--session", told, "--preview")
    as_json = run("forget", "--text", TEXT, "--json")

    assert (shown.exit_code, seen.exit_code, as_json.exit_code) == (1, 0, 1)
    assert "This would be forgotten:" in shown.stdout
    assert f"I met {TEXT} today." in shown.stdout
    assert "nobody said yes" in shown.stderr
    assert "--yes" in shown.stderr
    assert json.loads(as_json.stdout)["error"]["type"] == "forgetting_unconfirmed_error"
    assert "A meeting" in seen.stdout
    assert held(tmp_path) != []


@promise("forget:command:asks")
def test_a_person_at_a_terminal_is_asked(run: Run, told: str, tmp_path: Path) -> None:
    """A no leaves everything, a yes forgets."""
    home = {"DREAMING_HOME": str(tmp_path / "home")}
    for answer, code in (("n", 1), ("y", 0)):
        with Terminal("forget", "--session", "met", env=home) as terminal:
            terminal.until("Forget this for good?")
            terminal.press(f"{answer}\n")
            assert terminal.end() == code
        assert (told in run("sessions", "--json").stdout) == (answer == "n")


@pytest.mark.usefixtures("told")
def test_a_text_may_come_by_standard_input(run: Run, tmp_path: Path) -> None:
    """So that it stands in no history of a shell; nothing that is printed tells it again."""
    done = run("forget", "--text", "-", "--yes", stdin=f"{TEXT}\n")

    assert done.exit_code == 0
    assert done.stdout.startswith("Forgotten: ")
    assert TEXT not in done.output
    assert "- [forgotten] owns atlas\n- Wei owns deploys" in run("memory", "view", "/people.md").stdout
    assert held(tmp_path) == []


def test_as_json_it_says_what_went(run: Run, told: str) -> None:
    """The counts of the preview, and whether the bytes are gone; again there is nothing."""
    seen = json.loads(run("forget", "--text", TEXT, "--preview", "--json").stdout)
    done = json.loads(run("forget", "--text", TEXT, "--yes", "--json").stdout)
    again = json.loads(run("forget", "--text", TEXT, "--yes", "--json").stdout)
    session = json.loads(run("forget", "--session", told, "--yes", "--json").stdout)

    assert (seen["preview"], done["preview"]) == (True, False)
    assert {each["place"]: each["count"] for each in seen["places"]} == {
        each["place"]: each["count"] for each in done["places"]
    }
    assert (seen["erased"], done["erased"], again["total"]) == (None, True, 0)
    assert (session["session_id"], session["erased"]) == (told, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("forget",), 2),
        (("forget", "--text", "a text", "--session", "s"), 2),
        (("forget", "--text", "ab"), 2),
        (("forget", "--text", "a text", "--keep-lines"), 2),
        (("forget", "--session", "sesn_none", "--yes"), 3),
    ],
)
def test_what_means_nothing_is_refused(run: Run, arguments: tuple[str, ...], code: int) -> None:
    """With the exit code that is documented."""
    assert run(*arguments).exit_code == code


def test_backups_are_named(run: Run, told: str) -> None:
    """They keep what they hold: the answer says where they are."""
    assert told
    run("backup")

    assert "Backups keep what they hold" in run("forget", "--text", TEXT, "--yes").stderr
