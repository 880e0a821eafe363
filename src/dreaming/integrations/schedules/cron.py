"""A line of the user's crontab, between marks. All other lines stay as they are, byte for byte.

It stands at the top: settings that the user makes further down (SHELL, MAILTO) do not reach it, and nothing has to be
known about how the rest ends. cron ends nothing, so the worker takes the dreams over. Source: crontab(5).
"""

import re
import shlex
import zlib

from dreaming.domain.errors import CrontabUnclear
from dreaming.integrations.schedules.plan import Command

BEGIN = b"# BEGIN dreaming (written by `dreaming schedule install`, which replaces it)\n"
END = b"# END dreaming\n"
_BLOCK = re.compile(
    rb"^# BEGIN dreaming\b[^\n]*\n(?:(?!# BEGIN dreaming\b)[^\n]*\n)*?# END dreaming[^\n]*(?:\n|\Z)", re.MULTILINE
)
_MARK = re.compile(rb"^# (?:BEGIN|END) dreaming\b", re.MULTILINE)


def cron_lines(command: Command, hours: int) -> bytes:
    """The lines to stand in the crontab, marks included."""
    line = " ".join(map(_quoted, command))
    # Not every machine at the same minute.
    minute = zlib.crc32(line.encode()) % 60
    hour = {1: "*", 24: "12"}.get(hours, f"*/{hours}")
    return BEGIN + f"{minute} {hour} * * * {line}\n".encode() + END


def _quoted(text: str) -> str:
    """For the shell; and % outside the quotes behind a backslash, since cron takes a bare one for the line's end."""
    quoted = shlex.quote(text)
    return quoted.replace("%", "'\\%'" if quoted.startswith("'") else "\\%")


def lines_in(crontab: bytes) -> bytes | None:
    """Our lines as they stand in a crontab, or None.

    Raises:
        CrontabUnclear: one of the marks is there without the other, or twice.
    """
    found = _BLOCK.findall(crontab)
    if len(_MARK.findall(crontab)) != 2 * len(found) or len(found) > 1:
        raise CrontabUnclear
    return found[0] if found else None


def with_lines(crontab: bytes, lines: bytes) -> bytes:
    """The crontab with our lines; those that stood there are replaced where they stand."""
    there = lines_in(crontab)
    return lines + crontab if there is None else crontab.replace(there, lines)


def without_lines(crontab: bytes) -> bytes:
    """The crontab without our lines."""
    there = lines_in(crontab)
    return crontab if there is None else crontab.replace(there, b"")
