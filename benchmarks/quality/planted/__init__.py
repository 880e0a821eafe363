"""Sessions in which something recurs that should be learnt, among things that only look so.

A set is a `PlantedSet`; `planted_sets` gives all there are. Another set is a module with a function that makes it, and
a line there.
"""

from collections.abc import Iterable

from benchmarks.quality.planted.sets import Planted, PlantedSet
from benchmarks.quality.planted.shell import shell_set

__all__ = ["Planted", "PlantedSet", "planted_sets"]


def planted_sets(seeds: Iterable[int]) -> list[PlantedSet]:
    """Every set, made once for each seed."""
    return [make(seed) for seed in seeds for make in (shell_set,)]
