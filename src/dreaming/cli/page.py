"""`dreaming review`: the page on which a person looks at dreams and decides."""

import click

from dreaming.cli.console import note, say, say_json
from dreaming.cli.options import examples, json_option, opened


@click.command(epilog=examples("dreaming review", "dreaming review drm_…"))
@click.argument("dream_id", metavar="[ID]", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="Of the loopback.  [default: a free one]"
)
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@json_option
def review(dream_id: str | None, *, port: int, no_open: bool, as_json: bool) -> None:
    """Look at dreams in the browser, and decide: promote, in part or whole, undo, discard, put back.

    The page is served to this machine alone, until Ctrl-C or until it was not used for an hour. The printed address
    opens it once, in one browser; the page loads nothing from elsewhere.
    """
    from dreaming.review.serve import serve

    def announce(url: str) -> None:
        say_json({"url": url}) if as_json else say(url)
        note("Ctrl-C ends it.")
        if not no_open:
            click.launch(url)

    with opened() as app:
        if dream_id is not None:
            app.dreams.get(dream_id)
        was_idle = serve(app, announce=announce, port=port, dream_id=dream_id)
    note("It was not used for an hour: ended." if was_idle else "Ended.")
