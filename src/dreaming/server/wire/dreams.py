"""The shapes of answers about dreams and what becomes of them."""

from pydantic import Field

from dreaming.domain.hosting import HOST
from dreaming.domain.model import Dream
from dreaming.domain.times import render, render_optional
from dreaming.server.wire.answer import Answer
from dreaming.service.dreams import Started
from dreaming.service.due import Standing
from dreaming.service.promotion import Promotion
from dreaming.service.report import Page, Report
from dreaming.service.restoring import Restoration

WAIT = "dream_status with wait_seconds 25"
PACKETS = "dream_next, then dream_answer for each packet, until there is none"


class DreamAnswer(Answer):
    """One dream. `next` is the tool that goes on from here."""

    dream_id: str
    status: str
    memory_store_id: str
    output_store_id: str | None = None
    sessions: int
    model: str
    stage: str | None = None
    done: int | None = None
    total: int | None = None
    detail: str | None = Field(default=None, description="What it reads: a session's id, or paths.")
    remaining_seconds: float | None = Field(default=None, description="About what is left of the stage.")
    host: str | None = Field(default=None, description="How its packets stand, where an agent judges.")
    error: str | None = None
    created_at: str
    ended_at: str | None = None
    unpromoted_because: str | None = Field(default=None, description="Why it did not promote itself.")
    promoted_at: str | None = None
    discarded_at: str | None = None
    next: str | None = None

    @classmethod
    def of(cls, dream: Dream) -> "DreamAnswer":
        """Progress is shown while the dream runs."""
        running = dream.status == "running"
        return cls(
            dream_id=dream.id,
            status=dream.status,
            memory_store_id=dream.memory_store_id,
            output_store_id=dream.output_store_id,
            sessions=len(dream.session_ids),
            model=dream.model,
            stage=dream.progress.stage if running else None,
            done=dream.progress.done if running else None,
            total=dream.progress.total if running else None,
            detail=dream.progress.detail or None if running else None,
            remaining_seconds=dream.progress.remaining_seconds if running else None,
            host=dream.of_its_host or None,
            error=f"{dream.error.type}: {dream.error.message}" if dream.error else None,
            created_at=render(dream.created_at),
            ended_at=render_optional(dream.ended_at),
            unpromoted_because=dream.unpromoted_because,
            promoted_at=render_optional(dream.promoted_at),
            discarded_at=render_optional(dream.discarded_at),
            next=_next(dream),
        )


def _next(dream: Dream) -> str | None:
    match dream.status:
        case "pending" | "running" if dream.model == HOST:
            return PACKETS
        case "pending" | "running":
            return WAIT
        case "completed" if dream.promoted_at is None and dream.discarded_at is None:
            return "dream_report"
        case _:
            return None


class DueAnswer(Answer):
    """How a store stands towards its next dream. `policy` says what happens then: off, suggest or auto.

    `due_at` is from when on one is due if nothing else happens; without it that cannot be told. `why` says it.
    """

    store: str
    policy: str
    undreamt_sessions: int
    last_dream_id: str | None = None
    last_dream_status: str | None = None
    last_dream_at: str | None = None
    is_due: bool
    due_at: str | None = None
    why: str

    @classmethod
    def of(cls, standing: Standing) -> "DueAnswer":
        """As `DueDreams.get` says."""
        last = standing.last_dream
        return cls(
            store=standing.store.name,
            policy=standing.rule.policy,
            undreamt_sessions=standing.undreamt_sessions,
            last_dream_id=last.id if last else None,
            last_dream_status=last.status if last else None,
            last_dream_at=render(last.ended_at) if last else None,
            is_due=standing.due.is_due,
            due_at=render_optional(standing.due.due_at),
            why=standing.due.why,
        )


class DreamsAnswer(Answer):
    """Some dreams, newest first. `due` is about the store that was named, else the one that is meant where none is."""

    dreams: list[DreamAnswer]
    due: DueAnswer | None = None


