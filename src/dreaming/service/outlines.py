"""The hunks of a comparison in order, riskiest first, filtered and page by page.

Only an outline of the hunks is kept: which memory, how risky, what about. The texts of a memory are read, compared
and let go again, once for the outline and once where its hunks are shown.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dreaming.service.answerable import NOWHERE, Wanderers
from dreaming.service.comparisons import Comparison, Pair, texts_of
from dreaming.service.diffs import DiffOperation, Hunk, MemoryDiff
from dreaming.service.hunks import diff_of
from dreaming.service.risks import Risk, rank
from dreaming.store.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which hunks are wanted, and in which order; everything by default, the riskiest memories first.

    `path` is a memory or a folder; `topic` and `change_ids` are as hunks have them. `by_topic` keeps a topic together.
    """

    path: str = "/"
    topic: str = ""
    risks: frozenset[Risk] = frozenset(Risk)
    change_ids: frozenset[str] | None = None
    by_topic: bool = False

    def wants_memory(self, pair: Pair) -> bool:
        """Whether either side of the memory stands where hunks are wanted."""
        return any(copy is not None and _is_below(copy.path, self.path) for copy in (pair.before, pair.after))

    def wants(self, hunk: Hunk) -> bool:
        """Whether the hunk is wanted, of a memory that is."""
        return (
            hunk.topic.casefold() == (self.topic or hunk.topic).casefold()
            and hunk.risk in self.risks
            and (self.change_ids is None or (hunk.change is not None and hunk.change.id in self.change_ids))
        )


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One hunk with the memory it belongs to; `counts` says how many hunks of each risk that memory has in all."""

    path_before: str | None
    path_after: str | None
    operation: DiffOperation
    counts: Mapping[Risk, int]
    hunk: Hunk

    @property
    def path(self) -> str:
        """Where the memory stands, or stood."""
        return self.path_after or self.path_before or ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A hunk in the outline."""

    memory: int
    number: int
    risk: Risk
    topic: str


class Outline:
    """The hunks of a comparison in order. It is made in one transaction and read in it.

    `counts` says how many hunks of each risk there are, `topics` of each topic, `paths` of each memory.
    """

    def __init__(self, conn: Connection, comparison: Comparison, wanted: Filter) -> None:
        self._conn = conn
        self._comparison = comparison
        self._wanderers = NOWHERE if comparison.ledger.is_known else _wanderers(conn, comparison)
        self._of_memory: dict[int, Counter[Risk]] = {}
        self._entries = list(self._read(wanted))
        worst = {number: _worst(counts) for number, counts in self._of_memory.items()}
        topics = _topic_ranks(self._entries) if wanted.by_topic else {}
        self._entries.sort(
            key=lambda each: (topics.get(each.topic, 0), worst[each.memory], each.memory, rank(each.risk), each.number)
        )
        self.counts = {risk: count for risk in Risk if (count := self._count(risk))}
        self.topics: Mapping[str, int] = Counter(entry.topic for entry in self._entries)
        self.paths: Mapping[str, int] = Counter(comparison.pairs[entry.memory].path for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self, offset: int = 0, limit: int | None = None) -> Iterator[Item]:
        """The hunks from `offset` on, at most `limit`; each memory's texts are read when its turn comes."""
        chosen = self._entries[offset : None if limit is None else offset + limit]
        for memory, entries in groupby(chosen, key=lambda entry: entry.memory):
            diff = self._diff(self._comparison.pairs[memory])
            for entry in entries:
                yield Item(
                    path_before=diff.path_before,
                    path_after=diff.path_after,
                    operation=diff.operation,
                    counts=self._of_memory[memory],
                    hunk=diff.hunks[entry.number - 1],
                )

    def _read(self, wanted: Filter) -> Iterator[_Entry]:
        for memory, pair in enumerate(self._comparison.pairs):
            if not wanted.wants_memory(pair):
                continue
            diff = self._diff(pair)
            self._of_memory[memory] = Counter(hunk.risk for hunk in diff.hunks)
            for hunk in diff.hunks:
                if wanted.wants(hunk):
                    yield _Entry(memory, hunk.number, hunk.risk, hunk.topic)

    def _diff(self, pair: Pair) -> MemoryDiff:
        return diff_of(texts_of(self._conn, pair), self._comparison.ledger, self._wanderers)

    def _count(self, risk: Risk) -> int:
        return sum(entry.risk is risk for entry in self._entries)


def _wanderers(conn: Connection, comparison: Comparison) -> Wanderers:
    found = Wanderers()
    for pair in comparison.pairs:
        found.note(diff_of(texts_of(conn, pair), comparison.ledger))
    found.settle()
    return found


def _worst(counts: Mapping[Risk, int]) -> tuple[int, int]:
    """The worst risk and how often; a memory with more of it comes first."""
    worst = min(counts, key=rank)
    return rank(worst), -counts[worst]


def _topic_ranks(entries: Sequence[_Entry]) -> dict[str, int]:
    """The topics with the riskiest hunks first; of equals the larger ones."""
    sizes = Counter(entry.topic for entry in entries)
    worst: dict[str, int] = {}
    for entry in entries:
        worst[entry.topic] = min(worst.get(entry.topic, len(Risk)), rank(entry.risk))
    ordered = sorted(worst, key=lambda topic: (worst[topic], -sizes[topic], topic))
    return {topic: number for number, topic in enumerate(ordered)}


def _is_below(path: str, prefix: str) -> bool:
    folder = prefix.rstrip("/")
    return not folder or path == folder or path.startswith(f"{folder}/")
