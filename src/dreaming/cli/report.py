"""`dreaming report`: what a dream did and why, a section at a time, and its diff."""

from typing import TYPE_CHECKING

import click

from dreaming.cli.console import note, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.paging import diff_lines, pager_option, report_lines, say_lines
from dreaming.domain.errors import NotFound

if TYPE_CHECKING:
    from dreaming.app import App
    from dreaming.service.outlines import Filter

_PAGE = 50
_DIFF = "diff"


@click.command(
    epilog=examples("dreaming report", "dreaming report --diff --path /notes", "dreaming report drm_… --section doubts")
)
@click.argument("dream_id", metavar="[ID]", required=False)
@click.option(
    "--section",
    metavar="NAME",
    help="diff, changes, doubts, caveats, quarantined, open, observed, exam, replay, ledger, journal, …: one part, in full.",
)
@click.option("--diff", "is_diff", is_flag=True, help="The same as --section diff: every line, riskiest first.")
@click.option("--path", default="/", metavar="PATH", help="Of the diff: only this memory, or below this folder.")
@click.option("--topic", default="", metavar="TOPIC", help="Of the diff: only what is about this.")
@click.option("--by-topic", is_flag=True, help="Of the diff: keep what is about one thing together.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out this many items of the section.")
@click.option(
    "--limit", type=click.IntRange(1), help="Items of the section.  [default: 50; of the diff, and with --json: all]"
)
@click.option("--store", metavar="NAME_OR_ID", help="Without ID: the latest dream over this store.")
@pager_option
@json_option
def report(
    dream_id: str | None,
    *,
    section: str | None,
    is_diff: bool,
    path: str,
    topic: str,
    by_topic: bool,
    offset: int,
    limit: int | None,
    store: str | None,
    no_pager: bool,
    as_json: bool,
) -> None:
    """Show what a dream changed, and why.

    Without ID it is the latest one. The first screen says what to look at; the diff shows every line that went or
    came; the other sections hold every change, doubt and refusal, and the fate of each line.
    """
    from dreaming.cli.review_shapes import report_shape
    from dreaming.service.outlines import Filter

    wanted = Filter(path=path, topic=topic, by_topic=by_topic)
    is_diff = is_diff or section == _DIFF or wanted != Filter()
    if section not in {None, _DIFF} and is_diff:
        raise _not_of_the_diff()
    with opened() as app:
        dream_id = dream_id or _latest(app, store)
        if is_diff:
            _say_diff(app, dream_id, wanted, offset=offset, limit=limit, no_pager=no_pager, as_json=as_json)
            return
        if as_json and section in {None, "summary"}:
            say_json(report_shape(app.review.report(dream_id)))
            return
        page = app.review.section(dream_id, section or "summary", offset, limit or (None if as_json else _PAGE))
    if as_json:
        say_json(list(page.items))
        return
    say_lines(report_lines(page.text), no_pager=no_pager)  # its lines are its form: as Markdown they would run together
    _say_more(page.total, page.next_offset)


def _say_diff(
    app: "App", dream_id: str, wanted: "Filter", *, offset: int, limit: int | None, no_pager: bool, as_json: bool
) -> None:
    from dreaming.service.diff_text import item_lines
    from dreaming.service.review_json import hunk_json

    with app.review.difference(dream_id, wanted) as difference:
        items = difference.outline.items(offset, limit)
        if as_json:
            say_json([hunk_json(item) for item in items])
            return
        say_lines([difference.title] if not offset else [], no_pager=True)
        say_lines(diff_lines(item_lines(items, difference.sessions)), no_pager=no_pager)
        total = len(difference.outline)
    end = total if limit is None else offset + limit
    _say_more(total, end if end < total else None)


def _say_more(total: int, next_offset: int | None) -> None:
    if next_offset is not None:
        note(f"{total - next_offset:,} more: --offset {next_offset}")


def _latest(app: "App", store: str | None) -> str:
    found = app.dreams.listing(store, limit=1)
    if not found:
        raise _no_dream()
    return found[0].id


def _no_dream() -> NotFound:
    return NotFound("dream", "latest", "`dreaming start --wait` makes one.")


def _not_of_the_diff() -> click.UsageError:
    return click.UsageError("--diff, --path, --topic and --by-topic are about the diff: leave out --section.")
