"""Every column that holds words of people, and how.

A test compares this with the schema: a new column has to be named here, or among those that hold none.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from dreaming.domain.consent import PROMOTE
from dreaming.domain.model import SCOPE

Erase = Callable[[str], str]


class Form(StrEnum):
    """How a column holds words."""

    WORDS = "words"
    NAME = "name"  # words that are one of a kind in some scope
    ACTOR = "actor"  # 'user', or a name behind a colon
    EVIDENCE = "evidence"  # JSON list of quotes with their places
    PLACES = "places"  # JSON list of [path, first line, last line, text]
    METADATA = "metadata"  # JSON object of strings
    OBJECT = "object"  # JSON object, whose values that are sentences hold words
    WHOLE = "whole"  # anything: emptied where it holds what is forgotten
    ROW = "row"  # anything: the row goes where it holds what is forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of a table that hold words. `place` is what a person calls it; `is_result`: a dream's report shows it."""

    name: str
    place: str
    columns: Mapping[str, Form]
    is_result: bool = False


def _result(name: str, place: str, /, **columns: Form) -> Table:
    return Table(name=name, place=place, columns=columns, is_result=True)


def _table(name: str, place: str, /, **columns: Form) -> Table:
    return Table(name=name, place=place, columns=columns)


_F = Form
DERIVED = (
    _table("claim_provenance", "evidence", evidence=_F.EVIDENCE),
    _table("checkpoints", "judges' answers", answer=_F.ROW),
    _table("dream_calls", "calls of models", why=_F.WORDS, reply=_F.WHOLE),
    _table("host_packets", "packets of hosts", prompt=_F.ROW, why=_F.ROW, answer=_F.ROW),
    _table("dream_journal", "journals", text=_F.WORDS),
    _result("dream_plans", "plans of dreams", plan=_F.ROW),
    _table("refusals", "refusals", before=_F.ROW, after=_F.ROW, by=_F.ACTOR),
    _result(
        "dream_changes", "changes", topic=_F.WORDS, before=_F.PLACES, after=_F.PLACES, reason=_F.WORDS, evidence=_F.EVIDENCE
    ),
    _result(
        "dream_notices", "notices", text=_F.WORDS, reason=_F.WORDS, places=_F.PLACES, evidence=_F.EVIDENCE
    ),
    _result(
        "ledger", "ledgers", path=_F.WORDS, text=_F.WORDS, reason=_F.WORDS, places=_F.PLACES, evidence=_F.EVIDENCE
    ),
    _result(
        "dream_exam", "exams", question=_F.WORDS, value=_F.WORDS, source=_F.WORDS, stood=_F.WORDS, stands=_F.WORDS
    ),
    _result("dream_replay", "replays", text=_F.WORDS, before_told=_F.WORDS, after_told=_F.WORDS),
)  # fmt: skip
SOURCES = (
    _table("stores", "stores", name=_F.WORDS, description=_F.WORDS, metadata=_F.METADATA),
    _table("findings", "findings", file=_F.WORDS, value=_F.WORDS),
    _table(
        "sessions", "sessions", external_id=_F.NAME, title=_F.WORDS, agent=_F.WORDS, project=_F.WORDS, outcome=_F.OBJECT
    ),
    _table("import_cursors", "transcripts read", path=_F.ROW, resume=_F.ROW, left_out=_F.ROW),
    _table("dreams", "dreams", instructions=_F.WORDS, error=_F.OBJECT, unpromoted_because=_F.WORDS),
    _table("promotions", "promotions", created_by=_F.ACTOR, details=_F.OBJECT),
)  # fmt: skip
PATHS = (
    _table("memories", "paths", path=_F.NAME),
    _table("memory_versions", "paths", path=_F.WORDS, created_by=_F.ACTOR, redacted_by=_F.ACTOR),
    _table("dream_memories", "paths", path=_F.NAME),
)
# Texts that stages of their own take out, since an index goes with them.
INDEXED = {
    "blobs": {"content"},
    "passages": {"heading", "said", "terms"},
    "events": {"external_id", "text", "tool_name", "tool_use_id"},
}

_CODES = frozenset(
    {
        "action",
        "at",
        "by",
        "event_id",
        "gate",
        "kind",
        "memory_id",
        "memory_version_id",
        "origin",
        "result",
        "session_id",
        "type",
    }
)


def taken_out(form: Form, value: str, erase: Erase) -> str | None:
    """A column's value without what is forgotten; the same object where it holds none of it, None where its row goes."""
    if form in (Form.WORDS, Form.NAME):
        return erase(value)
    if form is Form.ACTOR:
        return _actor(value, erase)
    decoded = _decoded(value)
    cleaned = _clean(form, decoded, erase)
    if form in (Form.WHOLE, Form.ROW) and (cleaned != decoded or erase(value) != value):
        return "" if form is Form.WHOLE else None
    if cleaned == decoded:
        return value
    return json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))


def _actor(value: str, erase: Erase) -> str:
    kind, colon, name = value.partition(":")
    return kind + colon + erase(name) if colon else value


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:  # words, in a column that may hold either
        return value


def _clean(form: Form, value: Any, erase: Erase) -> Any:
    if isinstance(value, str):
        return erase(value)
    if isinstance(value, list):
        return [_clean(form, item, erase) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return dict(_pair(form, key, item, erase) for key, item in cast("dict[str, Any]", value).items())
    return value


def _pair(form: Form, key: str, value: Any, erase: Erase) -> tuple[str, Any]:
    """What means something to the program stays: no words of people stand there."""
    if form is Form.METADATA:
        return (key, value) if key in (PROMOTE, SCOPE) else (erase(key), _clean(form, value, erase))
    if isinstance(value, str) and key in _CODES and form not in (Form.WHOLE, Form.ROW):
        return key, _actor(value, erase) if key == "by" else value
    return key, _clean(form, value, erase)
