"""`dreaming memory import` and `export`: between a store and files."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import counted, note, say, say_json
from dreaming.cli.options import chosen_store, examples, json_option, opened, store_option

if TYPE_CHECKING:
    from dreaming.integrations.notes import Note, Skipped
    from dreaming.service.exchange import ImportItem

_SHOWN = 20
_PATH = click.Path(path_type=Path)


@click.command("import", epilog=examples("dreaming memory import ~/notes --store atlas"))
@click.argument("path", type=_PATH)
@click.option("--store", metavar="NAME", help="The store to fill; it is made if there is none of that name.")
@json_option
def import_(path: Path, store: str | None, as_json: bool) -> None:
    """Import a folder of text files, one file, or JSON Lines (`{path, content, created_at, updated_at}`) as memories.

    Hidden files, links, files that are not UTF-8 text and files over 100 kB are skipped and named. A file's time is
    what its front matter says, else a date in its name, else when the file was last changed. Importing the same files
    again changes nothing.
    """
    from dreaming.integrations.notes import read_notes

    skipped: list[Skipped] = []
    with opened() as app:
        name = store or app.default_store()
        imported = app.exchange.import_memories(name, as_items(read_notes(path), skipped))
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


def as_items(found: Iterable["Note | Skipped"], skipped: list["Skipped"]) -> Iterator["ImportItem"]:
    """The notes as what the service imports; what was not read is appended to `skipped`."""
    from dreaming.integrations.notes import Skipped
    from dreaming.service.exchange import ImportItem

    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
        else:
            yield ImportItem(path=each.path, content=each.content, created_at=each.created_at)


def name_skipped(skipped: Sequence["Skipped"]) -> None:
    """Say on standard error what was not read, and why."""
    for each in skipped[:_SHOWN]:
        note(f"Skipped {each.name}: {each.why}.")
    if len(skipped) > _SHOWN:
        note(f"Skipped {counted(len(skipped) - _SHOWN, 'more file')}.")


@click.command(epilog=examples("dreaming memory export backup.jsonl --store atlas"))
@click.argument("path", type=_PATH)
@click.option("--force", is_flag=True, help="Write into a folder that has files, or over a file.")
@store_option
@json_option
def export(path: Path, *, force: bool, store: str | None, as_json: bool) -> None:
    """Export a store to PATH: JSON Lines where PATH ends in .jsonl, else a folder of text files.

    A folder must be new or empty unless --force. Paths that could not be files everywhere (two that differ only in
    case, names that Windows reserves) are refused before anything is written.
    """
    from dreaming.integrations.notes_folder import write_folder, write_json_lines

    with opened() as app:
        name = chosen_store(app, store)
        memories = list(app.exchange.export(name))
    if path.suffix == ".jsonl":
        write_json_lines(memories, path, force=force)
    else:
        write_folder(memories, path, force=force)
    if as_json:
        say_json({"store": name, "path": str(path), "exported": len(memories)})
    else:
        say(f"Exported {counted(len(memories), 'memory', 'memories')} of store {name} to {path}.")
