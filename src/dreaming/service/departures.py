"""Where a line went: which memories held it, when it left each, by whom, and what stands for it now.

A line is known by its words. They are looked for in the versions of the store, and, where those were redacted, in the
ledgers of the dreams that were promoted into it. What a dream let it go for is followed on in the same way.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dreaming.domain.changes import Fate, LedgerEntry, Place
from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.model import MemoryStore, MemoryVersion, Session
from dreaming.domain.provenance import Evidence, lines_of
from dreaming.service.answerable import words_of
from dreaming.service.report import heads_of
from dreaming.store import ledger, past, promotions, versions
from dreaming.store.connection import Connection

_STEPS = 50
_DEPTH = 10
_FEWEST = 3  # characters of a text that is looked for
_WORD = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A line that left a memory. `place` is where it stood last, `at` and `by` tell who took it out, and when.

    Where a dream did it, there are its fate, why, what it rests on, and `to`, the lines that carry on what it said.
    `depth` counts on from the line that was asked for: its successors have 1. `is_deletion` says that the whole memory
    went.
    """

    depth: int
    place: Place
    at: datetime
    by: str
    version_id: str | None = None
    is_deletion: bool = False
    dream_id: str | None = None
    promoted_by: str | None = None
    change_id: str | None = None
    fate: Fate | None = None
    reason: str = ""
    to: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a text stands now, in its own words or in those that carry it on, and how it left where it stood before."""

    store: MemoryStore
    text: str
    standing: tuple[Place, ...]
    departures: tuple[Departure, ...]
    sessions: dict[str, Session]


def whereabouts(conn: Connection, store: MemoryStore, text: str) -> Whereabouts:
    """Look for a line, in the caller's transaction.

    Raises:
        InvalidInput: the text has hardly a letter.
        NotFound: no memory of the store is known to have said it.
    """
    if len(words_of(text)) < _FEWEST:
        raise InvalidInput("text", "is too short to be found", "Give the line, or much of it.")
    looking = _Looking(conn, store)
    departures = tuple(looking.departures(text, 0))
    standing = tuple(dict.fromkeys(looking.standing))
    if not standing and not departures:
        raise NotFound("line", text[:80], "No memory of the store is known to have said it.")
    quoted = [quote.session_id for each in departures for quote in each.evidence if quote.session_id]
    return Whereabouts(
        store=store, text=text, standing=standing, departures=departures, sessions=heads_of(conn, dict.fromkeys(quoted))
    )


class _Looking:
    """One search, for a text and what carries it on."""

    def __init__(self, conn: Connection, store: MemoryStore) -> None:
        self._conn = conn
        self._store = store
        self._seen: set[str] = set()
        self.standing: list[Place] = []

    def departures(self, text: str, depth: int) -> Iterator[Departure]:
        """How the text left each memory that said it, latest first; below each how its successors did."""
        words = words_of(text)
        if words in self._seen or depth > _DEPTH or len(self._seen) >= _STEPS:
            return
        self._seen.add(words)
        found = list(self._left(text, words, depth)) or list(self._told(words, depth))
        for departure in found:
            yield departure
            for place in departure.to:
                yield from self.departures(place.text, depth + 1)

    def _left(self, text: str, words: str, depth: int) -> Iterator[Departure]:
        """By the versions: of each memory the last one that says it, and the one after that."""
        known: set[str] = set()
        for version in past.versions_with(self._conn, self._store.id, _rarest(text)):
            if version.memory_id in known:
                continue
            place = _place_of(versions.get(self._conn, version.id), words)
            if place is None:
                continue
            known.add(version.memory_id)
            later = self._after(version)
            if later is None:
                self.standing.append(place)
            else:
                yield self._departure(later, place, depth)

    def _after(self, version: MemoryVersion) -> MemoryVersion | None:
        history = versions.history(self._conn, version.memory_id)
        later = [each for each in history if each.seq > version.seq]
        return later[-1] if later else None

    def _departure(self, version: MemoryVersion, place: Place, depth: int) -> Departure:
        kind, _, name = version.created_by.partition(":")
        promotion = promotions.find(self._conn, name) if kind == "promotion" else None
        dream_id = name if kind == "dream" else None
        if promotion is not None and promotion.kind == "promote":
            dream_id = promotion.dream_id
        entry = None if dream_id is None else self._entry(dream_id, place)
        return self._told_by(
            entry,
            Departure(
                depth=depth,
                place=place,
                at=version.created_at,
                by=version.created_by,
                version_id=version.id,
                is_deletion=version.operation == "deleted",
                dream_id=dream_id,
                promoted_by=None if promotion is None else promotion.created_by,
            ),
        )

    def _entry(self, dream_id: str, place: Place) -> LedgerEntry | None:
        """The fate of a line in a dream: where it stood, else by its words."""
        entries = [each for each in ledger.unkept(self._conn, dream_id) if each.fate is not None]
        words = words_of(place.text)
        same = [each for each in entries if words_of(each.claim.text) == words]
        there = [each for each in same if each.claim.path == place.path]
        at_line = ledger.fate_at(self._conn, dream_id, place.path, place.first_line)
        return next(iter(there or same), at_line if at_line is not None and at_line.fate is not Fate.KEPT else None)

    def _told_by(self, entry: LedgerEntry | None, departure: Departure) -> Departure:
        if entry is None:
            return departure
        changes = ledger.changes(self._conn, departure.dream_id or "")
        change = next((each for each in changes if each.id == entry.change_id), None)
        return replace(
            departure,
            change_id=entry.change_id,
            fate=entry.fate,
            reason=entry.reason,
            to=entry.to,
            evidence=() if change is None else change.evidence,
        )

    def _told(self, words: str, depth: int) -> Iterator[Departure]:
        """By the ledgers alone: the versions that said it were redacted."""
        if self.standing:
            return
        for promotion in promotions.of_store(self._conn, self._store.id):
            for entry in ledger.unkept(self._conn, promotion.dream_id or ""):
                if entry.fate is not None and words_of(entry.claim.text) == words:
                    departure = Departure(
                        depth=depth,
                        place=entry.claim,
                        at=promotion.created_at,
                        by=f"promotion:{promotion.id}",
                        dream_id=promotion.dream_id,
                        promoted_by=promotion.created_by,
                    )
                    yield self._told_by(entry, departure)


def _rarest(text: str) -> str:
    """The longest word of plain letters: what a text that says the same has too."""
    return max(_WORD.findall(text), key=len, default="")


def _place_of(version: MemoryVersion, words: str) -> Place | None:
    """The line of a version that says it: in just these words, else with others around them."""
    lines = lines_of(version.content or "")
    said = [words_of(line) for line in lines]
    number = _index(said, words)
    if number is None:
        return None
    return Place(path=version.path or "", first_line=number + 1, last_line=number + 1, text=lines[number])


def _index(said: Sequence[str], words: str) -> int | None:
    exact = next((n for n, line in enumerate(said) if line == words), None)
    return exact if exact is not None else next((n for n, line in enumerate(said) if words in line), None)
