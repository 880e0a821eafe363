"""The forgetting that is under way: at most one row, which holds what it needs to be gone on with. Its text goes last."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dreaming.domain.times import parse, render
from dreaming.store.connection import Connection, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to go, worked out once: see `domain/forgetting.Eraser` for `words` and `statements`.

    `resting` are the lines that rest on the session alone, by version. `is_blank`: all is gone from every table, and
    only the files are to be cleaned.
    """

    at: datetime
    by: str
    text: str | None = None
    session_id: str | None = None
    keep_lines: bool = False
    words: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    resting: Mapping[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    is_blank: bool = False


def current(conn: Connection) -> Order | None:
    """The one that is under way."""
    found = row(conn, "SELECT * FROM forgetting")
    if found is None:
        return None
    at, by = parse(found["started_at"]), found["started_by"]
    if not found["what"]:
        return Order(at=at, by=by, is_blank=True)
    what: dict[str, Any] = json.loads(found["what"])
    resting = {version: frozenset(lines) for version, lines in what.pop("resting").items()}
    sets = {name: frozenset(what.pop(name)) for name in ("words", "statements")}
    return Order(at=at, by=by, resting=resting, **sets, **what)


def is_abandoned(conn: Connection, since: datetime) -> bool:
    """Whether there is one on which nobody has worked since then."""
    return row(conn, "SELECT 1 FROM forgetting WHERE touched_at < ?", (render(since),)) is not None


def begin(conn: Connection, order: Order) -> None:
    """Keep an order; there is none."""
    what = {
        "text": order.text,
        "session_id": order.session_id,
        "keep_lines": order.keep_lines,
        "words": sorted(order.words),
        "statements": sorted(order.statements),
        "resting": {version: sorted(lines) for version, lines in order.resting.items()},
    }
    conn.execute(
        "INSERT INTO forgetting (id, started_at, started_by, touched_at, what) VALUES (1, ?, ?, ?, ?)",
        (render(order.at), order.by, render(order.at), json.dumps(what, ensure_ascii=False)),
    )


def touch(conn: Connection, at: datetime) -> None:
    """Say that somebody works on it."""
    conn.execute("UPDATE forgetting SET touched_at = ?", (render(at),))


def blank(conn: Connection, order: Order) -> None:
    """Forget what it was about: the tables hold nothing of it any more."""
    conn.execute("UPDATE forgetting SET what = '' WHERE started_at = ?", (render(order.at),))


def end(conn: Connection, order: Order) -> None:
    """It is done."""
    conn.execute("DELETE FROM forgetting WHERE started_at = ?", (render(order.at),))
