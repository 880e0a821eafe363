"""Which scheduler this machine has, and what is installed in it."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from dreaming.domain.errors import SchedulerUnavailable
from dreaming.integrations.schedules.launchd import launchd_plan
from dreaming.integrations.schedules.plan import Command, Kind, Places, Plan, scheduled_command
from dreaming.integrations.schedules.running import run
from dreaming.integrations.schedules.schedulers import CronScheduler, FileScheduler, Found, Scheduler, Shown
from dreaming.integrations.schedules.schtasks import schtasks_plan
from dreaming.integrations.schedules.systemd import systemd_plan

_PROGRAMS = {Kind.SYSTEMD: "systemctl", Kind.LAUNCHD: "launchctl", Kind.SCHTASKS: "schtasks", Kind.CRON: "crontab"}


class Schedules:
    """The schedulers of this machine, for the data in one folder. There is one schedule a user.

    Args:
        data: the folder of the data.
        now: the time, which names backups.
        platform: the system, as `sys.platform` names it.
    """

    def __init__(self, data: Path, now: datetime, platform: str = sys.platform) -> None:
        config = os.environ.get("XDG_CONFIG_HOME", "")
        user = Path.home()
        self._places = Places(
            user=user, config=Path(config) if config else user / ".config", data=data.expanduser().absolute()
        )
        self._now = now
        self._platform = platform

    def detect(self) -> Kind:
        """The scheduler to use here: the system's own, else cron.

        Raises:
            SchedulerUnavailable: there is none; the message says what to run by hand.
        """
        for kind in self._kinds_here():
            if kind is not Kind.SYSTEMD or run(("systemctl", "--user", "show-environment")).code == 0:
                return kind
        raise SchedulerUnavailable(shlex.join(self._command(Kind.SYSTEMD)))

    def shown(self, kind: Kind, hours: int) -> Shown:
        """What would be installed, on whatever system.

        Raises:
            InvalidInput: that scheduler cannot be told one of the paths.
        """
        return self._scheduler(kind).shown(hours)

    def found(self, kind: Kind | None = None) -> list[Found]:
        """What is installed, in one scheduler or in all of this system.

        Raises:
            SchedulerFailed: that cannot be told.
        """
        kinds = self._kinds_here() if kind is None else [kind]
        return [found for each in kinds if (found := self._scheduler(each).found()) is not None]

    def install(self, kind: Kind, hours: int) -> bool:
        """Install there, and nowhere else; False where just that was installed already.

        Raises:
            InvalidInput: that scheduler cannot be told one of the paths.
            SchedulerFailed: the scheduler refused.
        """
        scheduler = self._scheduler(kind)
        scheduler.shown(hours)
        others = [each for each in self._kinds_here() if each is not kind and self._scheduler(each).remove()]
        return scheduler.install(hours) or bool(others)

    def remove(self, kind: Kind | None = None) -> list[Kind]:
        """Remove what is installed, from one scheduler or from all of this system; which it was.

        Raises:
            SchedulerFailed: the scheduler refused.
        """
        kinds = self._kinds_here() if kind is None else [kind]
        return [each for each in kinds if self._scheduler(each).remove()]

    def _kinds_here(self) -> list[Kind]:
        kinds = {"win32": [Kind.SCHTASKS], "darwin": [Kind.LAUNCHD, Kind.CRON]}
        here = kinds.get(self._platform, [Kind.SYSTEMD, Kind.CRON])
        return [kind for kind in here if shutil.which(_PROGRAMS[kind])]

    def _scheduler(self, kind: Kind) -> Scheduler:
        command = self._command(kind)
        if kind is Kind.CRON:
            return CronScheduler(command, self._places.data, self._now)
        return FileScheduler(lambda hours: self._plans()[kind](command, hours))

    def _plans(self) -> dict[Kind, Callable[[Command, int], Plan]]:
        places = self._places
        return {
            Kind.SYSTEMD: lambda command, hours: systemd_plan(command, hours, places),
            Kind.LAUNCHD: lambda command, hours: launchd_plan(command, hours, places, _uid(places.user)),
            Kind.SCHTASKS: lambda command, hours: schtasks_plan(command, hours, places),
        }

    def _command(self, kind: Kind) -> Command:
        # Links are left alone: that of a virtual environment is how Python knows its packages.
        python = Path(sys.executable).absolute()
        windowless = python.with_name("pythonw.exe")
        if kind is Kind.SCHTASKS and windowless.exists():
            python = windowless
        return scheduled_command(python, self._places.data, wait=kind is not Kind.CRON)


def _uid(home: Path) -> int:
    """Whose session it is: the owner of the home folder, which can be asked on every system."""
    return home.stat().st_uid if home.exists() else 0
