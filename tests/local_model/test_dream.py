"""A dream with a real model: so poor a one that nearly all it says is wrong, and every promise holds all the same."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from time import monotonic

import anyio
import pytest
from tests.engine.test_lying_judges import account, cites
from tests.local_model.installing import install
from tests.npm import Skipped
from tests.promises import promise
from tests.scale import rounds

from dreaming.app import App, open_app
from dreaming.cli.memory_files import as_items
from dreaming.domain.budget import Budget
from dreaming.domain.changes import Changeset
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Document, Dream, DreamStatus, Event
from dreaming.domain.ports import Snapshot
from dreaming.domain.prompting import Call, Outcome
from dreaming.domain.questions import Answer, Question
from dreaming.engine.consolidate import consolidate
from dreaming.integrations.notes import read_notes
from dreaming.integrations.reading import log_transcript
from dreaming.jobs.runner import Runner
from dreaming.judges.choosing import judge_for
from dreaming.service.rendering import summary
from dreaming.store import calls, memories, stores

VARIABLE = "DREAMING_TEST_LOCAL_MODEL"
MODEL = "smollm2-135m-instruct"
SESSIONS = 3
BUDGET = Budget(max_calls=9, max_tokens=60_000, max_seconds=600)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The model's server: asked for by a variable, and in nightly runs."""
    if not (os.environ.get(VARIABLE) or rounds(gate=0, nightly=1)):
        pytest.skip(f"{VARIABLE}=1 runs this with a real model, as nightly runs do; it takes some minutes")
    try:
        folder = install()
    except Skipped as why:
        pytest.skip(f"the model cannot be had here: {why}")
    command = [sys.executable, str(Path(__file__).with_name("server.py")), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        address = server.stdout.readline().decode().strip()
        if not address:
            pytest.skip(f"the model's server does not run here; it ended with {server.wait()}")
        yield address
        assert server.stdin is not None
        server.stdin.close()


@dataclass
class Watched:
    """The engine, and what it was given and made."""

    documents: Sequence[Document] = ()
    events: dict[str, Event] = field(default_factory=dict[str, Event])
    made: list[Changeset] = field(default_factory=list[Changeset])

    def __call__(
        self, snapshot: Snapshot, steering: Steering, judge_name: str
    ) -> Generator[list[Question], list[Answer], Changeset]:
        """As the engine does."""
        self.documents = snapshot.documents
        self.events = {event.id: event for each in snapshot.sessions for event in snapshot.events(each.id)}
        changeset = yield from consolidate(snapshot, steering, judge_name)
        self.made.append(changeset)
        return changeset


def filled(home: Path) -> App:
    """The demo's notes, and the first of its sessions."""
    app = open_app(home)
    samples = Path(str(files("dreaming.cli.samples")))
    app.stores.create("tidewatch")
    app.exchange.import_memories("tidewatch", as_items(read_notes(samples / "store"), []))
    for file in sorted((samples / "sessions").glob("*.jsonl"))[:SESSIONS]:
        log_transcript(app.sessions, file)
    return app


def texts(app: App) -> dict[str, str]:
    """Path to text, of the input."""
    with app.db.read() as conn:
        found = memories.heads(conn, stores.resolve(conn, "tidewatch").id)
        return {each.path: memories.document(conn, each.memory_version_id).content for each in found}


def book(app: App, dream: Dream) -> Sequence[Call]:
    """The calls that were written down."""
    with app.db.read() as conn:
        return calls.of_dream(conn, dream.id)


@promise("model:local:promises-hold", "dream:lines:accounted", "dream:lines:evidence", "model:budget:kept")
def test_whatever_a_real_model_says_a_dream_completes_and_every_promise_holds(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within its budget, with true counts; each line has its fate, each quote is real, the input is as it was."""
    monkeypatch.setenv("ANTHROPIC_BASE_URL", url)
    app = filled(tmp_path / "home")
    before = texts(app)
    engine, began = Watched(), monotonic()
    started = app.dreams.start("tidewatch", model=MODEL, budget=BUDGET)
    runner = Runner(app.db, app.clock, judge_for, consolidate=engine)
    done = anyio.run(runner.run, started.dream.id)
    made = book(app, done)
    outcomes = Counter(str(call.outcome) for call in made)
    print(f"{monotonic() - began:.0f} s, {done.usage.tokens:,} tokens, {dict(outcomes)}")
    print(summary(app.review.report(done.id)))

    assert (done.status, done.error) == (DreamStatus.COMPLETED, None)
    account(engine.documents, engine.made[0])
    cites(engine.documents, engine.events, engine.made[0])
    asked = [call for call in made if call.outcome is not Outcome.SKIPPED]
    assert 0 < len(asked) <= (BUDGET.max_calls or 0)
    assert 0 < done.usage.tokens <= (BUDGET.max_tokens or 0)
    assert done.usage.tokens == sum(call.usage.tokens for call in asked)
    assert all(call.why for call in made if call.outcome not in {Outcome.ANSWERED, Outcome.CORRECTED})
    assert texts(app) == before
    app.close()
