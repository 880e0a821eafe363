"""Why a line exists: who wrote it, which dreams carried it, and what it was made of, back to where it was first said.

A line is followed back through the versions of its memory as long as it stands there. Where a promotion brought it,
the dream's ledger says why, and from which lines of its input; those are followed back in the same way. Where a
restoration brought it, the versions from before go on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dreaming.domain.changes import Change, Fate, LedgerEntry, Place
from dreaming.domain.errors import InvalidInput
from dreaming.domain.matching import matching_lines
from dreaming.domain.model import Memory, MemoryStore, MemoryVersion, Session
from dreaming.domain.provenance import Evidence, Provenance, lines_of, per_line
from dreaming.service.answerable import words_of
from dreaming.service.looking import there, there_then
from dreaming.service.report import heads_of
from dreaming.store import ledger, memories, pins, promotions, versions
from dreaming.store.connection import Connection

_STEPS = 100
_DEPTH = 20


class StepKind(StrEnum):
    """How a line came to stand where it stands."""

    WRITTEN = "written"  # a person, an agent or an import wrote it
    DREAMT = "dreamt"  # a dream wrote it
    CARRIED = "carried"  # a dream let another line go for it: it says the same, or replaced it
    RESTORED = "restored"  # a restoration put it back


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a line, or to a line that it was made of (`depth` counts how far back).

    `place` is the line as it stood then. `by` is who did it, `promoted_by` who took it into the store. `fate` is what
    became of the line at `place`, where a dream let it go; `evidence` what the dream's change rests on.
    """

    depth: int
    kind: StepKind
    at: datetime
    by: str
    place: Place
    version_id: str | None = None
    dream_id: str | None = None
    promotion_id: str | None = None
    promoted_by: str | None = None
    change_id: str | None = None
    fate: Fate | None = None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A line and where it comes from; the newest step first, and below each step those of the lines it was made of.

    `sessions` are the heads of those that are quoted and still exist.
    """

    store: MemoryStore
    place: Place
    version_id: str
    provenance: Provenance
    steps: tuple[Step, ...]
    sessions: dict[str, Session]


def trace(conn: Connection, store: MemoryStore, path: str, line: int, at: datetime | None = None) -> Trace:
    """Follow a line back, in the caller's transaction.

    Raises:
        NotFound: there is, or was then, no such memory.
        InvalidInput: it has no such line, or the store did not exist then.
    """
    memory = there(conn, store, path) if at is None else there_then(conn, store, path, at)
    lines = lines_of(memory.content or "")
    if not 1 <= line <= len(lines):
        raise InvalidInput("line", f"{path} has no line {line}", f"It has {len(lines)}.")
    document = memories.document(conn, memory.memory_version_id)
    steps = tuple(_Tracing(conn).follow(memory.id, memory.memory_version_id, line, 0))
    provenance = per_line(len(lines), document.default, document.spans)[line - 1]
    quoted = [*provenance.evidence, *(quote for step in steps for quote in step.evidence)]
    return Trace(
        store=store,
        place=Place(path=path, first_line=line, last_line=line, text=lines[line - 1]),
        version_id=memory.memory_version_id,
        provenance=provenance,
        steps=steps,
        sessions=heads_of(conn, dict.fromkeys(quote.session_id for quote in quoted if quote.session_id)),
    )


@dataclass(frozen=True, slots=True)
class _Dreamt:
    """What a dream's ledger says: its changes, and the entries of lines that came or went."""

    dream_id: str
    changes: dict[str, Change]
    entries: list[LedgerEntry]

    def born(self, line: str) -> LedgerEntry | None:
        """The birth of a line with these words."""
        return next((each for each in self.entries if each.fate is None and _says(each.claim, line)), None)

    def let_go_for(self, line: str) -> Iterator[LedgerEntry]:
        """The input claims for which a line with these words stands now."""
        return (each for each in self.entries if each.fate is not None and any(_says(to, line) for to in each.to))

    def evidence(self, entry: LedgerEntry) -> tuple[Evidence, ...]:
        """What the entry's change rests on."""
        change = self.changes.get(entry.change_id or "")
        return () if change is None else change.evidence


