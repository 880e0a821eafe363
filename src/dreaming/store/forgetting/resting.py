"""What rests on sessions: lines of memories that stand there because one said so, and what was quoted."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from dreaming.domain.forgetting import beginnings, folded, words_of
from dreaming.domain.provenance import lines_of
from dreaming.store import blobs
from dreaming.store.connection import Connection, Row, rows

Resting = Mapping[str, frozenset[int]]
_QUOTING = ("claim_provenance", "ledger", "dream_changes", "dream_notices")


def resting_lines(conn: Connection, session_id: str) -> Resting:
    """The lines (from 1) that rest on the session alone, by the version whose provenance tells so.

    A line that quotes nothing but such lines of a memory rests on it too. One that was known before, and that the session
    only said again, does not: it stands somewhere without its quotes.
    """
    spans = {(each["memory_version_id"], each["first_line"]): each for each in _with_evidence(conn, session_id)}
    evidence = {key: _items(span["evidence"]) for key, span in spans.items()}
    provenance_of = {each["id"]: each["provenance_of"] for each in _quoted_versions(conn)}
    found: dict[str, set[int]] = defaultdict(set)

    def is_gone(item: Mapping[str, Any]) -> bool:
        if item.get("session_id") is not None:
            return item["session_id"] == session_id
        version = provenance_of.get(item.get("memory_version_id") or "")
        return version is not None and item.get("line") in found.get(version, ())

    grows = True
    while grows:
        grows = False
        for key, span in spans.items():
            lines = range(span["first_line"], span["last_line"] + 1)
            if evidence[key] and all(map(is_gone, evidence[key])) and not found[key[0]].issuperset(lines):
                found[key[0]].update(lines)
                grows = True
    return _without_known(conn, found, session_id)


def shared_lines(conn: Connection, session_id: str) -> int:
    """How many lines of present memories quote the session and something else too."""
    resting = resting_lines(conn, session_id)
    found = rows(
        conn,
        """
        SELECT p.memory_version_id, p.first_line, p.last_line FROM claim_provenance AS p
        JOIN memory_versions AS v ON v.provenance_of = p.memory_version_id JOIN memories AS m ON m.version_id = v.id
        JOIN stores AS s ON s.id = m.store_id
        WHERE s.kind = 'live' AND s.archived_at IS NULL AND instr(p.evidence, ?)
        """,
        (session_id,),
    )
    return sum(
        each["last_line"] - each["first_line"] + 1
        for each in found
        if each["first_line"] not in resting.get(each["memory_version_id"], ())
    )


def statements(conn: Connection, session_id: str, resting: Resting) -> Iterator[str]:
    """The texts of those lines, and every quote of the session."""
    for version, lines in resting.items():
        for found in rows(conn, "SELECT blob_id FROM memory_versions WHERE provenance_of = ?", (version,)):
            if found["blob_id"] is not None:
                texts = lines_of(blobs.content(conn, found["blob_id"]))
                taken = [texts[line - 1] for line in sorted(lines) if line <= len(texts)]
                yield from taken
                yield "\n".join(taken)
                break
    for table in _QUOTING:
        sql = f"SELECT evidence FROM {table} WHERE instr(evidence, ?)"  # noqa: S608 - a fixed name
        for found in conn.execute(sql, (session_id,)):
            yield from (item["quote"] for item in _items(found["evidence"]) if item.get("session_id") == session_id)


def lines_of_dreams(conn: Connection, words: set[str]) -> frozenset[str]:
    """The lines with one of the words, folded, that stand in memories because sessions said so: nowhere without quotes."""
    found: set[str] = set()
    begins = beginnings(words)
    for version in _each_text(conn):
        content = blobs.content(conn, version["blob_id"])
        if begins is not None and not begins.search(content):
            continue
        quoted = _quoted_lines(conn, version["provenance_of"], "[")
        lines = lines_of(content) if quoted else []
        found |= {folded(line) for number, line in enumerate(lines, 1) if number in quoted and words_of(line) & words}
    return frozenset(found - {""} - _known_without(conn, found, "["))


def _without_known(conn: Connection, resting: Mapping[str, set[int]], session_id: str) -> dict[str, frozenset[int]]:
    texts: dict[str, dict[int, str]] = {}
    for version in _each_text(conn):
        if resting.get(version["provenance_of"]):
            lines = lines_of(blobs.content(conn, version["blob_id"]))
            mine = (number for number in resting[version["provenance_of"]] if number <= len(lines))
            texts[version["provenance_of"]] = {number: folded(lines[number - 1]) for number in mine}
    known = _known_without(conn, {text for each in texts.values() for text in each.values()}, session_id)
    left = {version: frozenset(n for n, text in each.items() if text not in known) for version, each in texts.items()}
    return {version: lines for version, lines in left.items() if lines}


def _known_without(conn: Connection, wanted: set[str], quoting: str) -> set[str]:
    """Those of the folded lines that stand in some version without evidence that holds `quoting`."""
    found: set[str] = set()
    for version in _each_text(conn) if wanted else ():
        lines = [folded(line) for line in lines_of(blobs.content(conn, version["blob_id"]))]
        if wanted.isdisjoint(lines):
            continue
        quoted = _quoted_lines(conn, version["provenance_of"], quoting)
        found |= {line for number, line in enumerate(lines, 1) if line in wanted and number not in quoted}
    return found - {""}


def _each_text(conn: Connection) -> list[Row]:
    """A version of each text with each provenance."""
    sql = """
        SELECT blob_id, provenance_of FROM memory_versions WHERE blob_id IS NOT NULL
        GROUP BY blob_id, provenance_of ORDER BY min(seq)
    """
    return rows(conn, sql)


def _quoted_lines(conn: Connection, provenance_of: str, quoting: str) -> set[int]:
    """The lines with evidence that holds `quoting`, or that code made."""
    sql = """
        SELECT first_line, last_line FROM claim_provenance
        WHERE memory_version_id = ? AND (generated OR evidence <> '[]' AND instr(evidence, ?))
    """
    found = rows(conn, sql, (provenance_of, quoting))
    return {line for span in found for line in range(span["first_line"], span["last_line"] + 1)}


def _with_evidence(conn: Connection, session_id: str) -> list[Any]:
    """The spans that quote the session, and those that quote memories, if any does the first."""
    sql = "SELECT memory_version_id, first_line, last_line, evidence FROM claim_provenance WHERE instr(evidence, ?)"
    direct = rows(conn, sql, (session_id,))
    return [*direct, *rows(conn, sql, ('"memory_version_id"',))] if direct else []


def _quoted_versions(conn: Connection) -> list[Any]:
    return rows(
        conn,
        """
        SELECT id, provenance_of FROM memory_versions WHERE id IN (
            SELECT json_extract(item.value, '$.memory_version_id') FROM claim_provenance, json_each(evidence) AS item
            WHERE instr(evidence, '"memory_version_id"'))
        """,
    )


def _items(evidence: str) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(evidence))
