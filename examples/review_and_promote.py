"""Promote a dream, exactly as reviewed, and take it back again, through the Python services.

python examples/review_and_promote.py
"""

import tempfile
from pathlib import Path

import anyio

from dreaming.app import App, open_app
from dreaming.service.exchange import ImportItem

NOTES = {
    "/style.md": "# Style\n\n- Use spaces, not tabs.\n- Lines have at most 120 characters.\n",
    "/notes/tuesday.md": "- Use spaces, not tabs.\n- Ship the parser first.\n",
}


def contents(app: App) -> dict[str, str]:
    """Each path of the store and its text."""
    return {memory.path: memory.content or "" for memory in app.exchange.export("atlas")}


def main(home: Path) -> None:
    """Import, dream, review, promote, restore."""
    app = open_app(home)
    app.exchange.import_memories("atlas", [ImportItem(path=path, content=text) for path, text in NOTES.items()])
    before = contents(app)

    started = app.dreams.start("atlas", no_sessions=True)
    dream = anyio.run(app.runner().run, started.dream.id)
    print(dream.id, dream.status)

    report = app.review.report(dream.id)
    for change in report.changes:
        print(f"{change.kind}: {change.before[0].text!r}, because: {change.reason}")
    print("Unchanged while it waits for review:", contents(app) == before)

    promotion = app.review.promote(dream.id, by="user", fingerprint=report.fingerprint)
    print("Promoted:", ", ".join((*promotion.written, *promotion.removed)))
    print("Changed:", contents(app) != before)

    app.review.restore("atlas", by="user", before=dream.id)
    print("Restored:", contents(app) == before)
    app.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
