"""Dreams by the real rules to review: notes, what the user said, and the whole way through promotion."""

import anyio
from tests.rig import Rig

from dreaming.domain.model import Dream
from dreaming.jobs.runner import Runner
from dreaming.judges.choosing import judge_for

NOTES = {
    "/deploy.md": "# Deploy\n\n- The cache time of the dashboard is 60 seconds.\n- Owner of atlas: Priya\n- Backups run at night\n",
    "/daily.md": "# Monday\n\n- Owner of atlas: Priya.\n- Ask Wei about the certificates\n",
}
SAID = ("From now on, always run `make check` before you push.", "The cache time of the dashboard is 20 seconds now.")
AGAIN = ("The cache time of the dashboard is 45 seconds now.",)


def dreamt(rig: Rig, *said: str, days: int = 120, instructions: str | None = None) -> Dream:
    """A completed dream over the store and one new session in which the user says this; without, over the store alone."""
    if said:
        rig.log(*said, days=days)
    started = rig.dreams.start(rig.store.id, no_sessions=not said, instructions=instructions)
    return anyio.run(Runner(rig.db, rig.clock, judge_for).run, started.dream.id)


def promoted(rig: Rig, *said: str, days: int = 120) -> Dream:
    """As `dreamt`, and an hour later promoted."""
    dream = dreamt(rig, *said, days=days)
    rig.clock.advance(hours=1)
    rig.review.promote(dream.id, by="user")
    return dream
