"""The search index, kept in step with the heads in each write.

A passage's id is `space << 44 | blob << 14 | number`. A space is a store with the output stores cloned from it: what
they share is indexed once, a clone costs nothing, and a search reads one range of ids, however large the file is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from dreaming.store import blobs
from dreaming.store.also_said import Quoted, also_said, quotes
from dreaming.store.connection import Connection, row, rows
from dreaming.store.passages import cuts
from dreaming.store.provenance import evidence_from_json
from dreaming.store.terms import terms

SPACE_SHIFT = 44
BLOB_SHIFT = 14
_BLOB_MASK = (1 << (SPACE_SHIFT - BLOB_SHIFT)) - 1
MOST_PATHS = 50  # of one text whose words lead to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """A passage as the index has it.

    `terms` are those of the text, a line feed, and those of the headings; `said` those of what was merged into it.
    """

    id: int
    first_line: int
    last_line: int
    heading: str
    terms: str
    length: int
    said: str


def space_for(conn: Connection, input_store_id: str | None) -> int:
    """The space of a new store: its input store's, else a new one."""
    shared = row(conn, "SELECT space_id FROM stores WHERE id = ?", (input_store_id,))
    if shared is not None:
        return cast("int", shared["space_id"])
    made = row(conn, "INSERT INTO search_spaces (id) SELECT coalesce(max(id), 0) + 1 FROM search_spaces RETURNING id")
    assert made is not None  # noqa: S101 - RETURNING answers with the row
    return cast("int", made["id"])


def space_of(conn: Connection, store_id: str) -> int:
    """The space of a store that exists."""
    return cast("int", conn.execute("SELECT space_id FROM stores WHERE id = ?", (store_id,)).fetchone()[0])


def delete_unused_space(conn: Connection, space: int) -> None:
    """Delete a space that no store is in."""
    conn.execute(
        "DELETE FROM search_spaces WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM stores WHERE space_id = ?1)", (space,)
    )


def bounds(space: int) -> tuple[int, int]:
    """The lowest and the highest id that a passage of this space can have."""
    return space << SPACE_SHIFT, ((space + 1) << SPACE_SHIFT) - 1


def blob_of(passage_id: int) -> int:
    """The blob that a passage stands in."""
    return passage_id >> BLOB_SHIFT & _BLOB_MASK


def blobs_of(passage_ids: Iterable[int]) -> set[int]:
    """The blobs that the passages stand in."""
    return {passage_id >> BLOB_SHIFT & _BLOB_MASK for passage_id in passage_ids}


def refresh(conn: Connection, space: int, blob_id: int) -> None:
    """Index the blob if it is a head in this space, under the words of its paths and of what it stands for; else take it out."""
    found = rows(
        conn,
        """
        SELECT DISTINCT path FROM memories JOIN stores ON stores.id = store_id
        WHERE blob_id = ? AND space_id = ? ORDER BY path LIMIT ?
        """,
        (blob_id, space, MOST_PATHS),
    )
    first = space << SPACE_SHIFT | blob_id << BLOB_SHIFT
    present = row(conn, "SELECT terms FROM passages WHERE id = ?", (first,))
    path_terms = " ".join(sorted({term for memory in found for term in terms(memory["path"])}))
    stands_for: Quoted = _quoted(conn, _HEADS, (blob_id, space)) if found else {}
    if present is not None:
        is_same = found and present["terms"].rsplit("\n", 1)[1] == path_terms
        if is_same and not stands_for and not _has_said(conn, first):
            return
        _remove(conn, space, first)
    if found:
        _add(conn, space, _read(first, blobs.content(conn, blob_id), stands_for), path_terms)


def quoted(conn: Connection, version_id: str) -> Quoted:
    """What the lines of a version stand for."""
    return _quoted(conn, "WHERE v.id = ?", (version_id,))


def _quoted(conn: Connection, where: str, values: tuple[object, ...]) -> Quoted:
    found = rows(
        conn,
        f"""
        SELECT DISTINCT p.memory_version_id, p.first_line, p.last_line, p.evidence
        FROM memory_versions AS v JOIN claim_provenance AS p ON p.memory_version_id = v.provenance_of
        {where} AND p.evidence <> '[]' ORDER BY p.memory_version_id, p.first_line
        """,  # noqa: S608 - a fixed text
        values,
    )
    said: dict[int, tuple[str, ...]] = {}
    for span in found:
        lines = quotes(evidence_from_json(span["evidence"]))
        for number in range(span["first_line"], span["last_line"] + 1) if lines else ():
            said[number] = (*said.get(number, ()), *lines)
    return said


