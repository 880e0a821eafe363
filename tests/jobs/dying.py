"""A process of its own that runs a dream and kills itself at a step: `python -m tests.jobs.dying FILE DREAM STEP COUNT`.

It prints the key of each question that its judge is asked.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import anyio
from tests.rig import CountingJudge, rewriting

from dreaming.domain.questions import Question
from dreaming.jobs.runner import Runner
from dreaming.store.connection import Database


class RealClock:
    """The time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - a process that is killed has no clock to be moved


def main() -> None:
    """Run until the step has come `count` times."""
    file, dream_id, fatal, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    seen: list[str] = []

    async def tell(question: Question) -> None:
        print(question.key, flush=True)

    def at(step: str) -> None:
        seen.append(step)
        if step == fatal and seen.count(step) == count:
            os.kill(os.getpid(), signal.SIGKILL)

    judge = CountingJudge(before=tell)
    engine = rewriting({"/a.md": "uno\n", "/new.md": "new\n"})
    runner = Runner(Database(Path(file)), RealClock(), lambda _model: judge, consolidate=engine, at=at)
    anyio.run(runner.run, dream_id)


if __name__ == "__main__":
    main()
