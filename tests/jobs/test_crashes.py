"""Processes that are killed in the middle of a dream, and the process after."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig, rewriting

from dreaming.domain.model import DreamStatus
from dreaming.store.connection import Database, rows

RESULT = {"/a.md": "uno\n", "/new.md": "new\n"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with two memories; the clock stands far in the future of the processes that die."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    for day in range(4):
        rig.log("hello", "again", days=day)
    clock.advance(days=36_500)
    return rig


def _die(rig: Rig, dream_id: str, step: str, count: int = 1) -> list[str]:
    """The questions that were asked before the process was killed."""
    command = [sys.executable, "-m", "tests.jobs.dying", str(rig.db.path), dream_id, step, str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -9, done.stderr
    return done.stdout.splitlines()


def _stores(rig: Rig) -> int:
    with rig.db.read() as conn:
        return len(rows(conn, "SELECT 1 FROM stores"))


@promise("job:crash:goes-on", "job:crash:one-output")
@pytest.mark.parametrize(
    ("step", "count", "kept"),
    [
        ("acquired", 1, 0),
        ("snapshot taken", 1, 0),
        ("answer kept", 1, 1),
        ("answer kept", 3, 3),
        ("before settle", 1, 4),
    ],
)
def test_a_killed_dream_is_finished_by_the_next_process(rig: Rig, step: str, count: int, kept: int) -> None:
    """Kept answers are not asked for again, and there is one output store."""
    dream = rig.dreams.start("notes").dream
    asked = _die(rig, dream.id, step, count)
    assert rig.dreams.get(dream.id).status is DreamStatus.RUNNING
    assert len(asked) == kept

    done = anyio.run(rig.runner(rewriting(RESULT)).run_next)

    assert done is not None
    assert (done.id, done.status, done.attempt) == (dream.id, DreamStatus.COMPLETED, 2)
    assert len(rig.judge.asked) == 4 - kept
    assert not set(rig.judge.asked) & set(asked)
    assert _stores(rig) == 2
    assert rig.texts(done.output_store_id) == {"/a.md": "uno\n", "/b.md": "two\n", "/new.md": "new\n"}


@promise("job:crash:goes-on")
def test_a_process_killed_after_settling_has_settled(rig: Rig) -> None:
    """There is nothing to do again."""
    dream = rig.dreams.start("notes").dream
    _die(rig, dream.id, "settled")

    assert rig.dreams.get(dream.id).status is DreamStatus.COMPLETED
    assert anyio.run(rig.runner(rewriting(RESULT)).run_next) is None


@promise("job:crash:poison")
def test_a_dream_that_kills_three_workers_is_failed(database: Database, clock: MovableClock) -> None:
    """The fourth worker does not touch it."""
    rig = Rig.of(database, clock)
    dream = rig.dreams.start("notes", no_sessions=True).dream
    runner = rig.runner(rewriting(RESULT))
    for _ in range(3):
        assert runner._acquire(None) is not None  # pyright: ignore[reportPrivateUsage]  # and then the process is gone
        clock.advance(minutes=1)

    assert anyio.run(runner.run_next) is None

    failed = rig.dreams.get(dream.id)
    assert (failed.status, failed.attempt) == (DreamStatus.FAILED, 3)
    assert failed.error is not None
    assert failed.error.type == "internal_error"
    assert "died 3 times" in failed.error.message