_HEADS = "JOIN memories AS m ON m.version_id = v.id JOIN stores AS s ON s.id = m.store_id WHERE m.blob_id = ? AND s.space_id = ?"


def _has_said(conn: Connection, first: int) -> bool:
    sql = "SELECT 1 FROM passages WHERE id BETWEEN ? AND ? AND said <> ''"
    return row(conn, sql, (first, first | (1 << BLOB_SHIFT) - 1)) is not None


def passages_of(conn: Connection, space: int, blob_id: int) -> list[Indexed]:
    """The passages of any blob: as they are indexed in this space, else made now.

    Raises:
        DatabaseUnavailable: the text is damaged.
    """
    first = space << SPACE_SHIFT | blob_id << BLOB_SHIFT
    known = rows(
        conn,
        "SELECT * FROM passages WHERE id BETWEEN ? AND ? ORDER BY id",
        (first, first | (1 << BLOB_SHIFT) - 1),
    )
    if not known:
        return list(_read(first, blobs.content(conn, blob_id), {}))
    return [
        Indexed(
            id=each["id"],
            first_line=each["first_line"],
            last_line=each["last_line"],
            heading=each["heading"],
            terms=each["terms"].rsplit("\n", 1)[0],
            length=each["length"],
            said=each["said"],
        )
        for each in known
    ]


def erase_traces(conn: Connection) -> None:
    """Rebuild the index, where SQLite is too old (before 3.42) to have overwritten the deleted terms in it."""
    if not has_secure_delete(conn):
        conn.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")


def has_secure_delete(conn: Connection) -> bool:
    """Whether deleted terms are overwritten in the index at once."""
    return row(conn, "SELECT 1 FROM passages_fts_config WHERE k = 'secure-delete' AND v = 1") is not None


def _read(first: int, content: str, stands_for: Quoted) -> Iterator[Indexed]:
    """The passages of a text, numbered from `first` on."""
    for number, each in enumerate(cuts(content)):
        yield Indexed(
            id=first | number,
            first_line=each.first,
            last_line=each.last,
            heading=each.heading,
            terms=f"{' '.join(each.body_terms)}\n{' '.join(each.heading_terms)}",
            length=len(each.body_terms),
            said=" ".join(also_said(each.first, each.last, each.body_terms, stands_for)),
        )


def _add(conn: Connection, space: int, passages: Iterable[Indexed], path_terms: str) -> None:
    values = [
        (each.id, each.first_line, each.last_line, each.heading, f"{each.terms}\n{path_terms}", each.length, each.said)
        for each in passages
    ]
    total = sum(value[5] for value in values)
    conn.executemany(
        "INSERT INTO passages (id, first_line, last_line, heading, terms, length, said) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    conn.executemany(
        "INSERT INTO passages_fts (rowid, terms, said) VALUES (?, ?, ?)",
        [(value[0], value[4], value[6]) for value in values],
    )
    conn.execute(
        "UPDATE search_spaces SET passages = passages + ?, terms = terms + ? WHERE id = ?", (len(values), total, space)
    )


def _remove(conn: Connection, space: int, first: int) -> None:
    ids = (first, first | (1 << BLOB_SHIFT) - 1)
    found = row(conn, "SELECT count(*) AS passages, sum(length) AS terms FROM passages WHERE id BETWEEN ? AND ?", ids)
    assert found is not None  # noqa: S101 - count(*) always answers
    conn.execute(
        "INSERT INTO passages_fts (passages_fts, rowid, terms, said) "
        "SELECT 'delete', id, terms, said FROM passages WHERE id BETWEEN ? AND ?",
        ids,
    )
    conn.execute("DELETE FROM passages WHERE id BETWEEN ? AND ?", ids)
    conn.execute(
        "UPDATE search_spaces SET passages = passages - ?, terms = terms - ? WHERE id = ?",
        (found["passages"], found["terms"], space),
    )
