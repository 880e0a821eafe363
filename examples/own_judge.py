"""A judge of one's own, and a bad one: it says that everything can go. Code checks each verdict, and keeps the lines.

python examples/own_judge.py
"""

import tempfile
from pathlib import Path

import anyio

from dreaming.app import open_app
from dreaming.domain.questions import Action, Answer, ObserveAnswer, Question, ReconcileAnswer, ReconcileTask, Verdict
from dreaming.jobs.runner import Runner
from dreaming.service.exchange import ImportItem

NOTE = "- Backups run at 03:00.\n- Backups run each night at 03:00.\n- Restore with `pg_restore`.\n"


class Careless:
    """Whatever the claims say, it wants them dropped as duplicates."""

    name = "careless/1"
    is_paid = False

    async def answer(self, question: Question) -> Answer:
        """No observation from any session, and one verdict on each claim."""
        if not isinstance(question.task, ReconcileTask):
            return ObserveAnswer()
        return ReconcileAnswer(
            verdicts=tuple(
                Verdict(action=Action.DROP, claims=(claim.id,), rule="duplicate", reason="It is said already.")
                for claim in question.task.claims
            )
        )


def main(home: Path) -> None:
    """Dream with the careless judge, and look at what it was allowed to do."""
    app = open_app(home)
    app.exchange.import_memories("atlas", [ImportItem(path="/backups.md", content=NOTE)])
    started = app.dreams.start("atlas", no_sessions=True)
    runner = Runner(app.db, app.clock, lambda _model: Careless())
    dream = anyio.run(runner.run, started.dream.id)

    report = app.review.report(dream.id)
    print(dream.status, "with", len(report.changes), "changes")
    for notice in report.refused:
        print(f"Refused: {notice.text!r}: {notice.reason}")
    output = {memory.path: memory.content for memory in app.exchange.export(dream.output_store_id or "")}
    print("Every line is there:", output["/backups.md"] == NOTE)
    app.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
