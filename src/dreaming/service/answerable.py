"""Who is answerable for a line that went or came: a dream's ledger, or else where the same words stand now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dreaming.domain.changes import Change, Fate, LedgerEntry, Place
from dreaming.domain.language import normalise
from dreaming.service.diffs import MemoryDiff

MADE = "made by code"
_MARKER = re.compile(r"\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?")
_FRAME = re.compile(r"[\W_]*|\s{0,3}#{1,6}\s.*")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is answerable for a line: a change of a dream, a fate without a change, or the code that made it."""

    key: str
    entry: LedgerEntry


@dataclass(slots=True)
class Ledger:
    """What a dream's ledger says of lines, by path and number. `Ledger()` knows nothing."""

    changes: Mapping[str, Change] = field(default_factory=dict[str, Change])
    before: dict[tuple[str, int], Owner] = field(default_factory=dict[tuple[str, int], Owner])
    after: dict[tuple[str, int], Owner] = field(default_factory=dict[tuple[str, int], Owner])
    words: dict[tuple[str, str], Owner] = field(default_factory=dict[tuple[str, str], Owner])
    is_known: bool = False

    @classmethod
    def of(cls, changes: Iterable[Change], entries: Iterable[LedgerEntry]) -> "Ledger":
        """Of a completed dream; `entries` are those of claims that were not kept, and of new lines."""
        made = cls(changes={change.id: change for change in changes}, is_known=True)
        for entry in entries:
            key = entry.change_id or (MADE if entry.fate is None else str(entry.fate))
            owner = Owner(key, entry)
            if entry.fate is None:
                _cover(made.after, entry.claim, owner)
            else:
                _cover(made.before, entry.claim, owner)
                made.words.setdefault((entry.claim.path, words_of(entry.claim.text)), owner)
            if entry.fate is Fate.MOVED:
                for place in entry.to:
                    _cover(made.after, place, owner)
        return made

    def owner_before(self, path: str | None, number: int, line: str) -> Owner | None:
        """Who took the line away. Of equal lines the text cannot tell which one went: then the words count."""
        if path is None:
            return None
        return self.before.get((path, number)) or self.words.get((path, words_of(line)))

    def owner_after(self, path: str | None, number: int) -> Owner | None:
        """Who put the line there."""
        return None if path is None else self.after.get((path, number))


@dataclass(slots=True)
class Wanderers:
    """Lines that are gone from one memory and new in another, where no ledger tells: by their words."""

    gone: dict[str, Place] = field(default_factory=dict[str, Place])
    new: dict[str, Place] = field(default_factory=dict[str, Place])

    def note(self, diff: MemoryDiff) -> None:
        """Take down what goes and comes in a memory."""
        for hunk in diff.hunks:
            if hunk.stretch.is_reworded:
                continue
            for number, line in enumerate(hunk.stretch.before, hunk.stretch.first):
                _note(self.gone, diff.path_before, number, line)
            for number, line in enumerate(hunk.stretch.after, hunk.stretch.later_first):
                _note(self.new, diff.path_after, number, line)

    def settle(self) -> None:
        """Keep only what is in both."""
        both = self.gone.keys() & self.new.keys()
        self.gone = {words: self.gone[words] for words in both}
        self.new = {words: self.new[words] for words in both}

    def moved_to(self, lines: Iterable[str]) -> tuple[Place, ...]:
        """Where all of these lines stand now; nothing unless each is known."""
        return _places(self.new, lines)

    def moved_from(self, lines: Iterable[str]) -> tuple[Place, ...]:
        """Where all of these lines stood before; nothing unless each is known."""
        return _places(self.gone, lines)


NOWHERE = Wanderers()


def words_of(line: str) -> str:
    """What a line says: without list marker, case and spacing."""
    return normalise(_MARKER.sub("", line, count=1))


def frames(line: str) -> bool:
    """Whether a line says nothing by itself: a blank one, a heading, a rule."""
    return _FRAME.fullmatch(line.rstrip()) is not None


def _cover(lines: dict[tuple[str, int], Owner], place: Place, owner: Owner) -> None:
    for number in range(place.first_line, place.last_line + 1):
        lines.setdefault((place.path, number), owner)


def _note(places: dict[str, Place], path: str | None, number: int, line: str) -> None:
    words = words_of(line)
    if path is not None and words and not frames(line):
        places.setdefault(words, Place(path=path, first_line=number, last_line=number, text=line.strip()))


def _places(known: Mapping[str, Place], lines: Iterable[str]) -> tuple[Place, ...]:
    found = [known.get(words_of(line)) for line in lines] if known else []
    places = [place for place in found if place is not None]
    return tuple(places) if len(places) == len(found) else ()
