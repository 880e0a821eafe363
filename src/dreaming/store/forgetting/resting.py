"""What rests on a session: lines of memories that have no other evidence, and what was quoted from it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from dreaming.domain.provenance import lines_of
from dreaming.store import blobs
from dreaming.store.connection import Connection, rows

Resting = Mapping[str, frozenset[int]]
_QUOTING = ("claim_provenance", "ledger", "dream_changes", "dream_notices")


def resting_lines(conn: Connection, session_id: str) -> Resting:
    """The lines (from 1) that rest on the session alone, by the version whose provenance tells so.

    A line that quotes nothing but such lines of a memory rests on it too.
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
    return {version: frozenset(lines) for version, lines in found.items() if lines}


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
