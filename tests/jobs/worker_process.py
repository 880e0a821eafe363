"""A worker in a process of its own, that can be killed, stopped, and broken on purpose.

`python -m tests.jobs.worker_process FILE [option…]` runs the dreams of a database until none waits. It says each step
(`step NAME`), each question that its judge is asked (`asked KEY`), and why it left (`left WHY`).
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import anyio.to_thread
from tests.jobs.breaking import BREAKS
from tests.rig import CountingJudge, rewriting

from dreaming.domain.ports import Judge
from dreaming.domain.questions import Question
from dreaming.engine.consolidate import consolidate as engine
from dreaming.jobs.lease import Timing
from dreaming.jobs.runner import Runner
from dreaming.jobs.worker import Shift, Worker
from dreaming.judges.names import RULES
from dreaming.judges.rules.judge import RulesJudge
from dreaming.service.review import Review
from dreaming.store.connection import Database

RESULT = {"/a.md": "uno\n", "/new.md": "new\n"}


class RealClock:
    """The time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - a process that is killed has no clock to be moved


def _say(*words: object) -> None:
    print(*words, flush=True)


def _models(url: str) -> Callable[[str], Judge]:
    from dreaming.judges.model.judge import ModelJudge  # which take a second to load: most workers ask no model
    from dreaming.judges.model.messages import MessagesModel

    env = {"ANTHROPIC_BASE_URL": url}

    def judge(name: str) -> Judge:
        return RulesJudge() if name == RULES else ModelJudge(MessagesModel.of(name, env))

    return judge


def main() -> None:
    """Work until none waits."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--kill", help="as STEP:COUNT: die when this step has come so often")
    parser.add_argument("--hold", action="store_true", help="at the first question, wait for a line")
    parser.add_argument("--lease", type=float, default=30, help="seconds")
    parser.add_argument("--model-url", help="dream for real, and ask a model at this Messages API")
    parser.add_argument("--broken", choices=sorted(BREAKS))
    chosen = parser.parse_args()
    if chosen.broken:
        BREAKS[chosen.broken]()
    seen: list[str] = []
    fatal, _, count = (chosen.kill or ":0").partition(":")

    def at(step: str) -> None:
        _say("step", step)
        seen.append(step)
        if step == fatal and seen.count(step) == int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    async def asked(question: Question) -> None:
        _say("asked", question.key)
        if chosen.hold and len(judge.asked) == 1:
            await anyio.to_thread.run_sync(sys.stdin.readline)

    judge = CountingJudge(before=asked)
    db = Database(chosen.file)
    runner = Runner(
        db,
        RealClock(),
        _models(chosen.model_url) if chosen.model_url else lambda _model: judge,
        consolidate=engine if chosen.model_url else rewriting(RESULT),
        promote=Review(db, RealClock()).promote_by_itself,
        timing=Timing(lease=timedelta(seconds=chosen.lease), heartbeat=timedelta(seconds=chosen.lease / 3)),
        at=at,
    )
    worker = Worker(db, RealClock(), runner, shift=Shift(idle=timedelta(0)))
    _say("left", anyio.run(worker.work))


if __name__ == "__main__":
    main()
