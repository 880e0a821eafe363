"""What becomes of a row: by a text, or by a session."""

import json
from collections.abc import Mapping
from typing import Any, cast

from dreaming.domain.forgetting import GAP, Eraser, folded
from dreaming.domain.provenance import TRUST_OF, Origin
from dreaming.store.connection import Row
from dreaming.store.forgetting.resting import Resting
from dreaming.store.forgetting.tables import Erase, Form, Table, taken_out

Values = Mapping[str, Any] | None
_ANSWERS = {
    "checkpoints",
    "dream_plans",
    "host_packets",
}  # of judges: they go with the sessions that they were given about


class TextRewrite:
    """Gaps where the text stood."""

    def __init__(self, eraser: Eraser) -> None:
        self._eraser = eraser

    def __call__(self, table: Table, found: Row) -> Values:
        """See `rows.Rewrite`."""
        if not any(found[name] and self._eraser.may_hold(found[name]) for name in table.columns):
            return {}
        return changed_columns(table, found, self._eraser.from_derived)


class SessionRewrite:
    """Gaps where a session was quoted, and where a line is told that rested on it alone.

    Args:
        eraser: of the session's words and statements.
        session_id: the session.
        readers: the dreams that read it.
        kept: the lines that rest on it alone, where they are to stay, so that only quotes go.
    """

    def __init__(self, eraser: Eraser, session_id: str, readers: frozenset[str], *, kept: Resting | None) -> None:
        self._eraser = eraser
        self._session_id = session_id
        self._readers = readers
        self._kept = kept

    def __call__(self, table: Table, found: Row) -> Values:
        """See `rows.Rewrite`."""
        if table.name == "claim_provenance":
            return self._provenance(found)
        if table.name == "refusals":
            said = {folded(found["before"]), folded(found["after"])} - {""}
            return None if said & self._eraser.statements else changed_columns(table, found, self._eraser.from_derived)
        if table.name in _ANSWERS and found["dream_id"] in self._readers:
            return None
        if table.name == "dream_calls" and found["dream_id"] in self._readers and found["reply"]:
            return {"reply": ""}
        return self._told(table, found)

    def _provenance(self, found: Row) -> Values:
        """The session's quotes go. A line that rested on them alone, and is kept, comes from nobody knows whom."""
        items = cast("list[dict[str, Any]]", json.loads(found["evidence"]))
        left = [item for item in items if item.get("session_id") != self._session_id]
        told = json.loads(cast("str", taken_out(Form.EVIDENCE, json.dumps(left), self._eraser.from_derived)))
        if told == items:
            return {}
        values: dict[str, Any] = {"evidence": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
        if found["first_line"] in (self._kept or {}).get(found["memory_version_id"], ()):
            values |= {"origin": Origin.UNKNOWN.value, "trust": int(TRUST_OF[Origin.UNKNOWN])}
        return values

    def _told(self, table: Table, found: Row) -> Values:
        own, rests_on_it = self._quotes(_value(found, "evidence") or "[]")
        values = dict(changed_columns(table, found, self._erase_with(own, self._eraser.from_made)) or {})
        if "evidence" in values:  # what others said stays as they said it
            erase = self._erase_with(own, self._eraser.from_derived)
            values["evidence"] = taken_out(table.columns["evidence"], found["evidence"], erase)
        if own:
            values["evidence"] = self._without_quotes(values.get("evidence", found["evidence"]))
        is_birth = table.name in ("dream_changes", "dream_notices") or (
            table.name == "ledger" and found["fate"] is None
        )
        if rests_on_it and is_birth and self._kept is None:
            values |= _nothing_said(table, found, values)
        if self._session_id in (_value(found, "source"), _value(found, "session_id")) or self._asks_for_it(
            table, found
        ):
            values |= {name: GAP for name in ("question", "value", "text") if name in table.columns}
        return {name: value for name, value in values.items() if value != found[name]}

    def _asks_for_it(self, table: Table, found: Row) -> bool:
        """Whether a question of an exam is a statement that goes, without the value that is asked for."""
        if table.name != "dream_exam" or not found["value"]:
            return False
        value, question = found["value"].casefold(), folded(found["question"])
        without = (each.replace(value, "", 1) for each in self._eraser.statements if value in each)
        return question in map(folded, without)

    def _quotes(self, evidence: str) -> tuple[list[str], bool]:
        """What a row quotes of the session, and whether it quotes nothing else."""
        items = cast("list[dict[str, Any]]", json.loads(evidence))
        own = [item["quote"] for item in items if item.get("session_id") == self._session_id]
        return [quote for quote in own if quote != GAP], bool(own) and len(own) == len(items)

    def _erase_with(self, quotes: list[str], then: Erase) -> Erase:
        def erase(value: str) -> str:
            for quote in quotes:
                value = value.replace(quote, GAP) if self._kept is None else value
            return then(value)

        return erase

    def _without_quotes(self, evidence: str) -> str:
        items = cast("list[dict[str, Any]]", json.loads(evidence))
        told = [item | {"quote": GAP} if item.get("session_id") == self._session_id else item for item in items]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def changed_columns(table: Table, found: Row, erase: Erase) -> Values:
    """The columns that hold what is to be forgotten, without it; None where the row goes."""
    values: dict[str, Any] = {}
    for name, form in table.columns.items():
        if found[name] in (None, "", "[]", "{}"):
            continue
        value = taken_out(form, found[name], erase)
        if value is None:
            return None
        if value != found[name]:
            values[name] = value
    return values


def _nothing_said(table: Table, found: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """The new line of a ledger, the result of a change, what a notice tells: they say what the session said."""
    if table.name == "dream_changes":
        after = json.loads(values.get("after", found["after"]))
        told = [[*place[:3], GAP] for place in after]
        return {"after": json.dumps(told, ensure_ascii=False)} if told != after else {}
    return {"text": GAP}


def _value(found: Row, name: str) -> Any:
    return found[name] if name in found.keys() else None  # noqa: SIM118 - a row is no mapping
