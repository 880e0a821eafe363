"""Starting the worker of a data folder, as a process that outlives whoever starts it.

Hooks read this module: it imports nothing that is slow to load.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.domain.errors import InvalidInput
from dreaming.jobs.system import start_detached

if TYPE_CHECKING:
    import subprocess

WORKER_VARIABLE = "DREAMING_WORKER"
_DETACHED, _INSIDE = "detached", "inside"
_COMMAND = ("-P", "-m", "dreaming", "worker", "--background")


def may_detach(env: Mapping[str, str]) -> bool:
    """Whether a process of its own may be started, by DREAMING_WORKER.

    Raises:
        InvalidInput: it has a value that means nothing.
    """
    said = env.get(WORKER_VARIABLE, "").strip().lower() or _DETACHED
    if said not in (_DETACHED, _INSIDE):
        raise InvalidInput(WORKER_VARIABLE, f"{said[:80]!r} means nothing", f"It is {_DETACHED} or {_INSIDE}.")
    return said == _DETACHED and bool(sys.executable)


def start_worker(home: Path, *options: str) -> "subprocess.Popen[bytes]":
    """Start the worker of the data in `home`; where there is one already it leaves by itself.

    Args:
        home: the data folder.
        options: of `dreaming worker`.

    Raises:
        OSError: no process can be started.
    """
    home = home.absolute()
    env = {**os.environ, "DREAMING_HOME": str(home)}
    return start_detached([sys.executable, *_COMMAND, *options], folder=home, env=env)
