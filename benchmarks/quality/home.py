"""The program on a throw-away home, driven as its commands drive it: import, log, start, run to the end, export."""

import contextlib
import io
import tempfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import anyio

from benchmarks.quality.cases import Case
from dreaming.app import App, open_app
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.ports import Judge
from dreaming.domain.provenance import Origin
from dreaming.integrations.reading import log_transcript
from dreaming.jobs.runner import Runner
from dreaming.judges.choosing import judge_for
from dreaming.service.exchange import ImportItem
from dreaming.service.gates import OVERRIDES
from dreaming.service.memories import Passage, Writer
from dreaming.service.report import Report

STORE = "quality"
BY = "benchmark"
JudgeFor = Callable[[str], Judge]


class Home:
    """Stores, sessions and dreams in one file."""

    def __init__(self, app: App) -> None:
        self.app = app

    def fill(self, case: Case) -> None:
        """Import the memories and log the sessions."""
        self.hold(case.memories)
        self.log(case)

    def log(self, case: Case) -> list[str]:
        """Log the sessions of a case; their ids."""
        sources = [*(io.BytesIO(talk.content()) for talk in case.talks), *case.transcripts]
        return [log_transcript(self.app.sessions, source).session_id for source in sources]

    def hold(self, memories: Sequence[ImportItem], store: str = STORE) -> None:
        """Import memories into a store, which comes into being with them."""
        self.app.exchange.import_memories(store, memories)

    def dream(
        self, judges: JudgeFor = judge_for, *, no_sessions: bool = False, sessions: Sequence[str] | None = None
    ) -> Dream:
        """Dream of the store, to the end: with these sessions, with none, or with those not dreamt of yet.

        Raises:
            RuntimeError: the dream did not complete.
        """
        all_undreamt = not no_sessions and sessions is None
        started = self.app.dreams.start(STORE, sessions=sessions, all_undreamt=all_undreamt, no_sessions=no_sessions)
        runner = Runner(self.app.db, self.app.clock, judges)
        dream = anyio.run(runner.run, started.dream.id)
        if dream.status is not DreamStatus.COMPLETED:
            message = f"{dream.id} {dream.status}: {dream.error}"
            raise RuntimeError(message)
        return dream

    def report(self, dream: Dream) -> Report:
        """What the dream says it did."""
        return self.app.review.report(dream.id)

    def ledger(self, dream: Dream) -> Sequence[Any]:
        """The fate of each claim of the input, and the birth of each new line."""
        return self.app.review.section(dream.id, "ledger", limit=None).items

    def memories(self, store: str = STORE) -> tuple[ImportItem, ...]:
        """What stands in a store, with its times, as an export gives it."""
        return tuple(
            ImportItem(each.path, each.content or "", each.created_at, each.updated_at)
            for each in self.app.exchange.export(store)
        )

    def search(self, query: str, store: str = STORE, limit: int = 10) -> Sequence[Passage]:
        """The best passages, best first."""
        return self.app.memories.search(store, query, limit=limit)

    def promote(self, dream: Dream) -> None:
        """Put the result into the store, whatever the gates say of it."""
        self.app.review.promote(dream.id, by=BY, override=OVERRIDES)

    def delete(self, path: str) -> None:
        """Take a memory out of the store."""
        self.app.memories.delete(STORE, path, writer=Writer(BY, Origin.USER))


@contextlib.contextmanager
def throw_away() -> Generator[Home, None, None]:
    """A home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        app = open_app(Path(folder))
        try:
            yield Home(app)
        finally:
            app.close()
