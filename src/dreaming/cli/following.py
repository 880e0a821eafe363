"""Watching dreams until nothing more comes of them, and seeing to it meanwhile that a worker runs them."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dreaming.cli.console import note
from dreaming.cli.views import View
from dreaming.domain.lifecycle import is_over
from dreaming.domain.model import Dream

if TYPE_CHECKING:
    from dreaming.app import App

_LOOK_SECONDS = 0.25
_ENSURE_EVERY = timedelta(seconds=10)  # a worker may have been killed


def _pause() -> None:
    time.sleep(_LOOK_SECONDS)


def follow(app: "App", dream_ids: Sequence[str], view: View, *, pause: Callable[[], None] = _pause) -> list[Dream]:
    """Show these dreams until they are over; how each ended, in the order in which they did.

    Args:
        app: the system.
        dream_ids: dreams that exist.
        view: where they are shown.
        pause: lets a moment pass between two looks.

    Raises:
        DreamingError: the database cannot be used any more.
    """
    watch, keeper = app.watch(dream_ids), _Keeper(app)
    ended: list[Dream] = []
    while sights := watch.look():
        now = app.clock.now()
        view.show(sights, now)
        for sight in sights:
            if is_over(sight.dream):
                view.close(sight)
                ended.append(sight.dream)
        if len(ended) == len(dream_ids):
            break
        keeper.keep(now)
        pause()
    return ended


class _Keeper:
    """Sees to it from time to time that there is a worker, and says once where there can be none."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._due: datetime | None = None
        self._has_told = False

    def keep(self, now: datetime) -> None:
        if self._due is not None and now < self._due:
            return
        self._due = now + _ENSURE_EVERY
        if not self._app.ensure_worker() and not self._has_told:
            self._has_told = True
            note("No worker can be started from here: `dreaming worker` or a running server runs what waits.")
