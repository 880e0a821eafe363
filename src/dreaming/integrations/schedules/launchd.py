"""A launch agent of macOS. The dreams run in its own process, so that launchd sees and ends what it started.

Sources: launchd.plist(5), launchctl(1).
"""

import plistlib

from dreaming.integrations.schedules.plan import Command, Kind, Places, Plan

LABEL = "io.github.dreaming-mcp.dreaming"


def launchd_plan(command: Command, hours: int, places: Places, uid: int) -> Plan:
    """The property list, loaded into the domain of the user who is logged in."""
    file = places.user / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    agent = {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "StartInterval": hours * 3_600,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
    }
    return Plan(
        kind=Kind.LAUNCHD,
        hours=hours,
        files={file: plistlib.dumps(agent)},
        query=("launchctl", "print", f"gui/{uid}/{LABEL}"),
        start=(("launchctl", "bootstrap", f"gui/{uid}", str(file)),),
        stop=(("launchctl", "bootout", f"gui/{uid}/{LABEL}"),),
    )
