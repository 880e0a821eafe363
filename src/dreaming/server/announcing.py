"""Telling who listens that a dream's report has changed, whichever process changed it.

A client of the newer protocol listens by a request that lasts as long as it does (`subscriptions/listen`). What it may
listen for here are the reports of dreams that exist, at `dream://{dream_id}/report`; the acknowledgement leaves out
whatever else it asked for. While somebody listens, and only then, the database is looked at about once a second.
Clients of the older protocol are promised nothing.
"""

import logging
import re
from collections import Counter
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import anyio
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.subscriptions import InMemorySubscriptionBus, ResourceUpdated
from mcp.types import SubscriptionsListenRequestParams
from pydantic import ValidationError

from dreaming.domain.errors import DreamingError
from dreaming.domain.model import Dream
from dreaming.service.dreams import Dreams

LOOK_SECONDS = 1.0
_REPORT = re.compile(r"dream://(drm_\w+)/report")
_CHANGING = ("tools", "prompts", "resources")
_log = logging.getLogger(__name__)

Request = ServerRequestContext[Any, Any]


def report_uri(dream_id: str) -> str:
    """The address of a dream's report."""
    return f"dream://{dream_id}/report"


class Announcer:
    """Announces on `bus` what happens to the dreams that somebody listens for. It is a middleware of the server.

    Args:
        dreams: the dreams of the database.
    """

    def __init__(self, dreams: Dreams) -> None:
        self.bus = InMemorySubscriptionBus()
        self._dreams = dreams
        self._listeners: Counter[str] = Counter()  # by dream id
        self._known: dict[str, object] = {}  # what they know of each dream
        self._needed = anyio.Event()

    def attach(self, server: MCPServer[Any]) -> None:
        """Stand before the requests of this server, whose subscriptions are `bus`."""
        server.middleware.append(self)

    async def __call__(self, ctx: Request, call_next: CallNext) -> HandlerResult:
        """Let listening requests listen for what there is, and promise no more than that."""
        if ctx.method == "server/discover":
            return _without_lists(await call_next(ctx))
        if ctx.method != "subscriptions/listen":
            return await call_next(ctx)
        try:
            asked = SubscriptionsListenRequestParams.model_validate(ctx.params or {}, by_name=False)
        except ValidationError:
            return await call_next(ctx)  # which says what is wrong with it
        named = [_REPORT.fullmatch(uri) for uri in asked.notifications.resource_subscriptions or ()]
        # Looked at before it is acknowledged: what changes from then on is announced.
        found = await self._look({match[1] for match in named if match})
        granted = {"resourceSubscriptions": [report_uri(dream.id) for dream in found]} if found else {}
        with self._listening(found):
            return await call_next(replace(ctx, params={**(ctx.params or {}), "notifications": granted}))

    async def run(self) -> None:
        """Announce until cancelled."""
        while True:
            if not self._known:
                self._needed = anyio.Event()
                await self._needed.wait()
            await anyio.sleep(LOOK_SECONDS)
            try:
                await self._announce()
            except DreamingError as error:  # locked, or upgraded: the tools say so to whoever asks
                _log.warning("The dreams that clients listen for cannot be looked at: %s", error)

    async def _announce(self) -> None:
        for dream in await self._look(list(self._known)):
            if dream.id in self._known and self._known[dream.id] != _standing(dream):
                self._known[dream.id] = _standing(dream)
                await self.bus.publish(ResourceUpdated(uri=report_uri(dream.id)))

    async def _look(self, dream_ids: Collection[str]) -> list[Dream]:
        return await anyio.to_thread.run_sync(self._dreams.some, dream_ids) if dream_ids else []

    @contextmanager
    def _listening(self, found: Collection[Dream]) -> Generator[None]:
        for dream in found:
            self._listeners[dream.id] += 1
            self._known.setdefault(dream.id, _standing(dream))
        if found:
            self._needed.set()
        try:
            yield
        finally:
            for dream in found:
                self._listeners[dream.id] -= 1
                if not self._listeners[dream.id]:
                    del self._listeners[dream.id], self._known[dream.id]


def _standing(dream: Dream) -> object:
    """What of a dream is worth an announcement."""
    return dream.status, dream.promoted_at, dream.discarded_at, dream.unpromoted_because


def _without_lists(discovered: HandlerResult) -> HandlerResult:
    """The SDK promises that changes of the lists are announced wherever anything can be listened for; ours are fixed."""
    answer = cast("Mapping[str, Any]", discovered)
    capabilities = dict(answer["capabilities"])
    for name in _CHANGING:
        if name in capabilities:
            capabilities[name] = {**capabilities[name], "listChanged": False}
    return {**answer, "capabilities": capabilities}
