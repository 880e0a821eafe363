"""A timer of systemd's user manager.

The dreams run in the service's own process: when a oneshot service ends, systemd ends whatever else it started.
Sources: systemd.timer(5), systemd.service(5), systemd.exec(5), systemd.kill(5).
"""

import re

from dreaming.integrations.schedules.plan import NAME, Command, Kind, Places, Plan

_ODD = re.compile(r"[\"'\\$]")
_SERVICE = """\
# Written by `dreaming schedule install`, which replaces it.
[Unit]
Description=Dream over the memory stores that are due

[Service]
Type=oneshot
ExecStart={command}
Nice=10
CPUSchedulingPolicy=batch
IOSchedulingClass=idle
"""
_TIMER = """\
# Written by `dreaming schedule install`, which replaces it.
[Unit]
Description=Look whether a memory store is due for a dream

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec=10min

[Install]
WantedBy=timers.target
"""


def systemd_plan(command: Command, hours: int, places: Places) -> Plan:
    """The service and its timer."""
    units = places.config / "systemd" / "user"
    timer = f"{NAME}.timer"
    systemctl = ("systemctl", "--user")
    return Plan(
        kind=Kind.SYSTEMD,
        hours=hours,
        files={
            units / f"{NAME}.service": _SERVICE.format(command=_line(command)).encode(),
            units / timer: _TIMER.format(calendar=_calendar(hours)).encode(),
        },
        query=(*systemctl, "is-enabled", "--quiet", timer),
        start=((*systemctl, "daemon-reload"), (*systemctl, "enable", timer), (*systemctl, "restart", timer)),
        stop=((*systemctl, "disable", "--now", timer),),
        forget=((*systemctl, "daemon-reload"),),
    )


def _calendar(hours: int) -> str:
    return "*-*-* 00:00:00" if hours == 24 else f"*-*-* 00/{hours}:00:00"


def _line(command: Command) -> str:
    """The value of ExecStart.

    The program itself may have no quotes, backslashes or `$`, as arguments may: then the shell gives way to it.
    """
    program, *arguments = ("/bin/sh", "-c", 'exec "$0" "$@"', *command) if _ODD.search(command[0]) else command
    return " ".join([_quoted(program), *(_quoted(argument.replace("$", "$$")) for argument in arguments)])


def _quoted(text: str) -> str:
    text = text.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./-]+", text, re.ASCII):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
