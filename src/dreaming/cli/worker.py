"""`dreaming worker`: the process that runs what is queued."""

import logging
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import dream_shape
from dreaming.domain.errors import DreamingError
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    import anyio

    from dreaming.app import App
    from dreaming.jobs.worker import Leaving, Worker

_LOOK_SECONDS = 1.0
_log = logging.getLogger(__name__)


@click.command(epilog=examples("dreaming worker", "dreaming worker --idle 0"))
@click.option(
    "--idle", type=click.FloatRange(0, 86_400), default=30, show_default=True, metavar="SECONDS",
    help="Stay so long when nothing waits any more.",
)  # fmt: skip
@click.option(
    "--hours", type=click.FloatRange(0, 168), default=8, show_default=True,
    help="Take no new dream after so many hours; the next worker goes on with what waits.",
)  # fmt: skip
@click.option(
    "--parallel", type=click.IntRange(1, 16), default=2, show_default=True, metavar="N", help="Dreams at a time."
)
@click.option(
    "--background", is_flag=True, help="Let other programs go first, and log to worker.log beside the database."
)
@json_option
@click.pass_context
def worker(ctx: click.Context, *, idle: float, hours: float, parallel: int, background: bool, as_json: bool) -> None:
    """Log the sessions that hooks have noted, run the dreams that wait, and leave when there are none.

    A database has one worker at a time: where there is one already, this leaves at once. `dreaming start` and servers
    start one in the background; it outlives them. A dream whose process was killed is taken up where it stopped.

    Exit code: 0 if every dream that was run completed, or waits for an agent to judge it; else 1.
    """
    from dreaming.jobs.worker import Shift

    done: dict[str, Dream] = {}  # one that waits for an agent is given back each time

    def ended(dream: Dream) -> None:
        done[dream.id] = dream
        if not as_json:
            say(_told(dream))

    with opened() as app:
        if background:
            from dreaming.cli.background import go_to_the_background

            go_to_the_background(app.db.path.parent)
        shift = Shift(idle=timedelta(seconds=idle), limit=timedelta(hours=hours))
        leaving = work(app, app.worker(shift=shift, parallel=parallel, ended=ended))
        _pass_on(app, leaving)
    _say_how_it_went(list(done.values()), leaving, as_json=as_json)
    ctx.exit(0 if all(dream.status is DreamStatus.COMPLETED or dream.waits_for_host for dream in done.values()) else 1)


def _told(dream: Dream) -> str:
    from dreaming.cli.running import how_it_ended

    if dream.status in FINAL:
        return how_it_ended(dream)
    why = dream.of_its_host if dream.waits_for_host else "it waits"
    return f"Dream {dream.id} is given back; {why}."


def work(app: "App", worker: "Worker") -> "Leaving | None":
    """Log what was noted and run dreams until the worker leaves; None where it was told to."""
    from dreaming.jobs.worker import Leaving

    _log.info("the worker begins")
    try:
        with app.spool.attended() as attends:
            leaving = _worked(worker, app.log_noted if attends else None)
        if leaving not in (None, Leaving.GONE):
            app.log_spooled()  # who noted something in the last moment saw this process attending
    except DreamingError:
        _log.exception("the worker cannot go on")
        raise
    _log.info("the worker leaves: %s", leaving or "it was told to")
    return leaving


def _worked(worker: "Worker", log_noted: Callable[[], None] | None) -> "Leaving | None":
    import anyio
    import anyio.to_thread

    from dreaming.jobs.lease import first_error

    async def run() -> "Leaving | None":
        leaving = None
        async with anyio.create_task_group() as tasks:
            if sys.platform != "win32":
                tasks.start_soon(_end_on_signal, tasks.cancel_scope, name="signals")
            async with anyio.create_task_group() as meanwhile:
                over = anyio.Event()
                if log_noted is not None:
                    await anyio.to_thread.run_sync(log_noted, abandon_on_cancel=True)  # dreams read what it logs
                    meanwhile.start_soon(_keep_logging, log_noted, over, name="spool")
                leaving = await worker.work()
                over.set()
            tasks.cancel_scope.cancel()
        return leaving

    try:
        return anyio.run(run)
    except ExceptionGroup as group:
        raise first_error(group) from group


async def _keep_logging(log_noted: Callable[[], None], over: "anyio.Event") -> None:
    """Log what is noted, now and then, until it is over. A signal breaks it off: the next worker does it again."""
    import anyio
    import anyio.to_thread

    while not over.is_set():
        with anyio.move_on_after(_LOOK_SECONDS):
            await over.wait()
        await anyio.to_thread.run_sync(log_noted, abandon_on_cancel=True)


if sys.platform != "win32":  # where there are no such signals a console sends an interrupt, which ends it the same way

    async def _end_on_signal(scope: "anyio.CancelScope") -> None:
        import anyio

        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT, signal.SIGHUP) as signals:
            async for _ in signals:
                scope.cancel()
                return


def _pass_on(app: "App", leaving: "Leaving | None") -> None:
    """Where dreams wait when a worker's time is over, the next one begins, with a time of its own."""
    from dreaming.jobs.worker import Leaving

    if leaving is Leaving.LIMIT:
        app.ensure_worker()


def _say_how_it_went(done: list[Dream], leaving: "Leaving | None", *, as_json: bool) -> None:
    from dreaming.jobs.worker import Leaving

    if leaving is Leaving.SECOND:
        note("Another worker runs the dreams of this database; `dreaming status` shows how they stand.")
    if as_json:
        say_json({"dreams": [dream_shape(dream) for dream in done]})
    elif done:
        completed = sum(dream.status is DreamStatus.COMPLETED for dream in done)
        say(f"Ran {counted(len(done), 'dream')}; {completed} completed.")
    elif leaving is not Leaving.SECOND:
        say("No dream was waiting.")
