"""One dream: the headline, its changes with their filters, and what can be decided. One form, so that no tick is lost.

Every button sends the form: what is ticked goes along wherever one goes. The first button is what Enter presses in a
field, and that is the filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dreaming.domain.changes import ChangeKind
from dreaming.domain.texts import counted
from dreaming.review.markup import Child, Markup, el
from dreaming.review.pages.headline import change_counts, headline
from dreaming.review.pages.hunks import Deciding, Hunks
from dreaming.review.pages.layout import button, hidden, page, pager
from dreaming.review.views import PAGE, View, address
from dreaming.service.differences import Difference
from dreaming.service.outlines import Item
from dreaming.service.report import Page, Report
from dreaming.service.risks import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A part of a diff, read."""

    items: Sequence[Item]
    total: int
    topics: Sequence[str]

    @classmethod
    def of(cls, difference: Difference, offset: int, limit: int | None = PAGE) -> "Shown":
        """From `offset` on; it is read while the difference is open."""
        outline = difference.outline
        return cls(items=tuple(outline.items(offset, limit)), total=len(outline), topics=sorted(outline.topics))


def dream_page(
    report: Report, view: View, shown: Shown | None, deciding: Deciding, *, form_token: str, told: str
) -> str:
    """The whole page. Without `shown` there is no result to look at."""
    body: Child = None
    if shown is not None:
        hunks = Hunks(report.sessions, deciding)
        blocks = list(hunks.blocks(shown.items))
        body = el(
            "form",
            hidden("form", form_token),
            hidden("fingerprint", report.fingerprint or ""),
            hidden("offset", str(view.offset)),
            el("h2", "Changes", id="changes"),
            _filters(report, view, shown),
            hidden("shown", *hunks.shown),
            blocks
            or el("p", "Nothing to see here." if view.is_everything else "No change fits the filter.", class_="empty"),
            _pager(view, shown),
            _decide(report, deciding),
            method="post",
            action=address("dreams", report.dream.id, "view"),
            class_="review",
        )
    return page(f"Dream of {report.store_name}", headline(report), body, told=told)


def change_page(report: Report, shown: Shown, deciding: Deciding) -> str:
    """One change with every line and every quote."""
    back = address("dreams", report.dream.id)
    blocks = list(Hunks(report.sessions, None, in_full=True).blocks(shown.items))
    where = el(
        "p", "Of the ", el("a", f"dream of {report.store_name}", href=back), f", which {_stands(deciding, shown)}."
    )
    return page("A change", el("h1", "A change"), where, blocks)


def section_page(report: Report, section: Page) -> str:
    """One section of the report, as text."""
    here = address("dreams", report.dream.id, "sections", section.section)
    before = max(0, section.offset - PAGE)
    return page(
        f"{section.section}: {report.store_name}",
        el("h1", section.section.capitalize()),
        el("p", "Of the ", el("a", f"dream of {report.store_name}", href=address("dreams", report.dream.id)), "."),
        el("pre", section.text, class_="section"),
        pager(
            offset=section.offset,
            shown=len(section.items),
            total=section.total if section.items else 0,
            before=el("a", "Earlier", href=f"{here}?offset={before}") if section.offset else None,
            after=el("a", "Further", href=f"{here}?offset={section.next_offset}") if section.next_offset else None,
        ),
    )


def _stands(deciding: Deciding, shown: Shown) -> str:
    ids = {item.hunk.change.id for item in shown.items if item.hunk.change is not None}
    return "is in the store" if ids & deciding.inside else "is not in the store"


