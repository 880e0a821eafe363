"""A task of the Windows Task Scheduler. The dreams run in its own process, so that the task shows whether it runs.

The definition is a file in the data folder, in UTF-16, as `schtasks` wants it. Source: Task Scheduler schema,
learn.microsoft.com/windows/win32/taskschd. A task has no environment of its own, and its texts no way to write a
literal `%NAME%` or `$(Arg0)`.
"""

import codecs
import re
import subprocess
from xml.sax.saxutils import escape

from dreaming.domain.errors import InvalidInput
from dreaming.integrations.schedules.plan import NAME, Command, Kind, Places, Plan

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Dream over the memory stores that are due (written by `dreaming schedule install`)</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>{interval}</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>8</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def schtasks_plan(command: Command, hours: int, places: Places) -> Plan:
    """The task, by its XML.

    Raises:
        InvalidInput: Task Scheduler would read something else into a path.
    """
    file = places.data / "schedule.xml"
    return Plan(
        kind=Kind.SCHTASKS,
        hours=hours,
        files={file: _xml(command, hours)},
        query=("schtasks", "/Query", "/TN", NAME),
        start=(("schtasks", "/Create", "/TN", NAME, "/XML", str(file), "/F"),),
        stop=(("schtasks", "/Delete", "/TN", NAME, "/F"),),
    )


def _xml(command: Command, hours: int) -> bytes:
    for text in command:
        if re.search(r"%[^%]+%|\$\(", text):
            raise InvalidInput("a path", f"{text!r} has a part that Task Scheduler would replace")
    program, *arguments = command
    text = _TASK.format(
        interval="P1D" if hours == 24 else f"PT{hours}H",
        program=escape(program),
        arguments=escape(subprocess.list2cmdline(arguments)),
    )
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
