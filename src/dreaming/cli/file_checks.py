"""The checks of `dreaming doctor` on the database: what is wrong with the file, and which command mends it."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shlex import quote

from dreaming.app import SystemClock, backups_of
from dreaming.cli.checks import Finding, State
from dreaming.cli.console import size
from dreaming.domain.due import SETTINGS, meaningless
from dreaming.domain.errors import DatabaseUnavailable, DreamingError
from dreaming.domain.texts import counted
from dreaming.domain.times import day
from dreaming.jobs.presence import present_worker
from dreaming.service.due import standings
from dreaming.store import backup, inspection, location, locks, looking
from dreaming.store.connection import Connection
from dreaming.store.header import JOURNAL_SUFFIX, LOG_SUFFIX, beside, checked_header

_WORTH_A_BACKUP = 20  # memories and sessions
_OLD = timedelta(days=30)
_SHOWN = 3
_LOOKS = 3


def examine_file(home: Path) -> list[Finding]:
    """The checks of the database in `home`, which need not exist. Nothing in the folder is changed."""
    found: list[Finding] = []
    for _ in range(_LOOKS):
        before = looking.state_of(home / location.FILE_NAME)
        found = list(_examined(home))
        if before == looking.state_of(home / location.FILE_NAME) or all(
            each.state is not State.WRONG for each in found
        ):
            break  # else what a process has written meanwhile may look like damage
    return found


def _examined(home: Path) -> Iterator[Finding]:
    file = home / location.FILE_NAME
    if home.exists() and not home.is_dir():
        return
    try:
        header = checked_header(file)
        if header is None:
            yield _none_yet(file)
            return
        yield from _permissions(file)
        yield from _use(file)
        with looking.look(file) as conn:
            yield from _contents(conn, home)
    except DreamingError as error:
        yield Finding("database", State.WRONG, error.message, _mend(error, home))


def _none_yet(file: Path) -> Finding:
    if file.exists():
        return Finding("database", State.ADVICE, f"{file} is empty", "The next use makes a database of it.")
    return Finding("database", State.OK, "there is none yet")


def _permissions(file: Path) -> Iterator[Finding]:
    beside_it = [each for each in (file.parent, *sorted(file.parent.glob(f"{file.name}*"))) if each.exists()]
    for each in (path for path in beside_it if not location.is_private(path)):
        mode = "700" if each.is_dir() else "600"
        yield Finding("permissions", State.WRONG, f"others may read {each}", f"chmod {mode} {quote(str(each))}")
    for each in beside_it:
        if not os.access(each, os.W_OK):
            yield Finding("permissions", State.WRONG, f"{each} cannot be written", _chmod(each))
    if all(location.is_private(path) and os.access(path, os.W_OK) for path in beside_it):
        yield Finding("permissions", State.OK, "only you can read the file")


def _chmod(path: Path) -> str:
    return f"chmod {'u+rwx' if path.is_dir() else 'u+rw'} {quote(str(path))}"


def _use(file: Path) -> Iterator[Finding]:
    log = looking.log_size(file)
    if looking.is_unfinished(file):
        yield Finding(
            "journal",
            State.WRONG,
            f"a write was interrupted; {beside(file, JOURNAL_SUFFIX).name} is needed to undo it",
            "`dreaming stores` undoes it, as every command does. Until then leave both files where they are.",
        )
    if locks.is_open(file):
        named = ", ".join(map(str, locks.holders(file)))
        yield Finding("use", State.OK, f"open in process {named}" if named else "open in another process")
    elif log:
        yield Finding(
            "log",
            State.ADVICE,
            f"{size(log)} in {beside(file, LOG_SUFFIX).name}: a process ended without moving them into the file",
            "Nothing is lost, and `dreaming stores` moves them, as every command does. Do not delete that file.",
        )


def _mend(error: DreamingError, home: Path) -> str:
    """What helps where the file cannot be read at all."""
    if isinstance(error.__cause__, PermissionError):
        denied = Path(error.__cause__.filename or home)
        return _chmod(denied if os.access(home, os.R_OK | os.X_OK) else home)
    if isinstance(error, DatabaseUnavailable) and error.is_damage:
        return _save(home, is_readable=False)
    return error.hint


def _save(home: Path, *, is_readable: bool) -> str:
    """The way from a damaged file to a sound one. Each step is a command as it is to be typed."""
    latest = backups_of(home).latest()
    steps = ["`dreaming memory export DIR --store NAME` saves what can be read of a store"] if is_readable else []
    if latest is not None:
        restore = f"`dreaming backup --restore {quote(str(latest[0]))}`"
        steps.append(f"{restore} puts the backup of {day(latest[1])} in its place, and keeps this file")
    else:
        folder, files = quote(str(home / "damaged")), f"{quote(str(home / location.FILE_NAME))}*"
        steps.append(f"there is no backup in {home}: `mkdir {folder} && mv {files} {folder}` keeps the file")
        steps.append("`dreaming memory import DIR` begins anew" if is_readable else "the next command begins anew")
    return "; then ".join(steps) + "."


def _contents(conn: Connection, home: Path) -> Iterator[Finding]:
    found, known = inspection.format_of(conn)
    yield Finding("format", State.OK, f"{found}" if found == known else f"{found}; the next use upgrades it to {known}")
    yield from _integrity(conn, home)
    yield from _dreams(conn)
    yield from _due(conn)
    if found == known:  # an older file knows no worker
        yield _worker(conn, home)
    yield _backups(conn, home)
    sizes = inspection.bytes_by_kind(conn)
    yield Finding("size", State.OK, ", ".join(f"{kind} {size(count)}" for kind, count in sizes.items()))


def _integrity(conn: Connection, home: Path) -> Iterator[Finding]:
    problems = inspection.problems(conn)
    if problems:
        yield Finding("structure", State.WRONG, "; ".join(problems[:_SHOWN]), _save(home, is_readable=True))
    else:
        yield Finding("structure", State.OK, "sound")
    damaged = inspection.damaged_texts(conn)
    if damaged:
        shown = ", ".join(path for each in damaged for path in each.paths or (f"an old version {each.sha256[:12]}",))
        yield Finding(
            "texts",
            State.WRONG,
            f"{counted(len(damaged), 'stored text')} not as stored: {shown}",
            "These are never served. Write the memories anew, restore the store to an earlier version, "
            "or put a backup in the place of the database (`dreaming backup --restore FILE`).",
        )
    else:
        yield Finding("texts", State.OK, "every stored text has its hash")
    astray = inspection.index_problems(conn)
    if astray:
        yield Finding(
            "index",
            State.WRONG,
            f"search does not agree with the memories: {'; '.join(astray[:_SHOWN])}",
            "No text is lost. `dreaming memory export notes.jsonl --store NAME`, then "
            "`dreaming memory import notes.jsonl --store NEW` makes a store that is indexed anew.",
        )
    else:
        yield Finding("index", State.OK, "every memory is in it")


def _backups(conn: Connection, home: Path) -> Finding:
    inside, latest = backup.contents(conn), backups_of(home).latest()
    mend = "`dreaming backup` makes one while everything runs."
    if latest is None:
        if inside.memories + inside.sessions < _WORTH_A_BACKUP:
            return Finding("backup", State.OK, "none yet, and little to lose")
        text = f"none yet of {counted(inside.memories, 'memory', 'memories')} and {counted(inside.sessions, 'session')}"
        return Finding("backup", State.ADVICE, text, mend)
    path, made_at = latest
    text = f"the newest in {path.parent} is of {day(made_at)}"
    is_behind = inside.changed_at is not None and inside.changed_at > made_at
    if is_behind and SystemClock().now() - made_at > _OLD:
        return Finding("backup", State.ADVICE, f"{text}, and much may have changed since", mend)
    return Finding("backup", State.OK, text)


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


def _worker(conn: Connection, home: Path) -> Finding:
    worker = present_worker(conn, home / location.FILE_NAME, SystemClock().now())
    text = "none, and none is needed until a dream waits" if worker is None else f"process {worker.owner.split('-')[0]}"
    return Finding("worker", State.OK, text)


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
