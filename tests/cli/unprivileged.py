"""Runs `dreaming` where modes bind, also for root: `python -m tests.cli.unprivileged ARGUMENTS`."""

import ctypes
import os
import sys

_PR_CAPBSET_DROP = 24
_OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: linux/capability.h
CANNOT = 77


def main() -> None:
    """Become `dreaming`, without what lets root ignore modes."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        if any(libc.prctl(_PR_CAPBSET_DROP, each, 0, 0, 0) for each in _OVERRIDES):
            sys.exit(CANNOT)
    os.execv(sys.executable, [sys.executable, "-m", "dreaming", *sys.argv[1:]])  # noqa: S606 - what is run is this very program


if __name__ == "__main__":
    main()
