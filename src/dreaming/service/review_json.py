"""The parts of a review as plain values for JSON: places, quotes, hunks. Keys are always there; what is not is null."""

from collections.abc import Iterable, Sequence
from typing import Any

from dreaming.domain.changes import Fate, LedgerEntry, Place
from dreaming.domain.comparing import Row
from dreaming.domain.provenance import Evidence
from dreaming.domain.times import render
from dreaming.service.departures import Departure, Whereabouts
from dreaming.service.outlines import Item
from dreaming.service.tracing import Step, Trace

Value = dict[str, Any]


def place_json(place: Place) -> Value:
    """Lines of a memory, and what they say."""
    return {"path": place.path, "first_line": place.first_line, "last_line": place.last_line, "text": place.text}


def places_json(places: Sequence[Place]) -> list[Value]:
    """Each place."""
    return [place_json(place) for place in places]


def evidence_json(evidence: Evidence) -> Value:
    """A quote with its source: an event of a session (null: its record of its project), or a line of a memory version."""
    source: Value = {"session_id": evidence.session_id, "event_id": evidence.event_id}
    if evidence.session_id is None:
        source |= {
            "memory_id": evidence.memory_id,
            "memory_version_id": evidence.memory_version_id,
            "path": evidence.path,
            "line": evidence.line,
        }
    return {**source, "at": render(evidence.at), "origin": str(evidence.origin), "quote": evidence.quote}


def quotes_json(evidence: Iterable[Evidence]) -> list[Value]:
    """Each quote."""
    return [evidence_json(each) for each in evidence]


def entry_json(entry: LedgerEntry) -> Value:
    """A row of the ledger; `generated` stands only where it is true."""
    return {
        "claim": place_json(entry.claim),
        "fate": _text(entry.fate),
        "to": places_json(entry.to),
        "reason": entry.reason,
        "evidence": quotes_json(entry.evidence),
        **({"generated": True} if entry.generated else {}),
    }


def hunk_json(item: Item) -> Value:
    """A hunk with its memory. `before` and `after` are the lines byte for byte; `rows` are what is shown of them."""
    hunk, stretch = item.hunk, item.hunk.stretch
    change = hunk.change
    return {
        "path_before": item.path_before,
        "path_after": item.path_after,
        "operation": str(item.operation),
        "number": hunk.number,
        "risk": str(hunk.risk),
        "topic": hunk.topic,
        "change_id": None if change is None else change.id,
        "kind": None if change is None else str(change.kind),
        "fates": [str(fate) for fate in hunk.fates],
        "reason": hunk.reason,
        "before": {"first_line": stretch.first, "text": "".join(stretch.before)},
        "after": {"first_line": stretch.later_first, "text": "".join(stretch.after)},
        "rows": [_row(row) for row in hunk.rows],
        "vanished": list(hunk.vanished),
        "to": places_json(hunk.to),
        "from": places_json(hunk.origin),
        "evidence": quotes_json(hunk.evidence),
    }


def trace_json(trace: Trace) -> Value:
    """Why a line exists: its provenance, and the steps that led to it, each with its depth."""
    known = trace.provenance
    return {
        "store": trace.store.name,
        "memory_store_id": trace.store.id,
        "line": place_json(trace.place),
        "memory_version_id": trace.version_id,
        "asserted_at": render(known.asserted_at),
        "origin": str(known.origin),
        "trust": known.trust.name.lower(),
        "generated": known.generated,
        "evidence": quotes_json(known.evidence),
        "steps": [_step(step) for step in trace.steps],
    }


def _step(step: Step) -> Value:
    return {
        "depth": step.depth,
        "kind": str(step.kind),
        "at": render(step.at),
        "by": step.by,
        "line": place_json(step.place),
        "memory_version_id": step.version_id,
        "dream_id": step.dream_id,
        "promotion_id": step.promotion_id,
        "promoted_by": step.promoted_by,
        "change_id": step.change_id,
        "fate": _text(step.fate),
        "reason": step.reason,
        "evidence": quotes_json(step.evidence),
    }


def whereabouts_json(found: Whereabouts) -> Value:
    """Where a line went: where it stands now, and how it left where it stood."""
    return {
        "store": found.store.name,
        "memory_store_id": found.store.id,
        "text": found.text,
        "standing": places_json(found.standing),
        "departures": [_departure(departure) for departure in found.departures],
    }


def _departure(departure: Departure) -> Value:
    return {
        "depth": departure.depth,
        "line": place_json(departure.place),
        "at": render(departure.at),
        "by": departure.by,
        "memory_version_id": departure.version_id,
        "is_deletion": departure.is_deletion,
        "dream_id": departure.dream_id,
        "promoted_by": departure.promoted_by,
        "change_id": departure.change_id,
        "fate": _text(departure.fate),
        "reason": departure.reason,
        "to": places_json(departure.to),
        "evidence": quotes_json(departure.evidence),
    }


def _text(fate: Fate | None) -> str | None:
    return None if fate is None else str(fate)


def _row(row: Row) -> Value:
    words = [{"mark": str(words.mark), "text": words.text} for words in row.words]
    return {"before": row.before, "after": row.after, "words": words}
