"""`dreaming sessions`: what has been logged."""

import click

from dreaming.cli.console import say_json, say_table, size
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import session_shape
from dreaming.domain.times import render


@click.command(epilog=examples("dreaming sessions --undreamt default"))
@click.option("--project", help="Only sessions of this project folder.")
@click.option("--agent", help="Only sessions of this agent.")
@click.option("--undreamt", metavar="STORE", help="Only sessions that this store has not dreamt of.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True, help="How many at most.")
@json_option
def sessions(project: str | None, agent: str | None, undreamt: str | None, limit: int, as_json: bool) -> None:
    """List logged sessions, newest first."""
    with opened() as app:
        undreamt_by = app.stores.get(undreamt).id if undreamt else None
        found = app.sessions.listing(project=project, agent=agent, undreamt_by=undreamt_by, limit=limit)
    if as_json:
        say_json({"sessions": [session_shape(session) for session in found]})
        return
    say_table(
        ("id", "ended", "events", "text", "source", "title"),
        [
            (
                session.id,
                render(session.ended_at)[:16].replace("T", " ") if session.ended_at else "",
                str(session.event_count),
                size(session.text_bytes),
                session.source,
                (session.title or session.project or "")[:60],
            )
            for session in found
        ],
        empty="No sessions. `dreaming log FILE…` logs transcripts.",
    )
