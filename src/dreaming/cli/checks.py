"""The checks of `dreaming doctor` on the installation, the place and the schedule, each from what it looks at to findings."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.app import SystemClock
from dreaming.cli.console import size
from dreaming.domain.errors import DreamingError
from dreaming.domain.texts import counted
from dreaming.store import location
from dreaming.store.connection import SAFE_SQLITE, sqlite_version

if TYPE_CHECKING:
    from dreaming.integrations.clients.places import Client

_LEAST_FREE = 100_000_000


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and how to mend it where it is not fine."""

    check: str
    state: State
    text: str
    mend: str = ""


def examine_place(home: Path) -> list[Finding]:
    """The checks of the installation, and of the folder `home`, which need not exist."""
    return [*_program(), *_place(home)]


def _program() -> Iterator[Finding]:
    yield Finding("Python", State.OK, ".".join(map(str, sys.version_info[:3])))
    version = sqlite_version()
    text = ".".join(map(str, version))
    if version >= SAFE_SQLITE:
        yield Finding("SQLite", State.OK, text)
    else:
        yield Finding(
            "SQLite",
            State.ADVICE,
            f"{text}, which can damage a file that several processes write (the WAL-reset race, mended in 3.51.3)",
            "Use a Python with a newer SQLite, or `pip install pysqlite3` where it has wheels; "
            "until then let one client at a time use the file.",
        )


def _place(home: Path) -> Iterator[Finding]:
    if not home.exists():
        yield Finding("folder", State.OK, f"{home} does not exist yet; it is made at the first use")
        return
    if not home.is_dir():
        yield Finding(
            "folder", State.WRONG, f"{home} is not a folder", "Set DREAMING_HOME to a folder, or move that file away."
        )
        return
    yield Finding("folder", State.OK, str(home))
    network, synced = location.network_of(home), location.synced_by(home)
    if network:
        yield Finding(
            "place",
            State.WRONG,
            f"the folder is on a network file system ({network}), where SQLite's locks are not safe",
            "Set DREAMING_HOME to a folder on a local disk and move the file there.",
        )
    if synced:
        yield Finding(
            "place",
            State.WRONG,
            f"the folder is inside {synced!r}, which a cloud service keeps in step, and can damage",
            "Set DREAMING_HOME to a folder that is not synchronised; back up there with `dreaming backup FILE`.",
        )
    if not network and not synced:
        yield Finding("place", State.OK, "a local folder, as far as can be told")
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        yield Finding("disk", State.WRONG, f"only {size(free)} free", "Free some space; writes fail when it is full.")
    else:
        yield Finding("disk", State.OK, f"{size(free)} free")


def examine_clients() -> Iterator[Finding]:
    """Which clients start this program, and whether what they are told to start exists."""
    from dreaming.integrations.clients.places import Client

    found = [finding for client in Client if (finding := _client(client)) is not None]
    yield from found
    if not found:
        yield Finding("clients", State.OK, "neither Claude Desktop nor Claude Code has an entry by `dreaming install`")


def _client(client: "Client") -> Finding | None:
    from dreaming.integrations.clients.entry import can_start, command_of
    from dreaming.integrations.clients.installing import configured

    try:
        entry = configured(client)
    except DreamingError as error:
        return Finding("clients", State.ADVICE, error.message, error.hint)
    except OSError as error:
        return Finding("clients", State.ADVICE, f"the configuration of {client.label} cannot be read: {error}")
    if entry is None:
        return None
    program = command_of(entry)[0]
    if can_start(entry):
        return Finding("clients", State.OK, f"{client.label} starts {program}")
    text = f"{client.label} is to start {program}, which is not there"
    return Finding("clients", State.ADVICE, text, f"`dreaming install {client}` writes what is.")


def examine_schedule(home: Path) -> Iterator[Finding]:
    """Whether the system starts dreams by itself."""
    from dreaming.cli.schedule import how_installed
    from dreaming.integrations.schedules.installing import Schedules

    try:
        found = Schedules(home, SystemClock().now()).found()
    except DreamingError as error:
        yield Finding("schedule", State.ADVICE, error.message, error.hint)
        return
    for each in found:
        state = State.ADVICE if each.hours is None else State.OK
        yield Finding(
            "schedule", state, how_installed(each), "" if each.hours else "`dreaming schedule install` renews it."
        )
    if not found:
        yield Finding("schedule", State.OK, "not installed")


def examine_hooks(home: Path) -> Iterator[Finding]:
    """What hooks have noted and nobody has logged yet, and what last went wrong in one; nothing where all is quiet."""
    from dreaming.cli.hook import LOG_NAME
    from dreaming.integrations.spool import Spool

    if not home.is_dir() or not os.access(home, os.R_OK | os.X_OK):
        return  # the place and the file are checked elsewhere, and say so
    waiting, log = Spool(home).count(), home / LOG_NAME
    if waiting:
        yield Finding(
            "hooks",
            State.ADVICE,
            f"{counted(waiting, 'transcript')} noted and not logged yet",
            "The next session has them logged, and so does `dreaming worker --idle 0`.",
        )
    if log.is_file() and log.stat().st_size:
        last = log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()[-1]
        yield Finding("hooks", State.ADVICE, f"one last went wrong with {last[:200]}", f"{log} tells the rest.")
