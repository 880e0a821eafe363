"""`dreaming memory`: reading memories. Writing stands in `memory_write.py`, files in `memory_files.py` and `memory_export.py`."""

from datetime import datetime

import click

from dreaming.cli.console import raw, say, say_json, say_markdown, say_table, size
from dreaming.cli.memory_export import export
from dreaming.cli.memory_files import import_
from dreaming.cli.memory_write import delete, edit, write
from dreaming.cli.options import at_option, chosen_store, examples, json_option, opened, read_time, store_option
from dreaming.cli.shapes import memory_shape, version_shape
from dreaming.domain.times import render


@click.group(epilog=examples('dreaming memory search "deploy day"'))
def memory() -> None:
    """Read, search, write and exchange memories."""


memory.add_command(write)
memory.add_command(edit)
memory.add_command(delete)
memory.add_command(import_)
memory.add_command(export)


@memory.command("list", epilog=examples("dreaming memory list /notes"))
@click.argument("prefix", default="/")
@at_option
@store_option
@json_option
def list_(prefix: str, *, at: datetime | None, store: str | None, as_json: bool) -> None:
    """List the memories below PREFIX, by path."""
    with opened() as app:
        name = chosen_store(app, store)
        found = app.memories.listing(name, prefix, as_of=at)
    if as_json:
        say_json({"store": name, "memories": [memory_shape(each) for each in found.memories]})
        return
    say_table(
        ("path", "size", "updated", ""),
        [
            (each.path, size(each.content_size_bytes), _minute(each.updated_at), "pinned" if each.pinned else "")
            for each in found.memories
        ],
        empty=f"Store {name} has no memory below {prefix}.",
    )


@memory.command(epilog=examples("dreaming memory view /project.md", "dreaming memory view /project.md --at 2026-03-04"))
@click.argument("path", required=False)
@at_option
@store_option
@json_option
def view(path: str | None, *, at: datetime | None, store: str | None, as_json: bool) -> None:
    """Print the memory at PATH as it is; without PATH, the store's briefing."""
    if path is None and at is not None:
        raise _briefing_of_now()
    with opened() as app:
        name = chosen_store(app, store)
        if path is None:
            _print_briefing(app.memories.briefing(name).text, name, as_json=as_json)
            return
        found = app.memories.view(name, path, as_of=at)
    if as_json:
        say_json({"store": name} | memory_shape(found))
    else:
        raw(found.content or "")


def _print_briefing(text: str, store: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"store": store, "briefing": text})
    else:
        say_markdown(text)


@memory.command(epilog=examples('dreaming memory search "staging port"'))
@click.argument("query")
@click.option("--prefix", default="/", help="Only below this path.")
@click.option("--after", callback=read_time, metavar="TIME", help="Only memories changed after this time.")
@click.option("--before", callback=read_time, metavar="TIME", help="Only memories changed before this time.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most.")
@at_option
@store_option
@json_option
def search(
    query: str,
    *,
    prefix: str,
    after: datetime | None,
    before: datetime | None,
    limit: int,
    at: datetime | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Find the passages that fit QUERY best."""
    with opened() as app:
        name = chosen_store(app, store)
        found = app.memories.search(name, query, prefix=prefix, after=after, before=before, limit=limit, as_of=at)
    if as_json:
        say_json(
            {
                "store": name,
                "passages": [
                    {
                        "path": each.path,
                        "memory_id": each.memory_id,
                        "first_line": each.first_line,
                        "last_line": each.last_line,
                        "heading": each.heading,
                        "text": each.text,
                        "score": each.score,
                        "updated_at": render(each.updated_at),
                        **({"caveat": each.caveat} if each.caveat else {}),
                    }
                    for each in found
                ],
            }
        )
        return
    for each in found:
        say(f"{each.path}:{each.first_line}: {' '.join(each.text.split())}")
        if each.caveat:
            say(f"  it may be out of date: it {each.caveat}")
    if not found:
        say(f"Nothing in store {name} fits.")


@memory.command(epilog=examples("dreaming memory history /project.md"))
@click.argument("path")
@store_option
@json_option
def history(path: str, store: str | None, as_json: bool) -> None:
    """List the versions of the memory at PATH, newest last."""
    with opened() as app:
        name = chosen_store(app, store)
        found = app.memories.history(name, path)
    if as_json:
        say_json({"store": name, "versions": [version_shape(each) for each in found]})
        return
    say_table(
        ("version", "operation", "when", "by", "size", "path"),
        [
            (
                each.id,
                str(each.operation),
                _minute(each.created_at),
                each.created_by,
                "" if each.content_size_bytes is None else size(each.content_size_bytes),
                each.path or "(redacted)",
            )
            for each in found
        ],
        empty="No versions.",
    )


def _briefing_of_now() -> click.UsageError:
    return click.UsageError("The briefing is of now: give a PATH with --at.")


def _minute(at: datetime) -> str:
    return render(at)[:16].replace("T", " ")
