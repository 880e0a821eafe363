"""The unit a dream thinks in, and what a session shows.

A `Claim` is one statement of a memory; claims and structure partition each memory by lines. A `Draft` is what a
judge says it saw in a session; it becomes an `Observation` only when code has found its quotes, letter by letter,
in events that count as evidence.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from dreaming.domain.provenance import Provenance

# How the lines of a topic begin that count together: a failure, and what may have ended it.
FAILURE = "fail:"
WAY_OUT = "out:"
AGAIN = "again"  # a second line of a failure's topic: it had ended in the same session, and came back
INSTEAD = WAY_OUT + "instead "  # another command did the work
# Tasks that a user asks for: the topic's beginning, and the words before one that is written down because it recurs.
ASKED = "ask:"
OFTEN_ASKED = "Often asked for: "


class ClaimKind(StrEnum):
    """The form a statement has in its document."""

    BULLET = "bullet"
    LINE = "line"  # a line of prose that stands alone
    PARAGRAPH = "paragraph"  # a hard-wrapped run of lines
    KEY_VALUE = "key_value"
    ROW = "row"  # of a table
    ENTRY = "entry"  # `key: value` of front matter: structure, until a session gives it another value
    CODE = "code"  # a fenced or indented block, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement: lines `first_line` to `last_line` (from 1) of the memory at `path`.

    `text` is the statement without list marker and indentation; `headings` the headings above it, outermost first.
    `id` follows from path, text and occurrence alone, so that the same input gives the same ids.
    `lead` characters of the text are the date of the statement; `dated` says that it stands below or behind its date,
    `recurs` that it is one of a series (`weight: 82.4 kg`, below each date), of which none replaces another. `columns` are
    the heads of the table that a row belongs to. So many of the outermost headings as `shared` says stand above the claims of
    all memories: they tell none from another.
    """

    id: str
    path: str
    first_line: int
    last_line: int
    text: str
    headings: tuple[str, ...]
    kind: ClaimKind
    provenance: Provenance
    pinned: bool = False
    lead: int = 0
    dated: bool = False
    recurs: bool = False
    columns: tuple[str, ...] = ()
    shared: int = 0

    @property
    def around(self) -> tuple[str, ...]:
        """The headings above that tell it from what stands under others."""
        return self.headings[self.shared :]

    @property
    def said(self) -> str:
        """The statement without the date that it begins with."""
        return self.text[self.lead :]


def claim_id(path: str, text: str, occurrence: int) -> str:
    """Follows from place and text alone."""
    return "clm_" + hashlib.sha256(f"{path}\0{occurrence}\0{text}".encode()).hexdigest()[:20]


class ObservationKind(StrEnum):
    """What sort of thing a session shows."""

    PREFERENCE = "preference"
    FACT = "fact"
    DECISION = "decision"
    PROCEDURE = "procedure"
    LESSON = "lesson"
    CORRECTION = "correction"
    OPEN = "open"  # work begun and not finished, or a question that waits for the user


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An exact stretch of one event's text."""

    event_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a judge says it saw in one session; nothing of it is checked yet.

    `topic` is what repeats across sessions (an error's signature, a subject); "" where nothing does. It may have several
    lines: two drafts that share one of them are about the same thing.
    `closes` marks an observation that ends open work on the same topic; `news` one that gets a line only where it speaks
    against one, since it says too little by itself.
    """

    kind: ObservationKind
    text: str
    quotes: tuple[Quote, ...]
    topic: str = ""
    closes: bool = False
    news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A draft whose quotes are real. `sessions` are the sessions that show it, oldest first.

    `project` is the name of the project that it is about, where its session tells that and its words do not; else "".
    """

    id: str
    kind: ObservationKind
    text: str
    provenance: Provenance
    sessions: tuple[str, ...]
    topic: str = ""
    closes: bool = False
    news: bool = False
    project: str = ""

    @property
    def said(self) -> str:
        """The statement: see `Claim.said`."""
        return self.text
