"""`dreaming why`: why a line exists, and where one went."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

import click

from dreaming.cli.console import say_json
from dreaming.cli.options import at_option, chosen_store, examples, json_option, opened, store_option
from dreaming.cli.paging import diff_lines, pager_option, say_lines

if TYPE_CHECKING:
    from dreaming.app import App

_LINE = re.compile(r"(?P<path>.+):(?P<line>[1-9]\d{0,8})")


@click.command(
    epilog=examples(
        "dreaming why /project.md:12",
        "dreaming why /project.md:12 --at 2026-03-04",
        'dreaming why --gone "The staging server listens on port 8080."',
    )
)
@click.argument("line", metavar="[MEMORY:LINE]", required=False)
@click.option("--gone", metavar="TEXT", help="Where the line that said this went.")
@at_option
@store_option
@pager_option
@json_option
def why(
    line: str | None, *, gone: str | None, at: datetime | None, store: str | None, no_pager: bool, as_json: bool
) -> None:
    """Say why a line exists: who said it and when, which dreams wrote it, and from what.

    MEMORY:LINE is a path and a number, as search and reports print them. With --gone: where a line went that stands
    no more, by which dream, why, and what stands in its place.
    """
    if (line is None) == (gone is None) or (gone is not None and at is not None):
        raise _usage("Give MEMORY:LINE, with --at or without, or --gone TEXT.")
    with opened() as app:
        name = chosen_store(app, store)
        if gone is not None:
            _say_gone(app, name, gone, no_pager=no_pager, as_json=as_json)
        else:
            _say_why(app, name, *_parsed(line or ""), at, no_pager=no_pager, as_json=as_json)


def _say_why(
    app: "App", store: str, path: str, line: int, at: datetime | None, *, no_pager: bool, as_json: bool
) -> None:
    from dreaming.service.review_json import trace_json
    from dreaming.service.trace_text import trace_lines

    trace = app.review.why(store, path, line, at=at)
    if as_json:
        say_json(trace_json(trace))
    else:
        say_lines(diff_lines(trace_lines(trace)), no_pager=no_pager)


def _say_gone(app: "App", store: str, text: str, *, no_pager: bool, as_json: bool) -> None:
    from dreaming.service.review_json import whereabouts_json
    from dreaming.service.trace_text import whereabouts_lines

    found = app.review.where(store, text)
    if as_json:
        say_json(whereabouts_json(found))
    else:
        say_lines(diff_lines(whereabouts_lines(found)), no_pager=no_pager)


def _parsed(text: str) -> tuple[str, int]:
    found = _LINE.fullmatch(text)
    if found is None:
        problem = f"{text!r} is no MEMORY:LINE, such as /project.md:12."
        raise _usage(problem)
    return found["path"], int(found["line"])


def _usage(problem: str) -> click.UsageError:
    return click.UsageError(problem)
