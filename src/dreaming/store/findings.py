"""What checks found of the lines of a store and of the outputs of dreams over it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.grounding import Sighting, Thing, Verdict
from dreaming.domain.model import Memory
from dreaming.domain.times import parse, render
from dreaming.store import memories
from dreaming.store.connection import Connection, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sighting with the claim that it is of: `line_count` lines of that hash, which name it from `first` to `last`.

    `content_sha256` is of a text in which the claim stood.
    """

    claim_sha256: str
    line_count: int
    first: int
    last: int
    thing: Thing
    sighting: Sighting
    content_sha256: str
    checked_at: datetime


def replace(conn: Connection, store_id: str, found: Iterable[Finding], *, expiries_alone: bool) -> None:
    """Put these in the place of all that was found of the store before, or of all its expiries."""
    conn.execute("DELETE FROM findings WHERE store_id = ? AND (thing = 'expiry' OR NOT ?)", (store_id, expiries_alone))
    conn.executemany(
        """
        INSERT OR IGNORE INTO findings (store_id, claim_sha256, first, last, line_count, content_sha256, thing, verdict,
                                        file, line, value, checked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (store_id, each.claim_sha256, each.first, each.last, each.line_count, each.content_sha256, each.thing,
             each.sighting.verdict, each.sighting.file, each.sighting.line, each.sighting.value, render(each.checked_at))
            for each in found
        ],
    )  # fmt: skip


def of_store(conn: Connection, store_id: str, *, on: datetime | None = None) -> list[Finding]:
    """What was found of a store, by claim; expiries whose last day is over `on` that time, or when they were checked."""
    found = rows(
        conn,
        """
        SELECT * FROM findings
        WHERE store_id = ? AND (thing != 'expiry' OR value < substr(coalesce(?, checked_at), 1, 10))
        ORDER BY claim_sha256, first
        """,
        (store_id, None if on is None else render(on)),
    )
    return [
        Finding(
            claim_sha256=each["claim_sha256"],
            line_count=each["line_count"],
            first=each["first"],
            last=each["last"],
            thing=Thing(each["thing"]),
            sighting=Sighting(
                verdict=Verdict(each["verdict"]), file=each["file"], line=each["line"], value=each["value"]
            ),
            content_sha256=each["content_sha256"],
            checked_at=parse(each["checked_at"]),
        )
        for each in found
    ]


def candidates(conn: Connection, store_id: str, of: Collection[Finding]) -> list[Memory]:
    """The heads of a store in which these may stand: those with a text that was checked, and what changed since."""
    if not of:
        return []
    known = {each.content_sha256 for each in of}
    since = min(each.checked_at for each in of)
    heads = memories.heads(conn, store_id)
    return [head for head in heads if head.content_sha256 in known or head.updated_at >= since]
