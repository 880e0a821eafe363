"""What a hook costs the client that waits for it: the end of a long session against a short one, a start with much in the store."""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from benchmarks.figures import Figure, options, show
from benchmarks.made_memories import made_memories
from benchmarks.made_transcripts import TranscriptMaker
from benchmarks.measuring import Cost, run_hook, share

TIMES = {"small": 7, "full": 21}
TRANSCRIPT_BYTES = 50_000_000
MEMORIES = (20, 2_000)
STORE = "benchmark"
_END, _START = 1.1, 1.5


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """By turns, each in a process of its own: what else the machine does weighs on both of a pair alike."""
    times: int = TIMES[chosen.size]
    with tempfile.TemporaryDirectory() as folder:
        ends, starts = _ends(Path(folder), times), _starts(Path(folder), times)
    return [
        Figure("SessionEnd, a transcript of 50 MB / an empty one, CPU", _ratio(ends), "x", at_most=_END),
        Figure("SessionStart, 2,000 memories / 20, CPU", _ratio(starts), "x", at_most=_START),
        Figure("SessionEnd, 50 MB, CPU, median", _median(ends) * 1000, "ms"),
        Figure("SessionStart, 2,000 memories, CPU, median", _median(starts) * 1000, "ms"),
        Figure("SessionEnd, 50 MB, wall, median", share([one.wall_seconds for _, one in ends], 0.5) * 1000, "ms"),
        Figure("SessionStart, 2,000, wall, median", share([one.wall_seconds for _, one in starts], 0.5) * 1000, "ms"),
    ]


def _ends(folder: Path, times: int) -> list[tuple[Cost, Cost]]:
    files = folder / "short.jsonl", folder / "long.jsonl"
    files[0].touch()
    _write(files[1])
    return _by_turns("SessionEnd", [({"transcript_path": str(file)}, folder / file.stem) for file in files], times)


def _write(file: Path) -> None:
    """A transcript of 50 MB."""
    lines = TranscriptMaker("hooks").turns(1_000_000)
    with file.open("w", encoding="utf-8") as transcript:
        while transcript.tell() < TRANSCRIPT_BYTES:
            transcript.writelines(f"{line}\n" for line in islice(lines, 100))


def _starts(folder: Path, times: int) -> list[tuple[Cost, Cost]]:
    project = folder / STORE
    project.mkdir()
    homes = [folder / f"{count} memories" for count in MEMORIES]
    for home, count in zip(homes, MEMORIES, strict=True):
        _fill(home, count)
    said = {"source": "startup", "cwd": str(project)}
    return _by_turns("SessionStart", [(said, home) for home in homes], times)


def _fill(home: Path, memories: int) -> None:
    from dreaming.app import open_app
    from dreaming.service.exchange import ImportItem

    app = open_app(home)
    made = made_memories(memories, "hooks")
    app.exchange.import_memories(STORE, (ImportItem(each.path, each.content) for each in made))
    app.close()


def _by_turns(event: str, given: list[tuple[Mapping[str, str], Path]], times: int) -> list[tuple[Cost, Cost]]:
    """Pairs of what the hook cost, after one that makes folders and bytecode."""
    pairs: list[tuple[Cost, Cost]] = []
    for _ in range(times + 1):
        one, other = (
            run_hook(event, json.dumps({"session_id": "s", "hook_event_name": event, **said}), home)
            for said, home in given
        )
        pairs.append((one, other))
    return pairs[1:]


def _ratio(pairs: list[tuple[Cost, Cost]]) -> float:
    """The median of the ratios of neighbours."""
    return share([other.cpu_seconds / one.cpu_seconds for one, other in pairs], 0.5)


def _median(pairs: list[tuple[Cost, Cost]]) -> float:
    return share([other.cpu_seconds for _, other in pairs], 0.5)


if __name__ == "__main__":
    chosen = options(__doc__).parse_args(sys.argv[1:])
    show("hooks", measure(chosen), as_json=chosen.json)
