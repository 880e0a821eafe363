"""`dreaming start --due`, and where it can be seen when a dream is due."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise

from dreaming.store.connection import Database


@pytest.fixture
def stores(run: Run, tmp_path: Path) -> Run:
    """Two stores, one that is off, and five sessions of March."""
    for name in ("atlas", "beta"):
        assert run("stores", "create", name).exit_code == 0
    assert run("stores", "create", "gamma").exit_code == 0
    assert run("stores", "set", "gamma", "dream=off").exit_code == 0
    log(run, tmp_path, 5)
    return run


def log(run: Run, folder: Path, count: int, *, first: int = 1) -> None:
    """Sessions of a day each."""
    for day in range(first, first + count):
        file = folder / f"session-{day}.jsonl"
        said = f"We moved the staging server from port {8080 + day} to port {9090 + day}."
        event = {"type": "user.message", "text": said, "created_at": f"2026-03-{day:02}T09:00:00Z"}
        file.write_text(json.dumps(event) + "\n", encoding="utf-8")
        assert run("log", str(file)).exit_code == 0


def parsed(run: Run, *arguments: str) -> Any:
    """The JSON that a command prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@promise("cli:due:starts")
def test_each_store_that_is_due_gets_a_dream(stores: Run) -> None:
    """Over its undreamt sessions, oldest first; of the others it is said why not. Again starts nothing."""
    first = {each["store"]: each for each in parsed(stores, "start", "--due")}
    again = {each["store"]: each for each in parsed(stores, "start", "--due")}
    oldest_first = [each["id"] for each in reversed(parsed(stores, "sessions")["sessions"])]

    assert list(first) == ["atlas", "beta", "gamma"]
    for name in ("atlas", "beta"):
        assert first[name]["dream"]["status"] == "pending"
        assert first[name]["dream"]["inputs"][1]["session_ids"] == oldest_first
        assert again[name]["dream"] is None
        assert again[name]["why"] == f"Dream {first[name]['dream']['id']} has not ended."
    assert (first["gamma"]["dream"], first["gamma"]["why"]) == (None, "The store's policy is off.")


@promise("cli:due:starts")
def test_one_store_can_be_looked_at_alone(stores: Run) -> None:
    """And looking alone starts nothing."""
    dry = stores("start", "--due", "--dry-run").stdout
    one = parsed(stores, "start", "--due", "--store", "beta")

    assert "5 new sessions: a dream is due." in dry
    assert [(each["store"], each["dream"]["status"]) for each in one] == [("beta", "pending")]
    assert len(parsed(stores, "status")["dreams"]) == 1
    assert stores("start", "--due", "--store", "none").exit_code == 3


@promise("cli:due:starts")
def test_what_waits_is_run_here_where_that_is_asked_for(stores: Run) -> None:
    """What was started, and what an earlier run had to leave; the table says how each ended. Nothing is promoted."""
    left = parsed(stores, "start", "--store", "gamma", "--no-sessions")["id"]
    result = stores("start", "--due", "--wait")
    dreams = parsed(stores, "status")["dreams"]

    assert result.exit_code == 0
    assert result.stdout.count("completed") == 2
    assert {each["id"] for each in dreams} > {left}
    assert [(each["status"], each["promoted_at"]) for each in dreams] == [("completed", None)] * 3


