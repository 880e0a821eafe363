"""Ways to break the program on purpose: each harness must catch the one that it is there for."""

import contextlib
from collections.abc import Callable, Generator, Mapping

from dreaming.store import leases
from dreaming.store.connection import Connection, Database


def check_no_generation() -> None:
    """A worker that was replaced writes on, since the dream still runs."""
    leases._HELD = "id = :id AND status = 'running'"  # pyright: ignore[reportPrivateUsage]  # that is what is broken


def keep_no_answers() -> None:
    """What a judge answered is forgotten with the process that asked."""

    def kept(*_: object) -> dict[str, str]:
        return {}

    from dreaming.store import checkpoints

    checkpoints.kept = kept


def find_no_calls() -> None:
    """What a model was asked is written down and never looked up."""

    def get(*_: object) -> None:
        return None

    from dreaming.store import calls

    calls.get = get


def begin_deferred() -> None:
    """A transaction takes the write lock when it writes, not when it reads what it will write from."""

    @contextlib.contextmanager
    def write(self: Database) -> Generator[Connection]:
        conn = self._open()  # pyright: ignore[reportPrivateUsage]
        try:
            conn.execute("BEGIN DEFERRED")
            yield conn
            conn.commit()
        finally:
            conn.close()

    Database.write = write


BREAKS: Mapping[str, Callable[[], None]] = {
    "no-generation": check_no_generation,
    "no-answers": keep_no_answers,
    "no-calls": find_no_calls,
    "deferred": begin_deferred,
}
