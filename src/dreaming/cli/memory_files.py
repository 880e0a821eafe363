"""`dreaming memory import`: from files into a store. The way back is `memory_export.py`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.integrations.notes import Note, Skipped
    from dreaming.service.exchange import ImportItem

CLAUDE_MEMORY = "claude-memory"
_SHOWN = 20


@click.command(
    "import",
    epilog=examples("dreaming memory import ~/notes --store atlas", "dreaming memory import --as claude-memory"),
)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--as",
    "form",
    type=click.Choice((CLAUDE_MEMORY,)),
    help="PATH is a memory folder of Claude Code; without PATH, this project's.",
)
@click.option("--store", metavar="NAME", help="The store to fill; it is made if there is none of that name.")
@json_option
def import_(path: Path | None, *, form: str | None, store: str | None, as_json: bool) -> None:
    """Import a folder of text files, one file, or JSON Lines (`{path, content, created_at, updated_at}`) as memories.

    Hidden files, links, files that are not UTF-8 text and files over 100 kB are skipped and named. A file's time is
    what its front matter says, else a date in its name, else when the file was last changed. Importing the same files
    again changes nothing. With --as claude-memory, what `memory export --as claude-memory` added is taken away again.
    """
    skipped: list[Skipped] = []
    found = _found(path, form)
    with opened() as app:
        name = store or app.default_store()
        imported = app.exchange.import_memories(name, as_items(found, skipped))
    result = {
        "created": imported.created,
        "unchanged": imported.unchanged,
        "updated": imported.updated,
        "redacted": imported.redacted,
    }
    if as_json:
        left_out = [{"name": each.name, "why": each.why} for each in skipped]
        say_json({"store": {"id": imported.store.id, "name": imported.store.name}, **result, "skipped": left_out})
        return
    said = ", ".join(f"{count} {word}" for word, count in result.items() if count) or "nothing to import"
    say(f"Store {imported.store.name}: {said}.")
    name_skipped(skipped)


def _found(path: Path | None, form: str | None) -> Iterator["Note | Skipped"]:
    from dreaming.integrations.exporting.claude_memory import read_claude_memory
    from dreaming.integrations.notes import read_notes

    if form is not None:
        return read_claude_memory(claude_memory_path(path))
    if path is None:
        raise click.UsageError("Name a PATH to import.")
    return read_notes(path)


def claude_memory_path(path: Path | None) -> Path:
    """The folder that was named, else that of the project in which the command runs; absolute."""
    from dreaming.integrations.places import claude_memory_folder

    return (path or claude_memory_folder(Path.cwd())).expanduser().absolute()


def as_items(found: Iterable["Note | Skipped"], skipped: list["Skipped"]) -> Iterator["ImportItem"]:
    """The notes as what the service imports; what was not read is appended to `skipped`."""
    from dreaming.integrations.notes import Skipped
    from dreaming.service.exchange import ImportItem

    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
        else:
            yield ImportItem(each.path, each.content, created_at=each.created_at, updated_at=each.updated_at)


def name_skipped(skipped: Sequence["Skipped"]) -> None:
    """Say on standard error what was not read, and why."""
    for each in skipped[:_SHOWN]:
        note(f"Skipped {each.name}: {each.why}.")
    if len(skipped) > _SHOWN:
        note(f"Skipped {counted(len(skipped) - _SHOWN, 'more file')}.")
