"""The parts of a review as plain values for JSON: places, quotes, hunks. Keys are always there; what is not is null."""

from collections.abc import Iterable, Sequence
from typing import Any

from dreaming.domain.changes import Place
from dreaming.domain.comparing import Row
from dreaming.domain.provenance import Evidence
from dreaming.domain.times import render
from dreaming.service.outlines import Item

Value = dict[str, Any]


def place_json(place: Place) -> Value:
    """Lines of a memory, and what they say."""
    return {"path": place.path, "first_line": place.first_line, "last_line": place.last_line, "text": place.text}


def places_json(places: Sequence[Place]) -> list[Value]:
    """Each place."""
    return [place_json(place) for place in places]


def evidence_json(evidence: Evidence) -> Value:
    """A quote with its source: an event of a session (null where there is none), or a line of a memory version."""
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


def _row(row: Row) -> Value:
    words = [{"mark": str(words.mark), "text": words.text} for words in row.words]
    return {"before": row.before, "after": row.after, "words": words}
