"""The tracks by name. A track is a module with `run(asked)`, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.quality.asked import Asked
from benchmarks.quality.tables import Found
from benchmarks.quality.tracks import own


def _always(_: Asked) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Track:
    """One thing that is measured, and whether what it needs is there."""

    run: Callable[[Asked], Found]
    has_data: Callable[[Asked], bool] = _always


TRACKS = {
    "own": Track(own.run),
}
