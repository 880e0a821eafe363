"""Logging transcripts: megabytes a second, and how much memory a very long one takes."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.figures import Figure, options, show
from benchmarks.made_transcripts import TranscriptMaker, made_plain
from benchmarks.measuring import MIB, run_python

CLAUDE_CODE_BYTES = {"small": 100_000_000, "full": 1_000_000_000}
PLAIN_BYTES = {"small": 10_000_000, "full": 100_000_000}
_MEGA = 1_000_000
_LOG = "--log"
_TURNS = 20


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Log a file of each format in a process of its own."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        idle, _ = run_python(("-m", "benchmarks.import_speed", _LOG), Path(folder) / "idle")
        maker = TranscriptMaker("import")
        endless = chain.from_iterable(maker.turns(_TURNS) for _ in iter(int, 1))
        claude_code = _written(Path(folder) / "claude-code.jsonl", endless, CLAUDE_CODE_BYTES[chosen.size])
        found += _logged("Claude Code", claude_code, Path(folder), at_least=15)
        plain_size = PLAIN_BYTES[chosen.size]
        plain = _written(Path(folder) / "plain.jsonl", made_plain(plain_size, "import"), plain_size)
        found += _logged("plain", plain, Path(folder), at_least=4)
        chat_size = plain_size // 4
        chat = _written(Path(folder) / "chat.jsonl", made_plain(chat_size, "chat", is_chat=True), chat_size)
        found += _logged("plain, short messages alone", chat, Path(folder))
    return [*found, Figure("peak memory of a process that logs nothing", idle.peak_bytes / MIB, "MiB")]


def _written(path: Path, lines: Iterable[str], size: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            size -= file.write(line + "\n")
            if size <= 0:
                break
    return path


def _logged(name: str, path: Path, folder: Path, *, at_least: float | None = None) -> list[Figure]:
    size = path.stat().st_size / _MEGA
    cost, told = run_python(("-m", "benchmarks.import_speed", _LOG, str(path)), folder / path.stem)
    path.unlink()
    return [
        Figure(f"{name}, {size:,.0f} MB: wall", size / told["wall"], "MB/s", at_least=at_least),
        Figure(f"{name}, {size:,.0f} MB: CPU", size / told["cpu"], "MB/s"),
        Figure(f"{name}, {size:,.0f} MB: peak memory", cost.peak_bytes / MIB, "MiB", at_most=200),
        Figure(f"{name}, {size:,.0f} MB: events kept", told["events"]),
    ]


def log(paths: list[str]) -> None:
    """Log files into this process's home, and print what that took: its start is not counted."""
    from dreaming.app import open_app
    from dreaming.integrations.reading import log_transcript

    app = open_app()
    started, cpu = perf_counter(), process_time()
    events = sum(log_transcript(app.sessions, Path(path)).appended for path in paths)
    print(json.dumps({"wall": perf_counter() - started, "cpu": process_time() - cpu, "events": events}))
    app.close()


if __name__ == "__main__":
    if _LOG in sys.argv:
        log(sys.argv[2:])
    else:
        given = options(__doc__).parse_args()
        show("import_speed", measure(given), as_json=given.json)
