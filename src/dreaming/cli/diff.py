"""`dreaming diff`: in what two stores differ, or one store at two times."""

from collections.abc import Sequence
from datetime import datetime

import click

from dreaming.cli.console import say_json
from dreaming.cli.options import examples, json_option, opened, read_moments
from dreaming.cli.paging import diff_lines, pager_option, say_lines

Times = tuple[datetime | None, datetime | None]


@click.command(
    epilog=examples(
        "dreaming diff atlas memstore_…",
        "dreaming diff atlas --at 2026-03-04",
        "dreaming diff atlas --at 2026-03-04 --at 2026-03-11",
    )
)
@click.argument("stores", nargs=-1, required=True, metavar="STORE [STORE]")
@click.option(
    "--at",
    "times",
    multiple=True,
    callback=read_moments,
    metavar="TIME",
    help="Of one store: from then to now, or, given twice, to the later time. A date alone is its end, in UTC.",
)
@click.option("--path", default="/", metavar="PATH", help="Only this memory, or below this folder.")
@pager_option
@json_option
def diff(stores: Sequence[str], *, times: Sequence[datetime], path: str, no_pager: bool, as_json: bool) -> None:
    """Show in what two stores differ, riskiest first: names or ids, from the first to the second.

    With one STORE and --at: what became of it since.
    """
    from dreaming.service.diff_text import item_lines
    from dreaming.service.outlines import Filter
    from dreaming.service.review_json import hunk_json

    at, later_at = _times(stores, times)
    after = stores[1] if len(stores) > 1 else None
    with (
        opened() as app,
        app.review.difference_of_stores(
            stores[0], after, at=at, later_at=later_at, wanted=Filter(path=path)
        ) as difference,
    ):
        items = difference.outline.items()
        if as_json:
            say_json(
                {
                    "before": difference.comparison.before,
                    "after": difference.comparison.after,
                    "counts": {str(risk): count for risk, count in difference.outline.counts.items()},
                    "hunks": [hunk_json(item) for item in items],
                }
            )
            return
        say_lines([difference.title], no_pager=True)
        say_lines(diff_lines(item_lines(items, difference.sessions)), no_pager=no_pager)


def _times(stores: Sequence[str], times: Sequence[datetime]) -> Times:
    """From when to when; None is now."""
    if len(stores) == 1 and len(times) in {1, 2}:
        return times[0], times[1] if len(times) > 1 else None
    if len(stores) == 2 and not times:
        return None, None
    raise _usage()


def _usage() -> click.UsageError:
    return click.UsageError("Give two stores, or one store and --at once or twice.")
