"""Transcripts of a project that were never logged: those of clients that were killed, or that ran without our hooks.

The client deletes transcripts that are older than 30 days.
"""

import time
from collections.abc import Callable
from pathlib import Path

from dreaming.integrations.places import claude_project

NEWEST = 5
OLD_DAYS = 20
AT_ONCE = 50  # of the old ones: the others' turn comes with the next sessions
_LOOKED_AT = 10_000
_DAY_SECONDS = 86_400


def unlogged(project: Path, is_logged: Callable[[Path], bool], *, now: float | None = None) -> list[Path]:
    """The newest transcripts of a project, and those that the client will soon delete, as far as they are not logged.

    Args:
        project: its folder.
        is_logged: whether a transcript is, as it stands now.
        now: seconds since 1970, where it is not the present moment.
    """
    before = (time.time() if now is None else now) - OLD_DAYS * _DAY_SECONDS
    files = claude_project(project, latest=_LOOKED_AT).transcripts  # oldest first
    old = [file for file in files[:-NEWEST] if file.stat().st_mtime < before and not is_logged(file)]
    return [*old[:AT_ONCE], *(file for file in files[-NEWEST:] if not is_logged(file))]
