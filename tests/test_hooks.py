"""Hooks as Claude Code calls them: real processes, which end, are killed, and come ten at once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.integrations.transcripts import agent, call, result, text, user, write
from tests.promises import promise

from dreaming.app import App, open_app
from dreaming.domain.limits import MEMORIES_PER_STORE
from dreaming.integrations.spool import Spool
from dreaming.service.exchange import ImportItem
from dreaming.store import workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it finds processes in /proc")
SECONDS = 120  # a bound, not an expectation: the machine may be busy
DREAMING = (sys.executable, "-P", "-m", "dreaming")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose hooks may start processes; at the end none of them is left."""
    monkeypatch.setenv("DREAMING_WORKER", "detached")
    yield tmp_path / "home"
    _until(lambda: not processes_on(tmp_path / "home"))


def processes_on(home: Path) -> list[int]:
    """The workers of this data folder that are there, by their process ids."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            arguments, environment = ((entry / name).read_bytes().split(b"\0") for name in ("cmdline", "environ"))
        except OSError:
            continue  # it has just ended, or is another user's
        if b"worker" in arguments and f"DREAMING_HOME={home}".encode() in environment:
            found.append(int(entry.name))
    return found


def _until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + SECONDS
    while not holds():
        assert monotonic() < deadline, "it took too long"
        sleep(0.01)  # leaves the processors to whom is waited for


def _session(folder: Path, name: str, turns: int = 1) -> Path:
    """A finished session with a tool call, which ends with its last word."""
    session = {"sessionId": name}
    records = [user("0", None, "Run the tests.", **session)]
    for number in range(turns):
        records += [
            agent(f"a{number}", str(number), call(f"c{number}", "Bash", command=f"pytest {number}"), **session),
            user(str(number + 1), f"a{number}", result(f"c{number}", "1 passed " * 200), **session),
        ]
    return write(folder / f"{name}.jsonl", [*records, agent("end", str(turns), text("The last word."), **session)])


def _start(event: str, **said: object) -> "subprocess.Popen[str]":
    hook = subprocess.Popen(
        [*DREAMING, "hook", event], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert hook.stdin is not None
    hook.stdin.write(json.dumps({"session_id": "s", "hook_event_name": event, **said}, default=str))
    hook.stdin.close()
    hook.stdin = None
    return hook


def _happen(event: str, **said: object) -> str:
    hook = _start(event, **said)
    printed, _ = hook.communicate(timeout=SECONDS)
    assert hook.returncode == 0, printed
    return printed


def _logged(home: Path) -> dict[str | None, int]:
    """Each session's external id, with how many events it has; no session is there twice."""
    app = open_app(home)
    found = app.sessions.listing(limit=1_000)
    app.close()
    assert len({session.external_id for session in found}) == len(found)
    return {session.external_id: session.event_count for session in found}


def _is_done(home: Path) -> bool:
    return Spool(home).is_empty() and not processes_on(home)


@promise("hook:client:quick")
@pytest.mark.parametrize("event", ["SessionEnd", "Stop", "PreCompact"])
def test_the_end_of_a_session_reads_nothing_of_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    """Whoever opened this transcript would wait for ever; the hook notes it and has gone."""
    monkeypatch.setenv("DREAMING_WORKER", "inside")
    transcript = tmp_path / "endless.jsonl"
    os.mkfifo(transcript)

    assert _happen(event, transcript_path=transcript) == ""

    assert not Spool(home).is_empty()
    assert [each.name for each in home.iterdir()] == ["spool"]


@promise("hook:session:logged")
def test_a_session_that_ended_is_logged_by_a_process_that_leaves(home: Path, tmp_path: Path) -> None:
    """Nobody waits for it; all of the session is there in the end."""
    _happen("SessionEnd", transcript_path=_session(tmp_path, "long", turns=2_000))

    _until(lambda: _is_done(home))
    assert _logged(home) == {"long": 4_002}


