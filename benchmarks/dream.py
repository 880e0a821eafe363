"""A dream with the rules over 100 sessions and 2,000 memories, and over half of that: time, memory, growth."""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.figures import Figure, options, show
from benchmarks.made_memories import made_memories
from benchmarks.made_transcripts import TranscriptMaker
from benchmarks.measuring import MIB, run_python, share
from benchmarks.vocabulary import seeded

if TYPE_CHECKING:
    from dreaming.app import App

SESSIONS = {"small": 20, "full": 100}
MEMORIES = {"small": 400, "full": 2_000}
ROUNDS = 3  # of which the quickest counts; of the growth, the median
TURNS = (3, 5, 8, 12, 20, 30, 60)  # of one session after the other
STORE = "benchmark"
_DREAM = "--dream"


@dataclass(frozen=True, slots=True)
class Dreamt:
    """What a dream cost, and what came of it."""

    wall: float
    cpu: float
    peak_bytes: int
    told: dict[str, Any]


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Fill two homes, the one with half of what is in the other; dream by turns of copies of them."""
    sessions, memories = SESSIONS[chosen.size], MEMORIES[chosen.size]
    given = sorted(chosen.transcripts.glob("*.jsonl")) if chosen.transcripts else []
    with tempfile.TemporaryDirectory() as folder:
        homes = Path(folder) / "half", Path(folder) / "whole"
        fill(homes[0], sessions // 2, memories // 2, given)
        fill(homes[1], sessions, memories, given)
        pairs = [(_dreamt(homes[0]), _dreamt(homes[1])) for _ in range(ROUNDS)]
    growth = {what: share([getattr(b, what) / getattr(a, what) for a, b in pairs], 0.5) for what in ("cpu", "wall")}
    half, whole = (min(some, key=lambda each: each.cpu) for some in zip(*pairs, strict=True))
    name = f"{sessions} sessions, {memories:,} memories"
    counts = whole.told["counts"]
    return [
        Figure(f"{name}: wall", whole.wall, "s", at_most=30),
        Figure(f"{name}: CPU", whole.cpu, "s"),
        Figure(f"{name}: peak memory", whole.peak_bytes / MIB, "MiB", at_most=400),
        Figure("against half of that: CPU", growth["cpu"], "x", at_most=2.2),
        Figure("against half of that: wall", growth["wall"], "x"),
        Figure("half of that: CPU", half.cpu, "s"),
        Figure("half of that: peak memory", half.peak_bytes / MIB, "MiB"),
        *(Figure(f"{name}: {what}", counts[what]) for what in ("events", "claims", "observations")),
        Figure(f"{name}: changes", sum(counts[each] for each in counts if each.startswith("changes:"))),
        Figure(f"{name}: doubts", counts.get("notices:doubt", 0)),
    ]


def _dreamt(home: Path) -> Dreamt:
    """A dream of a copy, in a process of its own."""
    copy = home.with_name("copy")
    shutil.copytree(home, copy)
    cost, told = run_python(("-m", "benchmarks.dream", _DREAM), copy)
    shutil.rmtree(copy)
    return Dreamt(told["wall"], told["cpu"], cost.peak_bytes, dict(told))


def fill(home: Path, sessions: int, memories: int, given: list[Path]) -> None:
    """Memories and sessions, through the services."""
    from dreaming.app import open_app
    from dreaming.integrations.reading import log_transcript
    from dreaming.service.exchange import ImportItem

    app = open_app(home)
    made = made_memories(memories, "dream")
    app.exchange.import_memories(STORE, (ImportItem(each.path, each.content) for each in made))
    file = home / "transcript.jsonl"
    for number in range(sessions):
        lines = _copied(given[number % len(given)], number) if given else _made(number)
        with file.open("w", encoding="utf-8") as transcript:
            transcript.writelines(f"{line}\n" for line in lines)
        log_transcript(app.sessions, file)
    file.unlink(missing_ok=True)
    app.close()


def _made(number: int) -> Iterator[str]:
    return TranscriptMaker(f"dream/{number}").turns(TURNS[number % len(TURNS)])


def _copied(path: Path, number: int) -> Iterable[str]:
    """A transcript under another session's id, so that it is a session of its own."""
    other = str(UUID(int=seeded("copy", number).getrandbits(128)))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield json.dumps({**record, "sessionId": other} if "sessionId" in record else record)


def dream() -> None:
    """Dream in this process's home, and print what that took: its start is not counted."""
    import anyio

    from dreaming.app import open_app

    app = open_app()
    started = app.dreams.start(STORE, all_undreamt=True)
    began, cpu = perf_counter(), process_time()
    ended = anyio.run(_run, app, started.dream.id)
    took = {"wall": perf_counter() - began, "cpu": process_time() - cpu}
    if ended != "completed":
        raise RuntimeError(ended)
    print(json.dumps({**took, "counts": dict(app.review.report(started.dream.id).counts)}))
    app.close()


async def _run(app: "App", dream_id: str) -> str:
    return (await app.runner().run(dream_id)).status


if __name__ == "__main__":
    if _DREAM in sys.argv:
        dream()
    else:
        parser = options(__doc__)
        parser.add_argument("--transcripts", type=Path, help="dream of the real transcripts in this folder, copied")
        arguments = parser.parse_args()
        show("dream", measure(arguments), as_json=arguments.json)
