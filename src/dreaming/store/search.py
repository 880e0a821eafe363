"""Search over the heads of one store: any string is a query, and none of it reaches MATCH as it is.

How what is found is ranked stands in `ranking`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from dreaming.domain.provenance import lines_of
from dreaming.domain.times import parse, render
from dreaming.store import blobs, index
from dreaming.store.also_said import Quoted, also_said
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.memories import below
from dreaming.store.ranking import Found, best
from dreaming.store.terms import query_terms

MOST_HITS = 1_000  # of one term; what more passages have says little, and the newest are taken
_MOST_HITS_SIMILAR = 300  # a term in more passages than this makes no likeness
MOST_HITS_FILTERED = 50_000
_SIMILAR = 0.6  # the share of a text's terms that a similar memory has
_LEAST_SHARED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a memory that answers a query. `text` is its lines as they stand; `heading` what is above them.

    `caveat` says why they may be out of date; see `service/caveats.py`.
    """

    path: str
    memory_id: str
    first_line: int
    last_line: int
    heading: str
    text: str
    score: float
    updated_at: datetime
    caveat: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Found):
    """A passage of a text that the file has, and the memory that it stands in; `above` are the headings as written."""

    memory_id: str
    blob_id: int
    last_line: int
    above: str


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
    others = [passage for passage in _read(conn, scope, [best[each] for each in near]) if passage.path != without]
    found = {passage.blob_id: passage for passage in others}
    kept = [blob_id for blob_id in near if blob_id in found]
    return [passage_of(conn, found[blob_id], shared[blob_id] / len(hits)) for blob_id in kept[:limit]]


def _best(conn: Connection, scope: _Scope, asked: Sequence[str], limit: int) -> list[Passage]:
    most = MOST_HITS if scope.is_whole else MOST_HITS_FILTERED
    ranked = best(_Index(conn, scope), asked, limit=limit, most=most)
    return [passage_of(conn, found, score) for score, found in ranked]


class _Index:
    """The space of a store, of which the memories in scope may be found; the port `ranking.Source`."""

    def __init__(self, conn: Connection, scope: _Scope) -> None:
        self._conn = conn
        self._scope = scope
        self._space = index.space_of(conn, scope.store_id)

    def size(self) -> tuple[int, int]:
        """As the file has counted them."""
        found = row(self._conn, "SELECT passages, terms FROM search_spaces WHERE id = ?", (self._space,))
        return (1, 1) if found is None else (max(1, found["passages"]), max(1, found["terms"]))

    def count(self, term: str) -> int:
        """From the full-text index."""
        sql = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ?"
        return self._conn.execute(sql, (_quoted(term), *index.bounds(self._space))).fetchone()[0]

    def hits(self, terms: Sequence[str], most: int) -> list[int]:
        """From the full-text index."""
        found = self._conn.execute(
            "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ?"
            " ORDER BY rowid DESC LIMIT ?",
            (" AND ".join(_quoted(term) for term in terms), *index.bounds(self._space), most),
        )
        return [hit[0] for hit in found.fetchall()]

    def read(self, numbers: Sequence[int]) -> list[Stored]:
        """From the table of passages."""
        return _read(self._conn, self._scope, numbers)


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


def _read(conn: Connection, scope: _Scope, ids: Sequence[int]) -> list[Stored]:
    """The passages with these ids, once for each memory in scope whose head has them."""
    found = rows(
        conn,
        """
        SELECT p.first_line, p.last_line, p.heading, p.terms, p.length, p.said <> '' AS stands_for,
               m.id AS memory_id, m.version_id, m.path, m.blob_id, m.updated_at
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
    versions = {each["version_id"] for each in found if each["stands_for"]}
    quoted = {each: index.quoted(conn, each) for each in versions}  # another store's lines may stand for something else
    return [_stored(each, quoted.get(each["version_id"], {})) for each in found]


def _stored(found: Row, quoted: Quoted) -> Stored:
    body, heading, in_path = (part.split(" ") for part in cast("str", found["terms"]).split("\n"))
    return Stored(
        path=found["path"],
        memory_id=found["memory_id"],
        blob_id=found["blob_id"],
        first_line=found["first_line"],
        last_line=found["last_line"],
        above=found["heading"],
        body=body,
        heading=heading,
        in_path=in_path,
        said=also_said(found["first_line"], found["last_line"], body, quoted),
        length=found["length"],
        updated_at=found["updated_at"],
    )


def passage_of(conn: Connection, found: Stored, score: float) -> Passage:
    """A passage with its text, whose hash is checked.

    Raises:
        DatabaseUnavailable: the text is damaged.
    """
    lines = lines_of(blobs.content(conn, found.blob_id))
    return Passage(
        path=found.path,
        memory_id=found.memory_id,
        first_line=found.first_line,
        last_line=found.last_line,
        heading=found.above,
        text="\n".join(lines[found.first_line - 1 : found.last_line]),
        score=score,
        updated_at=parse(found.updated_at),
    )