@promise("hook:start:briefing")
def test_a_session_starts_with_what_a_large_store_knows(home: Path, tmp_path: Path) -> None:
    """The briefing of 2,000 memories, at once and in a bounded text."""
    app = open_app(home)
    items = (ImportItem(f"/{number}.md", f"# Note {number}\n\nx\n") for number in range(MEMORIES_PER_STORE))
    app.exchange.import_memories("default", items)
    app.close()
    (tmp_path / "default").mkdir()

    told = json.loads(_happen("SessionStart", source="startup", cwd=tmp_path / "default"))

    context = told["hookSpecificOutput"]["additionalContext"]
    assert "2,000 memories" in context
    assert len(context) <= 9_000


@promise("hook:session:nothing-lost")
def test_what_is_killed_in_the_middle_the_next_event_completes(home: Path, tmp_path: Path) -> None:
    """The process that logs dies while it does; nothing is there twice afterwards."""
    first = _session(tmp_path, "first", turns=8_000)
    _happen("SessionEnd", transcript_path=first)
    app = open_app(home)
    _until(lambda: bool(app.sessions.listing()))
    for process in processes_on(home):
        os.kill(process, signal.SIGKILL)
    _until(lambda: not processes_on(home))
    assert app.sessions.listing()[0].event_count < 16_002
    app.close()
    assert not Spool(home).is_empty()

    _happen("Stop", transcript_path=_session(tmp_path, "second"))

    _until(lambda: _is_done(home))
    assert _logged(home) == {"first": 16_002, "second": 4}


@promise("hook:session:nothing-lost")
def test_a_hook_that_is_cut_off_has_noted_or_leaves_it_to_the_next_event(home: Path, tmp_path: Path) -> None:
    """Killed after any time: a turn's note was there before, or the note is; no half of one ever is."""
    file = _session(tmp_path, "s-1")
    _happen("Stop", transcript_path=file)
    for milliseconds in range(0, 120, 10):
        hook = _start("SessionEnd", transcript_path=file)
        sleep(milliseconds / 1_000)
        hook.kill()
        hook.communicate()

    _happen("SessionStart", source="startup", cwd=tmp_path)

    _until(lambda: _is_done(home))
    assert _logged(home) == {"s-1": 4}


@promise("hook:session:together")
def test_ten_sessions_that_end_at_once_are_logged_once_each(home: Path, tmp_path: Path) -> None:
    """Each twice, as after a compaction; by one process at a time, which leaves."""
    files = [_session(tmp_path, f"s-{number}", turns=20) for number in range(10)]
    hooks = [_start(event, transcript_path=file) for file in files for event in ("PostCompact", "SessionEnd")]
    for hook in hooks:
        assert hook.communicate(timeout=SECONDS)[0] == ""
        assert hook.returncode == 0

    _until(lambda: _is_done(home))
    assert _logged(home) == {f"s-{number}": 42 for number in range(10)}
    assert "ERROR" not in (home / "worker.log").read_text(encoding="utf-8")


@promise("hook:session:together")
def test_a_worker_that_is_there_logs_what_is_noted_meanwhile(home: Path, tmp_path: Path) -> None:
    """No second process is started for it; the worker that runs dreams sees to it."""
    with subprocess.Popen([*DREAMING, "worker", "--idle", "60"], stdout=subprocess.PIPE) as worker:
        app = open_app(home)
        _until(lambda: _is_there(app) and Spool(home).is_attended())

        _happen("SessionEnd", transcript_path=_session(tmp_path, "s-1"))

        assert [each for each in processes_on(home) if each != worker.pid] == []
        _until(lambda: bool(app.sessions.listing()) and Spool(home).is_empty())
        app.close()
        worker.terminate()
        assert worker.wait(timeout=SECONDS) == 0


def _is_there(app: App) -> bool:
    with app.db.read() as conn:
        return workers.current(conn) is not None
