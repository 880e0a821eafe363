"""The shapes of answers about dreams and what becomes of them."""

from pydantic import Field

from dreaming.domain.hosting import HOST
from dreaming.domain.model import Dream
from dreaming.domain.times import render, render_optional
from dreaming.server.wire.answer import Answer
from dreaming.server.wire.examined import exam_figures, replay_figures
from dreaming.service.dreams import Started
from dreaming.service.due import Standing
from dreaming.service.report import Page, Report

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
    held_out: int | None = Field(default=None, description="Sessions that only its exam reads.")
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
            held_out=len(started.dream.held_out) or None,
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
    exam: dict[str, int] | None = Field(default=None, description="Of `asked` questions: found before, found after.")
    replay: dict[str, int] | None = Field(default=None, description="Of `moments`: told by the old, the new store.")
    sections: dict[str, int]

    @classmethod
    def of(cls, report: Report, summary: str) -> "ReportAnswer":
        """Sections that are empty are left out."""
        notices = {
            "changes": report.changes,
            "doubts": report.doubts,
            "quarantined": report.quarantined,
            "refused": report.refused,
            "declined": report.declined,
            "open": report.open,
            "skipped": report.skipped,
            "observed": report.observed,
            "exam": report.results.changed,
            "replay": report.results.replayed,
        }
        return cls(
            dream_id=report.dream.id,
            store=report.store_name,
            standing=report.standing,
            summary=summary,
            fingerprint=report.fingerprint,
            claims=report.claims,
            fates={str(fate): count for fate, count in report.fates.items() if count},
            exam=exam_figures(report.results.score),
            replay=replay_figures(report.results.replayed),
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


class DeclinedAnswer(Answer):
    """The person was asked and did not agree: nothing was done."""

    done: bool = False
    message: str
