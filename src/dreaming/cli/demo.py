"""`dreaming demo`: a dream over bundled samples, in a throw-away home."""

from importlib import resources
from pathlib import Path

import click

from dreaming.cli.console import heading, say, say_json
from dreaming.cli.options import examples, json_option
from dreaming.domain.model import DreamStatus
from dreaming.domain.texts import counted

_STORE = "tidewatch"
_FOLDER = "/home/ana/tidewatch"  # of the invented project, in its transcripts


@click.command(epilog=examples("dreaming demo"))
@click.option("--keep", is_flag=True, help="Keep the throw-away home, and say where it is.")
@json_option
@click.pass_context
def demo(ctx: click.Context, keep: bool, as_json: bool) -> None:
    """Show a dream over sample notes and sessions.

    They are of an invented project. It needs no key and no network, touches nothing of yours, and removes what it made.
    """
    from dreaming.cli.highlights import say_highlights
    from dreaming.cli.rehearsal import dream_over, opened_in, throw_away_home
    from dreaming.cli.review_shapes import report_shape

    with (
        throw_away_home(keep=keep) as home,
        resources.as_file(resources.files("dreaming.cli").joinpath("samples")) as samples,
        opened_in(home) as app,
    ):
        transcripts = sorted(samples.joinpath("sessions").iterdir())
        dream, read = dream_over(app, _STORE, notes=[samples / "store"], transcripts=transcripts, project=_FOLDER)
        report = app.review.report(dream.id)
    if as_json:
        say_json(report_shape(report) | ({"home": str(home)} if keep else {}))
    else:
        _say_what_this_is(read.memories, read.sessions)
        say_highlights(report, each=1)
        _say_what_next(home if keep else None, dream.id)
    ctx.exit(0 if dream.status is DreamStatus.COMPLETED else 1)


def _say_what_this_is(memories: int, sessions: int) -> None:
    heading("A dream over the notes of an invented project, Tidewatch")
    say(
        f"An agent kept {counted(memories, 'note')}; they repeat and contradict each other. Since then it worked in "
        f"{counted(sessions, 'session')}\n(Claude Code transcripts). The dream read both and wrote a new copy of the "
        "notes. The notes themselves are unchanged\nuntil somebody promotes the result. Here is one example of each thing that it did."
    )
    say()


def _say_what_next(home: Path | None, dream_id: str) -> None:
    say()
    if home is None:
        say("That was in a throw-away folder, which is gone again.")
    else:
        say(f"Kept. Look around: DREAMING_HOME={home} dreaming report {dream_id}")
    say("Next: `dreaming try` does the same with your own notes and sessions, and changes nothing.")
