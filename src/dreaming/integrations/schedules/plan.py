"""What is to be installed, for any scheduler: which command, how often, as which files and by which commands."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from dreaming.domain.errors import InvalidInput

# Divisors of a day: every scheduler can say them, cron included.
INTERVALS = (1, 2, 3, 4, 6, 8, 12, 24)
NAME = "dreaming"

Command = tuple[str, ...]


class Kind(StrEnum):
    """The schedulers that are known."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    SCHTASKS = "schtasks"
    CRON = "cron"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things are on this machine: the user's home, that of configuration files, and that of our data."""

    user: Path
    config: Path
    data: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one scheduler is told.

    `files` are written before the commands of `start`. `query` ends with 0 where the scheduler knows it; only then
    the commands of `stop` are run, before the files are removed or replaced, and those of `forget` after a removal.
    """

    kind: Kind
    hours: int
    files: Mapping[Path, bytes]
    query: Command
    start: tuple[Command, ...]
    stop: tuple[Command, ...]
    forget: tuple[Command, ...] = ()


def scheduled_command(python: PurePath, data: PurePath, *, wait: bool) -> Command:
    """The command line that a scheduler is to run.

    Args:
        python: the interpreter that has dreaming installed, absolute.
        data: the folder of the data, absolute. It is always written down: a scheduler has not the user's environment.
        wait: whether the dreams run in this very process. They do where the scheduler ends what a program leaves
            behind; elsewhere the worker takes them over.

    Raises:
        InvalidInput: a path has a control character, which not every scheduler can be told.
    """
    for field, path in (("the path of Python", python), ("the data folder", data)):
        if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in str(path)):
            raise InvalidInput(field, f"{str(path)!r} has a control character", "Schedulers take one line of text.")
    # -P: the folder that a scheduler happens to start in is no place to import from.
    command = (str(python), "-P", "-m", NAME, "--home", str(data), "start", "--due", "--quiet")
    return (*command, "--wait") if wait else command
