"""What every tool gets at, and the one door from the event loop to the services.

The services are synchronous; `call` runs them on worker threads and bounds how long a client waits for them.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

import anyio
import anyio.to_thread
from mcp.server.mcpserver import Context

from dreaming.domain.errors import AnswerOverdue
from dreaming.domain.ports import Clock
from dreaming.server.dreamer import Dreamer
from dreaming.service.dreams import Dreams
from dreaming.service.due import DueDreams
from dreaming.service.memories import Memories
from dreaming.service.packets import Packets
from dreaming.service.review import Review
from dreaming.service.sessions import Logged, Sessions
from dreaming.service.stores import Stores

if TYPE_CHECKING:
    from dreaming.jobs.worker import Shift, Worker
    from dreaming.service.forgetting import Forgetting

ANSWER_SECONDS = 27.0  # every tool answers in under 30
THREADS = 8

_P = ParamSpec("_P")
_T = TypeVar("_T")


class App(Protocol):
    """What the server needs of the composition root."""

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def memories(self) -> Memories:
        """The verbs on memories."""
        ...

    @property
    def stores(self) -> Stores:
        """The verbs on memory stores."""
        ...

    @property
    def sessions(self) -> Sessions:
        """The verbs on sessions."""
        ...

    @property
    def dreams(self) -> Dreams:
        """The verbs on dreams."""
        ...

    @property
    def due(self) -> DueDreams:
        """Which stores are due for a dream."""
        ...

    @property
    def review(self) -> Review:
        """The verbs on what a dream brought."""
        ...

    @property
    def forgetting(self) -> "Forgetting":
        """Taking a text, or a session, out of everything."""
        ...

    @property
    def packets(self) -> Packets:
        """What agents answer where they judge."""
        ...

    @property
    def request_key(self) -> bytes:
        """The key under which a question to a person goes out, the same for every process on the file."""
        ...

    def check_database(self) -> None:
        """Raise what is wrong with the file, if anything is."""
        ...

    def worker(self, *, shift: "Shift") -> "Worker":
        """What runs dreams as they come."""
        ...

    def ensure_worker(self) -> bool:
        """See to it that a process of its own runs what waits; whether that is so."""
        ...

    def log_file(self, path: str) -> Logged:
        """Log the session in a transcript file that a caller names, if it may be read."""
        ...

    def would_be_personal(self, store: str) -> bool:
        """Whether a new store of this name would be the personal one."""
        ...

    def is_personal_by_default(self) -> bool:
        """Whether the personal store may be meant where none is named."""
        ...

    def default_store(self) -> str:
        """The name of the store that is meant where none is named."""
        ...

    def project(self) -> str | None:
        """The folder that the client names as its project, if it names one."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """What lives as long as the server runs.

    `dreamer` is None where the server only reads. `reads_files` says whether a file that a call names may be read.
    """

    app: App
    dreamer: Dreamer | None
    threads: anyio.CapacityLimiter
    reads_files: bool

    async def call(self, verb: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a service's verb on a worker thread.

        Where the client goes away, or the time is up, the thread ends its work by itself: what it writes is whole.

        Raises:
            AnswerOverdue: it took too long to be waited for.
        """
        with anyio.move_on_after(ANSWER_SECONDS):
            return await anyio.to_thread.run_sync(
                functools.partial(verb, *args, **kwargs), limiter=self.threads, abandon_on_cancel=True
            )
        raise AnswerOverdue(ANSWER_SECONDS)


Call = Context[State]


def state_of(ctx: "Context[Any]") -> State:
    """The state, in tools, resources and prompts alike."""
    return cast("State", ctx.request_context.lifespan_context)


def app_of(ctx: "Context[Any]") -> App:
    """The system."""
    return state_of(ctx).app


async def call(ctx: "Context[Any]", verb: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """As `State.call`."""
    return await state_of(ctx).call(verb, *args, **kwargs)


async def store_named(ctx: "Context[Any]", store: str) -> str:
    """`store`, or where it is empty the one that is meant then."""
    return store or await call(ctx, app_of(ctx).default_store)
