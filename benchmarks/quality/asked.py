"""What is to be measured, and where the data for it lies."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.made import MadeCase, made_case

_THINGS = {"small": 1, "full": 3}
_ATTRIBUTES = {"small": 5, "full": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of one run; a path is None where that data is not there."""

    seeds: range = range(1, 11)
    size: str = "full"
    dreambench: Path | None = None
    locomo: Path | None = None
    jenverse: Path | None = None
    precision: Path | None = None
    transcripts: Path | None = None
    cri: Path | None = None
    pairs: Path | None = None

    @classmethod
    def of(cls, given: argparse.Namespace) -> "Asked":
        """What the command line says."""
        from benchmarks.quality.data.cri import installed

        return cls(
            seeds=range(given.first_seed, given.first_seed + given.seeds),
            size=given.size,
            dreambench=given.dreambench,
            locomo=given.locomo,
            jenverse=given.jenverse,
            precision=given.precision,
            transcripts=given.transcripts,
            cri=installed() if given.cri else None,
            pairs=given.pairs,
        )

    def made(self, seed: int) -> MadeCase:
        """The made case of a seed, as large as was asked for."""
        return made_case(seed, _THINGS[self.size], _ATTRIBUTES[self.size])
