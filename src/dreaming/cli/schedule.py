"""`dreaming schedule`: let the system look now and then whether a dream is due."""

import shlex
from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import heading, say, say_json
from dreaming.cli.options import examples, json_option
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.integrations.schedules.installing import Schedules
    from dreaming.integrations.schedules.plan import Kind
    from dreaming.integrations.schedules.schedulers import Found, Shown

# Written out here, so that help texts load no scheduler; a test compares them.
KINDS = ("systemd", "launchd", "schtasks", "cron")
INTERVALS = ("1", "2", "3", "4", "6", "8", "12", "24")

_kind_option = click.option(
    "--kind",
    type=click.Choice(KINDS),
    metavar="KIND",
    help=f"Use this scheduler: {', '.join(KINDS)}. Default: the system's own, else cron.",
)
_every_option = click.option(
    "--every",
    type=click.Choice(INTERVALS),
    metavar="HOURS",
    default="1",
    show_default=True,
    help=f"How often to look, in hours: {', '.join(INTERVALS)}. How often to dream, each store says.",
)


@click.group(invoke_without_command=True, epilog=examples("dreaming schedule", "dreaming schedule install"))
@json_option
@click.pass_context
def schedule(ctx: click.Context, as_json: bool) -> None:
    """Let the system start the dreams that are due: a systemd timer, a launch agent, a scheduled task, or cron.

    Nothing is installed unasked. What is installed runs `dreaming start --due` for you, with low priority. It never
    promotes anything. A store says by its metadata when it is due: see `dreaming stores set`. Without a command: show.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, as_json=as_json)


@schedule.command(epilog=examples("dreaming schedule show", "dreaming schedule show --kind launchd --every 4"))
@_kind_option
@_every_option
@json_option
def show(kind: str | None, every: str, as_json: bool) -> None:
    """Show what would be installed, byte for byte, and whether it is. Changes nothing."""
    schedules = _schedules()
    chosen = _chosen(schedules, kind)
    shown, found = schedules.shown(chosen, int(every)), schedules.found(None if kind is None else chosen)
    if as_json:
        say_json({"kind": str(chosen), "installed": [_found_shape(each) for each in found]} | _shown_shape(shown))
        return
    for each in found:
        say(f"Installed: {how_installed(each)}.")
    if not found:
        say("Not installed.")
    say(f"`dreaming schedule install` with {chosen}, every {counted(int(every), 'hour')}:")
    _print(shown)


@schedule.command(epilog=examples("dreaming schedule install", "dreaming schedule install --every 4"))
@_kind_option
@_every_option
@json_option
def install(kind: str | None, every: str, as_json: bool) -> None:
    """Install the schedule, in the place of one that is installed. Again changes nothing."""
    schedules = _schedules()
    chosen, hours = _chosen(schedules, kind), int(every)
    changed = schedules.install(chosen, hours)
    if as_json:
        say_json({"kind": str(chosen), "every_hours": hours, "changed": changed})
        return
    looks = f"{chosen} looks every {counted(hours, 'hour')} whether a dream is due."
    say(f"Installed: {looks}" if changed else f"Installed already: {looks}")
    say("`dreaming status` shows what is due and when; `dreaming schedule remove` removes the schedule.")


@schedule.command(epilog=examples("dreaming schedule remove"))
@_kind_option
@json_option
def remove(kind: str | None, as_json: bool) -> None:
    """Remove the schedule from wherever it is installed."""
    from dreaming.integrations.schedules.plan import Kind

    removed = _schedules().remove(None if kind is None else Kind(kind))
    if as_json:
        say_json({"removed": [str(each) for each in removed]})
    elif removed:
        say(f"Removed from {', '.join(removed)}.")
    else:
        say("No schedule is installed.")


def how_installed(found: "Found") -> str:
    """How often it looks, or that it is not what this program would install."""
    if found.hours is None:
        return f"{found.kind}, but for another program or data folder, or changed since"
    return f"{found.kind} looks every {counted(found.hours, 'hour')} whether a dream is due"


def _schedules() -> "Schedules":
    from dreaming.app import SystemClock
    from dreaming.integrations.schedules.installing import Schedules
    from dreaming.store.location import home_folder

    return Schedules(home_folder(), SystemClock().now())


def _chosen(schedules: "Schedules", kind: str | None) -> "Kind":
    from dreaming.integrations.schedules.plan import Kind

    return schedules.detect() if kind is None else Kind(kind)


def _print(shown: "Shown") -> None:
    for path, content in shown.files.items():
        say()
        heading(f"File {path}")
        say(_text(content).rstrip("\n"))
    if shown.lines is not None:
        say()
        heading("Lines at the top of your crontab")
        say(_text(shown.lines).rstrip("\n"))
    say()
    heading("Commands")
    for command in shown.commands:
        say(shlex.join(command))


def _text(content: bytes) -> str:
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")


def _found_shape(found: "Found") -> dict[str, Any]:
    return {"kind": str(found.kind), "every_hours": found.hours}


def _shown_shape(shown: "Shown") -> dict[str, Any]:
    return {
        "files": [{"path": str(path), "content": _text(content)} for path, content in shown.files.items()],
        "crontab_lines": None if shown.lines is None else _text(shown.lines),
        "commands": [list(command) for command in shown.commands],
    }
