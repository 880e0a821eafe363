"""Made sessions with recurrences that a dream must write down, and decoys that it must not.

Each set has 12 sessions in the plain format, 6 planted recurrences and 6 decoys. A seed decides in which sessions what
happens, and the numbers, paths and dates around it; the same seed gives the same bytes.
"""

from benchmarks.quality.planted.making import PlantedSession, PlantedSet, Recurrence, Verdict, planted_set, planted_sets

__all__ = ["PlantedSession", "PlantedSet", "Recurrence", "Verdict", "planted_set", "planted_sets"]
