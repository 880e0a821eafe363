"""Log a Claude Code transcript, dream with no memories at all, and see what the session taught.

python examples/import_claude_code.py [TRANSCRIPT]
"""

import json
import sys
import tempfile
from pathlib import Path

import anyio

from dreaming.app import open_app
from dreaming.integrations.reading import log_transcript
from dreaming.service.rendering import summary

SAID = [
    ("user", "Never push to main without running the tests."),
    ("assistant", "Understood: tests first, then the push."),
    ("user", "The build server is called harbor. Remember that."),
]


def make_transcript(file: Path) -> Path:
    """A session as Claude Code writes it: one record a line, each naming the one before."""
    records = [
        {
            "type": role,
            "uuid": f"record-{number}",
            "parentUuid": f"record-{number - 1}" if number else None,
            "sessionId": "a-session",
            "cwd": "/home/ana/atlas",
            "timestamp": f"2026-03-04T09:0{number}:00.000Z",
            "message": {"role": role, "content": text},
        }
        for number, (role, text) in enumerate(SAID)
    ]
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


def main(home: Path, transcript: Path) -> None:
    """Log it twice, dream once."""
    app = open_app(home)
    app.stores.create("atlas")
    for _ in range(2):
        logged = log_transcript(app.sessions, transcript)
        print(f"{logged.session_id}: {logged.appended} events are new")
    started = app.dreams.start("atlas")
    dream = anyio.run(app.runner().run, started.dream.id)
    print(summary(app.review.report(dream.id)))
    app.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "home", Path(sys.argv[1]) if sys.argv[1:] else make_transcript(Path(folder) / "a.jsonl"))
