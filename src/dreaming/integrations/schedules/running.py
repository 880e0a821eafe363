"""The one place where a scheduler's program is run."""

import os
import shlex
import subprocess
from dataclasses import dataclass

from dreaming.domain.errors import SchedulerFailed
from dreaming.integrations.schedules.plan import Command

_SECONDS = 20.0
NO_SUCH_PROGRAM = 127


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    out: bytes
    err: str


def run(command: Command, stdin: bytes = b"") -> Ended:
    """Run a program and wait for its end; one that is not there ends with `NO_SUCH_PROGRAM`.

    Raises:
        SchedulerFailed: it does not end.
    """
    env = {**os.environ, "LC_ALL": "C"}  # what is read of its answer is read in English
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=_SECONDS, check=False)  # noqa: S603 - a list, no shell
    except FileNotFoundError:
        return Ended(NO_SUCH_PROGRAM, b"", f"there is no program {command[0]!r}")
    except subprocess.TimeoutExpired as error:
        raise SchedulerFailed(shlex.join(command), f"no answer in {_SECONDS:.0f} seconds") from error
    return Ended(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def run_well(command: Command, stdin: bytes = b"") -> None:
    """Run a program that must succeed.

    Raises:
        SchedulerFailed: it did not.
    """
    ended = run(command, stdin)
    if ended.code != 0:
        said = ended.err.strip() or ended.out.decode(errors="replace")
        raise SchedulerFailed(shlex.join(command), said)
