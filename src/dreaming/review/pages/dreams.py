"""The list of dreams: what waits, what was decided, when, and how much it changes."""

from collections.abc import Sequence

from dreaming.domain.times import minute, render
from dreaming.review.markup import Child, Markup, el
from dreaming.review.pages.headline import change_counts
from dreaming.review.pages.layout import page, table
from dreaming.review.views import address
from dreaming.service.report import Report

PAGE = 20


def dreams_page(reports: Sequence[Report], *, has_more: bool, told: str) -> str:
    """The newest dreams, those that wait for review marked."""
    rows = [_row(report) for report in reports]
    more: Child = None
    if has_more:
        before = render(reports[-1].dream.created_at)
        more = el("p", el("a", "Older dreams", href=f"/?before={before.replace('+', '%2B')}"))
    columns = ("dream", "stands", "changes", "exam", "begun")
    empty = "There are no dreams yet. dreaming start begins one; dreaming demo shows one."
    return page(
        "Dreams", el("h1", "Dreams"), table("Newest first", columns, rows, empty=empty), more, told=told, here="Dreams"
    )


def _row(report: Report) -> list[Child]:
    dream = report.dream
    score = report.results.score
    return [
        [el("a", report.store_name, href=address("dreams", dream.id)), el("small", dream.id)],
        el("span", report.standing, class_=f"standing {dream.status}"),
        _counts(report),
        score.text if score is not None and score.asked else "",
        minute(dream.created_at),
    ]


def _counts(report: Report) -> Markup | str:
    counts = change_counts(report)
    if not counts:
        return "none"
    return el(
        "ul", [el("li", el("b", count), f" {risk}", class_=risk) for risk, count in counts], class_="counts small"
    )
