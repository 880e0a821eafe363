"""`dreaming log`: keep sessions."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, progress, say, say_json
from dreaming.cli.options import examples, json_option, opened, read_time
from dreaming.domain.errors import DreamingError
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.service.sessions import Logged


@click.command(epilog=examples("dreaming log session.jsonl", "dreaming log --all --since 2026-03-01"))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
@click.option(
    "--all",
    "is_all",
    is_flag=True,
    help="Find what Claude Code and Codex wrote, or what lies in the folders named instead of FILE.",
)
@click.option("--dry-run", is_flag=True, help="With --all: only say what would be read.")
@click.option("--since", callback=read_time, metavar="TIME", help="With --all: only files written to since.")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With --all: only sessions in this folder, its repository, or a worktree of it.",
)
@json_option
@click.pass_context
def log(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    is_all: bool,
    dry_run: bool,
    since: datetime | None,
    project: Path | None,
    as_json: bool,
) -> None:
    """Log transcripts, one session a file.

    Dreams read what was logged. Understood are transcripts of Claude Code and Codex, the plain format (one event a
    line: `{type, text, created_at}`) and
    Messages-API style lists of `{role, content}`. Logging a file again adds what is new in it. Secrets are redacted
    and `<private>…</private>` is dropped before anything is stored.

    With --all nothing is read twice: a file that has not changed is not opened, and one that has grown is read from
    where the last reading ended. What breaks off is completed by the next run.
    """
    if is_all:
        from dreaming.cli.log_all import log_everything

        log_everything(ctx, files, dry_run=dry_run, since=since, project=project, as_json=as_json)
        return
    if not files or dry_run or since is not None or project is not None:
        problem = "--dry-run, --since and --project go with --all." if files else "Name files, or say --all."
        raise click.UsageError(problem)
    with opened() as app:
        done, failed = _log_all(app, files)
    if as_json:
        say_json([logged_shape(logged) for _, logged in done])
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


def logged_shape(logged: "Logged") -> dict[str, object]:
    """What was logged, for a program."""
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
