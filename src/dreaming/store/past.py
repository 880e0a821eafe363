"""A store as it stood: what its memories said when a version was the newest, and search in that.

Texts that no memory holds any more have left the index. Their passages are made anew for each search, one text at a
time, and only ids and counts are kept; what is indexed still is read from there. How they are ranked stands in
`ranking`.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from dreaming.domain.model import MemoryVersion
from dreaming.domain.times import render
from dreaming.store import index, versions
from dreaming.store.also_said import Quoted, also_said
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.index import Indexed
from dreaming.store.memories import below
from dreaming.store.ranking import best
from dreaming.store.search import MOST_HITS, MOST_HITS_FILTERED, Passage, Stored, passage_of
from dreaming.store.terms import fits, query_terms, terms

# The last version of each memory up to a number, with the time that its head had then: an import keeps a file's time.
_THEN = """
    SELECT v.memory_id, v.id AS version_id, v.path, v.blob_id, coalesce(m.updated_at, v.created_at) AS updated_at
    FROM memory_versions AS v LEFT JOIN memories AS m ON m.version_id = v.id
    WHERE v.operation != 'deleted' AND v.blob_id IS NOT NULL AND v.seq IN (
        SELECT max(seq) FROM memory_versions WHERE store_id = ? AND seq <= ? GROUP BY memory_id)
    ORDER BY v.blob_id, v.path
"""


def version_at(conn: Connection, store_id: str, path: str, seq: int) -> MemoryVersion | None:
    """The version that stood at a path when `seq` was the newest, with its content; None if there was none."""
    found = row(
        conn,
        """
        SELECT id FROM memory_versions AS v
        WHERE store_id = ?1 AND path = ?2 AND seq <= ?3 AND operation != 'deleted' AND NOT EXISTS (
            SELECT 1 FROM memory_versions WHERE memory_id = v.memory_id AND seq > v.seq AND seq <= ?3)
        """,
        (store_id, path, seq),
    )
    return None if found is None else versions.get(conn, found["id"])


def versions_with(conn: Connection, store_id: str, word: str) -> list[MemoryVersion]:
    """The versions of the store's memories whose text holds a word, in any case of its ASCII letters, newest first.

    They are without content; "" finds all that have one.
    """
    found = rows(
        conn,
        """
        SELECT v.* FROM history AS v JOIN blobs AS b ON b.id = v.blob_id
        WHERE v.store_id = ? AND instr(lower(b.content), lower(?)) ORDER BY v.seq DESC
        """,
        (store_id, word),
    )
    return [versions.version_of(each) for each in found]


def search(
    conn: Connection,
    store_id: str,
    query: str,
    *,
    seq: int,
    prefix: str = "/",
    after: datetime | None = None,
    before: datetime | None = None,
    limit: int = 10,
) -> list[Passage]:
    """As `search.search`, in the texts that the store had when `seq` was the newest version.

    Raises:
        DatabaseUnavailable: a text is damaged.
    """
    asked = query_terms(query)
    if not asked or limit <= 0:
        return []
    is_whole = prefix == "/" and after is None and before is None
    then = _Then(conn, index.space_of(conn, store_id), _by_blob(conn, store_id, seq), _wanted(prefix, after, before))
    then.look_for(asked)
    ranked = best(then, asked, limit=limit, most=MOST_HITS if is_whole else MOST_HITS_FILTERED)
    return [passage_of(conn, found, score) for score, found in ranked]


class _Then:
    """The texts of a store at one time, by blob, with the memories that had each; the port `ranking.Source`."""

    def __init__(
        self, conn: Connection, space: int, memories: dict[int, list[Row]], is_wanted: Callable[[Row], bool]
    ) -> None:
        self._conn = conn
        self._space = space
        self._memories = memories
        self._is_wanted = is_wanted
        self._ids: dict[str, list[int]] = {}
        self._passages = self._length = 0

    def look_for(self, asked: Sequence[str]) -> None:
        """Go through every passage once: what else is asked is answered from what was found of these terms."""
        self._ids = {term: [] for term in asked}
        for blob_id in sorted(self._memories):
            in_path = set(self._path_terms(blob_id))
            for passage in index.passages_of(self._conn, self._space, blob_id):
                self._passages += 1
                self._length += passage.length
                there = in_path.union(passage.terms.replace("\n", " ").split(" "), passage.said.split())
                for term in asked:
                    if _has(there, term):
                        self._ids[term].append(passage.id)

    def size(self) -> tuple[int, int]:
        """As they were counted."""
        return max(1, self._passages), max(1, self._length)

    def count(self, term: str) -> int:
        """Of the terms that were looked for."""
        return len(self._ids[term])

    def hits(self, terms: Sequence[str], most: int) -> list[int]:
        """Of the terms that were looked for."""
        first, *others = (self._ids[term] for term in terms)
        return sorted(set(first).intersection(*others), reverse=True)[:most]

    def read(self, numbers: Sequence[int]) -> list[Stored]:
        """The passages, once for each wanted memory that had them."""
        chosen = set(numbers)
        return [
            _stored(passage, memory, self._path_terms(blob_id), self._stands_for(passage, memory))
            for blob_id in sorted(index.blobs_of(numbers))
            for passage in index.passages_of(self._conn, self._space, blob_id)
            if passage.id in chosen
            for memory in self._memories[blob_id]
            if self._is_wanted(memory)
        ]

    def _stands_for(self, passage: Indexed, memory: Row) -> Quoted:
        return index.quoted(self._conn, memory["version_id"]) if passage.said else {}

    def _path_terms(self, blob_id: int) -> list[str]:
        paths = [memory["path"] for memory in self._memories[blob_id][: index.MOST_PATHS]]
        return sorted({term for path in paths for term in terms(path)})


def _stored(passage: Indexed, memory: Row, path_terms: Sequence[str], stands_for: Quoted) -> Stored:
    body, heading = (part.split(" ") for part in passage.terms.split("\n"))
    return Stored(
        path=memory["path"],
        memory_id=memory["memory_id"],
        blob_id=memory["blob_id"],
        first_line=passage.first_line,
        last_line=passage.last_line,
        above=passage.heading,
        body=body,
        heading=heading,
        in_path=path_terms,
        said=also_said(passage.first_line, passage.last_line, body, stands_for),
        length=passage.length,
        updated_at=memory["updated_at"],
    )


def _by_blob(conn: Connection, store_id: str, seq: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for memory in rows(conn, _THEN, (store_id, seq)):
        found[memory["blob_id"]].append(memory)
    return found


def _has(there: set[str], term: str) -> bool:
    return any(fits(term, each) for each in there) if term.endswith("*") else term in there


def _wanted(prefix: str, after: datetime | None, before: datetime | None) -> Callable[[Row], bool]:
    _, folder, first, end = below(prefix)
    low, high = "" if after is None else render(after), "~" if before is None else render(before)

    def is_wanted(memory: Row) -> bool:
        path = memory["path"]
        is_below = not folder or path == folder or first <= path < end
        return is_below and low <= memory["updated_at"] < high

    return is_wanted
