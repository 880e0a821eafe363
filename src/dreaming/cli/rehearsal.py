"""A dream in a throw-away home, over what was read elsewhere: what `demo` and `try` have in common.

The home is a new temporary folder, removed at the end. What is read is opened for reading alone.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.cli.console import progress
from dreaming.cli.running import run_dream
from dreaming.domain.model import Dream

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.integrations.notes import Skipped


@dataclass
class Read:
    """What was read: memories, sessions with how many events, and what was left out."""

    memories: int = 0
    sessions: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    skipped: "list[Skipped]" = field(default_factory=list["Skipped"])


@contextlib.contextmanager
def throw_away_home(*, keep: bool = False) -> Iterator[Path]:
    """A new private folder that is gone afterwards, unless `keep`."""
    home = Path(tempfile.mkdtemp(prefix="dreaming-"))
    try:
        yield home
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def dream_over(app: "App", store: str, *, notes: Sequence[Path], transcripts: Sequence[Path]) -> tuple[Dream, Read]:
    """Import the notes, log the transcripts, dream, all in `app`."""
    read = Read()
    app.stores.create(store)
    for place in notes:
        read.memories += _import(app, store, place, read)
    with progress("Reading sessions", total=len(transcripts)) as show:
        for number, file in enumerate(transcripts):
            show(number, file.name)
            _log(app, file, read)
    any_session = any(count for _, count in read.sessions)
    started = app.dreams.start(store, all_undreamt=any_session, no_sessions=not any_session)
    return run_dream(app, started.dream.id), read
