"""What each scheduler is told, read back as that scheduler reads it."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path, PurePath, PureWindowsPath
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.cli import schedule as cli
from dreaming.domain.errors import CrontabUnclear, InvalidInput
from dreaming.integrations.schedules import cron
from dreaming.integrations.schedules.launchd import launchd_plan
from dreaming.integrations.schedules.plan import INTERVALS, Command, Kind, Places, Plan, scheduled_command
from dreaming.integrations.schedules.schtasks import schtasks_plan
from dreaming.integrations.schedules.systemd import systemd_plan

NAMES = [
    "plain",
    "with a space",
    "100% $HOME $$ ${X}",
    "\"double\" and 'single'",
    "back\\slash\\",
    "%n %% %Y",
    "käse, 夢; & | > < # ! * ? ~ ` ( )",
    "-leading",
]
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="no file can have such a name there")


def places(folder: Path) -> Places:
    """Everything below one folder."""
    return Places(user=folder, config=folder / ".config", data=folder / "data")


def command(python: PurePath, data: PurePath) -> Command:
    """As it is installed where dreams run in the scheduler's process."""
    return scheduled_command(python, data, wait=True)


def only(plan: Plan, suffix: str = "") -> bytes:
    """The one file of a plan with this ending."""
    (content,) = [content for path, content in plan.files.items() if path.name.endswith(suffix)]
    return content


def test_the_command_line_knows_the_same_schedulers() -> None:
    """Help texts load no scheduler, so the names stand in both."""
    assert list(Kind) == list(cli.KINDS)
    assert list(map(str, INTERVALS)) == list(cli.INTERVALS)


@promise("cli:schedule:quoted")
@pytest.mark.parametrize("odd", ["a\nb", "a\rb", "a\x00b", "a\x1bb", "a\u2028b", "a\udc80b"])
def test_a_path_that_is_not_one_line_of_text_is_refused(odd: str) -> None:
    """Of Python or of the data: no scheduler is told a second line."""
    with pytest.raises(InvalidInput, match="control character"):
        scheduled_command(Path("python"), Path(odd), wait=True)
    with pytest.raises(InvalidInput, match="control character"):
        scheduled_command(Path(odd), Path("data"), wait=True)


@promise("cli:schedule:quoted")
@posix_only
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hours", INTERVALS)
def test_systemd_finds_nothing_wrong_with_the_units(name: str, hours: int, tmp_path: Path) -> None:
    """Whatever the paths of Python and of the data are: `systemd-analyze verify` says nothing."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    python = tmp_path / name / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    plan = systemd_plan(command(python, tmp_path / name / "data"), hours, places(tmp_path))
    for path, content in plan.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    done = subprocess.run(
        [analyze, "--user", "verify", *plan.files],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def systemd_words(line: str) -> list[str]:
    """As systemd.service(5) says: words are unquoted, `%%` is `%`; in all but the program, `$$` is `$`."""
    words = [word.replace("%%", "%") for word in shlex.split(line)]
    assert "$" not in words[0]
    return [words[0], *(word.replace("$$", "$") for word in words[1:])]


@promise("cli:schedule:quoted")
@posix_only
@pytest.mark.parametrize("name", NAMES)
def test_systemd_runs_what_is_meant(name: str, tmp_path: Path) -> None:
    """The program and each argument, through the shell where systemd cannot be told the program's path."""
    python = tmp_path / name / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n', encoding="utf-8")
    python.chmod(0o700)
    meant = command(python, tmp_path / name)
    service = only(systemd_plan(meant, 1, places(tmp_path)), ".service").decode()
    (line,) = [line.removeprefix("ExecStart=") for line in service.splitlines() if line.startswith("ExecStart=")]

    said = subprocess.run(systemd_words(line), capture_output=True, text=True, timeout=60, check=True).stdout

    assert said.splitlines() == list(meant)


@promise("cli:schedule:quoted")
@pytest.mark.parametrize("name", NAMES)
def test_launchd_is_told_the_command_as_a_list(name: str, tmp_path: Path) -> None:
    """A property list that parses."""
    meant = command(PurePath(name) / "python", PurePath(name))
    agent = plistlib.loads(only(launchd_plan(meant, 4, places(tmp_path), 501)))

    assert tuple(agent["ProgramArguments"]) == meant
    assert (agent["StartInterval"], agent["ProcessType"], agent["LowPriorityIO"]) == (14_400, "Background", True)
    assert "RunAtLoad" not in agent


