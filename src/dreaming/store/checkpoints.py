"""Answers of a dream's judge, kept by the hash of everything they depend on, so that none is asked for twice."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dreaming.domain.lifecycle import Lease
from dreaming.domain.times import render
from dreaming.store.connection import Connection, rows
from dreaming.store.leases import bear_fruit

_AT_ONCE = 500  # SQLite takes a limited number of values in one statement


def keep(conn: Connection, lease: Lease, answers: Iterable[tuple[str, str, str]], at: datetime) -> None:
    """Keep answers, each `(key, stage, JSON)`; one that is kept already stays.

    Raises:
        LeaseLost: another worker has the dream, or it was ended.
    """
    bear_fruit(conn, lease)
    conn.executemany(
        "INSERT INTO checkpoints (dream_id, key, stage, answer, created_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(lease.dream_id, key, stage, answer, render(at)) for key, stage, answer in answers],
    )


def copy(conn: Connection, dream_id: str, to: str) -> None:
    """Let another dream, over the same sessions, go on from the answers of this one."""
    conn.execute(
        "INSERT INTO checkpoints (dream_id, key, stage, answer, created_at)"
        " SELECT ?, key, stage, answer, created_at FROM checkpoints WHERE dream_id = ?",
        (to, dream_id),
    )


def kept(conn: Connection, dream_id: str, keys: Sequence[str]) -> dict[str, str]:
    """The JSON of those answers that are kept, by key."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        sql = f"SELECT key, answer FROM checkpoints WHERE dream_id = ? AND key IN ({marks})"  # noqa: S608 - question marks
        found.update((each["key"], each["answer"]) for each in rows(conn, sql, (dream_id, *some)))
    return found


def count(conn: Connection, dream_id: str) -> dict[str, int]:
    """How many answers are kept, by stage."""
    found = rows(
        conn,
        "SELECT stage, count(*) AS n FROM checkpoints WHERE dream_id = ? GROUP BY stage ORDER BY stage",
        (dream_id,),
    )
    return {each["stage"]: each["n"] for each in found}


def of_stage(conn: Connection, dream_id: str, stage: str) -> list[str]:
    """The JSON of the answers that are kept of a stage, in the order in which they were given."""
    found = rows(
        conn,
        "SELECT answer FROM checkpoints WHERE dream_id = ? AND stage = ? ORDER BY created_at, key",
        (dream_id, stage),
    )
    return [each["answer"] for each in found]


def drop(conn: Connection, dream_id: str) -> None:
    """Forget them: the dream has completed, and they quote its sessions."""
    conn.execute("DELETE FROM checkpoints WHERE dream_id = ?", (dream_id,))
