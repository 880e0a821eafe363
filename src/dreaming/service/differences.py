"""The diff of a dream, also as a section of its report, and the diff of two states of stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dreaming.domain.errors import InvalidInput, InvalidTransition
from dreaming.domain.model import DreamStatus, Session
from dreaming.service import comparisons, report
from dreaming.service.comparisons import Comparison
from dreaming.service.diff_text import counts_text, item_lines, plain
from dreaming.service.outlines import Filter, Outline
from dreaming.service.report import Page, Report
from dreaming.service.review_json import hunk_json
from dreaming.store import dreams, stores
from dreaming.store.connection import Connection

SECTION = "diff"


@dataclass(frozen=True, slots=True)
class Difference:
    """A comparison that is open for reading: `outline` reads its texts as they are asked for."""

    comparison: Comparison
    outline: Outline
    sessions: Mapping[str, Session]

    @property
    def title(self) -> str:
        """What is compared, and what there is of it."""
        counts = counts_text(self.outline.counts)
        return f"{self.comparison.before} → {self.comparison.after}: {counts or 'no difference'}"


def of_dream(conn: Connection, dream_id: str, wanted: Filter) -> Difference:
    """See `Review.difference`, in the caller's transaction."""
    dream = dreams.get(conn, dream_id)
    if dream.status is not DreamStatus.COMPLETED:
        raise InvalidTransition(dream_id, dream.status, "compared")
    stores.get(conn, dream.output_store_id or "")
    found = comparisons.of_dream(conn, dream)
    return Difference(found, Outline(conn, found, wanted), report.session_heads(conn, dream))


def of_stores(
    conn: Connection,
    before: str,
    after: str | None,
    *,
    times: tuple[datetime | None, datetime | None],
    wanted: Filter,
) -> Difference:
    """See `Review.difference_of_stores`, in the caller's transaction."""
    left = stores.resolve(conn, before)
    right = left if after is None else stores.resolve(conn, after)
    if left.id == right.id and times[0] == times[1]:
        raise InvalidInput("diff", "both sides are the same", "Name another store, or a time.")
    found = comparisons.of_stores(conn, left, right, at=times[0], later_at=times[1])
    return Difference(found, Outline(conn, found, wanted), {})


def page_of_dream(conn: Connection, reviewed: Report, wanted: Filter, *, offset: int, limit: int | None) -> Page:
    """The section diff of a report; of a dream without a result it is empty.

    Raises:
        NotFound: the output store was deleted; the section changes has what it did.
    """
    if reviewed.dream.status is not DreamStatus.COMPLETED:
        return Page(section=SECTION, text=_NOTHING, items=(), offset=offset, total=0, next_offset=None)
    outline = of_dream(conn, reviewed.dream.id, wanted).outline
    items = tuple(outline.items(offset, limit))
    end = offset + len(items)
    return Page(
        section=SECTION,
        text=plain(item_lines(items, reviewed.sessions)) if items else _NOTHING,
        items=tuple(hunk_json(item) for item in items),
        offset=offset,
        total=len(outline),
        next_offset=end if end < len(outline) and items else None,
    )


_NOTHING = "Nothing in section diff."
