"""Work packets, handed out to agents and answered by them: what a dream asks whose judge is the host.

An answer is checked for its form alone here; the worker checks what it says, as it does with every judge.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dreaming.domain.errors import AnswerRefused, InvalidInput, LimitExceeded, PacketClosed
from dreaming.domain.hosting import ANSWER_BYTES, HANDED_AT_ONCE, HANDED_BYTES, HOST, TRIES, Awaited, Packet
from dreaming.domain.lifecycle import FINAL
from dreaming.domain.model import Dream
from dreaming.domain.ports import Clock
from dreaming.store import dreams, packets
from dreaming.store.connection import Connection, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What an agent is to answer now; `dream` is None where no dream waits for a host.

    `left` more can be asked for at once; `taken` are with other agents.
    """

    dream: Dream | None
    packets: tuple[Packet, ...] = ()
    left: int = 0
    taken: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether waiting would bring nothing: there is something, or others have it, or nothing comes any more."""
        return bool(self.packets or self.taken) or self.dream is None or self.dream.status in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an answer: `is_first` says that it counts, and not one that came before it."""

    dream_id: str
    is_first: bool
    awaited: Awaited


class Packets:
    """The packets of one database.

    Args:
        db: the database.
        clock: the time.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def next(self, dream_id: str | None = None, *, limit: int = HANDED_AT_ONCE, again: bool = False) -> Handed:
        """Hand out the next packets, in their order, and keep them from other agents for ten minutes.

        Args:
            dream_id: of this dream; else of the oldest that has any.
            limit: at most so many, and not more than clients show of an answer.
            again: those too that another agent has.

        Raises:
            NotFound: there is no such dream.
            InvalidInput: it is none that a host judges.
        """
        with self._db.write() as conn:
            now = self._clock.now()
            dream_id = dream_id or packets.oldest_dream(conn, now)
            if dream_id is None:
                return Handed(dream=None)
            dream = dreams.get(conn, dream_id)
            if dream.model != HOST:
                hint = "Without dream_id it gives packets of whichever dream waits for a host."
                raise InvalidInput("dream_id", f"dream {dream.id} is judged by {dream.model!r}", hint)
            waiting = [] if dream.status in FINAL else packets.open_of(conn, dream_id)
            free = [each for each in waiting if again or not packets.is_taken(each, now)]
            some = _some(free, limit)
            packets.take(conn, [each.id for each in some], now)
            return Handed(dream=dream, packets=some, left=len(free) - len(some), taken=len(waiting) - len(free))

    def answer(self, packet_id: str, answer: object) -> Taken:
        """Take an answer to a packet, from whomever. The first counts.

        Raises:
            NotFound: there is no such packet, or its dream is over.
            PacketClosed: the rules have answered it.
            AnswerRefused: it does not have the form that was asked for. The second time the rules answer.
            LimitExceeded: it is too long.
        """
        text = json.dumps(answer, ensure_ascii=False)
        size = len(text.encode())
        if size > ANSWER_BYTES:
            raise LimitExceeded("answer", size, ANSWER_BYTES, "bytes")
        with self._db.write() as conn:
            packet = packets.get(conn, packet_id)
            if not packet.is_open and packet.answer is None:
                raise PacketClosed(packet_id, packet.why)
            why = _misfit(packet, text) if packet.is_open else None
            if packet.is_open:
                self._end(conn, packet, text, why)
            awaited = packets.awaited(conn, packet.dream_id)
        if why is not None:
            raise AnswerRefused(packet_id, why, is_final=packet.refusals + 1 >= TRIES)
        return Taken(dream_id=packet.dream_id, is_first=packet.is_open, awaited=awaited)

    def _end(self, conn: Connection, packet: Packet, text: str, why: str | None) -> None:
        if why is None:
            packets.end(conn, packet.id, self._clock.now(), answer=text)
            return
        packets.refuse(conn, packet.id, why)
        if packet.refusals + 1 >= TRIES:
            packets.end(conn, packet.id, self._clock.now(), answer=None, why=why)


def _some(waiting: Sequence[Packet], limit: int) -> tuple[Packet, ...]:
    """The first, and those behind it for which there is room."""
    some: list[Packet] = []
    size = 0
    for packet in waiting[:limit]:
        size += len(packet.prompt.encode())
        if some and size > HANDED_BYTES:
            break
        some.append(packet)
    return tuple(some)


def _misfit(packet: Packet, text: str) -> str | None:
    """How the answer does not fit; None where it does."""
    from pydantic import ValidationError

    from dreaming.judges.model.conversing import misfit
    from dreaming.judges.model.shapes import SHAPES

    try:
        SHAPES[packet.purpose].model_validate_json(text)
    except ValidationError as error:
        return misfit(error)
    return None
