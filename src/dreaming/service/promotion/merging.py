"""From a result to what is written: each memory is merged with what others made of it since.

A claim that the dream let go because it stands elsewhere stays where it is, if somebody has taken it away there: it
would stand nowhere. So does a memory whose new place others have taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dreaming.domain.changes import Clash, Fate, LedgerEntry, Place
from dreaming.domain.language import normalise
from dreaming.domain.model import Document, Memory
from dreaming.domain.provenance import lines_of
from dreaming.engine.documents import parse
from dreaming.engine.drafting import bare
from dreaming.engine.merging import Merged, Wish, merge
from dreaming.store import memories
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be merged into a store: each touched memory before and after, by key, and the fates behind it.

    `keys` are the keys of all pinned memories by path; `made` the ids of memories that the dream made before, by path.
    """

    store_id: str
    before: Mapping[str, Document | None]
    after: Mapping[str, Document | None]
    fates: tuple[LedgerEntry, ...]
    keys: Mapping[str, str]
    made: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What becomes of one memory: `current` is how it stands, `document` how it is to stand, None: it is no more.

    `is_fresh` says that somebody has written to it since.
    """

    key: str
    current: Memory | None
    now: Document | None
    document: Document | None
    clashes: tuple[Clash, ...]
    is_fresh: bool

    @property
    def path(self) -> str:
        """Where it stands, or is to stand."""
        known = self.now or self.document
        return self.key if known is None else known.path


def clashes(steps: Iterable[Step]) -> list[Clash]:
    """All that has to be decided, by path."""
    return sorted((clash for step in steps for clash in step.clashes), key=lambda clash: clash.path)


class Merging:
    """The merge of one task, in the caller's transaction."""

    def __init__(self, conn: Connection, task: Task) -> None:
        self._conn = conn
        self._task = task
        self._current = {key: self._find(key) for key in task.after}
        self._now = {
            key: None if memory is None else memories.document(conn, memory.memory_version_id)
            for key, memory in self._current.items()
        }
        self._said_now = {key: _Said(document) for key, document in self._now.items()}

    def steps(self, *, dream_wins: bool) -> list[Step]:
        """What becomes of each memory that the task touches, by path."""
        stays: dict[str, set[str]] = defaultdict(set)
        fixed: set[str] = set()
        while True:
            merged = {
                key: merge(
                    self._task.before[key],
                    self._now[key],
                    self._task.after[key],
                    Wish(dream_wins=dream_wins, stays=frozenset(stays[key]), path_stays=key in fixed),
                )
                for key in sorted(self._task.after)
            }
            taken = self._taken(merged) - fixed
            homeless = [(key, text) for key, text in self._homeless(merged) if text not in stays[key]]
            if not taken and not homeless:
                return sorted((self._step(key, each) for key, each in merged.items()), key=lambda step: step.path)
            fixed |= taken
            for key, text in homeless:
                stays[key].add(text)

    def _find(self, key: str) -> Memory | None:
        """The memory as it stands, by its id; one that the dream makes is whatever stands at its path."""
        if not key.startswith("/"):
            return memories.by_id(self._conn, key)
        made = memories.by_id(self._conn, self._task.made.get(key, ""))
        return made or memories.head(self._conn, self._task.store_id, key)

    def _step(self, key: str, merged: Merged) -> Step:
        before, now = self._task.before[key], self._now[key]
        is_fresh = (before is None) != (now is None) or (
            before is not None and now is not None and before.content != now.content
        )
        return Step(
            key=key,
            current=self._current[key],
            now=now,
            document=merged.document,
            clashes=merged.clashes,
            is_fresh=is_fresh,
        )

    def _taken(self, merged: Mapping[str, Merged]) -> set[str]:
        """Memories that are to go to a path where one stands that does not go away."""
        found: set[str] = set()
        leaving = {
            memory.id
            for key, each in merged.items()
            if (memory := self._current[key]) is not None
            and (each.document is None or each.document.path != memory.path)
        }
        for key, each in merged.items():
            current = self._current[key]
            if current is None or each.document is None or each.document.path == current.path:
                continue
            there = memories.head(self._conn, self._task.store_id, each.document.path)
            if there is not None and there.id not in leaving:
                found.add(key)
        return found

    def _homeless(self, merged: Mapping[str, Merged]) -> Iterable[tuple[str, str]]:
        """Claims, normalised, that would stand nowhere: here no more, and no more where the dream saw them."""
        said = {key: _Said(each.document) for key, each in merged.items()}
        for entry in self._task.fates:
            key = self._task.keys.get(entry.claim.path, "")
            if entry.fate in {None, Fate.KEPT} or not entry.to or key not in said:
                continue
            is_here = self._said_now[key].says(entry.claim.text)
            if is_here and not said[key].says(entry.claim.text) and not self._stands(entry.to, said):
                yield key, normalise(entry.claim.text)

    def _stands(self, places: Iterable[Place], said: "Mapping[str, _Said]") -> bool:
        paths = {document.path: key for key, document in self._task.after.items() if document is not None}
        for place in places:
            key = paths.get(place.path)
            if key is None:
                key = self._task.keys.get(place.path, place.path)
            if (said[key] if key in said else self._elsewhere(key)).says(place.text):
                return True
        return False

    def _elsewhere(self, key: str) -> "_Said":
        """What a memory says that the dream did not touch."""
        if key not in self._said_now:
            memory = self._find(key)
            document = None if memory is None else memories.document(self._conn, memory.memory_version_id)
            self._said_now[key] = _Said(document)
        return self._said_now[key]


class _Said:
    """What a memory says, line by line and statement by statement; taken apart only where somebody asks."""

    def __init__(self, document: Document | None) -> None:
        self._document = document

    def says(self, text: str) -> bool:
        """Whether one of its lines, or one of its statements, is this."""
        return normalise(text) in self._lines or normalise(text) in self._statements

    @cached_property
    def _lines(self) -> frozenset[str]:
        lines = [] if self._document is None else lines_of(self._document.content)
        return frozenset(normalise(bare(line)) for line in lines)

    @cached_property
    def _statements(self) -> frozenset[str]:
        claims = () if self._document is None else parse(self._document).claims
        return frozenset(normalise(claim.text) for claim in claims)
