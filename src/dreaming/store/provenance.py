"""The provenance of lines, to and from the tables. JSON holds only what is not empty."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from dreaming.domain.provenance import Evidence, Origin, Provenance, Span, Trust, as_spans, lines_of, per_line
from dreaming.domain.times import parse, render
from dreaming.store.blobs import sha256_of
from dreaming.store.connection import Connection, Row, rows

_PLACES = ("session_id", "event_id", "memory_id", "memory_version_id", "path", "line")


def evidence_to_json(evidence: Iterable[Evidence]) -> str:
    """A JSON list of objects `{quote, origin, at, …places}`."""
    return json.dumps([_to_object(item) for item in evidence], ensure_ascii=False, separators=(",", ":"))


def evidence_from_json(text: str) -> tuple[Evidence, ...]:
    """The inverse of `evidence_to_json`."""
    return tuple(_from_object(item) for item in cast("list[dict[str, Any]]", json.loads(text)))


def insert_spans(conn: Connection, version_id: str, content: str, default: Provenance, spans: Sequence[Span]) -> None:
    """Keep what differs from the version's default. A version row has no room for evidence: such a default is a span."""
    lines = lines_of(content)
    if default.evidence or default.generated:
        spans = as_spans(per_line(len(lines), default, spans), bare(default))
    conn.executemany(
        """
        INSERT INTO claim_provenance
        (memory_version_id, first_line, last_line, claim_sha256, asserted_at, origin, trust, generated, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [_values(version_id, lines, span) for span in spans],
    )


def spans(conn: Connection, provenance_of: str) -> tuple[Span, ...]:
    """The spans kept for a version, in order of lines."""
    found = rows(
        conn, "SELECT * FROM claim_provenance WHERE memory_version_id = ? ORDER BY first_line", (provenance_of,)
    )
    return tuple(Span(span["first_line"], span["last_line"], _provenance(span)) for span in found)


def bare(provenance: Provenance) -> Provenance:
    """What a version row can hold of it: origin, trust and time."""
    return Provenance(asserted_at=provenance.asserted_at, origin=provenance.origin, trust=provenance.trust)


def default_of(version: Row) -> Provenance:
    """The default provenance in a row of memory_versions."""
    return Provenance(
        asserted_at=parse(version["asserted_at"]), origin=Origin(version["origin"]), trust=Trust(version["trust"])
    )


def delete_unused(conn: Connection, version_ids: Iterable[str]) -> None:
    """Delete the rows of those of the versions whose lines no version with content has any more."""
    conn.executemany(
        """
        DELETE FROM claim_provenance WHERE memory_version_id = ?1
        AND NOT EXISTS (SELECT 1 FROM memory_versions WHERE provenance_of = ?1 AND blob_id IS NOT NULL)
        """,
        [(version_id,) for version_id in set(version_ids)],
    )


def _values(version_id: str, lines: Sequence[str], span: Span) -> tuple[object, ...]:
    known = span.provenance
    text = "\n".join(lines[span.first - 1 : span.last])
    return (
        version_id,
        span.first,
        span.last,
        sha256_of(text),
        render(known.asserted_at),
        known.origin,
        int(known.trust),
        int(known.generated),
        evidence_to_json(known.evidence),
    )


def _provenance(span: Row) -> Provenance:
    return Provenance(
        asserted_at=parse(span["asserted_at"]),
        origin=Origin(span["origin"]),
        trust=Trust(span["trust"]),
        evidence=evidence_from_json(span["evidence"]),
        generated=bool(span["generated"]),
    )


def _to_object(evidence: Evidence) -> dict[str, Any]:
    places = {name: getattr(evidence, name) for name in _PLACES}
    known = {name: value for name, value in places.items() if value is not None}
    return {"quote": evidence.quote, "origin": str(evidence.origin), "at": render(evidence.at), **known}


def _from_object(item: Mapping[str, Any]) -> Evidence:
    places = {name: item.get(name) for name in _PLACES}
    return Evidence(quote=item["quote"], origin=Origin(item["origin"]), at=parse(item["at"]), **places)
