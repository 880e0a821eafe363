"""A whole dream over sessions with planted recurrences and decoys writes all of the first and none of the second."""

from pathlib import Path

import anyio
import pytest
from benchmarks.quality.planted import planted_set, planted_sets
from tests.promises import promise

from dreaming.app import open_app
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.rules.judge import RulesJudge


@promise("rules:insights:all-and-only")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_dream_writes_all_recurrences_and_nothing_else(tmp_path: Path, seed: int) -> None:
    """Each line has the number of sessions behind it; what only seems to recur is not there."""
    planted = planted_set(seed)
    app = open_app(tmp_path / "home")
    for path in planted.write(tmp_path):
        app.log_grown(path)
    app.stores.create("notes")
    started = app.dreams.start("notes")
    done = anyio.run(Runner(app.db, app.clock, lambda _: RulesJudge(), consolidate=consolidate).run, started.dream.id)
    assert done.error is None
    changes = app.review.report(done.id).changes
    verdict = planted.judge({place.text: change.support for change in changes for place in change.after})
    assert (verdict.missed, verdict.surplus) == ((), ())
    assert len(verdict.found) == len(planted.decoys) == 6
    app.close()


def test_a_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    """So that figures can be had again."""
    first, second = planted_sets((1, 2))
    assert (first, second) == planted_sets((1, 2))
    assert first.sessions != second.sessions
    assert [len(each.sessions) for each in (first, second)] == [12, 12]


def test_what_is_missed_or_surplus_is_named() -> None:
    """A line counts once, and only with the right support."""
    planted = planted_set(1)
    lines = {" ".join(each.says): each.support for each in planted.recurrences[1:]} | {"something else": 3}
    verdict = planted.judge(lines)
    assert (verdict.missed, verdict.surplus) == ((planted.recurrences[0].name,), ("something else",))
    wrong = planted.judge({" ".join(planted.recurrences[0].says): 1})
    assert planted.recurrences[0].name in wrong.missed
