"""Several processes on one file, as several clients are."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.promises import promise
from tests.scale import rounds
from tests.store.writing import filled

from dreaming.store import memories
from dreaming.store.connection import Database
from dreaming.store.format import FORMAT

ROOT = Path(__file__).parents[2]
_OPEN = """
import sys
from pathlib import Path
from dreaming.store.connection import Database

sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
Database(Path(sys.argv[1])).close()
"""

_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from dreaming.app import SystemClock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database
from tests.jobs.breaking import BREAKS

for name in sys.argv[4:]:
    BREAKS[name]()
memories = Memories(Database(Path(sys.argv[1])), SystemClock(), Redactor(b"k" * 32))
writer = Writer("user", Origin.USER)
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
for number in range(int(sys.argv[3])):
    memories.write("notes", "/shared.md", f"{sys.argv[2]} {number}\\n", writer=writer, mode="append")
    memories.write("notes", f"/{sys.argv[2]}/{number % 7}.md", f"text {number}", writer=writer, mode="overwrite")
"""


def _run_together(script: str, arguments: list[list[str]]) -> list[str]:
    """Start the processes, let them go at once, and give what each says on stderr."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, *each], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for each in arguments
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=110)[1] for process in running]


@promise("store:processes:first")
@pytest.mark.parametrize("number", range(rounds(gate=2, nightly=20)))
def test_processes_that_open_a_new_file_at_once_all_succeed(tmp_path: Path, number: int) -> None:
    """One makes it, the others wait; nobody finds it half made."""
    path = tmp_path / "home" / "dreaming.db"

    assert _run_together(_OPEN, [[str(path)]] * 16) == [""] * 16

    with Database(path).read() as conn:
        assert conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] == FORMAT
        assert conn.execute("SELECT count(*) FROM settings").fetchone()[0] == 1


def _violations(database: Database, writers: int, writes: int, *broken: str) -> list[str]:
    """What is wrong after so many processes wrote so often, half of it to a text that all share."""
    store = filled(database, {})
    names = [f"w{number}" for number in range(writers)]
    arguments = [[str(database.path), name, str(writes // 2), *broken] for name in names]
    found = [errors for errors in _run_together(_WRITE, arguments) if errors]
    with database.read() as conn:
        shared = memories.head(conn, store.id, "/shared.md")
        lines = [] if shared is None or shared.content is None else shared.content.splitlines()
        of = {name: [line for line in lines if line.startswith(f"{name} ")] for name in names}
        wanted = {name: [f"{name} {number}" for number in range(writes // 2)] for name in names}
        found += [f"of {name} there are {len(of[name])} lines" for name in names if of[name] != wanted[name]]
        if memories.last_seq(conn) != writers * writes:
            found.append(f"{memories.last_seq(conn)} versions")
    return found


@promise("store:processes:writes")
def test_processes_that_write_at_once_lose_nothing(database: Database) -> None:
    """None sees a lock; each line that was acknowledged stands there, in its writer's order."""
    assert _violations(database, 8, rounds(gate=100, nightly=500)) == []


def test_writers_that_lock_late_are_caught(database: Database) -> None:
    """So that the test above can fail: what a transaction read is no longer true when it writes."""
    assert _violations(database, 8, 60, "deferred") != []
