"""Several processes on one file, as several clients are."""

import subprocess
import sys
from pathlib import Path

from tests.promises import promise
from tests.store.writing import filled

from dreaming.store import memories
from dreaming.store.connection import Database
from dreaming.store.format import FORMAT

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
            [sys.executable, "-c", script, *each],
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
def test_processes_that_open_a_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    """One makes it, the others wait; nobody finds it half made."""
    path = tmp_path / "home" / "dreaming.db"

    assert _run_together(_OPEN, [[str(path)]] * 8) == [""] * 8

    with Database(path).read() as conn:
        assert conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] == FORMAT
        assert conn.execute("SELECT count(*) FROM settings").fetchone()[0] == 1


@promise("store:processes:writes")
def test_two_processes_that_write_500_times_lose_nothing(database: Database) -> None:
    """Neither sees a lock; each line that was acknowledged stands there, in its writer's order."""
    store = filled(database, {})

    assert _run_together(_WRITE, [[str(database.path), name, "250"] for name in ("one", "two")]) == ["", ""]

    with database.read() as conn:
        shared = memories.head(conn, store.id, "/shared.md")
        assert shared is not None
        lines = (shared.content or "").splitlines()
        for name in ("one", "two"):
            assert [line for line in lines if line.startswith(name)] == [f"{name} {number}" for number in range(250)]
        assert len(lines) == 500
        assert memories.last_seq(conn) == 1_000
