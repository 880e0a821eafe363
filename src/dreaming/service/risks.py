"""How much a change takes away: what a person looks at first. One order for reports, the command line and pages."""

from collections.abc import Iterable
from enum import StrEnum

from dreaming.domain.changes import Change, ChangeKind
from dreaming.domain.language import unsupported


class Risk(StrEnum):
    """The sort of a change, riskiest first."""

    DROPPED = "dropped"  # a line went, and nothing stands for it
    REPLACED = "replaced"  # the same slot has another value
    VANISHED = "vanished"  # a value, a name or a negation of the line is not in what stands for it
    QUARANTINED = "quarantined"
    MOVED = "moved"  # the same words, elsewhere
    MERGED = "merged"  # another line says the same
    REWORDED = "reworded"  # other words, the same values
    DUPLICATE = "duplicate"  # the same words stand elsewhere still
    ADDED = "added"
    STRUCTURE = "structure"  # headings, blank lines, and lines that code makes


ORDER = tuple(Risk)


_SAID = {"(the quotes deny it)": "it is denied now"}


def rank(risk: Risk) -> int:
    """0 for the riskiest."""
    return ORDER.index(risk)


def risk_of(change: Change) -> Risk:
    """The risk of one change of a dream."""
    if change.kind is ChangeKind.DROPPED and change.after:
        return Risk.DUPLICATE
    if change.kind is ChangeKind.MERGED and vanished(
        (place.text for place in change.before), (place.text for place in change.after)
    ):
        return Risk.VANISHED
    return Risk(str(change.kind))


def vanished(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """The values, names and negations of `before` that `after` does not hold, each once."""
    held = tuple(after)
    lost = dict.fromkeys(value for text in before for value in unsupported(text, held))
    return tuple(_SAID.get(value, value) for value in lost)
