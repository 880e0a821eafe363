"""Search over the heads of one store: any string is a query, and none of it reaches MATCH as it is.

The rarest terms of the question propose passages; those are ranked by BM25 with the statistics of the store's own
space, where words of the headings and of the path count less than words of the text. The newer of equals comes first.
"""

import heapq
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from dreaming.domain.provenance import lines_of
from dreaming.domain.times import parse, render
from dreaming.store import blobs, index
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.memories import below
from dreaming.store.terms import fits, query_terms

CANDIDATE_TERMS = 4
_MOST_HITS = 1_000  # of one term; what more passages have says little, and the newest are taken
_MOST_HITS_SIMILAR = 300  # a term in more passages than this makes no likeness
_MOST_HITS_FILTERED = 50_000
_BATCH = 120  # passages that are read at a time, best first
_K1, _B = 1.2, 0.75
_HEADING_WEIGHT, _PATH_WEIGHT = 0.5, 0.4
_SIMILAR = 0.6  # the share of a text's terms that a similar memory has
_LEAST_SHARED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a memory that answers a query. `text` is its lines as they stand; `heading` what is above them."""

    path: str
    memory_id: str
    first_line: int
    last_line: int
    heading: str
    text: str
    score: float
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What may be found: heads of the store at or below a path, changed in a span of time."""

    store_id: str
    prefix: str
    after: datetime | None
    before: datetime | None

    @property
    def is_whole(self) -> bool:
        return self.prefix == "/" and self.after is None and self.before is None


