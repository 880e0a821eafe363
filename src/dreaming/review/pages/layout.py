"""What every page has: its frame, where one can go, the keys, and what was just done."""

from dreaming.review.markup import Child, Markup, el, together

_KEYS = (
    ("j, k", "the next change, the one before"),
    ("space", "tick it, or untick it"),
    ("e", "its evidence"),
    ("/", "filter"),
    ("?", "these keys"),
)


def page(title: str, *body: Child, told: str = "", here: str = "") -> str:
    """A whole page.

    Args:
        title: of the page.
        body: what is in its main part.
        told: what was just done, "" where nothing was.
        here: which of the places in the navigation this is.
    """
    places = (("/", "Dreams"), ("/stores", "Stores"))
    return "<!doctype html>\n" + el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="color-scheme", content="light dark"),
            el("title", f"{title} · dreaming"),
            el("link", rel="stylesheet", href="/static/page.css"),
            el("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
            el("script", src="/static/page.js", defer=True),
        ),
        el(
            "body",
            el("a", "Skip to the content", class_="skip", href="#main"),
            el(
                "header",
                el("p", "dreaming", class_="name"),
                el("nav", [_place(href, name, here) for href, name in places], aria_label="Pages"),
                class_="top",
            ),
            el(
                "main",
                el("p", told, class_="told", role="status") if told else None,
                together(*body),
                id="main",
                tabindex="-1",
            ),
            el("footer", _keys()),
        ),
        lang="en",
    )


def _place(href: str, name: str, here: str) -> Markup:
    return el("a", name, href=href, aria_current="page" if name == here else None)


def _keys() -> Markup:
    rows = [together(el("dt", [el("kbd", key)]), el("dd", does)) for key, does in _KEYS]
    return el("details", el("summary", "Keys"), el("dl", rows), id="keys", hidden=True)  # shown where there is a script


def hidden(name: str, *values: str) -> list[Markup]:
    """Fields of a form that nobody sees."""
    return [el("input", type="hidden", name=name, value=value) for value in values]


def button(text: str, action: str = "", *, name: str = "", value: str = "", class_: str = "") -> Markup:
    """What sends a form, somewhere else than the form says if `action` is given."""
    return el(
        "button",
        text,
        type="submit",
        formaction=action or None,
        name=name or None,
        value=value or None,
        class_=class_ or None,
    )


def pager(*, offset: int, shown: int, total: int, before: Child, after: Child, what: str = "") -> Markup | None:
    """Which part of a list is shown, between the ways to the parts before and after it; None of a list without items."""
    if not total:
        return None
    said = f"{offset + 1:,}–{offset + shown:,} of {total:,} {what}".strip()
    return el(
        "nav",
        el("span", before),
        el("span", said, class_="part"),
        el("span", after),
        class_="pager",
        aria_label="Parts",
    )


def table(caption: str, columns: tuple[str, ...], rows: list[list[Child]], *, empty: str) -> Markup:
    """A table whose first column names each row; where there are no rows, `empty`."""
    if not rows:
        return el("p", empty, class_="empty")
    head = el("thead", el("tr", [el("th", column, scope="col") for column in columns]))
    body = [
        el(
            "tr",
            el("th", cells[0], scope="row", data_label=columns[0]),
            [el("td", cell, data_label=column) for column, cell in zip(columns[1:], cells[1:], strict=True)],
        )
        for cells in rows
    ]
    return el("table", el("caption", caption), head, el("tbody", body), class_="list")


def stranger_page(path: str) -> str:
    """For one who has no cookie of this page's."""
    return page(
        "Not open here",
        el("h1", "This page is not open in this browser"),
        el("p", "The address that dreaming review printed opens it, once, in one browser."),
        el("p", "If it has just opened it here, ", el("a", "go on", href=path), "."),
        el("p", "Else end dreaming review with Ctrl-C and start it again: it prints a new address."),
    )


def problem_page(title: str, message: str, hint: str) -> str:
    """What cannot be shown or done, and what to do next."""
    return page(
        title, el("h1", title), el("p", message, class_="problem", role="alert"), el("p", hint) if hint else None
    )
