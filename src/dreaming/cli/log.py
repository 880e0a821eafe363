"""`dreaming log`: keep sessions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import counted, note, progress, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.domain.errors import DreamingError

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.service.sessions import Logged


@click.command(epilog=examples("dreaming log ~/.claude/projects/-home-ana-tidewatch/*.jsonl"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@json_option
@click.pass_context
def log(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Log transcripts, one session a file.

    Dreams read what was logged. Understood are Claude Code transcripts, the plain format (one event a line: `{type, text, created_at}`) and
    Messages-API style lists of `{role, content}`. Logging a file again adds what is new in it. Secrets are redacted
    and `<private>…</private>` is dropped before anything is stored.
    """
    with opened() as app:
        done, failed = _log_all(app, files)
    if as_json:
        say_json([_shape(logged) for _, logged in done])
    else:
        for file, logged in done:
            _print(file, logged)
    for file, error in failed:
        note(f"Error: {file}: {error}")
    if failed:
        ctx.exit(failed[0][1].exit_code)


def _log_all(
    app: "App", files: tuple[Path, ...]
) -> tuple[list[tuple[Path, "Logged"]], list[tuple[Path, DreamingError]]]:
    """Every file, also behind one that cannot be logged; a single one raises its error."""
    from dreaming.integrations.reading import log_transcript

    done: list[tuple[Path, Logged]] = []
    failed: list[tuple[Path, DreamingError]] = []
    with progress("Logging", total=len(files)) as show:
        for number, file in enumerate(files):
            show(number, file.name)
            try:
                done.append((file, log_transcript(app.sessions, file)))
            except DreamingError as error:
                if len(files) == 1:
                    raise
                failed.append((file, error))
    return done, failed


def _shape(logged: "Logged") -> dict[str, object]:
    return {
        "session_id": logged.session_id,
        "external_id": logged.external_id,
        "appended": logged.appended,
        "skipped": logged.skipped,
        "redacted": logged.redacted,
        "cut": logged.cut,
        "notes": list(logged.notes),
    }


def _print(file: Path, logged: "Logged") -> None:
    known = f", {logged.skipped:,} known" if logged.skipped else ""
    say(f"{file.name}: {counted(logged.appended, 'event')} logged{known} ({logged.session_id})")
    for each in logged.notes:
        note(f"  {each}")
