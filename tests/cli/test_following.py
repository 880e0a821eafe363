"""`dreaming status --follow`: at a terminal, in a pipe, and for programs."""

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from benchmarks.made_transcripts import made_plain
from rich.console import Console
from tests.cli.conftest import Run
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.app import App, open_app
from dreaming.cli.following import follow
from dreaming.cli.views import LinesView, LiveView
from dreaming.domain.journal import JournalKind
from dreaming.domain.lifecycle import Lease
from dreaming.domain.model import DreamError, DreamStatus, OutputBehavior, Progress
from dreaming.service.report import build
from dreaming.store import dreams, journal, leases

if sys.platform != "win32":
    from tests.cli.terminal import Terminal

at_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
Pause = Callable[[], None]


@pytest.fixture
def app(clock: MovableClock) -> Iterator[App]:
    """The system whose clock is moved; no process is started."""
    opened = open_app()
    yield replace(opened, clock=clock)
    opened.close()


@pytest.fixture
def rig(app: App) -> Rig:
    """A store with a memory and a session with a title that a terminal would obey."""
    rig = Rig.of(app.db, app.clock, "atlas")
    rig.write({"/a.md": "one\n"})
    rig.log("hello", title="Fix \x1b[31mthe\ndeploy")
    return rig


class Told:
    """Does to a dream what a worker would, one step each time that whoever follows it pauses."""

    def __init__(self, rig: Rig, dream_id: str) -> None:
        self._rig = rig
        self._id = dream_id
        self._lease: Lease | None = None

    def begins(self) -> None:
        """It is taken up."""
        now = self._rig.clock.now()
        with self._rig.db.write() as conn:
            self._lease = leases.acquire(conn, "me", now, now + timedelta(hours=1), dream_id=self._id)
            journal.add(conn, self._id, [(JournalKind.STARTED, "Taken up by process 7.")], now)

    def reads(self, done: int = 34, total: int = 80) -> None:
        """It reads its session."""
        (session,) = self._rig.dreams.get(self._id).session_ids
        progress = Progress(stage="observe", done=done, total=total, detail=session, remaining_seconds=20.0)
        self._rig.clock.advance(seconds=12)
        with self._rig.db.write() as conn:
            leases.set_progress(conn, self.lease, progress)
            line = (JournalKind.READ, f"Session {session}: {done} events read, 3 observations.")
            journal.add(conn, self._id, [line], self._rig.clock.now())

    def ends(self, status: DreamStatus, error: DreamError | None = None) -> None:
        """It is settled."""
        now = self._rig.clock.now()
        with self._rig.db.write() as conn:
            leases.settle(conn, self.lease, status, at=now, error=error)
            journal.add(conn, self._id, [(JournalKind.ENDED, f"{status.capitalize()}.")], now)

    @property
    def lease(self) -> Lease:
        """Its lease."""
        assert self._lease is not None
        return self._lease


def one_by_one(*steps: Callable[[], object]) -> Pause:
    """A pause that takes the next step; there is none more than these."""
    rest = list(steps)

    def pause() -> None:
        rest.pop(0)()

    return pause


def completing(told: Told) -> Pause:
    """A whole dream."""
    return one_by_one(told.begins, told.reads, partial(told.ends, DreamStatus.COMPLETED))


@promise("dream:watch:shown", "cli:terminal:harmless")
def test_a_dream_is_shown_live(app: App, rig: Rig) -> None:
    """With bar, stage, what it reads by its title, time, estimate and journal; then how it ended."""
    dream_id = rig.dreams.start("atlas").dream.id
    console = Console(file=io.StringIO(), force_terminal=True, width=100, height=24, color_system=None)

    with LiveView(console) as view:
        ended = follow(app, [dream_id], view, pause=completing(Told(rig, dream_id)))

    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert f"{dream_id}  store atlas  pending" in shown
    assert "0:00  waits for a worker" in shown
    assert f"{dream_id}  store atlas  running" in shown
    assert "━╸" in shown or "╺━" in shown
    assert "0:12  observe 34/80, about 20 s left" in shown
    assert 'reads "Fix �[31mthe deploy"' in shown
    assert '12:00:12  read     Session "Fix �[31mthe deploy": 34 events read, 3 observations.' in shown
    assert "\x1b[31m" not in shown
    assert f"Dream {dream_id} completed. Next: dreaming report {dream_id}\n" in shown
    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l")  # the cursor is back
    assert [dream.status for dream in ended] == [DreamStatus.COMPLETED]


