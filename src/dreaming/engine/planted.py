"""Orders to an agent that stand in what tools brought: named in the report, whether a judge fell for them or not.

Nothing of a tool's output can become an order (see `observations`); this finds what tried to. Only lines that speak to
a reader or pipe the net into a shell are looked at closely: most of what tools print is code and logs.
"""

from collections.abc import Iterable

from dreaming.domain.changes import Notice, NoticeKind
from dreaming.domain.provenance import Evidence, Origin
from dreaming.domain.questions import ObserveTask
from dreaming.domain.taint import attack_of, is_directive

_HINTS = (
    "instructions", "ai agent", "ai assistant", "language model", "you are now", "system prompt", "the user", "| sh", "|sh",
    "| bash", "|bash", "sudo sh", "sudo bash",
)  # fmt: skip
_PER_SESSION = 3
_LONGEST = 500


def planted(task: ObserveTask) -> list[Notice]:
    """What the tools of one session brought that addresses an agent; at most three lines, none twice."""
    found: dict[str, Notice] = {}
    for event in task.events:
        if event.origin is not Origin.TOOL:
            continue
        for line in _suspicious(event.text):
            rule = attack_of(line)
            if rule is not None and is_directive(line) and line not in found:
                quote = Evidence(
                    quote=line, origin=event.origin, at=event.created_at, session_id=task.session.id, event_id=event.id
                )
                reason = f"It stands in what a tool brought, and addresses the reader as an agent: it {rule}."
                found[line] = Notice(kind=NoticeKind.QUARANTINED, text=line, reason=reason, evidence=(quote,))
            if len(found) == _PER_SESSION:
                return list(found.values())
    return list(found.values())


def _suspicious(text: str) -> Iterable[str]:
    low = text.casefold()
    if not any(hint in low for hint in _HINTS):
        return
    for line in text.split("\n"):
        short = line.strip()[:_LONGEST]
        if any(hint in short.casefold() for hint in _HINTS):
            yield short
