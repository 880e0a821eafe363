"""What the person decides with the forms of the pages: ticks, promoting, undoing, discarding, putting back.

Each is one call of a service, and is answered with the page on which to see it. What a service refuses is a page too.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Protocol

from starlette.responses import HTMLResponse, RedirectResponse, Response

from dreaming.domain.errors import Conflict, InvalidInput, Refused, RequestRefused
from dreaming.domain.texts import counted
from dreaming.review.asked import Asked
from dreaming.review.pages.obstacles import promotion_page, refusal_page
from dreaming.review.ticks import Ticks
from dreaming.review.views import View, address, read_offset
from dreaming.service.promotion import How, OnConflict, Promotion
from dreaming.service.review import Review

BY = "user"  # who reads the page is the person themself


class Decided(Protocol):
    """What decisions need of the composition root."""

    @property
    def review(self) -> Review:
        """The verbs on what a dream brought."""
        ...


class Decisions:
    """The forms, and what is told on the next page of what they did.

    Args:
        app: the services.
        ticks: what is ticked.
        form_token: what every form has to hold.
    """

    def __init__(self, app: Decided, ticks: Ticks, form_token: str) -> None:
        self._app = app
        self._ticks = ticks
        self._form_token = form_token
        self._told: list[str] = []

    def addresses(self) -> Mapping[str, Callable[[Asked], Response]]:
        """Where each form is sent."""
        return {
            "/dreams/{dream}/view": self._checked(self.view),
            "/dreams/{dream}/promote": self._checked(self.promote),
            "/dreams/{dream}/undo": self._checked(self.undo),
            "/dreams/{dream}/discard": self._checked(self.discard),
            "/dreams/{dream}/restore": self._checked(self.restore_before_dream),
            "/stores/{store}/restore": self._checked(self.restore),
        }

    def told(self) -> str:
        """What was done since the last page, once."""
        told, self._told = self._told, []
        return " ".join(told)

    def _checked(self, do: Callable[[Asked], Response]) -> Callable[[Asked], Response]:
        """Only for forms of this page's."""

        def checked(asked: Asked) -> Response:
            if not hmac.compare_digest(asked.sent("form").encode(), self._form_token.encode()):
                raise RequestRefused(403, "That form is not of this page", "Load the page again, and send its form.")
            return do(asked)

        return checked

    def view(self, asked: Asked) -> Response:
        """Keep the ticks, and go where the button says: a part of the list, the filter's, or all."""
        dream_id, go = asked.path["dream"], asked.sent("go")
        self._keep_ticks(asked)
        view = View.of(asked.form).at(0)
        if go == "tick-all":
            with self._app.review.difference(dream_id, view.filter) as difference:
                ids = {item.hunk.change.id for item in difference.outline.items() if item.hunk.change is not None}
            self._ticks.keep(dream_id, shown=(), ticked=ids)
        elif go == "untick-all":
            self._ticks.clear(dream_id)
        elif go == "all":
            view = View(by_topic=view.by_topic)
        elif go != "filter":
            view = view.at(read_offset(go))
        return _see(address("dreams", dream_id) + view.query + "#changes")

    def promote(self, asked: Asked) -> Response:
        """Promote all, the ticked, or the ticked with a no to the rest."""
        dream_id, which = asked.path["dream"], asked.sent("which")
        ticked = sorted(self._keep_ticks(asked))
        if which not in {"all", "only", "except"}:
            raise InvalidInput("which", f"{which[:40]!r} is none", "There are: all, only, except.")
        if which != "all" and not ticked:
            raise InvalidInput("tick", "nothing is ticked", "Tick the changes to accept, or promote everything.")
        how = How(fingerprint=asked.sent("fingerprint") or None, override=frozenset(asked.form.get("override", ())))
        if asked.sent("on_conflict"):
            how["on_conflict"] = _on_conflict(asked.sent("on_conflict"))
        if which == "only":
            how["only"] = ticked
        elif which == "except":
            how["leave_out"] = self._unticked(dream_id, ticked)
        try:
            done = self._app.review.promote(dream_id, by=BY, **how)
        except (Refused, Conflict) as error:
            form = {**asked.form, "tick": ticked}
            return HTMLResponse(promotion_page(error, dream_id, form), HTTPStatus.CONFLICT)
        self._ticks.clear(dream_id)
        self._told += _promoted(done)
        return _see(address("dreams", dream_id))

    def undo(self, asked: Asked) -> Response:
        """Take one change back."""
        self._keep_ticks(asked)
        here = address("dreams", asked.path["dream"])
        try:
            done = self._app.review.undo(asked.sent("change"), by=BY)
        except (Refused, Conflict) as error:
            return HTMLResponse(refusal_page(error, here), HTTPStatus.CONFLICT)
        self._told.append("Undone. No later dream proposes it again, unless you say it anew.")
        self._told += [f"Undone with it: {change}: {why}." for change, why in done.also.items()]
        return _see(here)

    def discard(self, asked: Asked) -> Response:
        """Do not use the dream, or the rest of it."""
        dream_id, is_never = asked.path["dream"], asked.sent("never") == "yes"
        try:
            self._app.review.discard(dream_id, refused_by=BY if is_never else None)
        except (Refused, Conflict) as error:
            return HTMLResponse(refusal_page(error, address("dreams", dream_id)), HTTPStatus.CONFLICT)
        self._ticks.clear(dream_id)
        self._told.append(
            "Discarded. The store stays as it is." + (" Its changes are not proposed again." if is_never else "")
        )
        return _see(address("dreams", dream_id))

    def restore_before_dream(self, asked: Asked) -> Response:
        """Put the dream's store back to before its promotion."""
        dream_id = asked.path["dream"]
        store_id = self._app.review.report(dream_id).dream.memory_store_id
        return self._restore(store_id, dream_id, address("dreams", dream_id))

    def restore(self, asked: Asked) -> Response:
        """Put a store back to before a promotion."""
        store_id = asked.path["store"]
        return self._restore(store_id, asked.sent("before"), address("stores", store_id))

    def _restore(self, store_id: str, before: str, here: str) -> Response:
        try:
            done = self._app.review.restore(store_id, by=BY, before=before)
        except (Refused, Conflict) as error:
            return HTMLResponse(refusal_page(error, here), HTTPStatus.CONFLICT)
        self._told.append(f"Store {done.store.name} is as it was: {_amount(done.written, done.removed)}.")
        if done.gaps:
            self._told.append(f"Text that was redacted does not come back: {', '.join(done.gaps)}.")
        return _see(here)

    def _keep_ticks(self, asked: Asked) -> frozenset[str]:
        return self._ticks.keep(
            asked.path["dream"], shown=asked.form.get("shown", ()), ticked=asked.form.get("tick", ())
        )

    def _unticked(self, dream_id: str, ticked: Sequence[str]) -> list[str]:
        """What the dream proposes still and is not ticked."""
        report = self._app.review.report(dream_id)
        settled = (report.promoted.inside or frozenset()) | frozenset(ticked)
        return [change.id for change in report.changes if change.id not in settled]


def _on_conflict(value: str) -> OnConflict:
    if value not in [*OnConflict]:
        raise InvalidInput("on_conflict", f"{value[:40]!r} is none", f"There are: {', '.join(OnConflict)}.")
    return OnConflict(value)


def _promoted(done: Promotion) -> list[str]:
    if not done.is_new:
        return ["It is in the store already; nothing changed."]
    part = (
        "" if done.inside == done.total else f" {done.inside} of {counted(done.total, 'change')} are in the store now."
    )
    told = [f"Promoted: {_amount(done.written, done.removed)}.{part}"]
    told += [
        f"{'Taken' if change in done.changes else 'Left out'} with it: {change}: {why}."
        for change, why in done.also.items()
    ]
    told += [f"The present statement stays: {path}." for path in done.kept_current]
    return told + [f"The dream's statement stands: {path}." for path in done.kept_dream]


def _amount(written: Sequence[str], removed: Sequence[str]) -> str:
    return f"{counted(len(written), 'memory', 'memories')} written, {len(removed)} removed"


def _see(where: str) -> Response:
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)
