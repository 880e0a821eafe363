"""Installing, finding and removing: with a scheduler that reads files, and with cron, which has one of its own."""

import contextlib
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from dreaming.domain.errors import SchedulerFailed
from dreaming.integrations.schedules import cron
from dreaming.integrations.schedules.plan import INTERVALS, Command, Kind, Plan
from dreaming.integrations.schedules.running import NO_SUCH_PROGRAM, run, run_well


@dataclass(frozen=True, slots=True)
class Found:
    """What is installed. `hours` is None where it is not what this program would install at any interval."""

    kind: Kind
    hours: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an installation writes and runs: files by path, or lines of the crontab."""

    files: Mapping[Path, bytes]
    lines: bytes | None
    commands: tuple[Command, ...]


class Scheduler(Protocol):
    """One scheduler of this machine."""

    def shown(self, hours: int) -> Shown:
        """What `install` writes and runs."""
        ...

    def found(self) -> Found | None:
        """What is installed.

        Raises:
            SchedulerFailed: that cannot be told.
        """
        ...

    def install(self, hours: int) -> bool:
        """Install, in the place of what is installed; False where it is just that already.

        Raises:
            SchedulerFailed: the scheduler refused; our files are as they were.
        """
        ...

    def remove(self) -> bool:
        """Remove what is installed; False where there is nothing.

        Raises:
            SchedulerFailed: the scheduler refused.
        """
        ...


class FileScheduler:
    """A scheduler that is told by files.

    Args:
        plan: what it is told, by the hours between two starts.
    """

    def __init__(self, plan: Callable[[int], Plan]) -> None:
        self._plan = plan

    def shown(self, hours: int) -> Shown:
        """As `Scheduler`."""
        plan = self._plan(hours)
        return Shown(files=plan.files, lines=None, commands=plan.start)

    def found(self) -> Found | None:
        """As `Scheduler`. Files that the scheduler does not know, or the other way round, are not what we install."""
        plans = [self._plan(hours) for hours in INTERVALS]
        known = _is_known(plans[0])
        there = _there(plans[0])
        if not known and not there:
            return None
        hours = next((plan.hours for plan in plans if known and plan.files == there), None)
        return Found(plans[0].kind, hours)

    def install(self, hours: int) -> bool:
        """As `Scheduler`."""
        plan, found = self._plan(hours), self.found()
        if found is not None and found.hours == hours:
            return False
        before = _there(plan)
        _stop(plan)
        _put(plan, plan.files)
        try:
            for command in plan.start:
                run_well(command)
        except SchedulerFailed:
            _stop(plan)
            _put(plan, before)
            raise
        return True

    def remove(self) -> bool:
        """As `Scheduler`."""
        plan = self._plan(INTERVALS[0])
        if self.found() is None:
            return False
        _stop(plan)
        _put(plan, {})
        for command in plan.forget:
            run_well(command)
        return True


def _there(plan: Plan) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in plan.files if path.is_file()}


def _put(plan: Plan, files: Mapping[Path, bytes]) -> None:
    """Make the plan's files be these, and no others."""
    for path in plan.files:
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
            _write(path, files[path])
        else:
            path.unlink(missing_ok=True)


def _is_known(plan: Plan) -> bool:
    return run(plan.query).code == 0


def _stop(plan: Plan) -> None:
    if _is_known(plan):
        for command in plan.stop:
            run_well(command)


class CronScheduler:
    """The user's crontab.

    Args:
        command: what is to be started.
        backups: the folder that keeps the crontab as it was before each change.
        now: the time, which names the backup.
    """

    def __init__(self, command: Command, backups: Path, now: datetime) -> None:
        self._command = command
        self._backups = backups
        self._now = now

    def shown(self, hours: int) -> Shown:
        """As `Scheduler`."""
        return Shown(files={}, lines=cron.cron_lines(self._command, hours), commands=(_READ, _WRITE))

    def found(self) -> Found | None:
        """As `Scheduler`."""
        there = cron.lines_in(_crontab())
        if there is None:
            return None
        hours = next((hours for hours in INTERVALS if cron.cron_lines(self._command, hours) == there), None)
        return Found(Kind.CRON, hours)

    def install(self, hours: int) -> bool:
        """As `Scheduler`."""
        before = _crontab()
        return self._replace(before, cron.with_lines(before, cron.cron_lines(self._command, hours)))

    def remove(self) -> bool:
        """As `Scheduler`."""
        before = _crontab()
        return self._replace(before, cron.without_lines(before))

    def _replace(self, before: bytes, after: bytes) -> bool:
        if before == after:
            return False
        if before:
            self._backups.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
            _write(self._backups / f"crontab-before-{self._now:%Y%m%dT%H%M%S}.txt", before)
        if after:
            run_well(_WRITE, after)
        else:
            run_well(_DELETE)  # there was none before ours
        return True


_READ: Command = ("crontab", "-l")
_WRITE: Command = ("crontab", "-")
_DELETE: Command = ("crontab", "-r")
_NONE_YET = re.compile("no crontab|can't open .*No such file", re.IGNORECASE | re.DOTALL)


def _crontab() -> bytes:
    """The crontab as it is. Only where cron says that there is none is there none: it will be written anew.

    Raises:
        SchedulerFailed: cron does not say.
    """
    ended = run(_READ)
    if ended.code == 0:
        return ended.out
    if ended.code == NO_SUCH_PROGRAM or _NONE_YET.search(ended.err):
        return b""
    raise SchedulerFailed("crontab -l", ended.err)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by the owner alone."""
    beside = path.with_name(f"{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    with os.fdopen(
        os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        file.write(content)
    beside.replace(path)
