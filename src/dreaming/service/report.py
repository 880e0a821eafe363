"""What a dream did and saw, for whoever reviews it; and pages of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreaming.domain.changes import Change, ChangeKind, Fate, Notice, NoticeKind
from dreaming.domain.claims import ObservationKind
from dreaming.domain.errors import NotFound
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.model import Dream, DreamStatus, Session
from dreaming.domain.texts import counted
from dreaming.service.caveats import of_dream
from dreaming.service.examined import Results, results
from dreaming.service.model_use import ModelUse, model_use
from dreaming.service.observed import Observed, observed
from dreaming.service.promotion import Standing, fingerprint, standing
from dreaming.service.risks import rank, risk_of
from dreaming.store import checkpoints, dreams, journal, ledger, pins, sessions, stores
from dreaming.store.connection import Connection

# What takes most from the store stands first.
RISKIEST = (
    ChangeKind.DROPPED,
    ChangeKind.REPLACED,
    ChangeKind.QUARANTINED,
    ChangeKind.MOVED,
    ChangeKind.MERGED,
    ChangeKind.ADDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The review of one dream, whatever its status.

    `claims` and `fates` count the claims of the input, `births` the new lines. `changes` stand riskiest first, those
    that most sessions show before others. `sessions` are the heads of sessions that still exist, by id.
    `answered` counts the answers that an unfinished dream has kept, by stage; `observed` is what they observe.
    `journal_lines` counts the lines of its journal. `results` are those of its exam and its replay.
    `use` is how models were used, None where none was called.
    `declined` is what was not proposed again; `promoted` says which
    changes are in the store.
    """

    dream: Dream
    store_name: str
    memories: int
    fingerprint: str | None
    claims: int
    fates: Mapping[Fate, int]
    births: int
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    doubts: tuple[Notice, ...]
    quarantined: tuple[Notice, ...]
    refused: tuple[Notice, ...]
    skipped: tuple[Notice, ...]
    caveats: tuple[Notice, ...]
    followed: tuple[str, ...]
    not_understood: tuple[str, ...]
    sessions: Mapping[str, Session]
    answered: Mapping[str, int]
    observed: tuple[Observed, ...]
    journal_lines: int
    results: Results
    use: ModelUse | None
    declined: tuple[Notice, ...]
    promoted: Standing

    @property
    def open(self) -> tuple[Change, ...]:
        """Work begun and not finished, and questions that wait for the user."""
        return tuple(change for change in self.changes if change.topic == ObservationKind.OPEN)

    @property
    def standing(self) -> str:
        """Where the dream stands, in words."""
        inside = self.promoted.inside
        if self.promoted.is_whole:
            return "promoted"
        if inside is not None:
            told = f"promoted in part: {len(inside)} of {counted(len(self.changes), 'change')}"
            refused = len(self.promoted.refused - inside)
            rest = ", the rest discarded" if self.dream.discarded_at is not None else ""
            return told + (f", {refused} refused" if refused else "") + rest
        if self.dream.discarded_at is not None:
            return "discarded"
        if self.promoted.restored is not None:
            return "promoted, and taken back by a restore"
        if self.promoted.last is not None:
            return "promoted, and taken back"
        return "waits for review" if self.dream.status is DreamStatus.COMPLETED else str(self.dream.status)

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of one section: as text, and as values for JSON. `next_offset` is None on the last page."""

    section: str
    text: str
    items: tuple[Mapping[str, Any], ...]
    offset: int
    total: int
    next_offset: int | None


def build(conn: Connection, dream_id: str) -> Report:
    """The report of a dream, in the caller's transaction.

    Raises:
        NotFound: there is no such dream.
    """
    dream = dreams.get(conn, dream_id)
    result = dreams.result(conn, dream_id)
    fates = ledger.fates(conn, dream_id)
    notices = ledger.notices(conn, dream_id)
    steering = parse_instructions(dream.instructions)
    return Report(
        dream=dream,
        store_name=store_name(conn, dream),
        memories=len(pins.memories(conn, dream_id)),
        fingerprint=fingerprint(conn, dream),
        claims=sum(fates.values()),
        fates=fates,
        births=ledger.count_births(conn, dream_id),
        counts=result.counts,
        changes=tuple(sorted(ledger.changes(conn, dream_id), key=_risk)),
        doubts=_of(notices, NoticeKind.DOUBT),
        quarantined=_of(notices, NoticeKind.QUARANTINED),
        refused=_of(notices, NoticeKind.REFUSED),
        skipped=_of(notices, NoticeKind.SKIPPED),
        caveats=tuple(each.notice for each in of_dream(conn, dream)),
        followed=steering.followed,
        not_understood=steering.not_understood,
        sessions=session_heads(conn, dream),
        answered=checkpoints.count(conn, dream_id),
        observed=observed(conn, dream_id),
        journal_lines=journal.count(conn, dream_id),
        results=results(conn, dream_id),
        use=model_use(conn, dream, result.counts),
        declined=_of(notices, NoticeKind.DECLINED),
        promoted=standing(conn, dream_id),
    )


def _risk(change: Change) -> tuple[int, int]:
    return rank(risk_of(change)), -change.support


def _of(notices: Sequence[Notice], kind: NoticeKind) -> tuple[Notice, ...]:
    return tuple(notice for notice in notices if notice.kind is kind)


def store_name(conn: Connection, dream: Dream) -> str:
    """The name of the dream's input store; its id where the store was deleted."""
    try:
        return stores.get(conn, dream.memory_store_id).name
    except NotFound:
        return dream.memory_store_id


def session_heads(conn: Connection, dream: Dream) -> dict[str, Session]:
    """The heads of those of the dream's sessions that still exist, the held-out ones among them, by id."""
    return heads_of(conn, (*dream.session_ids, *dream.held_out))


def heads_of(conn: Connection, session_ids: Iterable[str]) -> dict[str, Session]:
    """The heads of those of the sessions that still exist, by id."""
    found: dict[str, Session] = {}
    for session_id in session_ids:
        try:
            found[session_id] = sessions.get(conn, session_id)
        except NotFound:  # it was deleted since; its quotes still stand in the report
            continue
    return found
