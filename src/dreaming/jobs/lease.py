"""Running work under a lease: it is renewed beside the work, and the work stops at once when it is lost."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar, cast

import anyio

from dreaming.domain.errors import LeaseLost

GOODBYE_SECONDS = 3.0  # how long giving a dream back may take while everything is being canceled

_Result = TypeVar("_Result")
_Nothing = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a lease holds without renewal, how often it is renewed, and how long one attempt may take."""

    lease: timedelta = timedelta(seconds=30)
    heartbeat: timedelta = timedelta(seconds=10)
    limit: timedelta = timedelta(hours=1)


async def run_under_lease(
    dream_id: str,
    work: Callable[[], Awaitable[_Result]],
    *,
    renew: Callable[[], Awaitable[bool]],
    release: Callable[[], Awaitable[object]],
    every: float,
) -> _Result:
    """Run `work` while renewing its lease each `every` seconds.

    An error in `work` or `renew` leaves as it is, not in a group. Canceled from outside, the dream is given back.

    Raises:
        LeaseLost: a renewal was refused; the work was stopped.
    """
    result: object = _Nothing

    async def heartbeat(scope: anyio.CancelScope) -> None:
        while True:
            await anyio.sleep(every)
            if not await renew():
                scope.cancel()
                return

    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(heartbeat, tasks.cancel_scope, name=f"heartbeat of {dream_id}")
            result = await work()
            tasks.cancel_scope.cancel()
    except ExceptionGroup as group:
        raise first_error(group) from group
    except anyio.get_cancelled_exc_class():
        with anyio.move_on_after(GOODBYE_SECONDS, shield=True):
            await release()
        raise
    if result is _Nothing:
        raise LeaseLost(dream_id)
    return result  # type: ignore[return-value]  # it is no longer _Nothing


def first_error(error: Exception) -> Exception:
    """The error inside of nested groups; a lost lease before any other, since it says that the rest does not matter."""
    leaves = _leaves(error)
    return next((leaf for leaf in leaves if isinstance(leaf, LeaseLost)), leaves[0])


def _leaves(error: Exception) -> list[Exception]:
    if not isinstance(error, ExceptionGroup):
        return [error]
    group = cast("ExceptionGroup[Exception]", error)
    return [leaf for each in group.exceptions for leaf in _leaves(each)]
