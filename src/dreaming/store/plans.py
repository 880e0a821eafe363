"""What dreams decided, as JSON: see `domain/plans.py`."""

from typing import TYPE_CHECKING

from dreaming.domain.plans import Plan
from dreaming.store.connection import Connection, row

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def keep(conn: Connection, dream_id: str, plan: Plan) -> None:
    """Keep the plan of a dream that completes."""
    text = _adapter().dump_json(plan, exclude_defaults=True).decode()
    conn.execute("INSERT INTO dream_plans (dream_id, plan) VALUES (?, ?)", (dream_id, text))


def of_dream(conn: Connection, dream_id: str) -> Plan | None:
    """The plan; None of a dream that an earlier version ran."""
    found = row(conn, "SELECT plan FROM dream_plans WHERE dream_id = ?", (dream_id,))
    return None if found is None else _adapter().validate_json(found["plan"])


def _adapter() -> "TypeAdapter[Plan]":
    from pydantic import TypeAdapter  # only who promotes a part or settles needs it

    return TypeAdapter(Plan)
