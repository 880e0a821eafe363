"""Changes as they are looked at: lines with the words that differ, the reason, the evidence, and a tick to accept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dreaming.domain.changes import Place
from dreaming.domain.comparing import Mark, Row
from dreaming.domain.model import Session
from dreaming.domain.provenance import Evidence
from dreaming.domain.texts import counted
from dreaming.domain.times import minute
from dreaming.review.markup import Child, Markup, el, together
from dreaming.review.pages.layout import button
from dreaming.review.views import address
from dreaming.service.diff_text import LINE_CHARACTERS, LINES_TOGETHER, counts_text, place_of
from dreaming.service.diffs import DiffOperation, Hunk
from dreaming.service.outlines import Item
from dreaming.service.rendering import with_titles
from dreaming.service.risks import Risk

Sessions = Mapping[str, Session]
_SIGNS = {Mark.REMOVED: ("del", "−"), Mark.ADDED: ("ins", "+")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What can be decided about the changes of a dream, and what has been: None where there is no dream.

    `ticked` are those the person ticked, `inside` those in the store, `refused` those that are not wanted. `is_open`
    says whether any of it can be promoted still.
    """

    dream_id: str
    is_open: bool
    ticked: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass(slots=True)
class Hunks:
    """A list of hunks that is being written; each change has one tick in it, however many hunks it has.

    `in_full` shows every line and every quote. `shown` are the changes that have a box to tick.
    """

    sessions: Sessions
    deciding: Deciding | None = None
    in_full: bool = False
    shown: list[str] = field(default_factory=list[str])
    _seen: set[str] = field(default_factory=set[str])

    def blocks(self, items: Iterable[Item]) -> Iterator[Markup]:
        """Hunk after hunk; a heading where another memory begins."""
        last: tuple[str | None, str | None] | None = None
        for item in items:
            if (item.path_before, item.path_after) != last:
                last = item.path_before, item.path_after
                yield el("h3", _memory(item), class_="memory")
            yield self._block(item)

    def _block(self, item: Item) -> Markup:
        hunk = item.hunk
        return el(
            "article",
            el("header", self._tick(hunk), _title(item), class_="what"),
            self._lines(hunk, item),
            el("p", el("span", "Why: ", class_="label"), with_titles(hunk.reason, self.sessions), class_="why")
            if hunk.reason
            else None,
            _vanished(hunk),
            _elsewhere("Stands now at", hunk.to),
            _elsewhere("Stood before at", hunk.origin),
            self._evidence(hunk),
            class_=f"hunk {hunk.risk}",
            tabindex="-1",
        )

    def _tick(self, hunk: Hunk) -> Markup | None:
        """A box to tick, or what was decided already; once for each change."""
        known, change = self.deciding, hunk.change
        if known is None or change is None:
            return None
        if change.id in self._seen:
            return el("a", "part of the same change", href=f"#{change.id}", class_="state")
        self._seen.add(change.id)
        if change.id in known.inside:
            action = address("dreams", known.dream_id, "undo")
            undo = button("Undo", action, name="change", value=change.id, class_="small")
            return el("span", "in the store ", undo, class_="state inside", id=change.id)
        refused = el("span", "refused", class_="state", id=None if known.is_open else change.id)
        if not known.is_open:
            return refused if change.id in known.refused else el("span", id=change.id)
        self.shown.append(change.id)
        box = el("input", type="checkbox", name="tick", value=change.id, checked=change.id in known.ticked)
        label = el("label", box, " Accept", class_="accept", id=change.id)
        return together(label, refused if change.id in known.refused else None)

    def _lines(self, hunk: Hunk, item: Item) -> Markup | None:
        every = hunk.rows
        if not every:
            return None
        rows = every if self.in_full else every[:LINES_TOGETHER]
        head = el("tr", [el("th", name, scope="col") for name in ("line before", "line after", "what it does", "text")])
        more = f"… and {counted(len(every) - len(rows), 'line')} more" if len(every) > len(rows) else ""
        return together(
            el(
                "table",
                el("caption", f"Lines of {item.path}", class_="unseen"),
                el("thead", head, class_="unseen"),
                el("tbody", [self._row(row) for row in rows]),
                class_="lines",
            ),
            el("p", more, class_="more") if more else None,
        )

    def _row(self, row: Row) -> Markup:
        is_both = row.before is not None and row.after is not None
        name, sign, does = (
            ("both", "~", "reworded")
            if is_both
            else ("gone", "−", "goes")
            if row.after is None
            else ("new", "+", "comes")
        )
        return el(
            "tr",
            el("td", row.before, class_="number"),
            el("td", row.after, class_="number"),
            el("td", el("span", sign, aria_hidden="true"), el("span", does, class_="unseen"), class_="sign"),
            el("td", list(self._words(row)), class_="text"),
            class_=name,
        )

    def _words(self, row: Row) -> Iterator[Child]:
        room = None if self.in_full else LINE_CHARACTERS
        for words in row.words:
            text = words.text if room is None or len(words.text) <= room else f"{words.text[:room]}…"
            yield text if words.mark is Mark.KEPT else el(_SIGNS[words.mark][0], text)
            if room is not None:
                room -= len(words.text)
                if room < 0:
                    return

    def _evidence(self, hunk: Hunk) -> Markup | None:
        if not hunk.evidence:
            return None
        if self.in_full or self.deciding is None or hunk.change is None:
            return quotes(hunk.evidence, self.sessions)
        where = address("dreams", self.deciding.dream_id, "changes", hunk.change.id)
        link = el("a", "Read them on a page of their own", href=where, target="_blank", rel="noopener")
        summary = el("summary", f"Evidence: {counted(len(hunk.evidence), 'quote')}")
        return el(
            "details",
            summary,
            el("p", link),
            class_="evidence",
            data_from=address("dreams", self.deciding.dream_id, "evidence", hunk.change.id),
        )


