"""What is to be measured, and where the data for it lies."""

import argparse
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of one run."""

    seeds: range = range(1, 11)

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> "Asked":
        """What the command line says."""
        first = arguments.first_seed
        return cls(seeds=range(first, first + arguments.seeds))