def _filters(report: Report, view: View, shown: Shown) -> Markup:
    """What is shown: by risk, kind, topic, path and text; the riskiest first or topic by topic."""
    counts = dict(change_counts(report))
    risks = [
        _choice("risk", str(risk), risk in view.risks, f"{risk} ({counts[risk]:,})" if risk in counts else str(risk))
        for risk in Risk
    ]
    kinds = [el("option", "any kind", value="")]
    kinds += [el("option", str(kind), value=str(kind), selected=kind in view.kinds) for kind in ChangeKind]
    order = [
        el("option", "riskiest first", value="risk"),
        el("option", "topic by topic", value="topic", selected=view.by_topic),
    ]
    topics = el("datalist", [el("option", value=topic) for topic in shown.topics], id="topics")
    fields = (
        _field("Text", el("input", type="search", name="text", value=view.text, class_="first")),
        _field("Path or folder", el("input", type="text", name="path", value=view.path, placeholder="/")),
        _field("Topic", el("input", attributes={"list": "topics"}, type="text", name="topic", value=view.topic)),
        _field("Kind", el("select", kinds, name="kind")),
        _field("Order", el("select", order, name="order")),
    )
    return el(
        "details",
        el("summary", "Filter", "" if view.is_everything else ": some changes are left out"),
        el("div", fields, topics, class_="fields"),
        el("fieldset", el("legend", "Risk (none ticked: all)"), risks, class_="risks"),
        el(
            "p",
            button("Show", name="go", value="filter"),
            " ",
            button("Show all", name="go", value="all", class_="plain"),
        ),
        class_="filter",
        open=not view.is_everything,
    )


def _field(name: str, control: Markup) -> Markup:
    return el("label", el("span", name), control)


def _choice(name: str, value: str, is_chosen: bool, text: str) -> Markup:
    return el("label", el("input", type="checkbox", name=name, value=value, checked=is_chosen), f" {text}")


def _pager(view: View, shown: Shown) -> Markup | None:
    end = view.offset + len(shown.items)
    return pager(
        offset=view.offset,
        shown=len(shown.items),
        total=shown.total if shown.items else 0,
        before=button("Earlier changes", name="go", value=f"{max(0, view.offset - PAGE)}", class_="plain")
        if view.offset
        else None,
        after=button("Further changes", name="go", value=f"{end}", class_="plain") if end < shown.total else None,
        what="places",
    )


def _decide(report: Report, deciding: Deciding) -> Markup | None:
    """What can be done now."""
    here = address("dreams", report.dream.id)
    parts: list[Child] = []
    if deciding.is_open:
        left = len(report.changes) - len(deciding.inside)
        parts += [
            el(
                "p",
                el("b", len(deciding.ticked), class_="ticked"),
                f" of {counted(left, 'change')} ticked",
                class_="count",
            ),
            button("Promote the ticked", f"{here}/promote", name="which", value="only", class_="main"),
            button(
                f"Promote {'the rest' if deciding.inside else 'everything'}",
                f"{here}/promote",
                name="which",
                value="all",
            ),
            _more(here),
        ]
    if deciding.inside:
        parts.append(_take_back(report))
    return el("section", parts, class_="decide", aria_label="Decide") if parts else None


def _more(here: str) -> Markup:
    """What is wanted less often, or cannot be taken back."""
    return el(
        "details",
        el("summary", "More"),
        el(
            "div",
            el("p", button("Tick all that are shown by the filter", name="go", value="tick-all", class_="plain")),
            el("p", button("Untick all", name="go", value="untick-all", class_="plain")),
            el(
                "p",
                button(
                    "Promote the ticked, refuse the others",
                    f"{here}/promote",
                    name="which",
                    value="except",
                    class_="plain",
                ),
                el("small", " No later dream proposes the others again."),
            ),
            el(
                "p",
                button("Discard the dream", f"{here}/discard", class_="danger"),
                _choice("never", "yes", False, "and never propose its changes again"),
            ),
            class_="drawer",
        ),
        class_="more",
    )


def _take_back(report: Report) -> Markup:
    """Putting the store back to before the dream: all that came since goes with it, so it is asked twice."""
    action = f"{address('dreams', report.dream.id)}/restore"
    said = "The whole store as it was before this dream. What was written since goes too, into its history."
    return el(
        "details",
        el("summary", "Restore"),
        el("div", el("p", said), button("Put the store back", action, class_="danger"), class_="drawer"),
        class_="more",
    )
