"""The program on a throw-away home, driven as its commands drive it: import, log, start, run to the end, export."""

import contextlib
import io
import tempfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from time import process_time

import anyio

from benchmarks.quality.cases import Case, Tidied
from dreaming.app import App, judge_for, open_app
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.ports import Judge
from dreaming.integrations.reading import log_transcript
from dreaming.jobs.runner import Runner
from dreaming.service.exchange import ImportItem
from dreaming.service.memories import Passage
from dreaming.service.report import Report

STORE = "quality"
JudgeFor = Callable[[str], Judge]


class Home:
    """One store, its sessions and its dreams."""

    def __init__(self, app: App) -> None:
        self.app = app

    def fill(self, case: Case) -> None:
        """Import the memories and log the sessions."""
        self.app.exchange.import_memories(STORE, case.memories)
        for talk in case.talks:
            log_transcript(self.app.sessions, io.BytesIO(talk.content()))
        for path in case.transcripts:
            log_transcript(self.app.sessions, path)

    def dream(self, judges: JudgeFor = judge_for, *, no_sessions: bool = False) -> Dream:
        """Dream of all sessions, or of the store alone, to the end.

        Raises:
            RuntimeError: the dream did not complete.
        """
        started = self.app.dreams.start(STORE, all_undreamt=not no_sessions, no_sessions=no_sessions)
        runner = Runner(self.app.db, self.app.clock, judges)
        dream = anyio.run(runner.run, started.dream.id)
        if dream.status is not DreamStatus.COMPLETED or dream.output_store_id is None:
            message = f"{dream.id} {dream.status}: {dream.error}"
            raise RuntimeError(message)
        return dream

    def report(self, dream: Dream) -> Report:
        """What the dream says it did."""
        return self.app.review.report(dream.id)

    def memories(self, store: str = STORE) -> tuple[ImportItem, ...]:
        """What stands in a store, with its times, as an export gives it."""
        return tuple(
            ImportItem(each.path, each.content or "", each.created_at, each.updated_at)
            for each in self.app.exchange.export(store)
        )

    def search(self, query: str, store: str = STORE, limit: int = 10) -> Sequence[Passage]:
        """The best passages, best first."""
        return self.app.memories.search(store, query, limit=limit)


@contextlib.contextmanager
def throw_away() -> Generator[Home, None, None]:
    """A home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        app = open_app(Path(folder))
        try:
            yield Home(app)
        finally:
            app.close()


def dreamt(case: Case, judges: JudgeFor = judge_for, *, no_sessions: bool = False) -> Tidied:
    """What a dream makes of a case; its seconds are of the dream alone."""
    with throw_away() as home:
        home.fill(case)
        began = process_time()
        dream = home.dream(judges, no_sessions=no_sessions or not (case.talks or case.transcripts))
        seconds = process_time() - began
        counts = dict(home.report(dream).counts)
        return Tidied(memories=home.memories(dream.output_store_id or ""), seconds=seconds, counts=counts)