@promise("cli:due:starts")
def test_a_real_process_that_a_scheduler_starts_dreams_and_says_nothing(stores: Run, tmp_path: Path) -> None:
    """The command line that is installed, with an environment that has nothing of the user's."""
    environment = {"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    command = [sys.executable, "-P", "-m", "dreaming", "--home", str(tmp_path / "home"), "start", "--due", "--quiet"]

    done = subprocess.run(
        [*command, "--wait"], capture_output=True, text=True, timeout=110, check=False, env=environment, cwd=tmp_path
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [each["status"] for each in parsed(stores, "status")["dreams"]] == ["completed", "completed"]


@promise("cli:due:starts")
def test_without_a_console_it_runs_too(stores: Run, tmp_path: Path) -> None:
    """As pythonw.exe starts it: there is no stream to write to."""
    program = (
        "import sys\n"
        "sys.stdout = sys.stderr = sys.stdin = None\n"
        "from dreaming.cli.main import main\n"
        "main(['start', '--due', '--quiet', '--wait'])\n"
    )

    assert subprocess.run([sys.executable, "-c", program], timeout=110, check=False).returncode == 0
    assert [each["status"] for each in parsed(stores, "status")["dreams"]] == ["completed", "completed"]


@pytest.mark.parametrize("other", ["--all", "--no-sessions", "--latest=3", "--session=sesn_x"])
def test_due_chooses_the_sessions_itself(stores: Run, other: str) -> None:
    """Two ways contradict each other; and --quiet is for --due alone."""
    assert stores("start", "--due", other).exit_code == 2
    assert stores("start", "--quiet").exit_code == 2
    assert parsed(stores, "status")["dreams"] == []


@promise("dream:due:why")
def test_status_and_doctor_show_when_the_next_dream_is_due(stores: Run) -> None:
    """For each store: what waits, the last dream, and why not yet."""
    before = parsed(stores, "status")["due"]
    dream = parsed(stores, "start", "--store", "atlas", "--wait")
    atlas = parsed(stores, "status", "--store", "atlas")["due"]
    checks = json.loads(stores("doctor", "--json").stdout)["checks"]

    assert [(each["store"], each["policy"], each["is_due"]) for each in before] == [
        ("atlas", "suggest", True),
        ("beta", "suggest", True),
        ("gamma", "off", False),
    ]
    (found,) = atlas
    assert (found["undreamt_session_count"], found["is_due"]) == (0, False)
    assert found["last_dream"] == {"id": dream["id"], "status": "completed", "ended_at": dream["ended_at"]}
    assert "No new session: due from 5 on." in stores("status").stdout
    assert [each["finding"] for each in checks if each["check"] == "due"] == [
        "beta: 5 new sessions: a dream is due.",
        "gamma: The store's policy is off.",
    ]


@promise("dream:due:settings")
def test_settings_of_a_store_are_set_on_the_command_line(stores: Run) -> None:
    """And taken away; what means nothing is refused with what would."""
    changed = parsed(stores, "stores", "set", "atlas", "dream=auto", "dream_after_sessions=6", "team=a=b")
    why = stores("start", "--due", "--store", "atlas").stdout
    refused = stores("stores", "set", "atlas", "dream_after_hours=soon")
    taken = stores("stores", "set", "atlas", "dream=", "dream_after_sessions=").stdout

    assert changed["metadata"] == {"dream": "auto", "dream_after_sessions": "6", "team": "a=b"}
    assert "5 new sessions: due from 6 on." in why
    assert (refused.exit_code, "a whole number from 0 to 8,760" in refused.stderr) == (2, True)
    assert taken.endswith("team=a=b.\n")
    assert stores("stores", "set", "atlas", "nothing").exit_code == 2


@promise("dream:due:settings")
def test_doctor_names_a_setting_that_means_nothing(stores: Run, tmp_path: Path) -> None:
    """One that came past the command line is advice, and read as if not set."""
    db = Database(tmp_path / "home" / "dreaming.db")
    with db.write() as conn:
        conn.execute("""UPDATE stores SET metadata = '{"dream": "maybe"}' WHERE name = 'atlas'""")
    db.close()
    checks = json.loads(stores("doctor", "--json").stdout)["checks"]

    (found,) = [each for each in checks if each["check"] == "settings"]
    assert found["state"] == "advice"
    assert "off, suggest or auto" in found["mend"]
    assert parsed(stores, "status", "--store", "atlas")["due"][0]["policy"] == "suggest"


def test_the_home_can_be_named_on_the_command_line(run: Run, tmp_path: Path) -> None:
    """As the variable does."""
    assert run("--home", str(tmp_path / "other"), "stores", "create", "atlas").exit_code == 0

    assert (tmp_path / "other" / "dreaming.db").exists()
    assert not (tmp_path / "home").exists()
