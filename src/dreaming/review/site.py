"""The addresses of the page: what is shown at each, and what a form that is sent there does.

Everything here is synchronous and runs on worker threads; `endpoint` is the one door from the event loop. A form that
does something is answered with the address of a page that shows it, so that loading that page again does nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from importlib.resources import files
from typing import Protocol
from urllib.parse import urlencode

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dreaming.domain.errors import Conflict, DreamingError, InvalidInput, NotFound, Refused, RequestRefused
from dreaming.domain.times import parse, parse_moment
from dreaming.review.asked import Asked, read
from dreaming.review.deciding import Decisions
from dreaming.review.pages.dream import Shown, change_page, dream_page, section_page
from dreaming.review.pages.dreams import PAGE as DREAMS
from dreaming.review.pages.dreams import dreams_page
from dreaming.review.pages.hunks import Deciding, quotes
from dreaming.review.pages.layout import problem_page
from dreaming.review.pages.stores import difference_page, store_page, stores_page
from dreaming.review.ticks import Ticks
from dreaming.review.views import PAGE, View, address, read_offset
from dreaming.service.dreams import Dreams
from dreaming.service.outlines import Filter
from dreaming.service.report import Report
from dreaming.service.review import Review
from dreaming.service.stores import Stores

THREADS = 4
_STATIC: Mapping[str, str] = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_STATUS = ((NotFound, 404), (InvalidInput, 400), (Conflict, 409), (Refused, 403))
Answer = str | Response


class Reviewed(Protocol):
    """What the page needs of the composition root."""

    @property
    def stores(self) -> Stores:
        """The verbs on memory stores."""
        ...

    @property
    def dreams(self) -> Dreams:
        """The verbs on dreams."""
        ...

    @property
    def review(self) -> Review:
        """The verbs on what a dream brought."""
        ...


class Site:
    """The pages, and what is kept between them: ticks, and what was just done.

    Args:
        app: the services.
        form_token: what every form has to hold.
    """

    def __init__(self, app: Reviewed, form_token: str) -> None:
        self._app = app
        self._ticks = Ticks()
        self._decisions = Decisions(app, self._ticks, form_token)
        self._form_token = form_token
        self._threads = anyio.CapacityLimiter(THREADS)

    def routes(self) -> Starlette:
        """All of it as an ASGI application."""
        shows: Mapping[str, Callable[[Asked], Answer]] = {
            "/": self.dreams,
            "/dreams/{dream}": self.dream,
            "/dreams/{dream}/changes/{change:path}": self.change,
            "/dreams/{dream}/evidence/{change:path}": self.evidence,
            "/dreams/{dream}/sections/{section}": self.section,
            "/stores": self.stores,
            "/stores/{store}": self.store,
            "/stores/{store}/diff": self.store_diff,
            "/static/{name}": static,
        }
        does = self._decisions.addresses()
        return Starlette(
            routes=[
                *(Route(path, self._endpoint(show), methods=["GET"]) for path, show in shows.items()),
                *(Route(path, self._endpoint(do), methods=["POST"]) for path, do in does.items()),
            ],
            exception_handlers={404: _no_such_page, 405: _no_such_page},
        )

    def dreams(self, asked: Asked) -> str:
        """The list of dreams."""
        before = _time("before", asked.said("before"), parse)
        found = self._app.dreams.listing(limit=DREAMS + 1, before=before, archived=True)
        reports = [self._app.review.report(dream.id) for dream in found[:DREAMS]]
        return dreams_page(reports, has_more=len(found) > DREAMS, told=self._decisions.told())

    def dream(self, asked: Asked) -> str:
        """One dream with its changes."""
        report = self._app.review.report(asked.path["dream"])
        view = View.of(asked.query)
        shown = self._shown(report, view.filter, view.offset, PAGE)
        deciding = self._deciding(report)
        return dream_page(report, view, shown, deciding, form_token=self._form_token, told=self._decisions.told())

    def change(self, asked: Asked) -> str:
        """One change in full."""
        report = self._app.review.report(asked.path["dream"])
        known = [change.id for change in report.changes if change.id == asked.path["change"]]
        shown = self._shown(report, Filter(change_ids=frozenset(known)), 0, None) if known else None
        if shown is None:
            raise NotFound("change", asked.path["change"], "The dream's page lists its changes.")
        return change_page(report, shown, self._deciding(report))

    def evidence(self, asked: Asked) -> str:
        """The quotes of one change, for a page that is open."""
        report = self._app.review.report(asked.path["dream"])
        for change in report.changes:
            if change.id == asked.path["change"]:
                return quotes(change.evidence, report.sessions)
        raise NotFound("change", asked.path["change"], "The dream's page lists its changes.")

    def section(self, asked: Asked) -> str:
        """One section of the report."""
        dream_id, name = asked.path["dream"], asked.path["section"]
        page = self._app.review.section(dream_id, name, read_offset(asked.said("offset")), PAGE)
        return section_page(self._app.review.report(dream_id), page)

    def stores(self, asked: Asked) -> str:  # noqa: ARG002 - as the others
        """The list of stores."""
        return stores_page(self._app.stores.listing(archived=True), told=self._decisions.told())

    def store(self, asked: Asked) -> str:
        """One store with its lineage."""
        known = self._app.stores.lineage(asked.path["store"])
        return store_page(known, form_token=self._form_token, told=self._decisions.told())

    def store_diff(self, asked: Asked) -> str:
        """What became of a store since a time, or between two."""
        store = asked.path["store"]
        at, later_at = (_time(name, asked.said(name), parse_moment) for name in ("at", "later_at"))
        offset = read_offset(asked.said("offset"))
        with self._app.review.difference_of_stores(store, at=at, later_at=later_at) as difference:
            query = urlencode([(name, asked.said(name)) for name in ("at", "later_at")])
            here = f"{address('stores', store, 'diff')}?{query}"
            shown = Shown.of(difference, offset)
            return difference_page(difference.title, shown, difference.sessions, here=here, offset=offset)

    def _shown(self, report: Report, wanted: Filter, offset: int, limit: int | None) -> Shown | None:
        """A part of the diff; None where the dream has no result that can be compared (any more)."""
        try:
            with self._app.review.difference(report.dream.id, wanted) as difference:
                return Shown.of(difference, offset, limit)
        except (NotFound, Conflict):
            return None

    def _deciding(self, report: Report) -> Deciding:
        standing = report.promoted
        is_open = report.fingerprint is not None and report.dream.discarded_at is None and not standing.is_decided
        return Deciding(
            dream_id=report.dream.id,
            is_open=is_open,
            ticked=self._ticks.of(report.dream.id),
            inside=standing.inside or frozenset(),
            refused=standing.refused,
        )

    def _endpoint(self, answer: Callable[[Asked], Answer]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            try:
                asked = await read(request)
                given = await anyio.to_thread.run_sync(answer, asked, limiter=self._threads)
            except DreamingError as error:
                return _problem(error)
            return HTMLResponse(given) if isinstance(given, str) else given

        return endpoint


def static(asked: Asked) -> Response:
    """A file of the page's own.

    Raises:
        NotFound: there is none.
    """
    name = asked.path["name"]
    if name not in _STATIC:
        raise NotFound("file", name)
    return Response((files("dreaming.review") / "static" / name).read_bytes(), media_type=_STATIC[name])


def _time(name: str, text: str, parsed: Callable[[str], datetime]) -> datetime | None:
    if not text:
        return None
    try:
        return parsed(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(name, f"{text[:40]!r} is no time", "Write 2026-03-04 or 2026-03-04T09:00:00Z.") from error


def _problem(error: DreamingError) -> Response:
    status = (
        error.status
        if isinstance(error, RequestRefused)
        else next((code for kind, code in _STATUS if isinstance(error, kind)), 503)
    )
    title = "Not found" if status == 404 else "That did not work"
    return HTMLResponse(problem_page(title, error.message, error.hint), status)


async def _no_such_page(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    return HTMLResponse(
        problem_page("Not found", "There is no such page.", "The pages are dreams and stores."), HTTPStatus.NOT_FOUND
    )
