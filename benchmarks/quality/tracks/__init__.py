"""The tracks by name. A track is a module with `run(asked)`, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.quality.asked import Asked
from benchmarks.quality.tables import Found
from benchmarks.quality.tracks import (
    current_first,
    dreambench,
    form,
    insights,
    jenverse,
    locomo,
    office,
    own,
    parts,
    precision,
    replay,
    system,
)


def _always(_: Asked) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Track:
    """One thing that is measured, and whether the data that it needs is there."""

    run: Callable[[Asked], Found]
    has_data: Callable[[Asked], bool] = _always


TRACKS = {
    "own": Track(own.run),
    "parts": Track(parts.run),
    "dreambench": Track(dreambench.run, lambda asked: asked.dreambench is not None),
    "locomo": Track(locomo.run, lambda asked: asked.locomo is not None),
    "jenverse": Track(jenverse.run, lambda asked: asked.jenverse is not None),
    "current_first": Track(current_first.run),
    "insights": Track(insights.run),
    "form": Track(form.run),
    "system": Track(system.run),
    "office": Track(office.run),
    "replay": Track(replay.run),
    "precision": Track(precision.run, lambda asked: asked.precision is not None),
}