@promise("dream:watch:shown")
def test_many_dreams_are_shown_within_the_screen(app: App, rig: Rig) -> None:
    """Those that run first; each that ends leaves a line."""
    ids = [rig.dreams.start("atlas", latest=1).dream.id for _ in range(12)]
    told = Told(rig, ids[-1])
    console = Console(file=io.StringIO(), force_terminal=True, width=100, height=12, color_system=None)
    others = [partial(rig.dreams.cancel, each) for each in ids[:-1]]
    pause = one_by_one(told.begins, told.reads, *others, partial(told.ends, DreamStatus.COMPLETED))

    with LiveView(console) as view:
        ended = follow(app, ids, view, pause=pause)

    assert isinstance(console.file, io.StringIO)
    frames = console.file.getvalue().split("\x1b[2K")
    assert any(frame.lstrip("\r").startswith(f"{ids[-1]}  store atlas  running") for frame in frames)
    assert [dream.id for dream in ended] == ids


@promise("dream:watch:shown")
def test_a_pipe_gets_a_line_for_each_thing(app: App, rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """The time, the kind, the text; of several dreams also whose it is; how each ended, and why."""
    one, other = (rig.dreams.start("atlas", latest=1).dream.id for _ in range(2))
    first, second = Told(rig, one), Told(rig, other)
    error = DreamError(type="timeout", message="The dream took longer than an hour.")
    pause = one_by_one(
        first.begins,
        partial(first.ends, DreamStatus.FAILED, error),
        second.begins,
        partial(second.ends, DreamStatus.CANCELED),
    )

    follow(app, [one, other], LinesView(is_one=False), pause=pause)

    assert capsys.readouterr().out.splitlines() == [
        f"{one}  2026-06-01 12:00:00  started  Taken up by process 7.",
        f"{one}  2026-06-01 12:00:00  ended    Failed.",
        f"Dream {one} failed: The dream took longer than an hour. (timeout) "
        f"What it found until then: dreaming report {one}",
        f"{other}  2026-06-01 12:00:00  started  Taken up by process 7.",
        f"{other}  2026-06-01 12:00:00  ended    Canceled.",
        f"Dream {other} is canceled. What it found until then: dreaming report {other}",
    ]


@promise("dream:watch:shown")
def test_a_dream_that_promotes_itself_is_followed_until_it_has_or_will_not(
    app: App, rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its last line says which, and why not."""
    lines: list[str] = []
    for decide in (dreams.mark_promoted, dreams.set_unpromoted):
        started = rig.dreams.start("atlas", latest=1, output_behavior=OutputBehavior.UPDATE_EXISTING)
        told = Told(rig, started.dream.id)

        def decided(decide: Callable[..., None] = decide, dream_id: str = started.dream.id) -> None:
            with app.db.write() as conn:
                decide(conn, dream_id, app.clock.now() if decide is dreams.mark_promoted else "A gate\nsays no.")

        pause = one_by_one(told.begins, partial(told.ends, DreamStatus.COMPLETED), decided)
        follow(app, [started.dream.id], LinesView(is_one=True), pause=pause)
        lines.append(capsys.readouterr().out.splitlines()[-1].replace(started.dream.id, "ID"))

    assert lines == [
        "Dream ID completed, and is promoted into store atlas. Next: dreaming report ID",
        "Dream ID completed, but is not promoted: A gate says no. Next: dreaming report ID",
    ]


def test_where_no_worker_can_be_started_it_says_so_once(app: App, rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """And goes on watching."""
    dream_id = rig.dreams.start("atlas").dream.id

    later = partial(rig.clock.advance, seconds=11)
    pause = one_by_one(later, later, partial(rig.dreams.cancel, dream_id))
    follow(app, [dream_id], LinesView(is_one=True), pause=pause)

    assert capsys.readouterr().err.count("No worker can be started from here") == 1


@pytest.mark.parametrize(
    ("status", "code"), [(DreamStatus.COMPLETED, 0), (DreamStatus.FAILED, 1), (DreamStatus.CANCELED, 1)]
)
@promise("cli:json:one-value")
def test_json_is_a_value_a_line_and_the_code_says_how_it_went(
    run: Run, rig: Rig, status: DreamStatus, code: int
) -> None:
    """The entries of the journal, then the dream; without an id it is the newest, where none is on its way."""
    rig.dreams.cancel(rig.dreams.start("atlas").dream.id)
    dream_id = rig.dreams.start("atlas").dream.id
    told = Told(rig, dream_id)
    told.begins()
    told.ends(status, DreamError(type="timeout", message="Too long.") if status is DreamStatus.FAILED else None)

    result = run("status", "--follow", "--json")

    values = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == code
    assert [value["type"] for value in values] == ["journal", "journal", "dream"]
    assert values[0] | {"at": ""} == {
        "type": "journal",
        "dream_id": dream_id,
        "position": 1,
        "at": "",
        "kind": "started",
        "text": "Taken up by process 7.",
    }
    assert (values[-1]["id"], values[-1]["status"]) == (dream_id, status)


def test_there_may_be_nothing_to_follow(run: Run) -> None:
    """That is no failure; a dream that does not exist is one."""
    nothing = run("status", "--follow")

    assert (nothing.exit_code, nothing.stdout) == (0, "There are no dreams. `dreaming start` makes one.\n")
    assert run("status", "--follow", "drm_unknown").exit_code == 3


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[App]:
    """A store and sessions that take a worker some seconds, and leave for a worker of its own."""
    monkeypatch.delenv("DREAMING_WORKER")
    monkeypatch.setenv("DREAMING_ROOTS", str(tmp_path))
    app = open_app()
    for number in range(24):
        file = tmp_path / f"{number}.jsonl"
        file.write_text("\n".join(made_plain(100_000, f"follow {number}")), encoding="utf-8")
        app.log_file(str(file))
    rig = Rig.of(app.db, app.clock, "atlas")
    rig.write({"/a.md": "one\n"})
    yield app
    worker = app.present_worker()
    if worker is not None:
        os.kill(process_of(worker.owner), signal.SIGKILL)
    app.close()


def process_of(owner: str) -> int:
    """A worker's name begins with its process."""
    return int(owner.partition("-")[0])


def stopped_while_it_reads(app: App, dream_id: str) -> int:
    """The worker's process, halted in the middle of the dream: whoever watches has all the time to see it."""
    deadline = time.monotonic() + 60  # a bound, not an expectation
    while not (progress := (at := app.dreams.get(dream_id)).progress) or not progress.detail:
        assert at.status in {DreamStatus.PENDING, DreamStatus.RUNNING}
        assert time.monotonic() < deadline
        time.sleep(0.01)  # between two looks
    worker = app.present_worker()
    assert worker is not None
    os.kill(process_of(worker.owner), signal.SIGSTOP)
    return process_of(worker.owner)


@at_a_terminal
@promise("dream:watch:shown", "dream:watch:worker")
def test_at_a_terminal_a_real_worker_is_started_and_watched(real: App) -> None:
    """Nobody has started one before; the terminal is left as it was, with one line on the end."""
    dream_id = real.dreams.start("atlas", latest=24).dream.id

    with Terminal("status", "--follow", env={}) as terminal:
        worker = stopped_while_it_reads(real, dream_id)
        terminal.until("running")
        terminal.until("/24")
        terminal.until('reads "')
        os.kill(worker, signal.SIGCONT)
        code = terminal.end()

    assert code == 0
    assert f"Dream {dream_id} completed. Next: dreaming report {dream_id}" in terminal.seen
    assert terminal.seen.rfind("\x1b[?25h") > terminal.seen.rfind("\x1b[?25l")  # the cursor is back
    assert real.dreams.get(dream_id).status is DreamStatus.COMPLETED


@at_a_terminal
@promise("dream:watch:stops-nothing")
def test_ctrl_c_stops_watching_and_not_the_dream(real: App) -> None:
    """It says so; the dream completes with nobody there."""
    dream_id = real.dreams.start("atlas", latest=24).dream.id

    with Terminal("status", "--follow", dream_id, env={}) as terminal:
        worker = stopped_while_it_reads(real, dream_id)
        terminal.until("running")
        terminal.press("\x03")
        code = terminal.end()
    os.kill(worker, signal.SIGCONT)
    with Terminal("status", "--follow", dream_id, env={}) as again:
        ended = again.end()

    assert (code, ended) == (1, 0)
    assert "No longer watching. The dreams go on" in terminal.seen
    assert real.dreams.get(dream_id).attempt == 1


@at_a_terminal
@promise("dream:watch:worker")
def test_a_worker_that_is_killed_is_replaced_by_whoever_watches(real: App, clock: MovableClock) -> None:
    """Some seconds later; the dream goes on from what was kept."""
    app = replace(real, clock=clock)
    dream_id = app.dreams.start("atlas", latest=24).dream.id
    killed: list[int] = []
    deadline = time.monotonic() + 60  # a bound, not an expectation

    def pause() -> None:
        assert time.monotonic() < deadline
        time.sleep(0.05)  # between two looks, as ever
        worker = real.present_worker()
        if worker is None:
            clock.advance(seconds=1)
        elif not killed:
            killed.append(process_of(worker.owner))
            os.kill(killed[0], signal.SIGKILL)

    follow(app, [dream_id], LinesView(is_one=True), pause=pause)

    worker = real.present_worker()
    assert worker is not None
    assert killed
    assert process_of(worker.owner) not in killed
    with app.db.read() as conn:
        assert build(conn, dream_id).standing == "waits for review"
