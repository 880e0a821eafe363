"""`dreaming serve`: the MCP server."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from dreaming.cli.options import examples, opened
from dreaming.server.http.settings import DEFAULT_ADDRESS

if TYPE_CHECKING:
    from dreaming.app import App


@click.command(
    epilog=examples(
        "claude mcp add dreaming -- dreaming serve",
        "dreaming serve --http",
        f"claude mcp add --transport http dreaming http://{DEFAULT_ADDRESS}/mcp",
    )
)
@click.option(
    "--http",
    "address",
    metavar="[HOST:PORT]",
    is_flag=False,
    flag_value=DEFAULT_ADDRESS,
    help=f"Serve over HTTP, for several clients, until a signal ends it. Default: {DEFAULT_ADDRESS}.",
)
def serve(address: str | None) -> None:
    """Serve the tools to MCP clients.

    It speaks over standard input and output, and a client starts it by itself; or over HTTP, where you start it.
    DREAMING_TOOLS=all offers every tool, DREAMING_READ_ONLY=1 only those that read.

    Over HTTP, port 0 is one that is free; the address is printed. Other addresses than this machine's loopback need a
    token in DREAMING_HTTP_TOKEN_FILE or DREAMING_HTTP_TOKEN: docs/operations.md.
    """
    served = _loaded(address)
    with opened() as app:
        served(app)


def _loaded(address: str | None) -> "Callable[[App], None]":
    """What serves, with all that it imports."""
    import gc

    # What is imported stays: looking through it for garbage again and again is a tenth of the start.
    gc.disable()
    if address is None:
        from dreaming.server.stdio import serve as served
    else:
        from dreaming.server.http.serve import serve as serve_http

        served = functools.partial(serve_http, address=address, announce=_announce)
    gc.freeze()
    gc.enable()
    return served


def _announce(url: str) -> None:
    click.echo(f"Serving MCP on {url}. Ctrl-C ends it.", err=True)
