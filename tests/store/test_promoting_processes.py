"""A promotion while other processes write to the very memories that it changes."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from tests.promises import promise
from tests.scale import rounds
from tests.test_whole_dreams import dream, fill

from dreaming.app import App, open_app
from dreaming.domain.provenance import Origin
from dreaming.service.memories import Writer
from dreaming.service.promotion import Promotion
from dreaming.store import memories

ROOT = Path(__file__).parents[2]
AGENT = Writer("agent:test", Origin.AGENT)
WRITERS = [f"w{number}" for number in range(4)]
_WRITE = """
import sys
from pathlib import Path
from dreaming.app import SystemClock
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database

path, name, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
memories = Memories(Database(Path(path)), SystemClock(), Redactor(b"k" * 32))
writer = Writer("agent:test", Origin.AGENT)
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
for number in range(first, first + count):
    memories.write("notes", "/deploy.md", f"- Note {number} of {name} stands here\\n", writer=writer, mode="append")
    change = (f"Counter of {name} is {number}.", f"Counter of {name} is {number + 1}.")
    memories.edit("notes", "/deploy.md", writer=writer, replace=change)
    memories.write("notes", "/preferences.md", f"- Wish {number} of {name}\\n", writer=writer, mode="append")
    memories.write("notes", f"/{name}/{number}.md", f"text {number}", writer=writer)
"""


def _promote_while_they_write(app: App, dream_id: str, first: int, count: int, only: list[str]) -> Promotion:
    """Let the writers go, promote once all have begun, and wait for them."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(app.db.path), name, str(first), str(count)], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in WRITERS
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    anyio.run(_all_have_begun, app, first)
    promotion = app.review.promote(dream_id, by="user", only=only)
    assert [process.communicate(timeout=110)[1] for process in running] == [""] * len(WRITERS)
    with app.db.read() as conn:
        assert memories.last_seq(conn) > promotion.after_seq  # they went on beside it
    return promotion


async def _all_have_begun(app: App, first: int) -> None:
    with anyio.fail_after(60):
        while True:
            paths = {memory.path for memory in app.exchange.export("notes")}
            if all(f"/{name}/{first}.md" in paths for name in WRITERS):
                return
            await anyio.sleep(0.005)


def _lost(app: App, first: int, count: int) -> list[str]:
    """What of the acknowledged writes is not in the store."""
    texts = {memory.path: memory.content or "" for memory in app.exchange.export("notes")}
    deploy, wishes = texts["/deploy.md"].splitlines(), texts["/preferences.md"].splitlines()
    lost: list[str] = []
    for name in WRITERS:
        numbers = range(first, first + count)
        lost += [line for n in numbers if (line := f"- Note {n} of {name} stands here") not in deploy]
        lost += [line for n in numbers if (line := f"- Wish {n} of {name}") not in wishes]
        lost += [path for n in numbers if texts.get(path := f"/{name}/{n}.md") != f"text {n}"]
        lost += [] if f"- Counter of {name} is {first + count}." in deploy else [f"the counter of {name}"]
    return lost


@promise("promote:writers:kept", "promote:again:restored")
@pytest.mark.parametrize("number", range(rounds(gate=1, nightly=20)))
def test_four_processes_lose_no_write_to_a_promotion_nor_to_a_part_after_a_restore(tmp_path: Path, number: int) -> None:
    """They write to the memories that the dream changes; then it is taken back; then a part comes beside them again."""
    app = open_app(tmp_path / f"home{number}")
    counters = "".join(f"- Counter of {name} is 0.\n" for name in WRITERS)
    fill(
        app, {"/deploy.md": f"# Deploy\n\n- atlas listens on port 8080\n{counters}", "/other.md": "- Something else\n"}
    )
    done = dream(app)
    count = rounds(gate=12, nightly=60)

    first = _promote_while_they_write(app, done.id, 0, count, [])

    assert _lost(app, 0, count) == []
    texts = {memory.path: memory.content or "" for memory in app.exchange.export("notes")}
    assert "- atlas switched its port from 8080 to 9000.\n" in texts["/deploy.md"]
    assert "make check" in texts["/preferences.md"]

    app.review.restore("notes", by="user", before=done.id)
    texts = {memory.path: memory.content or "" for memory in app.exchange.export("notes")}
    assert "- atlas listens on port 8080\n" in texts["/deploy.md"]
    numbers = [
        int(line.rsplit(" ", 1)[1].rstrip(".")) for line in texts["/deploy.md"].splitlines() if "Counter" in line
    ]
    assert sum(numbers) > 0  # as it was just before the promotion, in the middle of their writes
    for name, reached in zip(WRITERS, numbers, strict=True):  # they go on where the store stands
        if reached != count:
            line = (f"Counter of {name} is {reached}.", f"Counter of {name} is {count}.")
            app.memories.edit("notes", "/deploy.md", writer=AGENT, replace=line)

    part = _promote_while_they_write(app, done.id, count, count, ["replaced"])

    assert _lost(app, count, count) == []
    assert (part.inside, first.inside > 1) == (1, True)
    texts = {memory.path: memory.content or "" for memory in app.exchange.export("notes")}
    assert "- atlas switched its port from 8080 to 9000.\n" in texts["/deploy.md"]
    assert "make check" not in texts["/preferences.md"]
    app.close()
