"""`dreaming check`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import chosen_store, examples, json_option, opened, store_option
from dreaming.cli.shapes import Shape
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.service.grounding import Checked


@click.command(epilog=examples("dreaming check", "dreaming check --store atlas --project ~/code/atlas"))
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder to look into. Default: the store's project, else that of the sessions it has dreamt of.",
)
@store_option
@json_option
def check(project: Path | None, store: str | None, as_json: bool) -> None:
    """Look up in the project what memories name of it, and say which lines may be out of date.

    Paths, scripts and make targets, symbols, versions of dependencies and ports are compared with the files of the
    folder; words such as "until Friday" with the day. Files are only read, no link is followed, and no memory is
    changed: reports, briefings and searches show the finding with the line until the line is changed or checked again.
    Each dream checks by itself at its end, unless DREAMING_CHECK is off.
    """
    with opened() as app:
        name = chosen_store(app, store)
        done = app.grounding.check(name, None if project is None else project.absolute())
    if as_json:
        say_json(_shape(done))
        return
    say(done.tally.told)
    if done.tally.project is None:
        note("Name the folder with --project DIR. Only words that end a line were checked.")
    for each in done.caveats:
        say(f"{each.path}:{each.first_line}: {' '.join(each.text.split())}")
        say(f"  it {each.says}")
    if done.caveats:
        count = counted(len({(each.path, each.first_line) for each in done.caveats}), "line")
        say(f"{count} of store {done.store.name} may be out of date. Nothing was changed.")
    else:
        say(f"Nothing was found against the lines of store {done.store.name}.")


def _shape(done: "Checked") -> Shape:
    return {
        "store": done.store.name,
        "project": None if done.tally.project is None else str(done.tally.project),
        "counts": {str(verdict): count for verdict, count in done.tally.counts.items()},
        "not_judged": done.tally.unsaid,
        "caveats": [
            {
                "path": each.path,
                "first_line": each.first_line,
                "last_line": each.last_line,
                "text": each.text,
                "says": each.says,
            }
            for each in done.caveats
        ],
    }