class _Tracing:
    """One walk back; no line is walked twice."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._seen: set[tuple[str, int]] = set()
        self._dreamt: dict[str, _Dreamt] = {}
        self._left = _STEPS

    def follow(self, memory_id: str, version_id: str, line: int, depth: int) -> Iterator[Step]:
        """The steps of a line of a version, newest first."""
        if depth > _DEPTH or self._left <= 0 or (version_id, line) in self._seen:
            return
        self._seen.add((version_id, line))
        history = versions.history(self._conn, memory_id)
        newest = next((n for n, version in enumerate(history) if version.id == version_id), len(history))
        number, text = line, ""
        for index in range(newest, len(history)):
            version = history[index]
            lines = self._lines(version)
            text = lines[number - 1]
            earlier = history[index + 1] if index + 1 < len(history) else None
            before = self._number_in(earlier, lines, number)
            if before is None:
                yield from self._came(history, version, _place(version, number, text), depth)
                return
            yield from self._absorbed(version, text, depth)
            number = before

    def _lines(self, version: MemoryVersion) -> list[str]:
        return lines_of(versions.get(self._conn, version.id).content or "")

    def _number_in(self, earlier: MemoryVersion | None, lines: list[str], number: int) -> int | None:
        """The line's number in the version before; None where it did not stand there, or that one cannot be read."""
        if earlier is None or earlier.content_sha256 is None:
            return None
        pairs = {later: index for index, later in matching_lines(self._lines(earlier), lines)}
        return pairs[number - 1] + 1 if number - 1 in pairs else None

    def _came(self, history: list[MemoryVersion], version: MemoryVersion, place: Place, depth: int) -> Iterator[Step]:
        """How the line came into this version, and what it was made of."""
        kind, _, name = version.created_by.partition(":")
        if kind == "promotion":
            yield from self._promoted(history, version, name, place, depth)
        elif kind == "dream":
            yield from self._dreamed(version, name, place, depth)
        else:
            yield self._step(depth, StepKind.WRITTEN, version, place)

    def _promoted(
        self, history: list[MemoryVersion], version: MemoryVersion, promotion_id: str, place: Place, depth: int
    ) -> Iterator[Step]:
        promotion = promotions.find(self._conn, promotion_id)
        if promotion is not None and promotion.kind == "promote" and promotion.dream_id is not None:
            yield from self._from_dream(version, promotion.dream_id, place, depth)
            return
        yield self._step(depth, StepKind.RESTORED, version, place)
        seq = None if promotion is None else promotion.restored_seq
        then = next((each for each in history if seq is not None and each.seq <= seq), None)
        if then is not None and then.content_sha256 is not None:
            lines = self._lines(then)
            number = next((n for n, line in enumerate(lines, 1) if line == place.text), None)
            if number is not None:
                yield from self.follow(then.memory_id, then.id, number, depth)

    def _dreamed(self, version: MemoryVersion, dream_id: str, place: Place, depth: int) -> Iterator[Step]:
        """In an output store: the first version of a memory is a copy of the input's, unless the dream made it."""
        memory = memories.by_id(self._conn, version.memory_id)
        pinned = self._pinned(dream_id, memory)
        is_copy = pinned is not None and versions.history(self._conn, version.memory_id)[-1].id == version.id
        if pinned is not None and is_copy:
            yield from self.follow(pinned.memory_id, pinned.memory_version_id, place.first_line, depth)
        else:
            yield from self._from_dream(version, dream_id, place, depth)

    def _pinned(self, dream_id: str, memory: Memory | None) -> pins.Pin | None:
        source = None if memory is None else memory.input_memory_id
        return next((pin for pin in pins.memories(self._conn, dream_id) if pin.memory_id == source), None)

    def _from_dream(self, version: MemoryVersion, dream_id: str, place: Place, depth: int) -> Iterator[Step]:
        told = self._told(dream_id)
        born = told.born(place.text)
        yield self._step(
            depth,
            StepKind.DREAMT,
            version,
            place,
            dream_id=dream_id,
            change_id=None if born is None else born.change_id,
            reason="" if born is None else born.reason,
            evidence=() if born is None else told.evidence(born),
        )
        yield from self._ancestors(told, version, place.text, depth + 1)

    def _absorbed(self, version: MemoryVersion, text: str, depth: int) -> Iterator[Step]:
        """The lines that a dream let go for this one, which stood already."""
        kind, _, name = version.created_by.partition(":")
        promotion = promotions.find(self._conn, name) if kind == "promotion" else None
        dream_id = name if kind == "dream" else None if promotion is None else promotion.dream_id
        if dream_id is not None and (promotion is None or promotion.kind == "promote"):
            yield from self._ancestors(self._told(dream_id), version, text, depth + 1)

    def _ancestors(self, told: _Dreamt, version: MemoryVersion, text: str, depth: int) -> Iterator[Step]:
        pinned = {pin.path: pin for pin in pins.memories(self._conn, told.dream_id)}
        for entry in told.let_go_for(text):
            yield self._step(
                depth,
                StepKind.CARRIED,
                version,
                entry.claim,
                dream_id=told.dream_id,
                change_id=entry.change_id,
                fate=entry.fate,
                reason=entry.reason,
                evidence=told.evidence(entry),
            )
            pin = pinned.get(entry.claim.path)
            if pin is not None and pin.content_sha256 is not None:
                yield from self.follow(pin.memory_id, pin.memory_version_id, entry.claim.first_line, depth)

    def _told(self, dream_id: str) -> _Dreamt:
        if dream_id not in self._dreamt:
            changes = {change.id: change for change in ledger.changes(self._conn, dream_id)}
            self._dreamt[dream_id] = _Dreamt(dream_id, changes, ledger.unkept(self._conn, dream_id))
        return self._dreamt[dream_id]

    def _step(
        self,
        depth: int,
        kind: StepKind,
        version: MemoryVersion,
        place: Place,
        *,
        dream_id: str | None = None,
        change_id: str | None = None,
        fate: Fate | None = None,
        reason: str = "",
        evidence: tuple[Evidence, ...] = (),
    ) -> Step:
        self._left -= 1
        by, _, name = version.created_by.partition(":")
        promotion = promotions.find(self._conn, name) if by == "promotion" else None
        return Step(
            depth=depth,
            kind=kind,
            at=version.created_at,
            by=version.created_by if dream_id is None else f"dream:{dream_id}",
            place=place,
            version_id=version.id,
            dream_id=dream_id,
            promotion_id=None if promotion is None else promotion.id,
            promoted_by=None if promotion is None else promotion.created_by,
            change_id=change_id,
            fate=fate,
            reason=reason,
            evidence=evidence,
        )


def _place(version: MemoryVersion, number: int, text: str) -> Place:
    return Place(path=version.path or "", first_line=number, last_line=number, text=text)


def _says(place: Place, line: str) -> bool:
    """Whether the place is of this line. A claim of several lines holds each of them."""
    words, said = words_of(line), words_of(place.text)
    return words == said or (place.last_line > place.first_line and bool(words) and words in said)
