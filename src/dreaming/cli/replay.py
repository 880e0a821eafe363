"""`dreaming replay`: what past sessions would have been told, had they had this store."""

import click

from dreaming.cli.console import say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.domain.errors import NotFound
from dreaming.domain.texts import counted


@click.command(epilog=examples("dreaming replay", "dreaming replay drm_… --session sesn_…"))
@click.argument("dream_id", metavar="[ID]", required=False)
@click.option("--store", metavar="NAME_OR_ID", help="Without ID: the latest completed dream over this store.")
@click.option("--session", "session_ids", multiple=True, metavar="ID", help="Walk this session; may be given often.")
@json_option
def replay(dream_id: str | None, *, store: str | None, session_ids: tuple[str, ...], as_json: bool) -> None:
    """Show what a dream is good for: what would the agent have been told?

    Sessions are walked in the order of time. Each time the user had to correct the agent, and each time a command
    failed as it had in a session before, the store as it was and the store that the dream made are asked: by their
    briefing, and by a search for the user's words or the command. Nothing counts that was said only then or later.

    Without --session these are the sessions that were held out of the dream and those since; where there are none,
    the sessions that the dream has read.
    """
    from dreaming.domain.model import DreamStatus
    from dreaming.service.examined import result_json, result_text, told

    with opened() as app:
        if dream_id is None:
            found = app.dreams.listing(store, status=DreamStatus.COMPLETED, limit=1)
            if not found:
                raise NotFound("completed dream", store or "latest", "`dreaming start --wait` makes one.")
            dream_id = found[0].id
        done = app.review.replay(dream_id, list(session_ids) or None)
    if as_json:
        say_json(
            {
                "dream_id": done.dream.id,
                "store": done.store_name,
                "session_ids": list(done.sessions),
                "moments": len(done.replayed),
                "told_before": sum(bool(each.before) for each in done.replayed),
                "told_after": sum(bool(each.after) for each in done.replayed),
                "replay": [result_json(each) for each in done.replayed],
            }
        )
        return
    what = told(done.replayed) if done.replayed else "the user corrected nothing, and nothing failed twice"
    say(f"Store {done.store_name}, dream {done.dream.id}, {counted(len(done.sessions), 'session')}: {what}.")
    for each in done.replayed:
        say(f"\n{result_text(each, done.sessions)}")
