"""`dreaming try`: a dream over a person's own notes and sessions that changes nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import heading, note, say, say_json
from dreaming.cli.memory_files import name_skipped
from dreaming.cli.options import examples, json_option
from dreaming.domain.errors import NotFound
from dreaming.domain.model import DreamStatus
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.cli.rehearsal import Read

_STORE = "trial"
_LATEST = 20


@click.command("try", epilog=examples("dreaming try", "dreaming try ~/notes session.jsonl"))
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]…")
@json_option
@click.pass_context
def try_(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Show a dream over your own notes and sessions.

    It only reads; nothing of yours is changed.

    Without PATH it reads this project's Claude Code memory folder and its last 20 transcripts. A PATH is a folder of
    text notes (transcripts that lie in it, *.jsonl, are read too), a single note, or a transcript (.jsonl, .json).
    """
    from dreaming.cli.highlights import say_highlights
    from dreaming.cli.rehearsal import dream_over, opened_in, throw_away_home
    from dreaming.cli.review_shapes import report_shape

    notes, transcripts = _given(paths) if paths else _of_this_project()
    with throw_away_home() as home, opened_in(home) as app:
        dream, read = dream_over(app, _STORE, notes=notes, transcripts=transcripts)
        report = app.review.report(dream.id)
    if as_json:
        sources = [str(path) for path in (*notes, *transcripts)]
        say_json(report_shape(report) | {"read": sources})
    else:
        _say_what_was_read(notes, transcripts, read)
        name_skipped(read.skipped)
        if dream.error is not None:
            note(f"The dream {dream.status}: {dream.error.message}")
        say_highlights(report, each=3)
        say()
        say("Nothing was changed: this was a copy, and it is gone. To keep memories here, see `dreaming --help`:")
        say("`memory import` your notes, `log` your sessions, `start --wait`, `report`, `promote`.")
    ctx.exit(0 if dream.status is DreamStatus.COMPLETED else 1)


def _given(paths: tuple[Path, ...]) -> tuple[list[Path], list[Path]]:
    """Notes and transcripts: a file is one by its name, a folder may hold both."""
    from dreaming.cli.rehearsal import TRANSCRIPTS

    files = [path for path in paths if path.is_file() and path.suffix in TRANSCRIPTS]
    notes = [path for path in paths if path not in files]
    inside = [file for folder in notes if folder.is_dir() for file in sorted(folder.glob("*.jsonl"))]
    return notes, [*files, *inside]


def _of_this_project() -> tuple[list[Path], list[Path]]:
    from dreaming.integrations.places import claude_project

    found = claude_project(Path.cwd(), latest=_LATEST)
    if found.memory is None and not found.transcripts:
        raise _nothing(found.looked_in)
    return ([found.memory] if found.memory else []), list(found.transcripts)


def _nothing(looked_in: tuple[Path, ...]) -> NotFound:
    return NotFound(
        "Claude Code memory or transcript of this project in",
        ", ".join(map(str, looked_in)),
        "Run it in a project's folder, or name notes and transcripts: `dreaming try ~/notes session.jsonl`. "
        "`dreaming demo` needs neither.",
    )


def _say_what_was_read(notes: list[Path], transcripts: list[Path], read: "Read") -> None:
    heading("A dream over your own notes and sessions")
    say(
        f"Read {counted(read.memories, 'note')}{_from(notes)} and {counted(read.sessions, 'session')}{_from(transcripts)}."
    )
    say()


def _from(places: list[Path]) -> str:
    folders = sorted({str(place if place.is_dir() else place.parent) for place in places})
    return f" in {folders[0]}" if len(folders) == 1 else f" in {len(folders)} folders" if folders else ""
