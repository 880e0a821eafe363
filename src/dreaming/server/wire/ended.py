"""The shape of what a dream's task ends with: enough to go on without another call."""

from dreaming.server.wire.dreams import DreamAnswer
from dreaming.service.report import Report


class EndedAnswer(DreamAnswer):
    """A completed dream with the summary of its report. `not_promoted` says why one did not promote itself."""

    store: str
    summary: str
    fingerprint: str | None = None
    followed: list[str] | None = None
    not_understood: list[str] | None = None
    not_promoted: str | None = None

    @classmethod
    def told(cls, report: Report, summary: str) -> "EndedAnswer":
        """As `Review.report` says."""
        dream = DreamAnswer.of(report.dream).model_dump(exclude={"next"})
        return cls(
            **dream,
            store=report.store_name,
            summary=summary,
            fingerprint=report.fingerprint,
            followed=list(report.followed) or None,
            not_understood=list(report.not_understood) or None,
            not_promoted=report.dream.unpromoted_because if report.dream.promoted_at is None else None,
            next=_next(report),
        )


def _next(report: Report) -> str:
    if report.dream.promoted_at is not None:
        return f"Tell the user what changed; store_restore with before {report.dream.id} takes it back."
    if report.dream.discarded_at is not None:
        return "Nothing: it was discarded."
    if not report.changes:
        return "Nothing would change: dream_discard puts it away."
    return "Tell the user what would change and ask: dream_promote with the fingerprint, or dream_discard."