@promise("cli:schedule:quoted")
def test_task_scheduler_is_told_program_and_arguments(tmp_path: Path) -> None:
    """In UTF-16, quoted as Windows programs take their arguments apart."""
    python = PureWindowsPath(r"C:\Users\Ann & Bob\venv\Scripts\pythonw.exe")
    data = PureWindowsPath("C:\\Users\\Ann & Bob\\100% 夢\\")
    content = only(schtasks_plan(command(python, data), 24, places(tmp_path)))
    task = ET.fromstring(content)  # noqa: S314 - our own

    assert content.startswith(b"\xff\xfe")
    assert task.findtext(f".//{TASKS}Command") == str(python)
    assert task.findtext(f".//{TASKS}Arguments") == (
        '-P -m dreaming --home "C:\\Users\\Ann & Bob\\100% 夢" start --due --quiet --wait'
    )
    assert task.findtext(f".//{TASKS}Interval") == "P1D"
    assert task.findtext(f".//{TASKS}MultipleInstancesPolicy") == "IgnoreNew"


@promise("cli:schedule:quoted")
@pytest.mark.parametrize("data", ["C:/%TEMP%/x", "C:/$(Arg0)"])
def test_task_scheduler_is_told_nothing_that_it_would_replace(data: str, tmp_path: Path) -> None:
    """It has no way to write such a text as it is."""
    with pytest.raises(InvalidInput, match="Task Scheduler would replace"):
        schtasks_plan(command(Path("python"), Path(data)), 1, places(tmp_path))


def cron_command(lines: bytes) -> tuple[str, str]:
    """The times and the command of our lines, as cron(8) takes them apart: a bare % would end the command."""
    _, line, _ = lines.decode().splitlines()
    *times, text = line.split(" ", 5)
    assert "%" not in text.replace("\\%", "")
    return " ".join(times), text.replace("\\%", "%")


@promise("cli:schedule:quoted")
@posix_only
@pytest.mark.parametrize("name", NAMES)
def test_cron_runs_what_is_meant(name: str, tmp_path: Path) -> None:
    """By the shell that cron uses."""
    python = tmp_path / name / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n', encoding="utf-8")
    python.chmod(0o700)
    meant = scheduled_command(python, tmp_path / name, wait=False)
    times, text = cron_command(cron.cron_lines(meant, 4))

    said = subprocess.run(["/bin/sh", "-c", text], capture_output=True, text=True, timeout=60, check=True).stdout

    assert said.splitlines() == list(meant)
    assert "--wait" not in meant
    assert times.split()[1:] == ["*/4", "*", "*", "*"]


LINES = cron.cron_lines(("python", "-m", "dreaming"), 2)


@promise("cli:schedule:crontab")
@given(
    st.binary().filter(lambda text: b"# END dreaming" not in text and b"# BEGIN" not in text),
    st.sampled_from(INTERVALS),
)
def test_a_crontab_is_byte_for_byte_as_before_once_our_lines_are_gone(crontab: bytes, hours: int) -> None:
    """With or without an end to its last line, in any encoding."""
    other = cron.cron_lines(("python", "-m", "dreaming"), hours)
    there = cron.with_lines(crontab, LINES)

    assert there.endswith(crontab)
    assert cron.lines_in(there) == LINES
    assert cron.with_lines(there, LINES) == there
    assert cron.with_lines(there, other) == other + crontab
    assert cron.without_lines(there) == crontab == cron.without_lines(crontab)


@promise("cli:schedule:crontab")
def test_our_lines_are_replaced_where_the_user_put_them() -> None:
    """Also where they were edited in between."""
    moved = b"MAILTO=me\n" + LINES.replace(b"*/2", b"*/5") + b"1 2 3 4 5 other"

    assert cron.with_lines(moved, LINES) == b"MAILTO=me\n" + LINES + b"1 2 3 4 5 other"
    assert cron.without_lines(moved) == b"MAILTO=me\n1 2 3 4 5 other"


@promise("cli:schedule:crontab")
@pytest.mark.parametrize("crontab", [cron.BEGIN, cron.END, LINES + LINES, cron.BEGIN + LINES, LINES + cron.END])
def test_marks_that_do_not_fit_are_left_to_the_user(crontab: bytes) -> None:
    """Nothing is guessed."""
    with pytest.raises(CrontabUnclear, match="once each"):
        cron.without_lines(crontab)
    with pytest.raises(CrontabUnclear, match="once each"):
        cron.with_lines(crontab, LINES)
