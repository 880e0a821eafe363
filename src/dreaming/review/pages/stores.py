"""Stores with their lineage, and in what a store differs between two times or from another store."""

from collections.abc import Sequence

from dreaming.domain.texts import counted
from dreaming.domain.times import day, minute, render
from dreaming.review.markup import Child, Markup, el
from dreaming.review.pages.dream import Shown
from dreaming.review.pages.hunks import Hunks, Sessions
from dreaming.review.pages.layout import button, hidden, page, pager, table
from dreaming.review.views import PAGE, address
from dreaming.service.lineage import Deed, Happening, Lineage
from dreaming.store.stores import StoreListing

_SAID = {
    Deed.CREATED: "The store came into being",
    Deed.DREAMT: "A dream read it",
    Deed.PROMOTED: "Promoted",
    Deed.UNDONE: "Undone",
    Deed.RESTORED: "Put back as it was",
    Deed.DISCARDED: "A dream was discarded",
    Deed.ARCHIVED: "Archived",
}


def stores_page(listed: Sequence[StoreListing], *, told: str) -> str:
    """Every store, the live ones first."""
    ordered = sorted(listed, key=lambda each: (each.store.archived_at is not None, each.store.kind))
    rows = [_row(each) for each in ordered]
    columns = ("store", "kind", "memories", "size", "new sessions", "last dream")
    return page(
        "Stores",
        el("h1", "Stores"),
        table("Live ones first", columns, rows, empty="There are no stores yet."),
        told=told,
        here="Stores",
    )


def _row(each: StoreListing) -> list[Child]:
    store = each.store
    return [
        [el("a", store.name, href=address("stores", store.id)), el("small", store.id)],
        "archived" if store.archived_at else str(store.kind),
        each.memory_count,
        f"{each.bytes:,} bytes",
        each.undreamt_sessions,
        day(each.last_dream_at) if each.last_dream_at else "never",
    ]


def store_page(known: Lineage, *, form_token: str, told: str) -> str:
    """One store: what it is, what became of it, and a way to compare it with itself."""
    store = known.store
    kind = "archived" if store.archived_at else str(store.kind)
    came = (
        el("p", "Made of ", el("a", known.input_store.name, href=address("stores", known.input_store.id)), ".")
        if known.input_store
        else None
    )
    rows = [_happening(each, known, form_token) for each in known.happenings]
    return page(
        store.name,
        el("h1", store.name),
        el("p", f"{kind}, {counted(known.memory_count, 'memory', 'memories')}, {store.id}", class_="meta"),
        el("p", store.description) if store.description else None,
        came,
        el("h2", "What became of it"),
        table("Newest first", ("when", "what", "of", "memories", "back"), rows, empty="Nothing yet."),
        el("h2", "Compare"),
        _compare(known),
        told=told,
        here="Stores",
    )


def _happening(each: Happening, known: Lineage, form_token: str) -> list[Child]:
    by = f" by {each.by}" if each.by else ""
    changes = f", {counted(each.changes, 'change')}" if each.changes else ""
    amounts = f"{each.written} written, {each.removed} removed" if each.written or each.removed else ""
    return [
        el("time", minute(each.at), datetime=render(each.at)),
        f"{_SAID[each.deed]}{by}{changes}",
        _of(each),
        amounts,
        _back(each, known, form_token),
    ]


def _of(each: Happening) -> Child:
    links: list[Child] = []
    if each.dream_id is not None:
        links.append(el("a", "dream", href=address("dreams", each.dream_id), title=each.dream_id))
    if each.output_store_id is not None:
        links += [
            " → ",
            el("a", "its output", href=address("stores", each.output_store_id), title=each.output_store_id),
        ]
    return links


def _back(each: Happening, known: Lineage, form_token: str) -> Markup | None:
    """The way back to before a promotion, in two steps."""
    if each.promotion_id is None or known.store.archived_at is not None:
        return None
    form = el(
        "form",
        hidden("form", form_token),
        hidden("before", each.promotion_id),
        button("Put the store back", class_="danger"),
        method="post",
        action=f"{address('stores', known.store.id)}/restore",
    )
    return el("details", el("summary", "Before this"), form)


def _compare(known: Lineage) -> Markup:
    fields = (
        el(
            "label",
            el("span", "From"),
            el("input", name="at", type="text", required=True, placeholder="2026-03-04"),
        ),
        el("label", el("span", "To (empty: now)"), el("input", name="later_at", type="text")),
    )
    return el(
        "form",
        el("div", fields, class_="fields"),
        button("Compare"),
        method="get",
        action=f"{address('stores', known.store.id)}/diff",
        class_="filter",
    )


def difference_page(title: str, shown: Shown, sessions: Sessions, *, here: str, offset: int) -> str:
    """A diff in which nothing is to be decided. `here` is its address with all but the offset."""
    end = offset + len(shown.items)
    return page(
        title,
        el("h1", title),
        list(Hunks(sessions).blocks(shown.items)) or el("p", "No difference.", class_="empty"),
        pager(
            offset=offset,
            shown=len(shown.items),
            total=shown.total if shown.items else 0,
            before=el("a", "Earlier", href=f"{here}&offset={max(0, offset - PAGE)}") if offset else None,
            after=el("a", "Further", href=f"{here}&offset={end}") if end < shown.total else None,
            what="places",
        ),
        here="Stores",
    )
