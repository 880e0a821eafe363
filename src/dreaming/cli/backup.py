"""`dreaming backup`: copy the database, check a copy, put one back."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import note, progress, say, say_json, size
from dreaming.cli.options import examples, json_option
from dreaming.domain.texts import counted
from dreaming.domain.times import render, render_optional

if TYPE_CHECKING:
    from dreaming.service.backups import Backup

_FILE = click.Path(path_type=Path)
_EXAMPLES = examples(
    "dreaming backup",
    "dreaming backup /mnt/usb/dreaming.db",
    "dreaming backup --check /mnt/usb/dreaming.db",
    "dreaming backup --restore /mnt/usb/dreaming.db",
)


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=_FILE, required=False)
@click.option("--check", type=_FILE, metavar="FILE", help="Say what is in a backup, and whether it is whole.")
@click.option(
    "--restore", type=_FILE, metavar="FILE", help="Put a backup in the place of the database; the one before is kept."
)
@click.option("--force", is_flag=True, help="Replace a FILE that exists.")
@click.option("--damaged", is_flag=True, help="Copy, or put back, although something is wrong with what is copied.")
@json_option
def backup(
    file: Path | None, *, check: Path | None, restore: Path | None, force: bool, damaged: bool, as_json: bool
) -> None:
    """Copy the whole database to FILE while others use it.

    The copy is checked before it gets its name, and its SHA-256 is written beside it, to FILE.sha256. Without FILE it
    goes to the folder `backups` beside the database, under a name made of the time. Nothing is overwritten, and no
    backup is ever deleted by itself.

    Restoring needs every client closed and no dream waiting; what the database was goes into a folder beside it.
    """
    if sum(each is not None for each in (file, check, restore)) > 1:
        problem = "FILE, --check and --restore go one at a time."
        raise click.UsageError(problem)
    if force and (damaged or check or restore):
        problem = "--force goes with FILE alone: nothing else ever replaces a file."
        raise click.UsageError(problem)
    if damaged and check:
        problem = "--damaged does not go with --check, which tells whether it is."
        raise click.UsageError(problem)
    if check is not None:
        _check(check, as_json=as_json)
    elif restore is not None:
        _restore(restore, damaged=damaged, as_json=as_json)
    else:
        _make(file, force=force, damaged=damaged, as_json=as_json)


def _make(file: Path | None, *, force: bool, damaged: bool, as_json: bool) -> None:
    from dreaming.app import backups_of

    with progress("Copying", total=1) as show:
        made = backups_of().make(
            file, force=force, damaged=damaged, show=lambda done, total: show(done, "pages", of=total)
        )
    if as_json:
        say_json(_shape(made))
        return
    say(f"Backup {made.path}, {size(made.size)}: {_contents(made)}.")
    say(f"SHA-256 {made.sha256}")
    _warn(made)


def _check(file: Path, *, as_json: bool) -> None:
    from dreaming.app import backups_of

    found = backups_of().check(file)
    if as_json:
        say_json(_shape(found))
        return
    say(f"{found.path} is whole, {size(found.size)}: {_contents(found)}.")
    say(f"Written {render(found.made_at)}, format {found.contents.format if found.contents else '?'}.")
    if found.recorded:
        say(f"SHA-256 {found.sha256}, as written down.")
    else:
        say(f"SHA-256 {found.sha256}; none is written beside it, so only what is in it could be checked.")


def _restore(file: Path, *, damaged: bool, as_json: bool) -> None:
    from dreaming.app import backups_of

    with progress("Copying", total=1) as show:
        done = backups_of().restore(file, damaged=damaged, show=lambda done, total: show(done, "bytes", of=total))
    if as_json:
        say_json({"restored": _shape(done.backup), "aside": str(done.aside) if done.aside else None})
        return
    say(f"The database is {done.backup.path} now: {_contents(done.backup)}.")
    if done.aside is not None:
        say(f"What it was is kept in {done.aside}; `dreaming --home {quote(str(done.aside))} stores` looks at it.")
    _warn(done.backup)


def _warn(found: "Backup") -> None:
    if found.problems:
        note(f"It is damaged: {'; '.join(found.problems[:3])}.")


def _contents(found: "Backup") -> str:
    inside = found.contents
    if inside is None:
        return "nothing that can be counted"
    counts = (
        counted(inside.stores, "store"),
        counted(inside.memories, "memory", "memories"),
        counted(inside.sessions, "session"),
        counted(inside.dreams, "dream"),
    )
    return ", ".join(counts) + (f", the newest of {render(inside.changed_at)}" if inside.changed_at else "")


def _shape(found: "Backup") -> dict[str, Any]:
    inside = found.contents
    return {
        "path": str(found.path),
        "sha256": found.sha256,
        "sha256_recorded": found.recorded,
        "size_bytes": found.size,
        "made_at": render(found.made_at),
        "contents": inside
        and {
            "format": inside.format,
            "stores": inside.stores,
            "memories": inside.memories,
            "memory_versions": inside.versions,
            "sessions": inside.sessions,
            "dreams": inside.dreams,
            "changed_at": render_optional(inside.changed_at),
        },
        "problems": list(found.problems),
    }