class Found(Protocol):
    """A row about a passage and the memory it stands in, as `_rows` reads it."""

    def __getitem__(self, column: str, /) -> Any:
        """The value of a column."""
        ...


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the passages in a space: their mean length, and of each term that is in any, in how many, and its weight."""

    counts: Mapping[str, int]
    mean_length: float
    weights: Mapping[str, float]  # inverse document frequency

    @classmethod
    def of(cls, counts: Mapping[str, int], passages: int, length: int) -> "Statistics":
        """Of so many passages, which have `length` terms together; `counts` says how many have each term."""
        passages, length = max(1, passages), max(1, length)
        known = {term: count for term, count in counts.items() if count}
        return cls(
            counts=known,
            mean_length=length / passages,
            weights={term: math.log(1 + (passages - count + 0.5) / (count + 0.5)) for term, count in known.items()},
        )

    @property
    def rarest(self) -> list[str]:
        """The terms that propose passages."""
        return heapq.nsmallest(CANDIDATE_TERMS, self.counts, key=lambda term: self.counts[term])


def search(
    conn: Connection,
    store_id: str,
    query: str,
    *,
    prefix: str = "/",
    after: datetime | None = None,
    before: datetime | None = None,
    limit: int = 10,
) -> list[Passage]:
    """The passages that fit the query, best first. A query without a word finds nothing.

    Args:
        conn: in a transaction.
        store_id: the store; it exists.
        query: any string.
        prefix: only memories at and below this path.
        after: only memories changed at this time or later.
        before: only memories changed before this time.
        limit: how many at most.

    Raises:
        DatabaseUnavailable: the text of a hit is damaged.
    """
    scope = _Scope(store_id=store_id, prefix=prefix, after=after, before=before)
    return _best(conn, scope, query_terms(query), limit)


def similar(conn: Connection, store_id: str, text: str, *, without: str, limit: int = 3) -> list[Passage]:
    """Of each memory that says much of what `text` says: its nearest passage. The memory at `without` is left out."""
    space = index.space_of(conn, store_id)
    found_of = {term: _few_hits(conn, space, term) for term in query_terms(text)}
    hits = {term: ids for term, ids in found_of.items() if ids is not None}
    if len(hits) < _LEAST_SHARED:
        return []
    blobs_of = [index.blobs_of(ids) for ids in hits.values()]
    shared = Counter(blob_id for blob_ids in blobs_of for blob_id in blob_ids)
    near = [blob_id for blob_id, count in shared.most_common() if count >= _SIMILAR * len(hits)]
    best: dict[int, int] = {}
    if near:
        for passage, _ in Counter(hit for ids in hits.values() for hit in ids).most_common():
            best.setdefault(index.blob_of(passage), passage)
    scope = _Scope(store_id=store_id, prefix="/", after=None, before=None)
    others = [memory for memory in _rows(conn, scope, [best[each] for each in near]) if memory["path"] != without]
    found = {memory["blob_id"]: memory for memory in others}
    kept = [blob_id for blob_id in near if blob_id in found]
    return [passage_of(conn, found[blob_id], shared[blob_id] / len(hits)) for blob_id in kept[:limit]]


def _best(conn: Connection, scope: _Scope, asked: Sequence[str], limit: int) -> list[Passage]:
    space = index.space_of(conn, scope.store_id)
    statistics = _statistics(conn, space, asked)
    if not statistics.counts or limit <= 0:
        return []
    hits = _candidates(conn, space, statistics, _MOST_HITS if scope.is_whole else _MOST_HITS_FILTERED)
    best = ranked(statistics, hits, lambda batch: _rows(conn, scope, batch), limit)
    return [passage_of(conn, found, score) for score, found in best]


def ranked(
    statistics: Statistics,
    hits: Mapping[str, Sequence[int]],
    rows_of: Callable[[Sequence[int]], Sequence[Found]],
    limit: int,
) -> list[tuple[float, Found]]:
    """The best rows with their scores, best first.

    Args:
        statistics: of what is searched.
        hits: for each of the rarest terms the ids of passages that have it, the newer the higher.
        rows_of: the passages with these ids, as far as they may be found.
        limit: how many at most.
    """
    found: list[tuple[float, Found]] = []
    for batch in _proposed(hits, statistics, max(_BATCH, limit)):
        scored = [(_score(statistics, each), each) for each in rows_of(batch)]
        found += [hit for hit in scored if hit[0] > 0]
        if len(found) >= limit:
            break
    found.sort(key=lambda hit: (hit[1]["updated_at"], hit[1]["path"], -hit[1]["first_line"]), reverse=True)
    found.sort(key=lambda hit: -hit[0])
    return found[:limit]


def _statistics(conn: Connection, space: int, asked: Sequence[str]) -> Statistics:
    low, high = index.bounds(space)
    counts: dict[str, int] = {}
    for term in asked:
        sql = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ?"
        counts[term] = conn.execute(sql, (_quoted(term), low, high)).fetchone()[0]
    found = row(conn, "SELECT passages, terms FROM search_spaces WHERE id = ?", (space,))
    return Statistics.of(counts, *((1, 1) if found is None else (found["passages"], found["terms"])))


def _candidates(conn: Connection, space: int, statistics: Statistics, most: int) -> dict[str, list[int]]:
    """For each of the rarest terms the passages that have it: the newest, if there are more than `most`.

    Where that leaves some out, those that have all of these terms are among them all the same.
    """
    rarest = statistics.rarest
    hits = {term: _hits(conn, space, _quoted(term), most) for term in rarest}
    if statistics.counts[rarest[0]] > most:
        for hit in _hits(conn, space, " AND ".join(_quoted(term) for term in rarest), most):
            for ids in hits.values():
                ids.append(hit)
    return hits


def _hits(conn: Connection, space: int, expression: str, most: int) -> list[int]:
    found = conn.execute(
        "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?",
        (expression, *index.bounds(space), most),
    )
    return [hit[0] for hit in found.fetchall()]


def _few_hits(conn: Connection, space: int, term: str) -> list[int] | None:
    """The passages that have the term; None where they are too many to make a likeness."""
    found = conn.execute(
        "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
        (_quoted(term), *index.bounds(space), _MOST_HITS_SIMILAR + 1),
    ).fetchall()
    return None if len(found) > _MOST_HITS_SIMILAR else [hit[0] for hit in found]


def _quoted(term: str) -> str:
    """A term of our tokeniser as MATCH takes it; it has no quote in it."""
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def _proposed(hits: Mapping[str, Sequence[int]], statistics: Statistics, size: int) -> Iterator[Sequence[int]]:
    """The candidates in batches: first those that have most of the rarest terms, by weight; of equals, the newest."""
    totals: dict[int, float] = {}
    for term, ids in hits.items():
        weight = statistics.weights[term]
        for hit in set(ids):
            totals[hit] = totals.get(hit, 0.0) + weight
    order = [(-weight, -hit) for hit, weight in totals.items()]
    yield [-hit for _, hit in heapq.nsmallest(size, order)]
    if len(order) > size:
        order.sort()
        for start in range(size, len(order), size):
            yield [-hit for _, hit in order[start : start + size]]


def _rows(conn: Connection, scope: _Scope, ids: Sequence[int]) -> list[Row]:
    """The passages with these ids, once for each memory in scope whose head has them."""
    return rows(
        conn,
        """
        SELECT p.first_line, p.last_line, p.heading, p.terms, p.length,
               m.id AS memory_id, m.path, m.blob_id, m.updated_at
        FROM json_each(?) AS wanted
        CROSS JOIN passages AS p ON p.id = wanted.value
        CROSS JOIN memories AS m ON m.blob_id = ((p.id >> 14) & 1073741823) AND m.store_id = ?
        WHERE (? = '/' OR m.path = ? OR (m.path >= ? AND m.path < ?)) AND m.updated_at >= ? AND m.updated_at < ?
        """,
        (
            json.dumps(ids),
            scope.store_id,
            *below(scope.prefix),
            "" if scope.after is None else render(scope.after),
            "~" if scope.before is None else render(scope.before),
        ),
    )


def _score(statistics: Statistics, found: Found) -> float:
    body, heading, in_path = (part.split(" ") for part in cast("str", found["terms"]).split("\n"))
    norm = _K1 * (1 - _B + _B * found["length"] / statistics.mean_length)
    total = 0.0
    for asked, weight in statistics.weights.items():
        count = _count(asked, body)
        value = count * (_K1 + 1) / (count + norm)
        value += _HEADING_WEIGHT * bool(_count(asked, heading)) + _PATH_WEIGHT * bool(_count(asked, in_path))
        total += weight * value
    return round(total, 6)


def _count(asked: str, found: Sequence[str]) -> int:
    return sum(fits(asked, term) for term in found) if asked.endswith("*") else found.count(asked)


def passage_of(conn: Connection, found: Found, score: float) -> Passage:
    """A row with its text, whose hash is checked.

    Raises:
        DatabaseUnavailable: the text is damaged.
    """
    lines = lines_of(blobs.content(conn, found["blob_id"]))
    return Passage(
        path=found["path"],
        memory_id=found["memory_id"],
        first_line=found["first_line"],
        last_line=found["last_line"],
        heading=found["heading"],
        text="\n".join(lines[found["first_line"] - 1 : found["last_line"]]),
        score=score,
        updated_at=parse(found["updated_at"]),
    )
