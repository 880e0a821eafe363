"""Workers that are killed in the middle of a dream, at every step there is, and the worker after."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
from tests.conftest import MovableClock
from tests.jobs.worker_process import RESULT
from tests.jobs.working import work
from tests.promises import promise
from tests.rig import Rig, rewriting, run_next

from dreaming.domain.model import DreamStatus, OutputBehavior
from dreaming.store.connection import Database, rows

SESSIONS = 4
PROMOTED = {"/a.md": "uno\n", "/b.md": "two\n", "/new.md": "new\n"}


def _dreaming_rig(home: Path) -> tuple[Rig, str]:
    """A store with two memories and four sessions, and a dream that waits and is to promote itself."""
    clock = MovableClock()
    rig = Rig.of(Database(home / "dreaming.db"), clock)
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    for day in range(SESSIONS):
        rig.log("hello", "again", days=day)
    return rig, rig.dreams.start("notes", output_behavior=OutputBehavior.UPDATE_EXISTING).dream.id


def _boundaries(home: Path) -> list[str]:
    """Every step of such a dream, as `STEP:COUNT`."""
    rig, _ = _dreaming_rig(home)
    seen: Counter[str] = Counter()
    found: list[str] = []
    for step in work(rig.db.path).told("step"):
        seen[step] += 1
        found.append(f"{step}:{seen[step]}")
    rig.db.close()
    return found


def _violations(home: Path, boundary: str, *options: str) -> list[str]:
    """What is wrong after a worker died at this step and another went on."""
    rig, dream_id = _dreaming_rig(home)
    first = work(rig.db.path, "--kill", boundary)
    second = work(rig.db.path, *options)
    found = list(_wrong(rig, dream_id, first.told("asked"), second.told("asked")))
    if second.told("left") != ["nothing has waited for a while"]:
        found.append(f"the second worker said {second.said}")
    rig.db.close()
    return [f"{boundary}: {each}" for each in found]


def _wrong(rig: Rig, dream_id: str, before: list[str], after: list[str]) -> Iterator[str]:
    dream = rig.dreams.get(dream_id)
    if dream.status is not DreamStatus.COMPLETED or dream.promoted_at is None:
        yield f"it is {dream.status}, promoted {dream.promoted_at}"
    if rig.texts() != PROMOTED:
        yield f"the store holds {rig.texts()}"
    with rig.db.read() as conn:
        counts = {
            table: len(rows(conn, f"SELECT 1 FROM {table}"))  # noqa: S608 - fixed names
            for table in ("stores", "promotions", "checkpoints", "worker")
        }
    if counts != {"stores": 2, "promotions": 1, "checkpoints": 0, "worker": 0}:
        yield f"there are {counts}"
    # Of the answers that were given before it died, the last may not have been kept yet.
    if set(before[:-1]) & set(after) or len(before) + len(after) > SESSIONS + 1:
        yield f"asked twice: {sorted(set(before) & set(after))}"


@promise("job:crash:goes-on", "job:crash:one-output", "worker:crash:every-step")
def test_a_worker_killed_at_any_step_is_followed_by_one_that_finishes(tmp_path: Path) -> None:
    """The steps are taken from a whole run: same dream, no kept answer asked for again, one output, one promotion."""
    boundaries = _boundaries(tmp_path / "whole")
    with ThreadPoolExecutor(2) as pool:
        homes = [tmp_path / str(number) for number in range(len(boundaries))]
        found = list(pool.map(_violations, homes, boundaries))

    assert {each.rsplit(":", 1)[0] for each in boundaries} >= {
        "acquired", "snapshot taken", "answer kept", "before settle", "settled", "promoted",
    }  # fmt: skip
    assert boundaries.count("answer kept:4") == 1
    assert [each for each in found if each] == []


def test_a_worker_that_forgets_answers_is_caught(tmp_path: Path) -> None:
    """So that the test above can fail."""
    found = _violations(tmp_path, "answer kept:3", "--broken", "no-answers")

    assert [each.split(":")[2].strip() for each in found] == ["asked twice"]


@promise("job:crash:poison")
def test_a_dream_whose_worker_dies_again_and_again_goes_on_while_it_gets_further(tmp_path: Path) -> None:
    """Each of four workers dies after one answer; the fifth has nothing left to ask."""
    rig, dream_id = _dreaming_rig(tmp_path)
    asked = [work(rig.db.path, "--kill", "answer kept:1").told("asked") for _ in range(SESSIONS)]
    last = work(rig.db.path)

    assert [len(each) for each in asked] == [1] * SESSIONS
    assert last.told("asked") == []
    dream = rig.dreams.get(dream_id)
    assert (dream.status, dream.attempt, dream.fruitless) == (DreamStatus.COMPLETED, SESSIONS + 1, 1)


@promise("job:crash:poison")
def test_a_dream_that_kills_three_workers_is_failed(database: Database, clock: MovableClock) -> None:
    """The fourth worker does not touch it."""
    rig = Rig.of(database, clock)
    dream = rig.dreams.start("notes", no_sessions=True).dream
    runner = rig.runner(rewriting(RESULT))
    for _ in range(3):
        assert runner._acquire(None) is not None  # pyright: ignore[reportPrivateUsage]  # and then the process is gone
        clock.advance(minutes=1)

    assert anyio.run(run_next, runner) is None

    failed = rig.dreams.get(dream.id)
    assert (failed.status, failed.attempt) == (DreamStatus.FAILED, 3)
    assert failed.error is not None
    assert failed.error.type == "internal_error"
    assert "died 3 times" in failed.error.message
