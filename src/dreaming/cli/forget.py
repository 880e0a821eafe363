"""`dreaming forget`: take a session, or a text, out of everything."""

import sys
from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import for_a_person, note, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.domain.errors import ForgettingUnconfirmed

if TYPE_CHECKING:
    from dreaming.service.forgetting import Forgotten

_USER = "user"
_STDIN = "-"


@click.command(
    epilog=examples(
        "dreaming forget --session sesn_…", "dreaming forget --text 'Jane Roe' --preview", "dreaming forget --text -"
    )
)
@click.option("--session", metavar="ID", help="This session: its id, or what its source calls it.")
@click.option(
    "--text", metavar="TEXT", help="This text, in any case, wherever it stands; - reads it from standard input."
)
@click.option("--keep-lines", is_flag=True, help="Let lines of memories stay that rest on the session alone.")
@click.option("--preview", "--dry-run", is_flag=True, help="Only show what would go.")
@click.option("--yes", is_flag=True, help="Forget without asking.")
@json_option
def forget(*, session: str | None, text: str | None, keep_lines: bool, preview: bool, yes: bool, as_json: bool) -> None:
    """Take a session, or a text, out of everything, for good.

    It goes from sessions, memories and their earlier versions, dreams and their reports, indexes, and from the bytes of
    the database; a restore does not bring it back. In the place of a text stands [forgotten]. Of a session also the
    lines of memories go that rest on it alone. What would go is shown first.

    Backups, exported files, and clients' own transcripts are not touched. A forgotten session is not logged again.
    """
    from dreaming.domain.forgetting import Target

    if (session is None) == (text is None):
        problem = "Give --session ID or --text TEXT: one of the two."
        raise click.UsageError(problem)
    said = sys.stdin.read().strip("\r\n") if text == _STDIN else text
    with opened() as app:
        found = None if session is None else app.forgetting.find_session(session)
        target = Target(text=said, session_id=found, keep_lines=keep_lines)
        if preview or not yes:
            seen = app.forgetting.preview(target)
            if not as_json or preview:
                _print(seen, as_json=as_json)
            if preview or not (seen.total or as_json):
                return
            _agree(is_asked=sys.stdin.isatty() and for_a_person() and not as_json)
        done = app.forgetting.forget(target, by=_USER)
    _print(done, as_json=as_json)


def _agree(*, is_asked: bool) -> None:
    """Go on only if somebody says yes.

    Raises:
        ForgettingUnconfirmed: nobody said yes.
    """
    if not is_asked or not click.confirm("Forget this for good?", default=False):
        raise ForgettingUnconfirmed


def _print(forgotten: "Forgotten", *, as_json: bool) -> None:
    if as_json:
        say_json(_shape(forgotten))
        return
    if not forgotten.total:
        say("Nothing holds it.")
    elif forgotten.is_preview:
        say("This would be forgotten:")
        for place in forgotten.places:
            say(f"  {place.count:>7,}  {place.name}")
            for example in place.examples:
                say(f"           {example}")
    else:
        say(f"Forgotten: {', '.join(f'{place.name} ({place.count:,})' for place in forgotten.places)}.")
    if forgotten.is_erased is False:
        note(
            "The tables hold nothing of it any more; some bytes may stay in the files until another process that reads"
            " the database ends. The next worker, or `dreaming forget`, erases them then."
        )
    for sentence in (*forgotten.stays, *forgotten.outside):
        note(f"Stays: {sentence}" if sentence in forgotten.stays else sentence)


def _shape(forgotten: "Forgotten") -> dict[str, Any]:
    return {
        "type": "forgetting",
        "preview": forgotten.is_preview,
        "session_id": forgotten.session_id,
        "total": forgotten.total,
        "places": [
            {"place": place.name, "count": place.count, "examples": list(place.examples)} for place in forgotten.places
        ],
        "erased": forgotten.is_erased,
        "stays": list(forgotten.stays),
        "outside": list(forgotten.outside),
    }
