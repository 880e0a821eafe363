"""`dreaming log --all`: find transcripts, and log what is new in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, progress, say, say_json, say_table, size
from dreaming.cli.log import logged_shape
from dreaming.cli.options import opened
from dreaming.domain.errors import DreamingError, InvalidInput, Unavailable
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.integrations.finding import Found
    from dreaming.integrations.importing import Imported

_KINDS_SHOWN = 8


@dataclass(slots=True)
class _Run:
    """What became of the files that were found, and how long it took, in seconds."""

    found: int
    done: list["Imported"] = field(default_factory=list["Imported"])
    failed: list[tuple[Path, DreamingError]] = field(default_factory=list[tuple[Path, DreamingError]])
    seconds: float = 0.0

    @property
    def logged(self) -> list["Imported"]:
        return [each for each in self.done if each.logged is not None]

    @property
    def sessions(self) -> int:
        """How many; several files may hold one."""
        return len({each.logged.session_id for each in self.logged if each.logged is not None})

    @property
    def read_bytes(self) -> int:
        return sum(each.read_bytes for each in self.done)

    def total(self, name: str) -> int:
        """The sum of a count over all that was logged."""
        return sum(getattr(each.logged, name) for each in self.logged)

    @property
    def left_out(self) -> Counter[str]:
        return Counter(each.left_out for each in self.done if each.left_out is not None)

    @property
    def unknown(self) -> Counter[str]:
        return sum((each.unknown for each in self.done), Counter[str]())


def log_everything(
    ctx: click.Context,
    folders: Sequence[Path],
    *,
    dry_run: bool,
    since: datetime | None,
    project: Path | None,
    as_json: bool,
) -> None:
    """Find transcripts and log what is new in them, or only say what would be read."""
    from dreaming.integrations.finding import find_transcripts
    from dreaming.integrations.places import client_folders

    with opened() as app:
        found = find_transcripts(app.cursors.by_path(), folders, since=since, project=project)
        if not found and not as_json:
            say(f"No transcript was found in {', '.join(map(str, folders or client_folders()))}.")
            return
        if dry_run:
            _say_plan(found, as_json=as_json)
            return
        run = _log(app, found)
    if as_json:
        say_json(_shape(run))
    else:
        _say(run)
    for file, error in run.failed:
        note(f"Error: {file}: {error}")
    if run.failed:
        ctx.exit(run.failed[0][1].exit_code)


def _log(app: "App", found: Sequence["Found"]) -> _Run:
    """Every file, also behind one that cannot be logged. Without the database nothing can: that ends it."""
    run, began, read = _Run(found=len(found)), monotonic(), 0
    with progress("Logging", total=sum(each.to_read for each in found), in_bytes=True) as show:
        for each in found:
            show(read, each.path.name)
            try:
                run.done.append(app.log_grown(each.path))
            except Unavailable:
                raise
            except DreamingError as error:
                run.failed.append((each.path, error))
            except OSError as error:
                unreadable = InvalidInput("transcript", f"it cannot be read: {error.strerror or error}")
                run.failed.append((each.path, unreadable))
            read += each.to_read
    run.seconds = monotonic() - began
    return run


def _say_plan(found: Sequence["Found"], *, as_json: bool) -> None:
    to_read = [each for each in found if each.to_read]
    total = sum(each.to_read for each in to_read)
    if as_json:
        files = [{"path": str(each.path), "standing": each.standing, "bytes": each.to_read} for each in to_read]
        say_json({"found": len(found), "known": len(found) - len(to_read), "bytes": total, "files": files})
        return
    rows = [(each.standing.value, size(each.to_read), str(each.path)) for each in to_read]
    say_table(("standing", "to read", "file"), rows, empty="Nothing is new.")
    known = f"; {counted(len(found) - len(to_read), 'file')} known already" if len(found) > len(to_read) else ""
    say(f"{counted(len(to_read), 'file')}, {size(total)} would be read{known}. Nothing was logged.")


def _say(run: _Run) -> None:
    if not run.read_bytes and not run.failed:
        say(f"Nothing is new in {counted(run.found, 'transcript')}.")
        return
    events, kept, redacted = (run.total(name) for name in ("appended", "text_bytes", "redacted"))
    say(
        f"{counted(run.sessions, 'session')}: {counted(events, 'new event')}, {size(kept)} of text kept, "
        f"{counted(redacted, 'secret or private span', 'secrets or private spans')} taken out."
    )
    pace = size(round(run.read_bytes / max(run.seconds, 0.001)))
    known = sum(not each.read_bytes for each in run.done)
    unchanged = f"; {counted(known, 'file')} known already" if known else ""
    say(f"{size(run.read_bytes)} read in {run.seconds:.1f} s ({pace}/s){unchanged}.")
    for what, count in run.left_out.most_common():
        note(f"  {counted(count, 'file')} left out: {what}.")
    if run.unknown:
        named = [f"{count:,} {kind}" for kind, count in run.unknown.most_common(_KINDS_SHOWN)]
        rest = len(run.unknown) - len(named)
        more = f" and {counted(rest, 'other kind')}" if rest else ""
        note(f"  {counted(run.unknown.total(), 'record')} of unknown type skipped: {', '.join(named)}{more}.")


def _shape(run: _Run) -> dict[str, object]:
    return {
        "found": run.found,
        "sessions": run.sessions,
        "events": run.total("appended"),
        "bytes_read": run.read_bytes,
        "bytes_kept": run.total("text_bytes"),
        "redacted": run.total("redacted"),
        "seconds": round(run.seconds, 3),
        "unknown": dict(run.unknown),
        "left_out": dict(run.left_out),
        "logged": [
            {"path": str(each.path), "standing": each.standing, "bytes_read": each.read_bytes}
            | logged_shape(each.logged)
            for each in run.logged
            if each.logged is not None
        ],
        "failed": [{"path": str(file), "type": error.code, "message": error.message} for file, error in run.failed],
    }
