"""Putting our entry into a client's configuration, and taking it out: planned first, so that it can be shown."""

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dreaming.domain.errors import ClientFailed, ConfigRefused, ConfigUnclear
from dreaming.integrations.clients.editing import NotEditable, entry_in, with_entry, without_entry
from dreaming.integrations.clients.entry import NAME, command_here, entry_for, is_ours, settings_now
from dreaming.integrations.clients.places import Client, config_file
from dreaming.integrations.exporting.changes import FileChange, apply, keep, present
from dreaming.service.files import link_on_the_way

_SECONDS = 60.0
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to become of a client's configuration.

    `entry` is what the file is to have, None for no entry. `commands` are those by which the client's own program is
    told; empty where we write the file.
    """

    client: Client
    change: FileChange
    entry: Mapping[str, Any] | None
    commands: tuple[tuple[str, ...], ...] = ()


def plan_entry(client: Client, *, undo: bool = False, follow: bool = False) -> Plan:
    """What would be changed so that the client starts this installation, or does not any more. Changes nothing.

    Args:
        client: which.
        undo: take our entry out.
        follow: change the file that a link leads to.

    Raises:
        ConfigUnclear: the file is no JSON that can be changed without harm.
        ConfigRefused: it is behind a link, no regular file, or its entry of our name starts something else.
        ClientFailed: there is no command that the client could start.
    """
    path = _located(file_of(client), follow=follow)
    if path.exists() and not path.is_file():
        raise ConfigRefused(str(path), "it is no regular file", "Move it away, then try again.")
    before = present(path)
    text = _text(path, before)
    with _said_of(path):
        old = entry_in(text, NAME)
    if old is not None and not is_ours(old):
        why = f"its entry {NAME!r} starts something else"
        raise ConfigRefused(str(path), why, "Rename or remove that entry by hand, then try again.")
    new = None if undo else entry_for(client, command_here(), settings_now(os.environ), old)
    after = without_entry(text, NAME) if new is None else with_entry(text, NAME, new)
    is_same = after == text
    bom = _BOM if before is not None and before.startswith(_BOM.encode()) else ""
    change = FileChange(path=path, before=before, after=before if is_same else (bom + after).encode())
    return Plan(client=client, change=change, entry=new, commands=() if is_same else _commands(client, old, new))


def carry_out(plan: Plan, keep_in: Path, now: datetime) -> Path | None:
    """Make the change.

    Args:
        plan: what `plan_entry` gave.
        keep_in: the folder that keeps files as they were.
        now: the time.

    Returns:
        The folder that has the file as it was, None if there was none or nothing was to be changed.

    Raises:
        FileChanged: the file is not what it was when it was planned.
        ClientFailed: the client's own program refused, or did something else.
    """
    if not plan.change.is_one:
        return None
    if not plan.commands:
        return apply([plan.change], keep_in, now)
    kept = keep([plan.change], keep_in, now)
    for command in plan.commands:
        _run(command)
    path = plan.change.path
    if _entry(path, present(path)) != plan.entry:
        raise ClientFailed(shlex.join(plan.commands[-1]), f"{path} does not have what it was told")
    return kept


def file_of(client: Client) -> Path:
    """The file that the client reads here."""
    return config_file(client, sys.platform, os.environ, Path.home())


def configured(client: Client) -> Mapping[str, Any] | None:
    """Our entry in the client's configuration, None if there is none. Links are followed: nothing is changed.

    Raises:
        ConfigUnclear: the file is no JSON.
        OSError: it cannot be read.
    """
    path = file_of(client)
    entry = _entry(path, path.read_bytes()) if path.is_file() else None
    return entry if entry is not None and is_ours(entry) else None


def _located(path: Path, *, follow: bool) -> Path:
    """The path without links, as far as they are the system's: the home folder may well be behind one."""
    home = Path.home()
    path = home.resolve() / path.relative_to(home) if path.is_relative_to(home) else path.absolute()
    link = link_on_the_way(path)
    if link is None:
        return path
    if not follow:
        why = f"{str(link)!r} is a link, and leads to {str(path.resolve())!r}"
        raise ConfigRefused(str(path), why, "Add --follow to change the file there.")
    return path.resolve()


def _entry(path: Path, content: bytes | None) -> dict[str, Any] | None:
    with _said_of(path):
        return entry_in(_text(path, content), NAME)


def _text(path: Path, content: bytes | None) -> str:
    content = content or b""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigUnclear(str(path), line, "it is no UTF-8 text") from error


@contextlib.contextmanager
def _said_of(path: Path) -> Generator[None]:
    try:
        yield
    except NotEditable as error:
        raise ConfigUnclear(str(path), error.line, error.problem) from error


def _commands(
    client: Client, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> tuple[tuple[str, ...], ...]:
    """Claude Code rewrites its file while it runs, so it is told by its own program where there is one."""
    program = shutil.which("claude") if client is Client.CLAUDE_CODE else None
    if program is None or Path(program).suffix.lower() in {".cmd", ".bat"}:  # which cannot be handed quotes safely
        return ()
    remove = (program, "mcp", "remove", "--scope", "user", NAME)
    if new is None:
        return (remove,)
    add = (program, "mcp", "add-json", "--scope", "user", NAME, json.dumps(new, ensure_ascii=False))
    return (add,) if old is None else (remove, add)


def _run(command: tuple[str, ...]) -> None:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - a list, no shell
    except subprocess.TimeoutExpired as error:
        raise ClientFailed(shlex.join(command), f"no answer in {_SECONDS:.0f} seconds") from error
    if done.returncode != 0:
        raise ClientFailed(shlex.join(command), (done.stderr or done.stdout).decode(errors="replace"))
