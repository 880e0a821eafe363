"""`dreaming schedule`, with programs that stand in for the system's and behave as they do."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.schedulers import Programs
from tests.conftest import MovableClock
from tests.promises import promise

from dreaming.integrations.schedules.installing import Schedules

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins stand in for what Linux has")

OWN = b'MAILTO=""\n# m h dom mon dow command\n\n5 4 * * * caf\xe9 --now %x\n'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """All of them, and nothing else, on the PATH; files go to a home folder of the test's own."""
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "user").mkdir()
    made = Programs.of(tmp_path / "programs", "systemctl", "launchctl", "schtasks", "crontab")
    monkeypatch.setenv("PATH", str(made.folder))
    return made


def parsed(run: Run, *arguments: str) -> Any:
    """The JSON that `dreaming schedule` prints."""
    result = run("schedule", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@promise("cli:schedule:shown")
@pytest.mark.parametrize("kind", ["systemd", "launchd", "schtasks", "cron"])
def test_what_is_shown_is_what_is_installed(run: Run, programs: Programs, tmp_path: Path, kind: str) -> None:
    """Byte for byte, and the commands; showing changes nothing."""
    shown = parsed(run, "show", "--kind", kind, "--every", "4")
    untouched = files(tmp_path / "user"), programs.calls(), programs.crontab.exists()
    parsed(run, "install", "--kind", kind, "--every", "4")

    assert untouched == ({}, [], False)
    assert shown["installed"] == []
    encoding = "utf-16" if kind == "schtasks" else "utf-8"
    for file in shown["files"]:
        assert Path(file["path"]).read_bytes().decode(encoding) == file["content"]
    if kind == "cron":
        assert programs.crontab.read_text(encoding="utf-8") == shown["crontab_lines"]
    assert programs.calls() == [call for call in shown["commands"] if call != ["crontab", "-l"]]
    assert parsed(run, "show", "--kind", kind)["installed"] == [{"kind": kind, "every_hours": 4}]


@promise("cli:schedule:again")
@pytest.mark.parametrize("kind", ["systemd", "launchd", "schtasks", "cron"])
def test_installing_again_changes_nothing_and_removing_leaves_nothing(
    run: Run, programs: Programs, tmp_path: Path, kind: str
) -> None:
    """With another interval it replaces; removed twice, it says so."""
    first = parsed(run, "install", "--kind", kind)
    programs.calls()
    again, calls = parsed(run, "install", "--kind", kind), programs.calls()
    other = parsed(run, "install", "--kind", kind, "--every", "12")
    every = parsed(run, "show", "--kind", kind)["installed"]
    removed, twice = parsed(run, "remove", "--kind", kind), run("schedule", "remove", "--kind", kind)

    assert (first["changed"], again["changed"], calls, other["changed"]) == (True, False, [], True)
    assert every == [{"kind": kind, "every_hours": 12}]
    assert removed == {"removed": [kind]}
    assert (twice.exit_code, twice.stdout) == (0, "No schedule is installed.\n")
    assert [name for name in files(tmp_path) if name.startswith("user/") or name.endswith((".kept", ".xml"))] == []


@promise("cli:schedule:again")
def test_the_schedulers_are_told_to_begin_and_to_end(run: Run, programs: Programs, tmp_path: Path) -> None:
    """A replaced schedule is stopped first, so that the new times hold."""
    parsed(run, "install")
    installed = programs.calls()
    parsed(run, "install", "--every", "2")
    replaced = programs.calls()
    parsed(run, "remove")

    begin = [["daemon-reload"], ["enable", "dreaming.timer"], ["restart", "dreaming.timer"]]
    end = ["disable", "--now", "dreaming.timer"]
    assert installed == [["systemctl", "--user", *call] for call in begin]
    assert replaced == [["systemctl", "--user", *call] for call in (end, *begin)]
    assert programs.calls() == [["systemctl", "--user", *call] for call in (end, ["daemon-reload"])]


@promise("cli:schedule:crontab")
def test_a_crontab_is_as_before_after_installing_and_removing(run: Run, programs: Programs, tmp_path: Path) -> None:
    """Byte for byte; and each time what stood there is kept in the data folder, for the owner's eyes."""
    programs.crontab.write_bytes(OWN)
    parsed(run, "install", "--kind", "cron")
    installed = programs.crontab.read_bytes()
    (backup,) = (tmp_path / "home").glob("crontab-before-*.txt")
    kept, mode = backup.read_bytes(), backup.stat().st_mode & 0o777
    parsed(run, "remove")

    assert installed.endswith(OWN)
    assert str(tmp_path / "home").encode() in installed
    assert (kept, mode) == (OWN, 0o600)
    assert programs.crontab.read_bytes() == OWN


@promise("cli:schedule:crontab")
def test_a_crontab_that_cannot_be_read_is_not_written(run: Run, programs: Programs) -> None:
    """It is not taken for an empty one."""
    programs.crontab.write_bytes(OWN)
    programs.refuse("crontab -l")
    result = run("schedule", "install", "--kind", "cron", "--json")

    assert (result.exit_code, json.loads(result.stdout)["error"]["type"]) == (5, "scheduler_failed_error")
    assert "not today" in result.stderr
    assert programs.crontab.read_bytes() == OWN


@promise("cli:schedule:crontab")
def test_marks_that_do_not_fit_are_a_conflict(run: Run, programs: Programs) -> None:
    """Nothing is written; doctor says it too, and does not fail."""
    programs.crontab.write_bytes(b"# BEGIN dreaming\n")

    assert run("schedule", "install", "--kind", "cron").exit_code == 4
    assert run("schedule", "remove").exit_code == 4
    assert programs.crontab.read_bytes() == b"# BEGIN dreaming\n"
    assert "crontab -e" in run("doctor").stdout


@promise("cli:schedule:refused")
@pytest.mark.parametrize("call", ["enable", "restart"])
def test_what_the_scheduler_refuses_leaves_no_files(run: Run, programs: Programs, tmp_path: Path, call: str) -> None:
    """The message is the scheduler's."""
    programs.refuse(call)
    result = run("schedule", "install")

    assert result.exit_code == 5
    assert "not today" in result.stderr
    assert files(tmp_path / "user") == {}
    assert not (programs.folder / "systemctl.kept").exists()
    assert run("schedule", "show").stdout.startswith("Not installed.\n")


def test_there_is_one_schedule(run: Run, programs: Programs, tmp_path: Path) -> None:
    """Installing with another scheduler moves it."""
    parsed(run, "install", "--kind", "cron")
    parsed(run, "install")

    assert parsed(run)["installed"] == [{"kind": "systemd", "every_hours": 1}]
    assert not programs.crontab.exists()


def test_without_a_user_manager_cron_is_used(run: Run, programs: Programs) -> None:
    """As in a container, or over a plain login without systemd."""
    programs.refuse("show-environment")

    assert parsed(run, "install")["kind"] == "cron"


@promise("cli:schedule:refused")
def test_without_any_scheduler_it_is_said_what_to_do_by_hand(
    run: Run, programs: Programs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The command to run; what could be installed elsewhere can still be seen."""
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("schedule", "install")

    assert result.exit_code == 5
    assert f"{sys.executable} -P -m dreaming --home" in result.stderr
    assert run("schedule", "show", "--kind", "launchd").exit_code == 0
    assert run("schedule", "remove").stdout == "No schedule is installed.\n"


@pytest.mark.parametrize(("platform", "kind"), [("win32", "schtasks"), ("darwin", "launchd"), ("linux", "systemd")])
def test_each_system_has_its_own_scheduler(
    programs: Programs, clock: MovableClock, tmp_path: Path, platform: str, kind: str
) -> None:
    """Found without being told."""
    assert Schedules(tmp_path, clock.now(), platform).detect() == kind


@promise("cli:doctor:damage")
def test_doctor_says_whether_a_schedule_is_installed(
    run: Run, programs: Programs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And when it is one for other data, or is known without its files."""

    def schedule() -> tuple[str, str]:
        checks = json.loads(run("doctor", "--json").stdout)["checks"]
        return next((each["state"], each["finding"]) for each in checks if each["check"] == "schedule")

    before = schedule()
    parsed(run, "install", "--every", "8")
    installed = schedule()
    monkeypatch.setenv("DREAMING_HOME", str(tmp_path / "elsewhere"))
    other = schedule()
    for name in files(tmp_path / "user"):
        (tmp_path / "user" / name).unlink()
    lost = schedule()

    assert before == ("ok", "not installed")
    assert installed == ("ok", "systemd looks every 8 hours whether a dream is due")
    assert other[0] == lost[0] == "advice"
    assert "another program or data folder" in other[1]
    assert parsed(run, "remove") == {"removed": ["systemd"]}
    assert schedule() == before


def test_the_data_folder_is_written_down_absolute(
    run: Run, programs: Programs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A scheduler starts elsewhere, and has not the user's environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMING_HOME", f"here{os.sep}it is")

    service = parsed(run, "show", "--kind", "launchd")["files"][0]["content"]

    assert f"<string>{tmp_path / 'here' / 'it is'}</string>" in service
