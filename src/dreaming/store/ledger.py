"""What a dream did, row by row: the ledger, the changes a person reviews, and what else the report says."""

import json
from collections.abc import Collection, Mapping, Sequence

from dreaming.domain.changes import (
    Change,
    ChangeKind,
    Changeset,
    Fate,
    LedgerEntry,
    Notice,
    NoticeKind,
    Place,
)
from dreaming.store.connection import Connection, Row, row, rows
from dreaming.store.provenance import evidence_from_json, evidence_to_json

EVERYTHING = -1  # as a limit
STRUCTURE_LINES = "structure_lines"  # among a dream's counts: lines of the input that are no claims


def keep(conn: Connection, dream_id: str, changeset: Changeset) -> None:
    """Record everything of a changeset but its documents."""
    conn.executemany(
        """
        INSERT INTO ledger (dream_id, position, path, first_line, last_line, text, fate, reason, places, evidence,
                            change_id, generated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [(dream_id, position, *_entry_values(entry)) for position, entry in enumerate(changeset.ledger)],
    )
    conn.executemany(
        """
        INSERT INTO dream_changes (dream_id, position, id, kind, topic, support, before, after, reason, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [(dream_id, position, *_change_values(change)) for position, change in enumerate(changeset.changes)],
    )
    for notice in changeset.notices:
        add_notice(conn, dream_id, notice)


def add_notice(conn: Connection, dream_id: str, notice: Notice) -> None:
    """Say one thing more in the report."""
    conn.execute(
        """
        INSERT INTO dream_notices (dream_id, position, kind, text, reason, places, evidence)
        SELECT :dream_id, coalesce(max(position) + 1, 0), :kind, :text, :reason, :places, :evidence
        FROM dream_notices WHERE dream_id = :dream_id
        """,
        {
            "dream_id": dream_id,
            "kind": notice.kind,
            "text": notice.text,
            "reason": notice.reason,
            "places": _dump_places(notice.places),
            "evidence": evidence_to_json(notice.evidence),
        },
    )


def entries(
    conn: Connection, dream_id: str, *, births: bool | None = None, offset: int = 0, limit: int = EVERYTHING
) -> list[LedgerEntry]:
    """The ledger in order: fates of input claims first, then births of output lines; `births` picks one kind."""
    found = rows(
        conn,
        """
        SELECT * FROM ledger WHERE dream_id = :dream_id AND (:births IS NULL OR (fate IS NULL) = :births)
        ORDER BY fate IS NULL, position LIMIT :limit OFFSET :offset
        """,
        {"dream_id": dream_id, "births": births, "limit": limit, "offset": offset},
    )
    return [_entry(each) for each in found]


def unkept(conn: Connection, dream_id: str) -> list[LedgerEntry]:
    """The claims that were not kept as they stood, then the new lines; without evidence, which their changes have."""
    found = rows(
        conn,
        """
        SELECT path, first_line, last_line, text, fate, reason, places, '[]' AS evidence, change_id, generated
        FROM ledger WHERE dream_id = ? AND (fate IS NULL OR fate != 'kept') ORDER BY fate IS NULL, position
        """,
        (dream_id,),
    )
    return [_entry(each) for each in found]


def fate_at(conn: Connection, dream_id: str, path: str, line: int) -> LedgerEntry | None:
    """What became of the input claim that a line belongs to; None where the line belongs to none."""
    found = row(
        conn,
        "SELECT * FROM ledger WHERE dream_id = ? AND fate IS NOT NULL AND path = ? AND ? BETWEEN first_line AND last_line",
        (dream_id, path, line),
    )
    return None if found is None else _entry(found)


def carried(conn: Connection, dream_id: str) -> list[LedgerEntry]:
    """The input claims that live on in another memory."""
    found = rows(
        conn,
        "SELECT * FROM ledger WHERE dream_id = ? AND fate IS NOT NULL AND fate != 'kept' AND places != '[]'"
        " ORDER BY position",
        (dream_id,),
    )
    entries = [_entry(each) for each in found]
    return [entry for entry in entries if any(place.path != entry.claim.path for place in entry.to)]


def fates_at(conn: Connection, dream_id: str, paths: Collection[str]) -> list[LedgerEntry]:
    """The fates of the input claims of these memories."""
    found = rows(
        conn,
        """
        SELECT * FROM ledger
        WHERE dream_id = ? AND fate IS NOT NULL AND path IN (SELECT value FROM json_each(?)) ORDER BY position
        """,
        (dream_id, json.dumps(sorted(paths))),
    )
    return [_entry(each) for each in found]


def claims_with(conn: Connection, dream_id: str, some: Collection[Fate], *, limit: int) -> list[Place]:
    """Input claims that came to one of these fates, in order, at most so many."""
    found = rows(
        conn,
        """
        SELECT * FROM ledger WHERE dream_id = ? AND fate IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?
        """,
        (dream_id, json.dumps([str(fate) for fate in some]), limit),
    )
    return [_entry(each).claim for each in found]


def count_entries(conn: Connection, dream_id: str) -> int:
    """How many rows the ledger has."""
    return rows(conn, "SELECT count(*) AS n FROM ledger WHERE dream_id = ?", (dream_id,))[0]["n"]


def fates(conn: Connection, dream_id: str) -> Mapping[Fate, int]:
    """How many input claims came to what."""
    found = rows(
        conn,
        "SELECT fate, count(*) AS n FROM ledger WHERE dream_id = ? AND fate IS NOT NULL GROUP BY fate",
        (dream_id,),
    )
    counted = {each["fate"]: each["n"] for each in found}
    return {fate: counted.get(fate, 0) for fate in Fate}


def count_births(conn: Connection, dream_id: str) -> int:
    """How many output lines are new, those that code makes left out."""
    sql = "SELECT count(*) AS n FROM ledger WHERE dream_id = ? AND fate IS NULL AND NOT generated"
    return rows(conn, sql, (dream_id,))[0]["n"]


def covered_lines(conn: Connection, dream_id: str) -> int:
    """How many lines of the input have a fate."""
    sql = """
        SELECT coalesce(sum(last_line - first_line + 1), 0) AS n FROM ledger WHERE dream_id = ? AND fate IS NOT NULL
    """
    return rows(conn, sql, (dream_id,))[0]["n"]


def first_overlap(conn: Connection, dream_id: str) -> str | None:
    """A path where two claims share a line, if there is one: each line has one fate."""
    found = row(
        conn,
        """
        SELECT path FROM (
            SELECT path, first_line, lag(last_line) OVER (PARTITION BY path ORDER BY first_line, last_line) AS before
            FROM ledger WHERE dream_id = ? AND fate IS NOT NULL)
        WHERE before >= first_line LIMIT 1
        """,
        (dream_id,),
    )
    return None if found is None else found["path"]


def changes(conn: Connection, dream_id: str) -> list[Change]:
    """Every change, in the engine's order."""
    return [
        _change(each)
        for each in rows(conn, "SELECT * FROM dream_changes WHERE dream_id = ? ORDER BY position", (dream_id,))
    ]


def notices(conn: Connection, dream_id: str) -> list[Notice]:
    """Everything else the report says, in order."""
    return [
        _notice(each)
        for each in rows(conn, "SELECT * FROM dream_notices WHERE dream_id = ? ORDER BY position", (dream_id,))
    ]


def _entry_values(entry: LedgerEntry) -> tuple[object, ...]:
    claim = entry.claim
    return (
        claim.path,
        claim.first_line,
        claim.last_line,
        claim.text,
        entry.fate,
        entry.reason,
        _dump_places(entry.to),
        evidence_to_json(entry.evidence),
        entry.change_id,
        entry.generated,
    )


def _entry(found: Row) -> LedgerEntry:
    return LedgerEntry(
        claim=Place(
            path=found["path"], first_line=found["first_line"], last_line=found["last_line"], text=found["text"]
        ),
        fate=None if found["fate"] is None else Fate(found["fate"]),
        reason=found["reason"],
        to=_load_places(found["places"]),
        evidence=evidence_from_json(found["evidence"]),
        change_id=found["change_id"],
        generated=bool(found["generated"]),
    )


def _change_values(change: Change) -> tuple[object, ...]:
    return (
        change.id,
        change.kind,
        change.topic,
        change.support,
        _dump_places(change.before),
        _dump_places(change.after),
        change.reason,
        evidence_to_json(change.evidence),
    )


def _change(found: Row) -> Change:
    return Change(
        id=found["id"],
        kind=ChangeKind(found["kind"]),
        topic=found["topic"],
        support=found["support"],
        before=_load_places(found["before"]),
        after=_load_places(found["after"]),
        reason=found["reason"],
        evidence=evidence_from_json(found["evidence"]),
    )


def _notice(found: Row) -> Notice:
    return Notice(
        kind=NoticeKind(found["kind"]),
        text=found["text"],
        reason=found["reason"],
        places=_load_places(found["places"]),
        evidence=evidence_from_json(found["evidence"]),
    )


def _dump_places(places: Sequence[Place]) -> str:
    return json.dumps(
        [[place.path, place.first_line, place.last_line, place.text] for place in places], ensure_ascii=False
    )


def _load_places(text: str) -> tuple[Place, ...]:
    return tuple(
        Place(path=path, first_line=first, last_line=last, text=words) for path, first, last, words in json.loads(text)
    )
