"""`dreaming install`: tell a client to start the server."""

import shlex
from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from dreaming.integrations.clients.installing import Plan

CLIENTS = ("claude-desktop", "claude-code")  # written out here, so that help loads nothing; a test compares them


@click.command(
    epilog=examples(
        "dreaming install claude-desktop --print",
        "dreaming install claude-desktop",
        "dreaming --home ~/memories install claude-code",
        "dreaming install claude-code --undo",
    )
)
@click.argument("client", type=click.Choice(CLIENTS))
@click.option("--print", "only_shown", is_flag=True, help="Show what would be changed, as a diff, and change nothing.")
@click.option("--undo", is_flag=True, help="Take out what was added; other entries stay as they are.")
@click.option(
    "--follow", is_flag=True, help="Change the file that a link leads to, if the configuration is behind one."
)
@json_option
def install(client: str, *, only_shown: bool, undo: bool, follow: bool, as_json: bool) -> None:
    """Let a client start the server: write the entry `dreaming` into its configuration.

    The entry names this installation's `dreaming` by its absolute path, or `uvx dreaming` where it runs from there,
    and the DREAMING_ variables that are set now. Again changes nothing; settings that stand in the entry stay.

    Nothing outside of the entry is changed, and the file as it was is kept in the data folder. A file with comments,
    or one that is no JSON, is refused with its line. Claude Code is told by its own program where there is one.

    Other clients: docs/clients.md.
    """
    from dreaming.app import SystemClock
    from dreaming.cli.memory_export import FILES_BEFORE
    from dreaming.integrations.clients.installing import carry_out, plan_entry
    from dreaming.integrations.clients.places import Client
    from dreaming.store.location import home_folder

    plan = plan_entry(Client(client), undo=undo, follow=follow)
    kept = None
    if not only_shown:
        kept = carry_out(plan, home_folder().absolute() / FILES_BEFORE, SystemClock().now())
    if as_json:
        say_json(_shape(plan, kept, only_shown=only_shown))
    elif only_shown:
        _show(plan)
    else:
        _tell(plan, kept)


def _shape(plan: "Plan", kept: "Path | None", *, only_shown: bool) -> dict[str, Any]:
    return {
        "client": str(plan.client),
        "path": str(plan.change.path),
        "entry": plan.entry,
        "changed": plan.change.is_one and not only_shown,
        "diff": _diff(plan),
        "commands": [list(command) for command in plan.commands],
        "files_before": None if kept is None else str(kept),
    }


def _diff(plan: "Plan") -> list[str]:
    from dreaming.integrations.exporting.changes import diff_of

    return list(diff_of(plan.change))


def _show(plan: "Plan") -> None:
    for line in _diff(plan):
        say(line)
    for command in plan.commands:
        note(f"By: {shlex.join(command)}")
    if not plan.change.is_one:
        say(f"Nothing to change in {plan.change.path}.")


def _tell(plan: "Plan", kept: "Path | None") -> None:
    title, path = plan.client.label, plan.change.path
    if plan.entry is None:
        say(f"{title} does not start dreaming any more ({path}).")
    else:
        say(f"{title} starts `{shlex.join([plan.entry['command'], *plan.entry['args']])}` ({path}).")
    if not plan.change.is_one:
        say("That was so already: nothing was changed.")
        return
    if kept is not None:
        say(f"The file as it was: {kept}")
    say(f"If {title} is running, quit it and start it again: it reads this only when it starts.")
    if plan.entry is not None and plan.client.value == "claude-code":
        say("The plugin does more: it logs sessions by itself (docs/claude-code.md).")
