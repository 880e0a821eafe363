"""`dreaming serve`: the MCP server."""

import click

from dreaming.cli.options import examples, opened


@click.command(epilog=examples("claude mcp add dreaming -- dreaming serve"))
def serve() -> None:
    """Serve the tools to an MCP client.

    It speaks over standard input and output. A client starts this by itself. DREAMING_TOOLS=all offers every tool,
    DREAMING_READ_ONLY=1 only those that read.
    """
    import gc

    # What is imported stays: looking through it for garbage again and again is a tenth of the start.
    gc.disable()
    from dreaming.server.stdio import serve as serve_stdio

    gc.freeze()
    gc.enable()

    with opened() as app:
        serve_stdio(app)
