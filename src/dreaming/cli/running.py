"""Running dreams in this process, with a line that moves while a person waits."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from dreaming.cli.console import progress, someone_waits
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.model import Dream, DreamStatus

if TYPE_CHECKING:
    from dreaming.app import App

_LOOK_SECONDS = 0.2


def run_dream(app: "App", dream_id: str) -> Dream:
    """Run this one dream to its end.

    Raises:
        DreamingError: it cannot be run now; see `Runner.run`.
    """
    with progress("Dreaming", total=1) as show:
        return anyio.run(_run, app, dream_id, show)


async def _run(app: "App", dream_id: str, show: Callable[..., None]) -> Dream:
    async with anyio.create_task_group() as tasks:
        if someone_waits():
            tasks.start_soon(_watch, app, dream_id, show, name=f"watching {dream_id}")
        await _to_its_end(app, dream_id)
        tasks.cancel_scope.cancel()
    return await anyio.to_thread.run_sync(app.dreams.get, dream_id)


async def _to_its_end(app: "App", dream_id: str) -> None:
    """Where another process runs it, wait; should that one die, it is taken up here."""
    while True:
        dream = await app.runner().run(dream_id)
        if dream.status in FINAL:
            return
        await anyio.sleep(_LOOK_SECONDS)


async def _watch(app: "App", dream_id: str, show: Callable[..., None]) -> None:
    while True:
        progress_of = (await anyio.to_thread.run_sync(app.dreams.get, dream_id)).progress
        show(progress_of.done, progress_of.stage, of=progress_of.total or None)
        await anyio.sleep(_LOOK_SECONDS)


def how_it_ended(dream: Dream) -> str:
    """One sentence."""
    if dream.status is DreamStatus.COMPLETED:
        return f"Dream {dream.id} completed."
    if dream.error is not None:
        return f"Dream {dream.id} {dream.status}: {dream.error.message} ({dream.error.type})"
    return f"Dream {dream.id} is {dream.status}."
