"""What a dream did: the fate of each input claim, the birth of each new line, and the output documents.

Fates are a closed set, each checked by code; see `engine/checks.py` for the checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dreaming.domain.model import Document
from dreaming.domain.plans import Plan
from dreaming.domain.provenance import Evidence


class Fate(StrEnum):
    """What became of an input claim."""

    KEPT = "kept"  # the same text at the same path
    MOVED = "moved"  # the same text at another path
    MERGED_INTO = "merged_into"  # another line says the same: values, names, negation and scope are equal
    SUPERSEDED_BY = "superseded_by"  # the same slot, a later value; or a quoted statement of the change
    DROPPED_DUPLICATE = "dropped:duplicate"  # the same words stand elsewhere in the store
    DROPPED_TRANSIENT = "dropped:transient"  # a line that only meant something while it was written
    DROPPED_ASKED = "dropped:asked"  # a user's quote names it
    QUARANTINED = "quarantined"  # it addresses the reader as an agent, and no user said it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A claim where it stands: `text` in lines `first_line` to `last_line` of the memory at `path`."""

    path: str
    first_line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """The fate of one input claim, or, where `fate` is None, the birth of one output line (`claim` is then in the output).

    `to` are the output places that carry on what an input claim said. `change_id` is the change that did it; None for
    claims that were kept. `generated` marks births of lines that code makes.
    """

    claim: Place
    fate: Fate | None
    reason: str
    to: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    change_id: str | None = None
    generated: bool = False


class ChangeKind(StrEnum):
    """What a change does to the text."""

    MERGED = "merged"
    REPLACED = "replaced"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing a person reviews. `before` stands in the input, `after` in the output.

    `topic` says what sort of thing it is (an observation's kind), "" where it is only tidying. `support` counts the
    sessions that show it.
    """

    id: str
    kind: ChangeKind
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    reason: str
    evidence: tuple[Evidence, ...]
    topic: str = ""
    support: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A statement that a dream and somebody else changed: what it was, what stands now, what the dream would have.

    "" is nothing. Of a memory that both renamed they are paths.
    """

    path: str
    before: str
    current: str
    dream: str


class NoticeKind(StrEnum):
    """What the report says besides changes."""

    DOUBT = "doubt"  # a possible contradiction: both sides stay
    QUARANTINED = "quarantined"  # seen in a session, not written
    REFUSED = "refused"  # a judge proposed it, code did not allow it
    DECLINED = "declined"  # not proposed again: a person said no to it, and no user has said it since
    SKIPPED = "skipped"  # not read, and why
    CAVEAT = "caveat"  # a line that may be out of date: what it names is not so in the project, or its day is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to look at that changes no text."""

    kind: NoticeKind
    text: str
    reason: str
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeset:
    """The whole result of a dream, before it is written.

    `written` are the documents that differ from the input (new ones have no `memory_id`); `removed` the paths whose
    every claim went elsewhere. Every other document is as it was. `ledger` has one entry for each input claim and one
    for each new output line. `structure_lines` counts the input's lines that are no claims. `counts` are figures for
    the report. `unread` are the ids of sessions that the judge who was asked did not read. `replaced` has, for claims that
    were replaced, the value that they gave and the one that holds now, as they are written. `plan` is what later gives a
    part of the result.
    """

    written: tuple[Document, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    ledger: tuple[LedgerEntry, ...]
    notices: tuple[Notice, ...]
    structure_lines: int
    counts: Mapping[str, int]
    unread: tuple[str, ...] = ()
    replaced: Mapping[Place, tuple[str, str]] = field(default_factory=dict[Place, tuple[str, str]])
    plan: Plan | None = None
