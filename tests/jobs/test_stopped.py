"""A worker that is stopped past its lease, as a laptop that sleeps, and wakes up while another has its dream."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.conftest import MovableClock
from tests.jobs.worker_process import RealClock
from tests.jobs.working import SECONDS, WorkerProcess
from tests.promises import promise
from tests.rig import Rig
from tests.scale import rounds

from dreaming.domain.model import DreamStatus
from dreaming.domain.times import render
from dreaming.store.connection import Database, row, rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")

SHORT = ("--lease", "0.6")  # seconds: the first worker's, which runs out while it is stopped
RESULT = {"/a.md": "uno\n", "/b.md": "two\n", "/new.md": "new\n"}


def _violations(home: Path, *options: str) -> list[str]:
    """What is wrong after the first worker, run with these options, woke up under the second."""
    rig = Rig.of(Database(home / "dreaming.db"), MovableClock())
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    for day in range(2):
        rig.log("hello", "again", days=day)
    dream_id = rig.dreams.start("notes").dream.id
    with WorkerProcess(rig.db.path, "--hold", *SHORT, *options) as first:
        first.hear("asked")
        first.signal(signal.SIGSTOP)
        _wait_until_over(rig)
        with WorkerProcess(rig.db.path, "--hold") as second:
            second.hear("asked")
            before = _written(rig)
            first.go_on()
            first.signal(signal.SIGCONT)
            first.end()
            found = [] if _written(rig) == before else [f"it wrote: {first.said}"]
            second.go_on()
            second.end()
        found += _wrong(rig, dream_id)
    rig.db.close()
    return found


def _wait_until_over(rig: Rig) -> None:
    """Until the first worker's leases, on the dream and on being the worker, have run out."""
    deadline = monotonic() + SECONDS
    while monotonic() < deadline:
        now = render(RealClock().now())
        with rig.db.read() as conn:
            is_held = row(
                conn,
                "SELECT 1 WHERE EXISTS (SELECT 1 FROM dreams WHERE lease_until >= :now)"
                " OR EXISTS (SELECT 1 FROM worker WHERE until >= :now)",
                {"now": now},
            )
        if is_held is None:
            return
        sleep(0.01)
    raise AssertionError("the lease does not run out")


def _written(rig: Rig) -> object:
    """Whatever a worker writes: but not how far the second one's leases reach."""
    with rig.db.read() as conn:
        return [
            [tuple(each) for each in rows(conn, sql)]
            for sql in (
                "SELECT id, status, generation, attempt, lease_owner, progress, counts, error FROM dreams",
                "SELECT * FROM checkpoints",
                "SELECT * FROM dream_journal",
                "SELECT * FROM memory_versions",
                "SELECT owner FROM worker",
            )
        ]


def _wrong(rig: Rig, dream_id: str) -> Iterator[str]:
    dream = rig.dreams.get(dream_id)
    if (dream.status, dream.generation) != (DreamStatus.COMPLETED, 2):
        yield f"it is {dream.status} in generation {dream.generation}"
    if rig.texts(dream.output_store_id) != RESULT:
        yield f"the output holds {rig.texts(dream.output_store_id)}"
    with rig.db.read() as conn:
        if len(rows(conn, "SELECT 1 FROM stores")) != 2:
            yield "there are other stores than input and output"


@promise("worker:stopped:fenced", "worker:one:file", "job:lease:fenced")
@pytest.mark.parametrize("number", range(rounds(gate=2, nightly=300)))
def test_a_worker_that_wakes_up_past_its_lease_writes_nothing(tmp_path: Path, number: int) -> None:
    """The second worker has taken both its dream and its place; it finishes as if the first were not there."""
    assert _violations(tmp_path) == []


def test_a_worker_without_a_generation_is_caught(tmp_path: Path) -> None:
    """So that the test above can fail."""
    assert _violations(tmp_path, "--broken", "no-generation") != []
