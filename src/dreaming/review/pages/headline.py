"""The head of a dream's page: what a person needs to decide in a minute, what takes most from the store first."""

from collections import Counter
from collections.abc import Sequence

from dreaming.domain.changes import Change, Fate, Notice, Place
from dreaming.domain.model import DreamStatus
from dreaming.domain.texts import counted
from dreaming.domain.times import minute
from dreaming.review.markup import Child, Markup, el, together
from dreaming.review.views import View, address
from dreaming.service.pace import progress_text
from dreaming.service.rendering import with_titles
from dreaming.service.report import Report
from dreaming.service.risks import Risk, risk_of

_FIRST = 5  # of a list that is opened in the head
_ATTENTION = (
    ("doubts", "possible contradiction", "possible contradictions", "Both sides stay."),
    ("caveats", "line that may be out of date", "lines that may be out of date", "They stay as they are."),
    (
        "quarantined",
        "quarantined text",
        "quarantined texts",
        "It gives orders, and no user said it. It is not written.",
    ),
    ("refused", "refused proposal", "refused proposals", "The judge proposed it; code did not allow it."),
    ("declined", "change not proposed again", "changes not proposed again", "You said no to it before."),
    ("open", "piece of open work", "pieces of open work", "Begun and not finished, or a question that waits for you."),
    ("skipped", "thing not read", "things not read", "And why."),
)
_FULL = ("changes", "observed", "exam", "replay", "ledger", "journal")


def headline(report: Report) -> Markup:
    """Where the dream stands, what it changes, and what is to be looked at."""
    dream = report.dream
    facts = [
        counted(report.memories, "memory", "memories"),
        counted(report.claims, "claim"),
        counted(len(dream.session_ids), "session") + (f", {len(dream.held_out)} held out" if dream.held_out else ""),
    ]
    return together(
        el("h1", "Dream of ", el("a", report.store_name, href=address("stores", dream.memory_store_id))),
        el("p", report.standing, class_=f"standing {dream.status}"),
        el("p", f"It read {', '.join(facts)}. Begun {minute(dream.created_at)}, model {dream.model}.", class_="meta"),
        _unfinished(report) if dream.status is not DreamStatus.COMPLETED else _figures(report),
        el("ul", list(_attention(report)), class_="attention"),
        el("p", "In full: ", _in_full(report), class_="meta"),
    )


def change_counts(report: Report) -> list[tuple[Risk, int]]:
    """How many changes there are of each risk, riskiest first."""
    counts = Counter(risk_of(change) for change in report.changes)
    return [(risk, counts[risk]) for risk in Risk if counts[risk]]


def _figures(report: Report) -> Markup:
    """The changes by risk, each a way to them; the exam; what did not go as asked."""
    here = address("dreams", report.dream.id)
    chips = [
        el(
            "li",
            el("a", el("b", count), f" {risk}", href=here + View(risks=frozenset({risk})).query + "#changes"),
            class_=risk,
        )
        for risk, count in change_counts(report)
    ]
    chips.append(el("li", el("span", el("b", report.fates.get(Fate.KEPT, 0)), " kept as they are"), class_="kept"))
    said = [*report.results.lines]
    if report.dream.unpromoted_because:
        said.append(f"It did not promote itself: {report.dream.unpromoted_because}")
    said += [f"Not understood by the rules: {sentence}" for sentence in report.not_understood]
    return together(el("ul", chips, class_="counts"), [el("p", line, class_="said") for line in said])


def _unfinished(report: Report) -> Markup:
    dream = report.dream
    if dream.status is DreamStatus.FAILED and dream.error is not None:
        return el("p", f"It failed ({dream.error.type}): {dream.error.message}", class_="problem")
    if dream.status is DreamStatus.CANCELED:
        return el("p", "It was canceled; the store is as it was.")
    return el("p", f"{progress_text(dream.progress)}. Load the page again to see how far it is.")


def _attention(report: Report) -> list[Markup]:
    shown: list[Markup] = []
    for name, one, many, means in _ATTENTION:
        found = getattr(report, name)
        if found:
            items = [_item(each, report) for each in found[:_FIRST]]
            link = el(
                "a",
                f"All {len(found):,} with their evidence",
                href=address("dreams", report.dream.id, "sections", name),
            )
            summary = el("summary", counted(len(found), one, many), " ", el("small", means))
            shown.append(el("li", el("details", summary, el("ul", items), el("p", link)), class_=name))
    return shown


def _item(item: Change | Notice, report: Report) -> Markup:
    if isinstance(item, Change):
        text, places = (item.after or item.before)[0].text, item.after or item.before
    else:
        text, places = item.text, item.places
    return el(
        "li",
        el("q", text, class_="said"),
        _at(places),
        el("br"),
        el("small", with_titles(item.reason, report.sessions)),
    )


def _at(places: Sequence[Place]) -> Child:
    return [" ", el("code", f"{places[0].path}:{places[0].first_line}")] if places else None


def _in_full(report: Report) -> Child:
    counts = {
        "changes": len(report.changes),
        "observed": len(report.observed),
        "exam": len(report.results.changed),
        "replay": len(report.results.replayed),
        "ledger": report.claims + report.births,
        "journal": report.journal_lines,
    }
    links: list[Child] = []
    for name in _FULL:
        if counts[name]:
            links += [
                ", " if links else "",
                el("a", f"{name} ({counts[name]:,})", href=address("dreams", report.dream.id, "sections", name)),
            ]
    return links or "nothing"
