"""The way from a test's event loop to the services."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

import anyio.to_thread

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")


async def on_thread(work: Callable[[Unpack[_Arguments]], _Result], *args: *_Arguments) -> _Result:
    """The services block: they are called as the server calls them."""
    return await anyio.to_thread.run_sync(work, *args)
