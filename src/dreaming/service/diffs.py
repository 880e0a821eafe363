"""The diff: what became of each memory, hunk by hunk, with who is answerable for it. One model for text, JSON and pages.

A `MemoryDiff` holds the lines of both sides byte for byte; words are compared only when a hunk is shown. It is made in
`hunks.py`; `comparisons.py` says which memories there are to compare, and pages through them.
"""

from dataclasses import dataclass
from enum import StrEnum

from dreaming.domain.changes import Change, Fate, Place
from dreaming.domain.comparing import Row, Stretch, rows
from dreaming.domain.provenance import Evidence
from dreaming.service.risks import Risk


class DiffOperation(StrEnum):
    """What became of a memory as a whole."""

    CREATED = "created"
    MODIFIED = "modified"
    RENAMED = "renamed"  # and perhaps modified
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Lines that changed together, for one reason. `number` counts the hunks of its memory, from 1.

    `change` is the dream's change that did it; None where no dream did, or where lines only frame it. `fates` are those
    of the claims among the earlier lines. `to` says where else what is gone stands now, `origin` where what is new stood
    before. `vanished` are values, names and negations that nothing holds any more. `topic` is the change's, else the
    heading above, else the path. A hunk without lines says in `reason` what changed besides the text.
    """

    number: int
    stretch: Stretch
    risk: Risk
    topic: str
    reason: str
    change: Change | None = None
    fates: tuple[Fate, ...] = ()
    to: tuple[Place, ...] = ()
    origin: tuple[Place, ...] = ()
    vanished: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """The lines as they are shown, compared word by word where they are short."""
        return rows(self.stretch)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the change rests on."""
        return () if self.change is None else self.change.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryDiff:
    """What became of one memory. `hunks` stand in the order of the text: see `comparing.apply`."""

    path_before: str | None
    path_after: str | None
    operation: DiffOperation
    hunks: tuple[Hunk, ...]

    @property
    def path(self) -> str:
        """Where it stands, or stood."""
        return self.path_after or self.path_before or ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Both sides of a memory. A path is None where there is no memory, a content where its text was redacted."""

    path_before: str | None
    before: str | None
    path_after: str | None
    after: str | None

    @property
    def operation(self) -> DiffOperation:
        """What became of the memory."""
        if self.path_before is None:
            return DiffOperation.CREATED
        if self.path_after is None:
            return DiffOperation.DELETED
        return DiffOperation.MODIFIED if self.path_before == self.path_after else DiffOperation.RENAMED

    @property
    def is_readable(self) -> bool:
        """Whether neither text was redacted."""
        sides = ((self.path_before, self.before), (self.path_after, self.after))
        return all(path is None or content is not None for path, content in sides)
