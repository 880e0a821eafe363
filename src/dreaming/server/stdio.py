"""Running the server over standard input and output, and ending it at once when it is time.

A client ends a server by closing its input, by a signal, or by dying. Whatever happens is survived by the data:
nothing acknowledged is in memory only. So the ending has a budget, within which the dream that runs is given back,
and then the process goes, without waiting for threads that read an input that will never come.
"""

import os
import signal
import sys
from collections.abc import Mapping

import anyio

from dreaming.server.build import TOOL_NAMES, build_server, make_dreamer
from dreaming.server.dreamer import Dreamer
from dreaming.server.ending import end, end_soon
from dreaming.server.settings import read_settings
from dreaming.server.state import App

SIGNAL_SECONDS = 0.35  # Claude Code sends SIGINT, SIGTERM and SIGKILL within about half a second
PARENT_LOOK_SECONDS = 0.5


def serve(app: App, env: Mapping[str, str] | None = None) -> None:
    """Serve `app` until the client is gone, then end the process.

    Raises:
        InvalidInput: a variable of the environment has a value that means nothing.
    """
    settings = read_settings(os.environ if env is None else env, TOOL_NAMES)
    dreamer = make_dreamer(app, settings)
    server = build_server(app, settings, dreamer=dreamer, on_close=end_soon)

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_end_with_parent, dreamer, name="parent watchdog")
            if sys.platform != "win32":
                tasks.start_soon(_end_on_signal, dreamer, name="signals")
            await server.run_stdio_async()
            tasks.cancel_scope.cancel()

    anyio.run(run)
    end()


if sys.platform != "win32":  # where there are no such signals a client closes the input

    async def _end_on_signal(dreamer: Dreamer | None) -> None:
        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT, signal.SIGHUP) as signals:
            async for _ in signals:
                await _give_back_and_end(dreamer)


async def _end_with_parent(dreamer: Dreamer | None) -> None:
    """A server whose client was killed would stay for ever where something else holds its input open."""
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells of it, one has to look
        await anyio.sleep(PARENT_LOOK_SECONDS)
    await _give_back_and_end(dreamer)


async def _give_back_and_end(dreamer: Dreamer | None) -> None:
    end_soon(SIGNAL_SECONDS)
    if dreamer is not None:
        await dreamer.stop(within=SIGNAL_SECONDS)
    end()
