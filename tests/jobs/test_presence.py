"""Saying whether a worker is there."""

from datetime import timedelta

import pytest
from tests.conftest import MovableClock

from dreaming.jobs.owners import Owner
from dreaming.jobs.presence import present_worker
from dreaming.store import workers
from dreaming.store.connection import Database


def _present(database: Database, clock: MovableClock) -> str | None:
    with database.read() as conn:
        worker = present_worker(conn, database.path, clock.now())
    return None if worker is None else worker.owner


def _enrol(database: Database, clock: MovableClock, owner: str) -> None:
    with database.write() as conn:
        assert workers.enrol(conn, owner, clock.now(), clock.now() + timedelta(seconds=30))


@pytest.fixture
def owner(database: Database) -> Owner:
    """A process that may be a worker."""
    return Owner(database.path)


def test_a_worker_is_there_while_it_lives(database: Database, clock: MovableClock, owner: Owner) -> None:
    """And not before it came, nor when its time is over."""
    before = _present(database, clock)
    owner.appear()
    _enrol(database, clock, owner.name)
    during = _present(database, clock)
    clock.advance(seconds=31)

    assert (before, during, _present(database, clock)) == (None, owner.name, None)
    owner.vanish()


def test_a_worker_that_was_killed_is_not_there(database: Database, clock: MovableClock, owner: Owner) -> None:
    """Its file is there and nobody holds it: its time need not run out."""
    owner.appear()
    (file,) = database.path.with_name(database.path.name + ".running").iterdir()
    text = file.name
    owner.vanish()
    file.touch()
    _enrol(database, clock, text)

    assert _present(database, clock) is None


def test_where_nothing_can_be_told_of_a_worker_its_time_says_so(database: Database, clock: MovableClock) -> None:
    """A file system may know no locks."""
    _enrol(database, clock, "1-unseen")

    assert _present(database, clock) == "1-unseen"
