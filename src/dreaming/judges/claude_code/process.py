"""A program that is run to its end with all that it starts, or killed with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import anyio
from anyio.abc import ByteReceiveStream, ByteSendStream, Process

MOST_BYTES = 16 * 1_048_576  # of what it prints; what comes after is read and forgotten

if sys.platform == "win32":
    _GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}

    def _kill(process: Process) -> None:
        process.kill()

else:
    _GROUP: dict[str, Any] = {"start_new_session": True}

    def _kill(process: Process) -> None:
        """With its group: it may have started others."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, and what it printed."""

    code: int
    output: str
    errors: str


async def run(
    command: Sequence[str], given: str, *, folder: Path, env: Mapping[str, str], seconds: float
) -> Ended | None:
    """Run a program to its end.

    Args:
        command: its command line.
        given: what it reads from its standard input.
        folder: where it works.
        env: its whole environment.
        seconds: how long it may take; then it is killed, and so it is where the caller is canceled.

    Returns:
        How it ended; None where it was not within its time.

    Raises:
        OSError: it cannot be started.
    """
    process = await anyio.open_process(list(command), cwd=folder, env=dict(env), **_GROUP)
    output, errors = bytearray(), bytearray()
    try:
        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(
                    _feed, cast("ByteSendStream", process.stdin), given.encode(errors="replace"), name="its input"
                )
                tasks.start_soon(_read, cast("ByteReceiveStream", process.stdout), output, name="its output")
                tasks.start_soon(_read, cast("ByteReceiveStream", process.stderr), errors, name="its errors")
            code = await process.wait()
            return Ended(code, output.decode(errors="replace"), errors.decode(errors="replace"))
        return None
    finally:
        if process.returncode is None:
            _kill(process)
        with anyio.CancelScope(shield=True):
            await process.aclose()


async def _feed(stream: ByteSendStream, given: bytes) -> None:
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):  # it does not want to hear it all
        await stream.send(given)
    with suppress(anyio.BrokenResourceError):
        await stream.aclose()


async def _read(stream: ByteReceiveStream, into: bytearray) -> None:
    async for chunk in stream:
        into += chunk[: MOST_BYTES - len(into)]
