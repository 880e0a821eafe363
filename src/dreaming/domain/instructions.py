"""`instructions` steer a dream. A model reads them as they are; the rules read one sentence each of this grammar:

    keep | leave | don't touch PATH-or-topic     the claims there stay as they are
    only PATH                                    nothing outside the path changes
    ignore | skip TOPIC                          observations that name the topic are left out
    ignore [the] sessions                        the store alone is tidied
    prefer newest | oldest                       which wording of equal statements stays (newest is the default)
    layout daily | topic                         daily: files stay as they are (the default); topic: dated notes
                                                 are moved into one file a topic

Each sentence is said to be *followed* or *not understood by the rules*: in the answer of `dream_start` and in the report.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dreaming.domain.errors import InvalidInput
from dreaming.domain.limits import INSTRUCTIONS_CHARACTERS

LAYOUT = "layout"  # in a store's metadata: what its dreams keep to where their instructions do not say


class Prefer(StrEnum):
    """Which of several equal statements gives the wording."""

    NEWEST = "newest"
    OLDEST = "oldest"


class Layout(StrEnum):
    """Where claims stand in the output."""

    DAILY = "daily"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Instructions as the rules understand them. `text` is the whole of them, for a model to read."""

    text: str = ""
    keep: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_sessions: bool = False
    prefer: Prefer = Prefer.NEWEST
    layout: Layout = Layout.DAILY
    followed: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()

    def holds(self, path: str, text: str) -> bool:
        """Whether the claim `text` at `path` must stay as it is."""
        if self.only and not any(names_path(item, path) for item in self.only):
            return True
        return any(names_path(item, path) or names_topic(item, text) for item in self.keep)

    def leaves_out(self, text: str) -> bool:
        """Whether an observation is to be left out."""
        return any(names_topic(item, text) for item in self.ignore)


def names_path(item: str, path: str) -> bool:
    """Whether `item` is the path, or a folder above it."""
    return item.startswith("/") and (path == item or path.startswith(item.rstrip("/") + "/"))


def names_topic(item: str, text: str) -> bool:
    """Whether `text` names the topic `item`, as whole words in any case."""
    if item.startswith("/"):
        return False
    return re.search(rf"(?<!\w){re.escape(item)}(?!\w)", text, re.IGNORECASE) is not None


@dataclass
class _Reading:
    keep: list[str] = field(default_factory=list[str])
    only: list[str] = field(default_factory=list[str])
    ignore: list[str] = field(default_factory=list[str])
    ignore_sessions: bool = False
    prefer: Prefer = Prefer.NEWEST
    layout: Layout = Layout.DAILY

    def take(self, sentence: str) -> bool:
        """Read one sentence; False if it is not of the grammar."""
        for pattern, method in _GRAMMAR:
            found = pattern.fullmatch(sentence)
            if found:
                method(self, *found.groups())
                return True
        return False

    def on_keep(self, what: str) -> None:
        self.keep.append(_bare(what))

    def on_only(self, what: str) -> None:
        self.only.append(_bare(what))

    def on_ignore_sessions(self) -> None:
        self.ignore_sessions = True

    def on_ignore(self, what: str) -> None:
        self.ignore.append(_bare(what))

    def on_prefer(self, which: str) -> None:
        self.prefer = Prefer(which.lower())

    def on_layout(self, which: str) -> None:
        self.layout = Layout(which.lower())


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_LAYOUT = _pattern(r"(?:please )?(?:use )?(?:the )?layout[: ]+(?:by )?(daily|topic)")
_OBJECT = r"(?:everything (?:in|under|about) |anything (?:in|under|about) |the topic |all of )?(.{1,200}?)"
_GRAMMAR = (
    (_pattern(r"(?:please )?(?:keep|leave|do not touch|don['’]t touch|do not change|don['’]t change) "
              + _OBJECT + r"(?: (?:as (?:it|they) (?:is|are)|alone|unchanged|untouched))?"), _Reading.on_keep),
    (_pattern(r"(?:please )?only (?:touch |change |tidy )?(?:what is )?(?:in |under )?(/\S*)"), _Reading.on_only),
    (_pattern(r"(?:please )?(?:ignore|skip) (?:all |the )*sessions"), _Reading.on_ignore_sessions),
    (_pattern(r"(?:please )?(?:ignore|skip|leave out) " + _OBJECT), _Reading.on_ignore),
    (_pattern(r"(?:please )?prefer (?:the )?(newest|oldest)(?: wording| ones?)?"), _Reading.on_prefer),
    (_LAYOUT, _Reading.on_layout),
)  # fmt: skip


def _bare(what: str) -> str:
    return what.strip().strip("`'\"“”‘’")


def parse_instructions(text: str | None) -> Steering:
    """Read instructions sentence by sentence; what is not of the grammar is listed, never guessed at."""
    if not text:
        return Steering()
    reading = _Reading()
    followed: list[str] = []
    missed: list[str] = []
    for raw in re.split(r"(?<=[.!?;])\s+|\n+", text):
        sentence = raw.strip().strip("-* ").rstrip(".!;").strip()
        if sentence:
            (followed if reading.take(sentence) else missed).append(sentence)
    return Steering(
        text=text,
        keep=tuple(reading.keep),
        only=tuple(reading.only),
        ignore=tuple(reading.ignore),
        ignore_sessions=reading.ignore_sessions,
        prefer=reading.prefer,
        layout=reading.layout,
        followed=tuple(followed),
        not_understood=tuple(missed),
    )


def check_layout(metadata: Mapping[str, str]) -> None:
    """Whether a layout in a store's metadata is one.

    Raises:
        InvalidInput: it is not.
    """
    said = metadata.get(LAYOUT)
    if said is not None and said not in set(Layout):
        raise InvalidInput(LAYOUT, f"{said[:80]!r} is none", f"It is {' or '.join(Layout)}.")


def in_layout(instructions: str | None, metadata: Mapping[str, str]) -> str | None:
    """The instructions with the layout that the store's metadata choose, unless they name one or have no room for it."""
    chosen = metadata.get(LAYOUT)
    if chosen is None or any(_LAYOUT.fullmatch(each) for each in parse_instructions(instructions).followed):
        return instructions
    sentence = f"Layout {chosen}."
    both = sentence if not instructions else f"{instructions}\n{sentence}"
    return both if len(both) <= INSTRUCTIONS_CHARACTERS else instructions
