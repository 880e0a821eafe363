"""How often the harnesses with real processes are run: a few times in the gate, often under the nightly profile."""

import os


def rounds(*, gate: int, nightly: int) -> int:
    """As `HYPOTHESIS_PROFILE` says."""
    return nightly if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else gate
