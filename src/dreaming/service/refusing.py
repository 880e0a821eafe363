"""Remembering what a person said no to: changes of a dream, and lines that were taken out of a memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dreaming.domain.changes import Change, ChangeKind
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.language import read, same_statement
from dreaming.domain.model import Document, Dream
from dreaming.domain.refusals import Refusal, RefusalGround, RefusalKind
from dreaming.engine.documents import parse
from dreaming.store import refusals
from dreaming.store.connection import Connection

_KINDS = {
    ChangeKind.ADDED: RefusalKind.LINE,
    ChangeKind.REPLACED: RefusalKind.VALUE,
    ChangeKind.MOVED: RefusalKind.MOVE,
}


def refuse(
    conn: Connection, dream: Dream, changes: Iterable[Change], ground: RefusalGround, *, at: datetime, by: str
) -> None:
    """Remember that these changes of a dream are not wanted. Refusing one again changes nothing."""
    known = refusals.of_changes(conn, dream.id)
    refusals.insert(
        conn,
        [
            Refusal(
                id=make_id(Prefix.REFUSAL),
                store_id=dream.memory_store_id,
                kind=_KINDS.get(change.kind, RefusalKind.REMOVAL),
                ground=ground,
                before=before,
                after=after,
                at=at,
                by=by,
                dream_id=dream.id,
                change_id=change.id,
            )
            for change in changes
            if change.id not in known
            for before, after in _statements(change)
        ],
    )


def refuse_taken_out(
    conn: Connection, before: Document, after: Document | None, *, store_id: str, at: datetime, by: str
) -> None:
    """Remember the statements that a person has taken out of a memory, and that no other line of it says."""
    left = [] if after is None else [read(claim.text) for claim in parse(after).claims]
    kept = {reading.normal for reading in left}
    gone = dict.fromkeys(claim.text for claim in parse(before).claims if read(claim.text).normal not in kept)
    refusals.insert(
        conn,
        [
            Refusal(
                id=make_id(Prefix.REFUSAL),
                store_id=store_id,
                kind=RefusalKind.LINE,
                ground=RefusalGround.DELETED,
                before="",
                after=text,
                at=at,
                by=by,
            )
            for text in gone
            if not any(same_statement(read(text), reading) for reading in left)
        ],
    )


def _statements(change: Change) -> Sequence[tuple[str, str]]:
    """What was refused of a change: each statement it would take, with what it would write instead."""
    texts = [place.text for place in change.before]
    new = change.after[0].text if change.after and change.kind in {ChangeKind.ADDED, ChangeKind.REPLACED} else ""
    return [(text, new) for text in texts] or [("", new)]
