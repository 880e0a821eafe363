"""How somebody wants things to be given: "distances in metres, not in feet", with or without a verb that gives them."""

import re

from dreaming.judges.rules import imperatives
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE
_GIVES = (
    r"(?:(?:please\s+)?(?:give|show|print|format|report|express|state|display|measure|quote|write|answer|list|label|log|count)"
    r"\s+(?:me\s+|us\s+)?)"
)
_MANNER = Gated(
    re.compile(
        rf"(?P<gives>{_GIVES})?(?P<what>(?:(?:the|all|my|our)\s+)?(?:[\w-]+\s+){{0,2}}?[\w-]+s\s+in\s+[\w-]+,?(?:\s+please)?,?\s+"
        r"(?:not|never|rather\s+than|instead\s+of)\s+(?:in\s+)?(?:[\w-]+\s+)?[\w-]+)[\s.!]*",
        _F,
    ),
    holds="not never rather instead",
)


def begins_at(asked: str) -> int | None:
    """Where the statement of a manner begins in an order or a wish; None where there is none."""
    found = _MANNER.match(asked)
    if found is None or found.end() != len(asked):
        return None
    if not found["gives"] and imperatives.is_order(asked):
        return None  # "put the files in src, not in lib" is a task
    return found.start("what")
