"""The sections of a report, page by page, as text and as values for JSON."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dreaming.domain.changes import Change, ChangeKind, LedgerEntry, Notice
from dreaming.domain.errors import InvalidInput
from dreaming.domain.exam import Examined, Replayed
from dreaming.domain.journal import JournalLine
from dreaming.domain.times import render
from dreaming.service import differences, rendering
from dreaming.service.examined import result_json, result_text
from dreaming.service.observed import Observed
from dreaming.service.outlines import EVERYTHING, Filter
from dreaming.service.report import Page, Report, build
from dreaming.service.review_json import entry_json, places_json, quotes_json
from dreaming.store import journal, ledger
from dreaming.store.connection import Connection

Item = Change | Notice | Observed | Examined | Replayed | LedgerEntry | JournalLine

_SECTIONS: Mapping[str, Callable[[Report], Sequence[Item]]] = {
    "changes": lambda report: report.changes,
    "merged": lambda report: report.of_kind(ChangeKind.MERGED),
    "replaced": lambda report: report.of_kind(ChangeKind.REPLACED),
    "added": lambda report: report.of_kind(ChangeKind.ADDED),
    "dropped": lambda report: report.of_kind(ChangeKind.DROPPED),
    "moved": lambda report: report.of_kind(ChangeKind.MOVED),
    "doubts": lambda report: report.doubts,
    "caveats": lambda report: report.caveats,
    "quarantined": lambda report: (*report.of_kind(ChangeKind.QUARANTINED), *report.quarantined),
    "refused": lambda report: report.refused,
    "declined": lambda report: report.declined,
    "open": lambda report: report.open,
    "skipped": lambda report: report.skipped,
    "observed": lambda report: report.observed,
    "exam": lambda report: report.results.changed,
    "replay": lambda report: report.results.replayed,
}
SECTIONS = ("summary", differences.SECTION, *_SECTIONS, "ledger", "journal")
OF_ONE_KIND = ("merged", "replaced", "added", "dropped", "moved")  # parts of the section changes
_LINES = frozenset({"ledger", "journal"})  # whose items take a line or little more


def section(
    conn: Connection, dream_id: str, name: str, *, offset: int, limit: int | None, wanted: Filter = EVERYTHING
) -> Page:
    """A page of a section, in the caller's transaction; `limit` None is all of it. `wanted` concerns the diff alone.

    Raises:
        NotFound: there is no such dream.
        InvalidInput: there is no such section, or the page is impossible.
    """
    if name not in SECTIONS:
        raise InvalidInput("section", f"{name[:40]!r} is none", f"There are: {', '.join(SECTIONS)}.")
    if offset < 0 or (limit is not None and limit < 1):
        raise InvalidInput("offset", "the page is impossible", "offset is 0 or more, limit 1 or more.")
    report = build(conn, dream_id)
    if name == "summary":
        return Page(section=name, text=rendering.summary(report), items=(), offset=0, total=1, next_offset=None)
    if name == "ledger":
        size = ledger.EVERYTHING if limit is None else limit
        found: Sequence[Item] = ledger.entries(conn, dream_id, offset=offset, limit=size)
        return _page(report, name, found, offset=offset, total=ledger.count_entries(conn, dream_id))
    if name == "journal":
        size = journal.EVERYTHING if limit is None else limit
        told = journal.lines(conn, dream_id, after=offset, limit=size)
        return _page(report, name, told, offset=offset, total=report.journal_lines)
    if name == differences.SECTION:
        return differences.page_of_dream(conn, report, wanted, offset=offset, limit=limit)
    whole = _SECTIONS[name](report)
    end = None if limit is None else offset + limit
    return _page(report, name, whole[offset:end], offset=offset, total=len(whole))


def as_json(item: Item) -> dict[str, Any]:
    """An item of a section as plain values."""
    match item:
        case LedgerEntry():
            return entry_json(item)
        case Change():
            return {
                "id": item.id,
                "kind": str(item.kind),
                "topic": item.topic,
                "support": item.support,
                "before": places_json(item.before),
                "after": places_json(item.after),
                "reason": item.reason,
                "evidence": quotes_json(item.evidence),
            }
        case Notice():
            return {
                "kind": str(item.kind),
                "text": item.text,
                "reason": item.reason,
                "places": places_json(item.places),
                "evidence": quotes_json(item.evidence),
            }
        case Observed():
            return {
                "kind": str(item.kind),
                "topic": item.topic,
                "text": item.text,
                "evidence": quotes_json(item.evidence),
            }
        case Examined() | Replayed():
            return result_json(item)
        case JournalLine():
            return {"position": item.position, "at": render(item.at), "kind": str(item.kind), "text": item.text}


def _page(report: Report, name: str, items: Sequence[Item], *, offset: int, total: int) -> Page:
    end = offset + len(items)
    texts = [_text(item, report) for item in items] or [f"Nothing in section {name}."]
    return Page(
        section=name,
        text=("\n" if name in _LINES else "\n\n").join(texts),
        items=tuple(as_json(item) for item in items),
        offset=offset,
        total=total,
        next_offset=end if end < total and items else None,
    )


def _text(item: Item, report: Report) -> str:
    match item:
        case LedgerEntry():
            return rendering.entry_text(item, report.sessions)
        case Change():
            return rendering.change_text(item, report.sessions)
        case Notice():
            return rendering.notice_text(item, report.sessions)
        case Observed():
            return rendering.observed_text(item, report.sessions)
        case Examined() | Replayed():
            return result_text(item, report.sessions)
        case JournalLine():
            return rendering.journal_text(item, report.sessions)
