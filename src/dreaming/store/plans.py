"""What dreams decided, as JSON: see `domain/plans.py`."""

from functools import lru_cache
from typing import TYPE_CHECKING

from dreaming.domain.claims import Observation
from dreaming.domain.plans import Heard, Plan
from dreaming.store.connection import Connection, row, rows

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MOST_HEARD = 2_000  # observations


def keep(conn: Connection, dream_id: str, plan: Plan) -> None:
    """Keep the plan of a dream that completes."""
    text = _adapter().dump_json(plan, exclude_defaults=True).decode()
    conn.execute("INSERT INTO dream_plans (dream_id, plan) VALUES (?, ?)", (dream_id, text))


def of_dream(conn: Connection, dream_id: str) -> Plan | None:
    """The plan; None of a dream that an earlier version ran."""
    found = row(conn, "SELECT plan FROM dream_plans WHERE dream_id = ?", (dream_id,))
    return None if found is None else _adapter().validate_json(found["plan"])


def heard(conn: Connection, store_id: str) -> Heard:
    """What the dreams that were promoted into a store took from sessions, the latest dream first; at most `MOST_HEARD`.

    What a dream skipped counts only while nothing of the store was taken back since.
    """
    promoted = rows(
        conn,
        """
        SELECT p.plan, promotion.at > ifnull(
            (SELECT max(created_at) FROM promotions WHERE store_id = ?1 AND kind <> 'promote'), '') AS stands
        FROM dream_plans AS p
        JOIN (SELECT dream_id, max(created_at) AS at FROM promotions WHERE store_id = ?1 AND kind = 'promote'
              GROUP BY dream_id) AS promotion ON promotion.dream_id = p.dream_id
        ORDER BY promotion.at DESC, p.dream_id
        """,
        (store_id,),
    )
    observations: list[Observation] = []
    skipped: list[Observation] = []
    for each in promoted:
        if len(observations) >= MOST_HEARD:
            break
        found = _adapter().validate_json(each["plan"]).heard
        observations += found.observations
        skipped += found.skipped if each["stands"] else ()
    return Heard(observations=tuple(observations[:MOST_HEARD]), skipped=tuple(skipped[:MOST_HEARD]))


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Plan]":
    from pydantic import TypeAdapter  # only who promotes a part or settles needs it

    return TypeAdapter(Plan)
