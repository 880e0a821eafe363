"""Dreams that the calling agent judges: their packets, and what becomes of those that nobody answers.

A dream that waits for answers gives its lease back and counts no attempt. It is taken up again when none of its packets
is open any more, or those that are have waited for too long.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import anyio.to_thread

from dreaming.domain.errors import AnswerAwaited, BudgetReached, LeaseLost
from dreaming.domain.hosting import ANSWER_WITHIN, MOST_OPEN, Packet, Unanswered
from dreaming.domain.journal import JournalKind
from dreaming.domain.model import DreamStatus
from dreaming.domain.prompting import Prompt
from dreaming.jobs.desk import DreamDesk
from dreaming.store import dreams, journal, packets
from dreaming.store.connection import Connection

_NOBODY = "nobody answered it within a day"


class HostedDesk(DreamDesk):
    """The port `HostDesk` on the database. `unanswered` says what becomes of packets that nobody answers."""

    unanswered: Unanswered = Unanswered.RULES

    @asynccontextmanager
    async def spending(self, tokens: int, cost_usd: float | None) -> AsyncGenerator[None]:  # noqa: ARG002 - as in `Desk`
        """Hold one call: what it takes of the agent's tokens is not known here, and nothing is paid.

        Raises:
            BudgetReached, DreamFailed: as `DreamDesk.spending`.
        """
        async with super().spending(0, 0.0):
            yield

    async def packet(self, prompt: Prompt, text: str) -> Packet:
        """The packet of this prompt, filed now if it was not; see `HostDesk`.

        Raises:
            AnswerAwaited: so many wait that no more is filed.
            BudgetReached: the dream may not file another.
            LeaseLost: the dream is not run any more.
        """
        return await anyio.to_thread.run_sync(self._packet, prompt, text)

    def _packet(self, prompt: Prompt, text: str) -> Packet:
        with self._db.write() as conn:
            if dreams.get(conn, self.dream_id).status is not DreamStatus.RUNNING:
                raise LeaseLost(self.dream_id)
            found = packets.find(conn, self.dream_id, prompt.key)
            if found is None:
                return self._filed(conn, prompt, text)
            if not found.is_open or found.expires_at > self._clock.now():
                return found
            self._expire(conn, found)
            return packets.get(conn, found.id)

    def _filed(self, conn: Connection, prompt: Prompt, text: str) -> Packet:
        awaited = packets.awaited(conn, self.dream_id)
        most = self._budget.max_calls
        if most is not None and awaited.total >= most:
            limit = f"the dream's {most:,} calls are made"
            raise BudgetReached(limit)
        if awaited.open >= MOST_OPEN:
            raise AnswerAwaited(is_full=True)
        at = self._clock.now()
        return packets.file(conn, self.dream_id, prompt, text, at=at, until=at + ANSWER_WITHIN)

    def _expire(self, conn: Connection, packet: Packet) -> None:
        at = self._clock.now()
        if self.unanswered is Unanswered.QUEUE:
            packets.offer_again(conn, packet.id, at + ANSWER_WITHIN)
            line = (JournalKind.DECIDED, f"Packet {packet.position} is offered again: {_NOBODY}.")
        else:
            packets.end(conn, packet.id, at, answer=None, why=_NOBODY)
            line = (JournalKind.DECIDED, f"Packet {packet.position} goes to the rules: {_NOBODY}.")
        journal.add(conn, self.dream_id, [line], at)
