"""What a set of planted recurrences is."""

from dataclasses import dataclass

from benchmarks.quality.cases import Case


@dataclass(frozen=True, slots=True)
class Planted:
    """Something in a set's sessions: a learnt line shows it if it has one of the words of each of the `marks`."""

    name: str
    marks: tuple[tuple[str, ...], ...]

    def is_in(self, text: str) -> bool:
        """Whether a text is about it."""
        folded = text.casefold()
        return all(any(word.casefold() in folded for word in mark) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class PlantedSet:
    """Sessions; what recurs in them, all of which is to be learnt, and what only looks so, of which nothing is."""

    name: str
    case: Case
    recurrences: tuple[Planted, ...]
    decoys: tuple[Planted, ...]
