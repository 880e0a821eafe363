"""The desk of a dream whose judge asks a model: its fence, its budget, and the book of its calls.

Before a call is made, the most that it may take is held; what it took is written down when its answer is checked. So a
budget is not passed, except by what a model's tokens are more than was reckoned of one call.
"""

import hmac
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, replace

import anyio
import anyio.to_thread

from dreaming.domain.budget import Budget, Spent, day_of, short_of
from dreaming.domain.errors import BudgetReached, DreamFailed
from dreaming.domain.ports import Clock
from dreaming.domain.prompting import Call
from dreaming.store import calls
from dreaming.store.connection import Database
from dreaming.store.settings import request_key

_FENCE_CHARACTERS = 24


def fence_of(db: Database, dream_id: str) -> str:
    """The dream's fence: it follows from a key that never leaves the file, so that no transcript can hold it."""
    with db.read() as conn:
        return hmac.digest(request_key(conn), f"fence {dream_id}".encode(), "sha256").hex()[:_FENCE_CHARACTERS]


@dataclass(slots=True)
class Held:
    """What is held for calls that are being made; one for all dreams of a process counts against the day's budget."""

    tokens: int = 0
    cost_usd: float = 0.0
    calls: int = 0

    def add(self, tokens: int, cost_usd: float | None, sign: int) -> None:
        """Hold, or with -1 let go."""
        self.tokens += sign * tokens
        self.cost_usd += sign * (cost_usd or 0.0)
        self.calls += sign

    def over(self, spent: Spent) -> Spent:
        """What was spent, with what is held."""
        return replace(
            spent,
            tokens=spent.tokens + self.tokens,
            cost_usd=spent.cost_usd + self.cost_usd,
            calls=spent.calls + self.calls,
        )


class DreamDesk:
    """The port `Desk` on the database.

    Args:
        db: where calls are written down.
        clock: says when they ended, and which day it is.
        dream_id: the dream.
        fence: see `fence_of`.
        budget: what it may spend.
        daily: what all dreams of a day may spend.
        held_today: what all dreams of this process hold.
        elapsed: reads a clock that only goes on, in seconds; the attempt begins now.
        at: told of each call that was written down.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        dream_id: str,
        *,
        fence: str,
        budget: Budget,
        daily: Budget,
        held_today: Held,
        elapsed: Callable[[], float],
        at: Callable[[str], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._budget = budget
        self._daily = daily
        self._held = Held()
        self._held_today = held_today
        self._at = at
        self._changed = anyio.Condition()
        self._elapsed = elapsed
        self._began = elapsed()
        self.dream_id = dream_id
        self.fence = fence

    @asynccontextmanager
    async def spending(self, tokens: int, cost_usd: float | None) -> AsyncGenerator[None]:
        """Hold so much of the budget while the call is made; see `Desk`.

        Raises:
            BudgetReached: there is not so much left.
            DreamFailed: there never was enough for a single call.
        """
        async with self._changed:
            while (limit := await self._short_of(tokens, cost_usd)) is not None:
                if not self._held.calls:
                    raise await self._reached(limit)
                await self._changed.wait()
            self._hold(tokens, cost_usd, 1)
        try:
            yield
        finally:
            with anyio.CancelScope(shield=True):
                async with self._changed:
                    self._hold(tokens, cost_usd, -1)
                    self._changed.notify_all()

    async def recorded(self, key: str) -> Call | None:
        """The call that was written down under this key."""
        return await anyio.to_thread.run_sync(self._recorded, key)

    async def record(self, call: Call) -> None:
        """Write down a call; also where the dream is being ended, since it was paid."""
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._write, call)
        self._at("call recorded")

    def _hold(self, tokens: int, cost_usd: float | None, sign: int) -> None:
        self._held.add(tokens, cost_usd, sign)
        self._held_today.add(tokens, cost_usd, sign)

    async def _short_of(self, tokens: int, cost_usd: float | None) -> str | None:
        # What is held is read first: a call that is written down meanwhile, and let go, counts twice and never not at all.
        held, held_today = copy(self._held), copy(self._held_today)
        of_dream, of_day = await anyio.to_thread.run_sync(self._spent)
        of_dream = replace(held.over(of_dream), seconds=self._elapsed() - self._began)
        return short_of(self._budget, of_dream, tokens, cost_usd, "the dream's") or short_of(
            self._daily, held_today.over(of_day), tokens, cost_usd, "today's"
        )

    async def _reached(self, limit: str) -> BudgetReached | DreamFailed:
        of_dream, _ = await anyio.to_thread.run_sync(self._spent)
        if of_dream.calls:
            return BudgetReached(limit)
        return DreamFailed("budget_exceeded", f"Not one call of the model was made: {limit}.")

    def _spent(self) -> tuple[Spent, Spent]:
        with self._db.read() as conn:
            return calls.spent_by(conn, self.dream_id), calls.spent_since(conn, day_of(self._clock.now()))

    def _recorded(self, key: str) -> Call | None:
        with self._db.read() as conn:
            return calls.get(conn, self.dream_id, key)

    def _write(self, call: Call) -> None:
        with self._db.write() as conn:
            calls.add(conn, self.dream_id, call, self._clock.now())