def quotes(evidence: Sequence[Evidence], sessions: Sessions) -> Markup:
    """What was said, by whom, when and where."""
    return el("div", [_quote(each, sessions) for each in evidence], class_="quotes")


def _quote(evidence: Evidence, sessions: Sessions) -> Markup:
    session = sessions.get(evidence.session_id or "")
    if evidence.session_id is None:
        where = f"{evidence.path}:{evidence.line}" if evidence.line else evidence.path or ""
    else:
        where = (
            f"session “{session.title}”" if session is not None and session.title else f"session {evidence.session_id}"
        )
    by = el("cite", f"{evidence.origin}, {minute(evidence.at)}, {where}")
    return el("figure", el("blockquote", evidence.quote), el("figcaption", by))


def _memory(item: Item) -> Markup:
    was = f" (was {item.path_before})" if item.operation is DiffOperation.RENAMED else ""
    return together(el("code", f"{item.path}{was}"), el("small", f" {item.operation}: {counts_text(item.counts)}"))


def _title(item: Item) -> Markup:
    hunk = item.hunk
    topic = hunk.topic if hunk.topic != item.path else ""
    return together(
        el("strong", str(hunk.risk), class_="risk"),
        el("code", place_of(item) or item.path, class_="at"),
        el("span", topic, class_="topic") if topic else None,
    )


def _vanished(hunk: Hunk) -> Markup | None:
    if not hunk.vanished or hunk.risk is Risk.DROPPED:
        return None
    return el("p", el("span", "Not said any more: ", class_="label"), ", ".join(hunk.vanished), class_="vanished")


def _elsewhere(said: str, places: Sequence[Place]) -> Markup | None:
    if not places:
        return None
    first, more = places[0], f" and {len(places) - 1} more" if len(places) > 1 else ""
    at = el("code", f"{first.path}:{first.first_line}")
    return el(
        "p", el("span", f"{said} ", at, f"{more}: ", class_="label"), el("q", _cut(first.text)), class_="elsewhere"
    )


def _cut(text: str) -> str:
    return text if len(text) <= LINE_CHARACTERS else f"{text[:LINE_CHARACTERS]}…"
