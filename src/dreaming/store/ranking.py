"""How the passages of one store are ranked for a question, wherever they are kept.

The rarest terms of the question propose passages; those are ranked by BM25 with the statistics of their own space,
where words of the headings, of the path and of what was merged into a text count less than its own, and what is history less than what
holds. The newer of equals comes first.
"""

import heapq
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, TypeVar

from dreaming.domain.histories import is_history
from dreaming.store.terms import fits

_CANDIDATE_TERMS = 4
_BATCH = 120  # passages that are read at a time, best first
_K1, _B = 1.2, 0.75
_HEADING_WEIGHT, _PATH_WEIGHT = 0.5, 0.4
_SAID_WEIGHT = 0.7  # of what was said in other words
# A line of history says what held before. Its words are often nearer to the question than those of the line that holds
# now, which may be worded anew; so it comes first only where that has less than half of what it has.
_HISTORY_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage that may answer: where it stands, its terms, and how new its memory is (later compares greater)."""

    path: str
    first_line: int
    body: Sequence[str]
    heading: Collection[str]
    in_path: Collection[str]
    said: Collection[str]
    length: int
    updated_at: Any


Passage_co = TypeVar("Passage_co", bound=Found, covariant=True)


class Source(Protocol[Passage_co]):
    """The passages of one space."""

    def size(self) -> tuple[int, int]:
        """How many passages there are, and the sum of their lengths in terms; both at least 1."""
        ...

    def count(self, term: str) -> int:
        """How many passages have the term."""
        ...

    def hits(self, terms: Sequence[str], most: int) -> Sequence[int]:
        """The numbers of the passages that have all of these terms, the greatest first, at most so many."""
        ...

    def read(self, numbers: Sequence[int]) -> Sequence[Passage_co]:
        """The passages of these numbers, once for each memory in which they may be found."""
        ...


@dataclass(frozen=True, slots=True)
class _Statistics:
    """Of the passages in a space: their mean length, and of each term that is in any, in how many, and its weight."""

    counts: Mapping[str, int]
    mean_length: float
    weights: Mapping[str, float]  # inverse document frequency


def best(source: Source[Passage_co], asked: Sequence[str], *, limit: int, most: int) -> list[tuple[float, Passage_co]]:
    """The passages that fit the terms that are asked for, best first, with their scores; at most `limit`.

    `most` is how many hits of one term are looked at.
    """
    statistics = _statistics(source, asked)
    if not statistics.counts or limit <= 0:
        return []
    hits = _candidates(source, statistics, most)
    ranked: list[tuple[float, Passage_co]] = []
    for batch in _proposed(hits, statistics, max(_BATCH, limit)):
        scored = [(_score(statistics, found), found) for found in source.read(batch)]
        ranked += [hit for hit in scored if hit[0] > 0]
        if sum(not is_history(found.path) for _, found in ranked) >= limit:  # a long history hides nothing either
            break
    ranked.sort(key=lambda hit: (hit[1].updated_at, hit[1].path, -hit[1].first_line), reverse=True)
    ranked.sort(key=lambda hit: -hit[0])
    return ranked[:limit]


def _statistics(source: Source[Found], asked: Sequence[str]) -> _Statistics:
    counts = {term: source.count(term) for term in asked}
    passages, length = source.size()
    return _Statistics(
        counts={term: count for term, count in counts.items() if count},
        mean_length=length / passages,
        weights={
            term: math.log(1 + (passages - count + 0.5) / (count + 0.5)) for term, count in counts.items() if count
        },
    )


def _candidates(source: Source[Found], statistics: _Statistics, most: int) -> dict[str, list[int]]:
    """For each of the rarest terms the passages that have it: the newest, if there are more than `most`.

    Where that leaves some out, those that have all of these terms are among them all the same.
    """
    rarest = heapq.nsmallest(_CANDIDATE_TERMS, statistics.counts, key=lambda term: statistics.counts[term])
    hits = {term: list(source.hits((term,), most)) for term in rarest}
    if statistics.counts[rarest[0]] > most:
        for hit in source.hits(rarest, most):
            for numbers in hits.values():
                numbers.append(hit)
    return hits


def _proposed(hits: Mapping[str, Sequence[int]], statistics: _Statistics, size: int) -> Iterator[Sequence[int]]:
    """The candidates in batches: first those that have most of the rarest terms, by weight; of equals, the newest."""
    totals: dict[int, float] = {}
    for term, numbers in hits.items():
        weight = statistics.weights[term]
        for hit in dict.fromkeys(numbers):
            totals[hit] = totals.get(hit, 0.0) + weight
    by_weight: dict[float, list[int]] = {}
    for hit, weight in totals.items():
        by_weight.setdefault(weight, []).append(hit)
    order = (hit for weight in sorted(by_weight, reverse=True) for hit in sorted(by_weight[weight], reverse=True))
    while batch := list(islice(order, size)):
        yield batch


def _score(statistics: _Statistics, found: Found) -> float:
    norm = _K1 * (1 - _B + _B * found.length / statistics.mean_length)
    beside = ((found.heading, _HEADING_WEIGHT), (found.in_path, _PATH_WEIGHT), (found.said, _SAID_WEIGHT))
    total = 0.0
    for asked, weight in statistics.weights.items():
        begins = asked[-1] == "*"
        count = _beginning(asked, found.body) if begins else found.body.count(asked)
        value = count * (_K1 + 1) / (count + norm) if count else 0.0
        for terms, share in beside:
            if (_beginning(asked, terms) > 0) if begins else asked in terms:
                value += share
        total += weight * value
    return round(total * _HISTORY_WEIGHT if is_history(found.path) else total, 6)


def _beginning(asked: str, found: Collection[str]) -> int:
    return sum(fits(asked, term) for term in found)
