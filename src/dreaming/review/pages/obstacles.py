"""Why something was not done, and, where a person may decide that it is done all the same, the way to say so."""

from collections.abc import Sequence

from dreaming.domain.changes import Clash
from dreaming.domain.errors import (
    DreamingError,
    FingerprintChanged,
    PromotionConflict,
    PromotionRefused,
    UndoConflict,
)
from dreaming.review.asked import Fields
from dreaming.review.markup import Child, Markup, el
from dreaming.review.pages.layout import button, hidden, page, table
from dreaming.review.views import address

_GATES = {
    "drop_limit": "Promote although it drops that much",
    "exam": "Promote although its exam is not passed",
    "pinned": "Promote although pinned memories change",
}
_AGAIN = ("which", "tick", "fingerprint", "override", "on_conflict")  # of the form that was sent


def promotion_page(error: DreamingError, dream_id: str, form: Fields) -> str:
    """A promotion that was not done. The form in it is the same promotion, with what the person decides now."""
    decisions = _decisions(error)
    back = address("dreams", dream_id)
    kept = [hidden(name, *form.get(name, ())) for name in _AGAIN if not _is_anew(name, error)]
    again: Child = None
    if decisions is not None:
        again = el(
            "form",
            hidden("form", *form.get("form", ())),
            kept,
            decisions,
            el("p", button("Promote", class_="main"), " ", el("a", "Back to the dream", href=back)),
            method="post",
            action=f"{back}/promote",
            class_="again",
        )
    return _page("Not promoted", error, again or el("p", el("a", "Back to the dream", href=back)))


def refusal_page(error: DreamingError, back: str) -> str:
    """Something else that was not done."""
    return _page("Not done", error, el("p", el("a", "Back", href=back)))


def _page(title: str, error: DreamingError, *rest: Child) -> str:
    said = [el("p", error.message, class_="problem", role="alert")]
    if isinstance(error, PromotionRefused):
        said = [
            el("p", "These checks are not passed:"),
            el("ul", [el("li", why, class_="problem") for why in error.reasons]),
        ]
    elif isinstance(error, PromotionConflict | UndoConflict):
        said = [el("p", "Somebody changed the same statements since. Nothing was changed."), _clashes(error.clashes)]
    elif isinstance(error, FingerprintChanged):
        said = [
            el(
                "p",
                "Somebody wrote to a memory that the dream changes, so that it would now do something else than you saw.",
            ),
            el("pre", error.diff, class_="section") if error.diff else el("p", "Look at the dream again."),
        ]
    return page(title, el("h1", title), said, el("p", error.hint, class_="meta") if error.hint else None, *rest)


def _decisions(error: DreamingError) -> Markup | None:
    """What the person can say now; None where nothing helps."""
    if isinstance(error, PromotionRefused) and error.overrides:
        boxes = [
            el(
                "p",
                el(
                    "label",
                    el("input", type="checkbox", name="override", value=gate, required=True),
                    f" {_GATES.get(gate, gate)}",
                ),
            )
            for gate in error.overrides
        ]
        return el("fieldset", el("legend", "Your word against the checks; it is recorded"), boxes)
    if isinstance(error, PromotionConflict):
        return el(
            "fieldset",
            el("legend", "Which statement stands?"),
            _radio("keep_current", "The present one"),
            _radio("keep_dream", "The dream's"),
        )
    if isinstance(error, FingerprintChanged):
        return el("div", hidden("fingerprint", error.fingerprint))
    return None


def _is_anew(name: str, error: DreamingError) -> bool:
    """Whether the person says this anew."""
    is_decided = name == "on_conflict" and isinstance(error, PromotionConflict)
    return is_decided or (name == "fingerprint" and isinstance(error, FingerprintChanged))


def _radio(value: str, text: str) -> Markup:
    return el("p", el("label", el("input", type="radio", name="on_conflict", value=value, required=True), f" {text}"))


def _clashes(clashes: Sequence[Clash]) -> Markup:
    rows: list[list[Child]] = [
        [el("code", each.path), each.before or "nothing", each.current or "nothing", each.dream or "nothing"]
        for each in clashes
    ]
    return table("Conflicts", ("memory", "it was", "it is now", "the dream's"), rows, empty="")
