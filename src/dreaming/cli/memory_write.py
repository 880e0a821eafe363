"""`dreaming memory write`, `edit` and `delete`: a person's own words, so their origin is `user`."""

import sys
from typing import TYPE_CHECKING, Literal

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import chosen_store, examples, json_option, opened, store_option
from dreaming.cli.shapes import memory_shape
from dreaming.domain.errors import InvalidInput
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.service.memories import Writer, Written

_EXPECTED = click.option(
    "--expected-sha256", metavar="HASH", help="Refuse if the memory's content_sha256 is no longer this."
)


def _user() -> "Writer":
    from dreaming.domain.provenance import Origin
    from dreaming.service.memories import Writer

    return Writer("user", Origin.USER)


class _TakesBullets(click.Command):
    """A command one of whose arguments may be a Markdown list: `- ` at its head makes no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put such arguments behind a `--`."""
        bullets = [each for each in args if each.startswith("- ")]
        if bullets and "--" not in args:
            args = [*(each for each in args if not each.startswith("- ")), "--", *bullets]
        return super().parse_args(ctx, args)


@click.command(
    cls=_TakesBullets, epilog=examples('dreaming memory write /notes/deploy.md "- Deploys go out on Tuesdays."')
)
@click.argument("path")
@click.argument("content", required=False)
@click.option("--overwrite", "mode", flag_value="overwrite", help="Replace what stands at PATH.")
@click.option("--append", "mode", flag_value="append", help="Add to what stands at PATH.")
@_EXPECTED
@store_option
@json_option
def write(
    path: str, content: str | None, *, mode: str | None, expected_sha256: str | None, store: str | None, as_json: bool
) -> None:
    """Write CONTENT (default: standard input) to a new memory at PATH.

    A memory that stands there is never overwritten unasked. Secrets are redacted before anything is stored.
    """
    if content is None or content == "-":
        content = _standard_input()
    how: Literal["create", "overwrite", "append"] = (
        "overwrite" if mode == "overwrite" else "append" if mode == "append" else "create"
    )
    with opened() as app:
        name = chosen_store(app, store)
        written = app.memories.write(name, path, content, writer=_user(), mode=how, expected_sha256=expected_sha256)
    _print(written, name, as_json=as_json)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_text() from error


def _not_text() -> InvalidInput:
    return InvalidInput("content", "standard input is not UTF-8 text", "Send plain UTF-8 text.")


@click.command(epilog=examples('dreaming memory edit /project.md --replace "port 8080" "port 9090"'))
@click.argument("path")
@click.option("--replace", nargs=2, metavar="OLD NEW", help="Replace OLD, which must stand there exactly once, by NEW.")
@click.option(
    "--insert", nargs=2, type=(int, str), metavar="LINE TEXT", help="Insert TEXT after line LINE (0: at the head)."
)
@click.option("--rename", metavar="NEW_PATH", help="Move the memory; its id and history stay.")
@click.option("--pin/--unpin", default=None, help="A pinned memory is copied byte for byte by dreams.")
@_EXPECTED
@store_option
@json_option
def edit(
    path: str,
    *,
    replace: tuple[str, str] | None,
    insert: tuple[int, str] | None,
    rename: str | None,
    pin: bool | None,
    expected_sha256: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Change the memory at PATH in place."""
    if replace is None and insert is None and rename is None and pin is None:
        problem = "Say what to change: --replace, --insert, --rename, --pin or --unpin."
        raise click.UsageError(problem)
    with opened() as app:
        name = chosen_store(app, store)
        written = app.memories.edit(
            name,
            path,
            writer=_user(),
            replace=replace,
            insert=insert,
            rename=rename,
            pin=pin,
            expected_sha256=expected_sha256,
        )
    _print(written, name, as_json=as_json)


def _print(written: "Written", store: str, *, as_json: bool) -> None:
    memory = written.memory
    similar = [{"path": each.path, "line": each.first_line, "text": each.text} for each in written.similar]
    if as_json:
        say_json({"store": store} | memory_shape(memory) | {"redacted": list(written.redacted), "similar": similar})
        return
    say(f"Stored {memory.path} in store {store} ({counted(memory.content_size_bytes, 'byte')}).")
    if written.redacted:
        note(f"Redacted before storing: {', '.join(written.redacted)}.")
    for each in written.similar:
        note(f"Similar: {each.path}:{each.first_line}: {' '.join(each.text.split())[:100]}")


@click.command(epilog=examples("dreaming memory delete /notes/old.md"))
@click.argument("path")
@_EXPECTED
@store_option
@json_option
def delete(path: str, *, expected_sha256: str | None, store: str | None, as_json: bool) -> None:
    """Delete the memory at PATH; its versions stay, so that a restore brings it back."""
    with opened() as app:
        name = chosen_store(app, store)
        deleted = app.memories.delete(name, path, writer=_user(), expected_sha256=expected_sha256)
    if as_json:
        say_json({"store": name, "deleted": memory_shape(deleted)})
    else:
        say(f"Deleted {deleted.path} from store {name}.")
