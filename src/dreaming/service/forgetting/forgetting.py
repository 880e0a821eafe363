"""The two verbs, preview and forget, and going on with one that was cut off.

It is done item by item in short transactions. The order, with what it needs, is kept in the file before the first of them;
whoever finds one on which nobody works goes on with it. A forgetting is finished when no table holds what it was about;
then the order is emptied, and the bytes go from the files.
"""

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from dreaming.domain.errors import DreamInTheWay
from dreaming.domain.forgetting import Eraser, Target
from dreaming.domain.ports import Clock
from dreaming.service.forgetting import files
from dreaming.service.forgetting.own_words import own_words
from dreaming.service.forgetting.staying import staying
from dreaming.store import sessions
from dreaming.store.connection import Connection, Database
from dreaming.store.forgetting import orders, plan, traces
from dreaming.store.forgetting.orders import Order
from dreaming.store.forgetting.stages import Key, Stage, Weight

_BATCH_SECONDS = 0.05  # that a transaction takes, and one item more
_PASSES = 10  # so often others may write what is being forgotten while it is
_EXAMPLES = 3
_ERASE_SECONDS, _BETWEEN_SECONDS = 10.0, 0.2
_ABANDONED_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What goes from one place: how much, and how some of it begins."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What goes, or went.

    `stays` says what is left in the tables on purpose; `outside` names files and places that are not reached.
    `is_erased`: no byte is left in the database and its log. None for a preview.
    """

    session_id: str | None
    places: tuple[Place, ...]
    stays: tuple[str, ...]
    outside: tuple[str, ...]
    is_preview: bool
    is_erased: bool | None = None

    @property
    def total(self) -> int:
        """How many things hold it."""
        return sum(place.count for place in self.places)


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter[str])
    examples: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, weights: Iterable[Weight]) -> None:
        for weight in weights:
            self.counts[weight.place] += weight.count
            known = self.examples.setdefault(weight.place, [])
            if weight.example and len(known) < _EXAMPLES:
                known.append(weight.example)

    def places(self) -> tuple[Place, ...]:
        return tuple(
            Place(name=name, count=count, examples=tuple(self.examples[name])) for name, count in self.counts.items()
        )


class Forgetting:
    """Forgetting, in the database and in its folder."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def find_session(self, named: str) -> str:
        """The id of a session that is named by its id, or by what its source calls it.

        Raises:
            NotFound: there is none.
            AmbiguousName: sources differ in what they call so.
        """
        with self._db.read() as conn:
            return sessions.named(conn, named).id

    def preview(self, target: Target) -> Forgotten:
        """What would go, and what would stay. Nothing is changed.

        Raises:
            NotFound: there is no such session.
        """
        tally = _Tally()
        with self._db.read() as conn:
            order = self._order(conn, target, by="")
            for stage in plan.stages(conn, order):
                for key in stage.keys(conn):
                    tally.add(stage.weigh(conn, key))
            stays = tuple(staying(conn, order))
        tally.add(Weight(place=each.place, example=str(each.path)) for each in self._files(order))
        return self._told(order, tally, stays, is_preview=True)

    def forget(self, target: Target, *, by: str) -> Forgotten:
        """Take it out of everything, for good. Again it does nothing.

        Raises:
            NotFound: there is no such session.
            DreamInTheWay: a dream that is not over holds it, or may.
            DatabaseUnavailable: the disk is full, or others hold the file; what was begun is gone on with later.
        """
        self._go_on()
        with self._db.read() as conn:
            order = self._order(conn, target, by=by)
            stays = tuple(staying(conn, order))
        with self._db.write() as conn:
            in_the_way = plan.in_the_way(conn, order)
            if in_the_way:
                raise DreamInTheWay(in_the_way, is_running=order.session_id is None)
            orders.begin(conn, order)
        tally = self._do(order)
        return self._told(order, tally, stays, is_preview=False, is_erased=self._erase(order))

    def finish(self) -> bool:
        """Go on with a forgetting that was cut off, if nobody works on it; whether there was one."""
        return self.is_abandoned() and self._go_on()

    def is_abandoned(self) -> bool:
        """Whether a forgetting was cut off, and nobody has gone on with it."""
        with self._db.read() as conn:
            return orders.is_abandoned(conn, self._clock.now() - _ABANDONED_AFTER)

    def _order(self, conn: Connection, target: Target, *, by: str) -> Order:
        return plan.order_of(conn, target, own_words=own_words(), at=self._clock.now(), by=by)

    def _go_on(self) -> bool:
        with self._db.read() as conn:
            order = orders.current(conn)
        if order is None:
            return False
        with self._db.write() as conn:
            orders.touch(conn, self._clock.now())  # nobody else goes on with it meanwhile
        if not order.is_blank:
            self._do(order)
        self._erase(order)
        return True

    def _do(self, order: Order) -> _Tally:
        """Every stage, and again as long as others have written of it meanwhile."""
        tally = _Tally()
        for _ in range(_PASSES):
            before = tally.counts.total()
            with self._db.read() as conn:
                stages = plan.stages(conn, order)
            for stage in stages:
                self._run(stage, tally)
            if tally.counts.total() == before:
                break
        for found in self._files(order):
            found.erase()
            tally.add([Weight(place=found.place, example=str(found.path))])
        with self._db.write() as conn:
            traces.clean_indexes(conn, order.words)
            orders.blank(conn, order)
        return tally

    def _run(self, stage: Stage, tally: _Tally) -> None:
        with self._db.read() as conn:
            waiting = deque(stage.keys(conn))
        while waiting:
            with self._db.write() as conn:
                orders.touch(conn, self._clock.now())
                began = time.monotonic()
                while waiting:
                    self._take(stage, waiting.popleft(), conn, tally)
                    if time.monotonic() - began > _BATCH_SECONDS:
                        break

    @staticmethod
    def _take(stage: Stage, key: Key, conn: Connection, tally: _Tally) -> None:
        weights = stage.weigh(conn, key)
        if weights:
            stage.apply(conn, key)
            tally.add(weights)

    def _erase(self, order: Order) -> bool:
        """Empty the log; where bytes are left all the same, write the file anew. Whether none is left.

        Whoever goes on with an order whose words are gone already cannot look for them, and writes the file anew.
        """
        is_erased = self._empty_log()
        if is_erased and (order.is_blank or traces.are_left(self._db.path, order.text, order.words)):
            self._db.erase_traces(rewrite=True)
            is_erased = self._empty_log() and not traces.are_left(self._db.path, order.text, ())
        if is_erased:
            with self._db.write() as conn:
                orders.end(conn, order)
            self._empty_log()
        return is_erased

    def _empty_log(self) -> bool:
        """As soon as no other process reads what was; not for long."""
        until = time.monotonic() + _ERASE_SECONDS
        while not self._db.erase_traces():
            if time.monotonic() > until:
                return False
            time.sleep(_BETWEEN_SECONDS)
        return True

    def _files(self, order: Order) -> Iterator[files.Found]:
        eraser = Eraser(text=order.text, statements=order.statements)
        yield from list(files.holding(self._home, eraser))

    @property
    def _home(self) -> Path:
        return self._db.path.parent

    def _told(
        self, order: Order, tally: _Tally, stays: tuple[str, ...], *, is_preview: bool, is_erased: bool | None = None
    ) -> Forgotten:
        return Forgotten(
            session_id=order.session_id,
            places=tally.places(),
            stays=stays,
            outside=tuple(files.outside(self._home, self._db.path)),
            is_preview=is_preview,
            is_erased=is_erased,
        )
