"""The book of a dream's calls of a model: what each took, and what became of it. What was spent stands here, however a dream ends."""

import json
from dataclasses import asdict
from datetime import datetime

from dreaming.domain.budget import Spent
from dreaming.domain.prompting import Call, Outcome
from dreaming.domain.times import render
from dreaming.domain.usage import Usage
from dreaming.store.connection import Connection, Row, row, rows

CLAIMS_SHOWN = "claims shown to a model"  # in a dream's figures
_SPENT = """
    SELECT count(*) AS calls, coalesce(sum(seconds), 0.0) AS seconds, coalesce(sum(cost_usd), 0.0) AS cost_usd,
           count(*) - count(cost_usd) AS unpriced,
           coalesce(sum(input_tokens + output_tokens + cache_creation_input_tokens + cache_read_input_tokens), 0) AS tokens
    FROM dream_calls WHERE outcome <> 'skipped' AND
"""

_UNMADE = {Outcome.FAILED, Outcome.SKIPPED}  # what is asked for again if it is wanted again


def add(conn: Connection, dream_id: str, call: Call, at: datetime) -> None:
    """Write down a call, and let the dream's usage be the sum. It was paid, whoever has the dream now."""
    usage = asdict(call.usage)
    values = asdict(call) | usage | {"claims": json.dumps(call.claims), "dream_id": dream_id, "at": render(at)}
    if call.outcome in _UNMADE:
        values["key"] = f"{call.key}:{values['at']}"
    conn.execute(
        f"""
        INSERT INTO dream_calls
            (dream_id, key, question_key, stage, purpose, model, outcome, {", ".join(usage)}, cost_usd, seconds, why, reply,
             claims, at)
        VALUES (:dream_id, :key, :question_key, :stage, :purpose, :model, :outcome, {", ".join(f":{name}" for name in usage)},
            :cost_usd, :seconds, :why, :reply, :claims, :at)
        """,  # noqa: S608 - fixed names
        {name: value for name, value in values.items() if name != "usage"},
    )
    total = json.dumps(asdict(usage_of(conn, dream_id)))
    conn.execute("UPDATE dreams SET usage = ? WHERE id = ?", (total, dream_id))


def get(conn: Connection, dream_id: str, key: str) -> Call | None:
    """The call that was made under this key; None if there is none."""
    found = row(conn, "SELECT * FROM dream_calls WHERE dream_id = ? AND key = ?", (dream_id, key))
    return None if found is None else _call(found)


def of_dream(conn: Connection, dream_id: str) -> list[Call]:
    """All calls, in the order in which they ended."""
    return [
        _call(each) for each in rows(conn, "SELECT * FROM dream_calls WHERE dream_id = ? ORDER BY at, key", (dream_id,))
    ]


def usage_of(conn: Connection, dream_id: str) -> Usage:
    """The tokens of all calls, whatever became of them."""
    names = list(asdict(Usage()))
    sums = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in names)
    found = rows(conn, f"SELECT {sums} FROM dream_calls WHERE dream_id = ?", (dream_id,))[0]  # noqa: S608 - fixed names
    return Usage(**{name: found[name] for name in names})


def spent_by(conn: Connection, dream_id: str) -> Spent:
    """What a dream has spent."""
    return _spent(rows(conn, f"{_SPENT} dream_id = ?", (dream_id,))[0])


def spent_since(conn: Connection, since: datetime) -> Spent:
    """What all dreams have spent since then."""
    return _spent(rows(conn, f"{_SPENT} at >= ?", (render(since),))[0])


def claims_shown(conn: Connection, dream_id: str) -> int:
    """How many claims a model was shown, each counted once."""
    sql = "SELECT count(DISTINCT value) AS n FROM dream_calls, json_each(claims) WHERE dream_id = ?"
    return rows(conn, sql, (dream_id,))[0]["n"]


def count(conn: Connection, dream_id: str) -> dict[str, int]:
    """How many calls there are, by outcome."""
    sql = "SELECT outcome, count(*) AS n FROM dream_calls WHERE dream_id = ? GROUP BY outcome ORDER BY outcome"
    return {each["outcome"]: each["n"] for each in rows(conn, sql, (dream_id,))}


def reasons(conn: Connection, dream_id: str) -> tuple[str, ...]:
    """Why calls were not made or do not count, each reason once; a budget's before others, then the most frequent."""
    found = rows(
        conn,
        "SELECT why FROM dream_calls WHERE dream_id = ? AND outcome IN ('skipped', 'fell_back', 'failed') AND why <> ''"
        " GROUP BY why ORDER BY max(outcome = 'skipped') DESC, count(*) DESC, why",
        (dream_id,),
    )
    return tuple(each["why"] for each in found)


def forget_replies(conn: Connection, dream_id: str) -> None:
    """Forget what the model said word for word: the dream has completed, and it quotes sessions."""
    conn.execute("UPDATE dream_calls SET reply = '' WHERE dream_id = ?", (dream_id,))


def _spent(found: Row) -> Spent:
    return Spent(**{name: found[name] for name in ("tokens", "cost_usd", "seconds", "calls", "unpriced")})


def _call(found: Row) -> Call:
    usage = Usage(**{name: found[name] for name in asdict(Usage())})
    names = ("key", "question_key", "stage", "purpose", "model", "cost_usd", "seconds", "why", "reply")
    claims = tuple(json.loads(found["claims"]))
    return Call(outcome=Outcome(found["outcome"]), usage=usage, claims=claims, **{name: found[name] for name in names})
