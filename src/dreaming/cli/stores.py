"""`dreaming stores`: what stores there are."""

import click

from dreaming.cli.console import say, say_json, say_table, size
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import store_shape
from dreaming.domain.due import SETTINGS
from dreaming.domain.times import day, render_optional


@click.group(invoke_without_command=True, epilog=examples("dreaming stores"))
@click.option("--archived", is_flag=True, help="List archived stores too.")
@json_option
@click.pass_context
def stores(ctx: click.Context, archived: bool, as_json: bool) -> None:
    """List, create, set up and archive memory stores."""
    if ctx.invoked_subcommand is not None:
        return
    with opened() as app:
        found = app.stores.listing(archived=archived)
    if as_json:
        say_json(
            {
                "stores": [
                    store_shape(each.store)
                    | {
                        "memory_count": each.memory_count,
                        "content_size_bytes": each.bytes,
                        "undreamt_session_count": each.undreamt_sessions,
                        "last_dream_at": render_optional(each.last_dream_at),
                    }
                    for each in found
                ]
            }
        )
        return
    say_table(
        ("name", "id", "kind", "memories", "size", "last dream", "new sessions"),
        [
            (
                each.store.name,
                each.store.id,
                "archived" if each.store.archived_at else str(each.store.kind),
                str(each.memory_count),
                size(each.bytes),
                day(each.last_dream_at) if each.last_dream_at else "never",
                str(each.undreamt_sessions),
            )
            for each in found
        ],
        empty="There are no stores yet. `dreaming memory import FOLDER --store NAME` makes one from your notes.",
    )


@stores.command(epilog=examples('dreaming stores create atlas --description "What we know about the atlas service"'))
@click.argument("name")
@click.option("--description", default="", help="What the store is for, up to 1,024 characters.")
@json_option
def create(name: str, description: str, as_json: bool) -> None:
    """Make an empty store called NAME."""
    with opened() as app:
        store = app.stores.create(name, description)
    if as_json:
        say_json(store_shape(store))
    else:
        say(f"Created store {store.name} ({store.id}).")


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str | None]:
    """`KEY=VALUE` sets, `KEY=` takes away."""
    pairs: dict[str, str | None] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not key or not equals:
            problem = f"{each!r} is not of the form KEY=VALUE."
            raise click.BadParameter(problem, ctx=ctx, param=param)
        pairs[key] = value or None
    return pairs


_SETTINGS_HELP = "\n".join(
    [
        "\b",
        "These keys mean something; others are yours:",
        "  promote: person or anyone (whose yes an agent needs before the store changes)",
        "  layout: daily or topic (whether dreams move dated notes into one memory a topic)",
        *(f"  {key}: {takes}" for key, takes in SETTINGS.items()),
    ]
)


@stores.command(
    "set",
    help=f"Set metadata of STORE (a name or an id). KEY= takes a key away.\n\n{_SETTINGS_HELP}",
    epilog=examples("dreaming stores set atlas dream=auto dream_after_hours=12", "dreaming stores set atlas dream="),
)
@click.argument("store")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...", callback=_pairs)
@json_option
def set_(store: str, pairs: dict[str, str | None], as_json: bool) -> None:
    """Set metadata of a store."""
    with opened() as app:
        changed = app.stores.set_metadata(store, pairs)
    if as_json:
        say_json(store_shape(changed))
    else:
        said = ", ".join(f"{key}={value}" for key, value in changed.metadata.items())
        say(f"Store {changed.name} ({changed.id}): {said or 'no metadata'}.")


@stores.command(epilog=examples("dreaming stores archive atlas"))
@click.argument("store")
@json_option
def archive(store: str, as_json: bool) -> None:
    """Archive STORE (a name or an id): it stays readable and takes no more writes."""
    with opened() as app:
        archived = app.stores.archive(app.stores.get(store).id)
    if as_json:
        say_json(store_shape(archived))
    else:
        say(f"Archived store {archived.name} ({archived.id}). It can still be read and exported.")
