"""What differs between systems: yielding to other programs, and a process of its own.

On Windows these are a priority class and creation flags; everywhere else they are POSIX. Locks: `store/locks.py`.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_NICENESS = 10  # of 19: below whatever a person waits for

if sys.platform == "win32":
    import ctypes

    _BELOW_NORMAL = 0x4000
    # In a group of its own, without a window, and outside the job in which a client ends all that it started.
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW | subprocess.CREATE_BREAKAWAY_FROM_JOB

    def yield_to_others() -> None:
        """Let other programs go first from here on."""
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)

else:
    _FLAGS = 0

    def yield_to_others() -> None:
        """Let other programs go first from here on."""
        os.nice(_NICENESS)


def start_detached(arguments: Sequence[str], *, folder: Path, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start a process that outlives this one, its terminal and its group, and reads and writes none of its pipes.

    Args:
        arguments: the command line.
        folder: where it works.
        env: its whole environment.

    Raises:
        OSError: it cannot be started, or not detached.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        list(arguments),
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=_FLAGS,
    )
