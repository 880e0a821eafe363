"""The checks of `dreaming doctor`, each a function from what it looks at to findings."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dreaming.app import FILE_NAME, SystemClock
from dreaming.cli.console import counted, size
from dreaming.domain.due import SETTINGS, meaningless
from dreaming.domain.errors import DreamingError
from dreaming.service.due import standings
from dreaming.store import inspection, location
from dreaming.store.connection import SAFE_SQLITE, Connection, Database, sqlite_version

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


def examine(home: Path) -> list[Finding]:
    """All checks of the installation and of the data in `home`, which need not exist."""
    return [*_program(), *_place(home), *_file(home / FILE_NAME), *_schedule(home)]


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
            "Set DREAMING_HOME to a folder that is not synchronised; back up with `dreaming memory export`.",
        )
    if not network and not synced:
        yield Finding("place", State.OK, "a local folder, as far as can be told")
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        yield Finding("disk", State.WRONG, f"only {size(free)} free", "Free some space; writes fail when it is full.")
    else:
        yield Finding("disk", State.OK, f"{size(free)} free")


def _file(file: Path) -> Iterator[Finding]:
    if not file.exists():
        yield Finding("database", State.OK, "there is none yet")
        return
    yield from _permissions(file)
    try:
        db = Database(file, read_only=True)
    except DreamingError as error:
        yield Finding(
            "database",
            State.WRONG,
            error.message,
            error.hint if "doctor" not in error.hint else "Move the file away and keep it; restore from an export.",
        )
        return
    try:
        with db.read() as conn:
            yield from _contents(conn)
    except DreamingError as error:
        yield Finding("database", State.WRONG, error.message, _SAVE)
    finally:
        db.close()


_SAVE = (
    "Copy the file and those beside it, export what can be read (`dreaming memory export DIR`), "
    "move the file away, and import the export again."
)


def _permissions(file: Path) -> Iterator[Finding]:
    beside = [each for each in (file.parent, *sorted(file.parent.glob(f"{file.name}*"))) if each.exists()]
    for each in (path for path in beside if not location.is_private(path)):
        mode = "700" if each.is_dir() else "600"
        yield Finding("permissions", State.WRONG, f"others may read {each}", f"chmod {mode} '{each}'")
    if all(location.is_private(path) for path in beside):
        yield Finding("permissions", State.OK, "only you can read the file")


def _contents(conn: Connection) -> Iterator[Finding]:
    found, known = inspection.format_of(conn)
    yield Finding("format", State.OK, f"{found}" if found == known else f"{found}; the next use upgrades it to {known}")
    yield from _integrity(conn)
    yield from _dreams(conn)
    yield from _due(conn)
    sizes = inspection.bytes_by_kind(conn)
    yield Finding("size", State.OK, ", ".join(f"{kind} {size(count)}" for kind, count in sizes.items()))


def _integrity(conn: Connection) -> Iterator[Finding]:
    problems = inspection.problems(conn)
    if problems:
        yield Finding("structure", State.WRONG, "; ".join(problems[:3]), _SAVE)
    else:
        yield Finding("structure", State.OK, "sound")
    damaged = inspection.damaged_texts(conn)
    if damaged:
        shown = ", ".join(path for each in damaged for path in each.paths or (f"an old version {each.sha256[:12]}",))
        yield Finding(
            "texts",
            State.WRONG,
            f"{counted(len(damaged), 'stored text')} not as stored: {shown}",
            "These are never served. Write the memories anew, or restore the store to an earlier version.",
        )
    else:
        yield Finding("texts", State.OK, "every stored text has its hash")


def _dreams(conn: Connection) -> Iterator[Finding]:
    counts = inspection.dreams_by_status(conn)
    shown = ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "none yet"
    yield Finding("dreams", State.OK, shown)
    if counts.get("pending"):
        yield Finding(
            "queue",
            State.ADVICE,
            f"{counted(counts['pending'], 'dream')} waiting to be run",
            "`dreaming worker` runs them, and so does a running server.",
        )
    abandoned = inspection.abandoned_dreams(conn, SystemClock().now())
    if abandoned:
        yield Finding(
            "leases",
            State.ADVICE,
            f"the worker of {', '.join(abandoned)} has gone",
            "`dreaming worker` takes them up where they stopped.",
        )


def _due(conn: Connection) -> Iterator[Finding]:
    for each in standings(conn, SystemClock().now()):
        if each.undreamt_sessions:
            yield Finding("due", State.OK, f"{each.store.name}: {each.due.why}")
        for key in meaningless(each.store.metadata):
            yield Finding(
                "settings",
                State.ADVICE,
                f"{key}={each.store.metadata[key]} of store {each.store.name} means nothing, and is as if not set",
                f"`dreaming stores set {each.store.id} {key}=…` takes {SETTINGS[key]}.",
            )


def _schedule(home: Path) -> Iterator[Finding]:
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