class StartedAnswer(Answer):
    """A dream that was started, and what of the instructions the rules understood."""

    dream_id: str
    status: str
    store: str
    sessions: int
    followed: list[str] | None = None
    not_understood: list[str] | None = None
    sessions_left_over: int | None = None
    next: str

    @classmethod
    def of(cls, started: Started) -> "StartedAnswer":
        """As `Dreams.start` says."""
        return cls(
            dream_id=started.dream.id,
            status=started.dream.status,
            store=started.store.name,
            sessions=len(started.dream.session_ids),
            followed=list(started.followed) or None,
            not_understood=list(started.not_understood) or None,
            sessions_left_over=started.left_over or None,
            next=PACKETS if started.dream.model == HOST else WAIT,
        )


class ReportAnswer(Answer):
    """The summary of a dream's report. `sections` counts what can be read in full."""

    dream_id: str
    store: str
    standing: str
    summary: str
    fingerprint: str | None = None
    claims: int
    fates: dict[str, int]
    sections: dict[str, int]

    @classmethod
    def of(cls, report: Report, summary: str) -> "ReportAnswer":
        """Sections that are empty are left out."""
        notices = {
            "changes": report.changes,
            "doubts": report.doubts,
            "quarantined": report.quarantined,
            "refused": report.refused,
            "open": report.open,
            "skipped": report.skipped,
            "observed": report.observed,
        }
        return cls(
            dream_id=report.dream.id,
            store=report.store_name,
            standing=report.standing,
            summary=summary,
            fingerprint=report.fingerprint,
            claims=report.claims,
            fates={str(fate): count for fate, count in report.fates.items() if count},
            sections={name: len(found) for name, found in notices.items() if found}
            | ({"ledger": report.claims + report.births} if report.claims else {})
            | ({"journal": report.journal_lines} if report.journal_lines else {}),
        )


class PageAnswer(Answer):
    """A part of one section. Without `next_offset` it is the last."""

    dream_id: str
    section: str
    text: str
    offset: int
    total: int
    next_offset: int | None = None

    @classmethod
    def of(cls, dream_id: str, page: Page) -> "PageAnswer":
        """As `Review.section` says."""
        return cls(
            dream_id=dream_id,
            section=page.section,
            text=page.text,
            offset=page.offset,
            total=page.total,
            next_offset=page.next_offset,
        )


class PromotedAnswer(Answer):
    """A dream's result is in its store."""

    dream_id: str
    promoted: bool = True
    promotion_id: str
    memory_store_id: str
    again: bool | None = Field(default=None, description="It was there already: nothing was done now.")
    written: list[str]
    removed: list[str] | None = None
    kept_current: list[str] | None = None
    kept_dream: list[str] | None = None
    promoted_at: str
    undo: str

    @classmethod
    def of(cls, promotion: Promotion) -> "PromotedAnswer":
        """As `Review.promote` says."""
        return cls(
            dream_id=promotion.dream_id,
            promotion_id=promotion.id,
            memory_store_id=promotion.store_id,
            again=None if promotion.is_new else True,
            written=list(promotion.written),
            removed=list(promotion.removed) or None,
            kept_current=list(promotion.kept_current) or None,
            kept_dream=list(promotion.kept_dream) or None,
            promoted_at=render(promotion.created_at),
            undo=f"store_restore with store {promotion.store_id} and before {promotion.dream_id}",
        )


class RestoredAnswer(Answer):
    """A store stands as it stood. `gaps` are memories whose text was redacted since."""

    restoration_id: str
    store: str
    restored: bool = True
    written: list[str]
    removed: list[str] | None = None
    gaps: list[str] | None = None
    restored_at: str

    @classmethod
    def of(cls, restoration: Restoration) -> "RestoredAnswer":
        """As `Review.restore` says."""
        return cls(
            restoration_id=restoration.id,
            store=restoration.store.name,
            written=list(restoration.written),
            removed=list(restoration.removed) or None,
            gaps=list(restoration.gaps) or None,
            restored_at=render(restoration.created_at),
        )


class DeclinedAnswer(Answer):
    """The person was asked and did not agree: nothing was done."""

    done: bool = False
    message: str
