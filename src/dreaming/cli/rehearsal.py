"""A dream in a throw-away home, over what was read elsewhere: what `demo` and `try` have in common.

The home is a new temporary folder, removed at the end. What is read is opened for reading alone.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreaming.cli.console import progress
from dreaming.cli.memory_files import as_items
from dreaming.cli.running import run_dream
from dreaming.domain.errors import DreamingError
from dreaming.domain.model import PROJECT, Dream
from dreaming.integrations.notes import Note, Skipped, read_notes
from dreaming.integrations.reading import log_transcript

if TYPE_CHECKING:
    from dreaming.app import App

TRANSCRIPTS = frozenset({".jsonl", ".json"})  # what is never a note here


@dataclass
class Read:
    """What was read: how many memories and sessions, and what was left out."""

    memories: int = 0
    sessions: int = 0
    skipped: list[Skipped] = field(default_factory=list[Skipped])


@contextlib.contextmanager
def throw_away_home(*, keep: bool = False) -> Generator[Path, None, None]:
    """A new private folder that is gone afterwards, unless `keep`."""
    home = Path(tempfile.mkdtemp(prefix="dreaming-"))
    try:
        yield home
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def opened_in(home: Path) -> Generator["App", None, None]:
    """The system on the data in `home`, closed afterwards."""
    from dreaming.app import open_app

    app = open_app(home)
    try:
        yield app
    finally:
        app.close()


def dream_over(
    app: "App", store: str, *, notes: Sequence[Path], transcripts: Sequence[Path], project: str = ""
) -> tuple[Dream, Read]:
    """Import the notes, log the transcripts, dream, all in `app`; the store is that of the `project`, if one is named."""
    read = Read()
    store_id = app.stores.create(store, metadata={PROJECT: project} if project else {}).id
    for prefix, place in _prefixes(notes):
        read.memories += _import(app, store_id, prefix, place, read.skipped)
    with progress("Reading sessions", total=len(transcripts)) as show:
        for number, file in enumerate(transcripts):
            show(number, file.name)
            read.sessions += _log(app, file, read.skipped)
    started = app.dreams.start(store_id, all_undreamt=read.sessions > 0, no_sessions=read.sessions == 0)
    return run_dream(app, started.dream.id), read


def _prefixes(places: Sequence[Path]) -> list[tuple[str, Path]]:
    """A folder of the store for each place, so that notes of the same name do not meet; none where there is one."""
    if len(places) == 1:
        return [("", places[0])]
    folders = [place if place.is_dir() else place.absolute().parent for place in places]
    return [
        (f"/{number}-{folder.name}", place)
        for number, (folder, place) in enumerate(zip(folders, places, strict=True), 1)
    ]


def _import(app: "App", store: str, prefix: str, place: Path, skipped: list[Skipped]) -> int:
    found = read_notes(place, without=TRANSCRIPTS)
    placed = (replace(each, path=prefix + each.path) if isinstance(each, Note) else each for each in found)
    return app.exchange.import_memories(store, as_items(placed, skipped)).created


def _log(app: "App", file: Path, skipped: list[Skipped]) -> int:
    try:
        log_transcript(app.sessions, file)
    except DreamingError as error:
        skipped.append(Skipped(name=str(file), why=error.message.rstrip(".")))
        return 0
    return 1
