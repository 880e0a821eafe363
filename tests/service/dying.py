"""A process of its own that backs up or restores and kills itself at a step.

`python -m tests.service.dying make|force|restore DATABASE BACKUP STEP`
"""

import os
import signal
import sys
from pathlib import Path

from dreaming.app import SystemClock
from dreaming.service.backups import Backups


def main() -> None:
    """Run until the step."""
    verb, file, target, fatal = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]

    def at(step: str) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    backups = Backups(file, SystemClock(), at)
    if verb == "restore":
        backups.restore(target, show=lambda _done, _total: at("copying"))
    else:
        backups.make(target, force=verb == "force", show=lambda _done, _total: at("copying"))


if __name__ == "__main__":
    main()
