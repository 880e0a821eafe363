"""From notes and sessions to a promoted dream, and back."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.promises import promise
from tests.rig import Rig

from dreaming.app import open_app
from dreaming.cli import running
from dreaming.domain.model import DreamStatus, Progress
from dreaming.store import leases, workers

NOTE = "# Server\n\n- The staging server listens on port 8080.\n- Run `make migrate` before each deploy.\n"
SAID = "We moved the staging server from port 8080 to port 9090."


@pytest.fixture
def notes(run: Run, tmp_path: Path) -> Run:
    """A store `atlas` with one note, and one logged session that changes a value."""
    memories = tmp_path / "notes.jsonl"
    record = {"path": "/server.md", "content": NOTE, "created_at": "2026-03-01T09:00:00Z"}
    memories.write_text(json.dumps(record) + "\n", encoding="utf-8")
    session = tmp_path / "session.jsonl"
    event = {"type": "user.message", "text": SAID, "created_at": "2026-03-12T09:00:00Z"}
    session.write_text(json.dumps(event) + "\n", encoding="utf-8")
    assert run("memory", "import", str(memories), "--store", "atlas").exit_code == 0
    assert run("log", str(session)).exit_code == 0
    return run


def parsed(run: Run, *arguments: str) -> Any:
    """The JSON that a command prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def text_of(run: Run) -> str:
    """The note as it stands now."""
    return run("memory", "view", "/server.md", "--store", "atlas").stdout


def test_a_dream_that_was_waited_for_is_the_dream_object(notes: Run) -> None:
    """With its one output store; the input is unchanged."""
    dream = parsed(notes, "start", "--store", "atlas", "--wait")

    assert (dream["type"], dream["status"], dream["error"]) == ("dream", "completed", None)
    assert [each["type"] for each in dream["inputs"]] == ["memory_store", "sessions"]
    assert [each["type"] for each in dream["outputs"]] == ["memory_store"]
    assert dream["model"] == {"id": "rules"}
    assert set(dream["usage"].values()) == {0}
    assert dream["ended_at"] > dream["created_at"]
    assert text_of(notes) == NOTE


def test_promote_restore_is_the_way_there_and_back(notes: Run) -> None:
    """The new value is in the store after the promotion, and the old text after the restore."""
    dream = parsed(notes, "start", "--store", "atlas", "--wait")["id"]
    fingerprint = parsed(notes, "report", dream)["fingerprint"]

    parsed(notes, "promote", dream, "--fingerprint", fingerprint)
    promoted = text_of(notes)
    parsed(notes, "restore", "atlas", "--before", dream)

    assert "9090" in promoted
    assert "`make migrate`" in promoted
    assert text_of(notes) == NOTE


def test_a_stale_fingerprint_is_a_conflict(notes: Run) -> None:
    """Nothing is promoted."""
    dream = parsed(notes, "start", "--store", "atlas", "--wait")["id"]

    result = notes("promote", dream, "--fingerprint", "0" * 64)

    assert result.exit_code == 4
    assert text_of(notes) == NOTE


def test_a_discarded_dream_cannot_be_promoted(notes: Run) -> None:
    """Its report stays."""
    dream = parsed(notes, "start", "--store", "atlas", "--wait")["id"]

    notes("discard", dream)

    assert notes("promote", dream).exit_code == 4
    assert notes("report", dream).exit_code == 0


def test_a_started_dream_waits_for_a_worker(notes: Run) -> None:
    """The worker runs it and says so; a second one finds nothing."""
    dream = parsed(notes, "start", "--store", "atlas")
    worked = parsed(notes, "worker", "--idle", "0")

    assert dream["status"] == "pending"
    assert [(each["id"], each["status"]) for each in worked["dreams"]] == [(dream["id"], "completed")]
    assert notes("worker", "--idle", "0").stdout == "No dream was waiting.\n"
    assert parsed(notes, "status", dream["id"])["status"] == "completed"


def test_a_canceled_dream_is_not_run(notes: Run) -> None:
    """Cancelling one that waits takes effect at once."""
    dream = parsed(notes, "start", "--store", "atlas")["id"]

    assert parsed(notes, "cancel", dream)["status"] == "canceled"
    assert parsed(notes, "worker", "--idle", "0") == {"dreams": []}


@promise("dream:archive:output", "dream:output:protected", "dream:partial:shown")
def test_a_canceled_dream_is_looked_at_and_archived(notes: Run) -> None:
    """What it found, its output store, its journal; then it stands among archived ones alone."""
    app = open_app()
    rig = Rig(app.db, app.clock, app.stores.get("atlas"))
    rig.log("Use tabs.", title="Tabs")
    dream = rig.canceled_half_way()
    app.close()
    output = str(dream.output_store_id)

    report = notes("report", dream.id).stdout
    observed = parsed(notes, "report", dream.id, "--section", "observed")
    refused = notes("memory", "write", "/server.md", "- mine\n", "--store", output)
    archived = notes("archive", dream.id)

    assert "Observed so far, not checked and not written (2; section observed):" in report
    assert [each["kind"] for each in observed] == ["preference", "preference"]
    assert f"  dreaming memory list --store {output}" in report
    assert refused.exit_code == 4
    assert archived.stdout == f"Dream {dream.id} is archived, and its unfinished store {output}.\n"
    assert "/server.md" in notes("memory", "list", "--store", output).stdout
    assert parsed(notes, "status")["dreams"] == []
    assert [each["id"] for each in parsed(notes, "status", "--archived")["dreams"]] == [dream.id]
    assert parsed(notes, "archive", dream.id)["archived_at"]
    assert "read     Session" in notes("report", dream.id, "--section", "journal").stdout


def test_a_dream_on_its_way_is_not_archived(notes: Run) -> None:
    """It has to end first."""
    dream = parsed(notes, "start", "--store", "atlas")["id"]

    assert notes("archive", dream).exit_code == 4


def test_status_says_how_far_a_dream_is_and_who_runs_it(notes: Run) -> None:
    """In the list and of one: stage, estimate, attempt, priority, why it was not promoted, and the worker."""
    app = open_app()
    store = app.stores.get("atlas").id
    rig = Rig(app.db, app.clock, app.stores.get("atlas"))
    waiting, running, stays = (rig.dreams.start(store, no_sessions=True).dream.id for _ in range(3))
    progress = Progress(stage="observe", done=3, total=8, detail="sesn_x", remaining_seconds=20)
    with app.db.write() as conn:
        conn.execute("UPDATE dreams SET priority = 0 WHERE id = ?", (waiting,))
        now = app.clock.now()
        for dream_id in (running, stays):
            lease = leases.acquire(conn, "me", now, now + timedelta(hours=1), dream_id=dream_id)
            assert lease is not None
            leases.set_progress(conn, lease, progress)
        leases.settle(conn, lease, DreamStatus.COMPLETED, at=now)
        conn.execute("UPDATE dreams SET unpromoted_because = ? WHERE id = ?", ("no " * 90, stays))
        conn.execute("UPDATE dreams SET attempt = 2, cancel_requested = 1 WHERE id = ?", (running,))
        workers.enrol(conn, "4242-x", now, now + timedelta(hours=1))
    app.close()

    listed = {line.split()[0]: line for line in notes("status").stdout.splitlines() if line.strip()}
    one = notes("status", running).stdout
    values = parsed(notes, "status")

    assert listed[waiting].endswith("waits, in the background")
    assert listed[running].endswith("observe 3/8, about 20 s left, attempt 2, asked to stop")
    assert "not promoted: no no no" in listed[stays]
    assert len(listed[stays]) < 160
    assert listed["worker:"].startswith("worker: process 4242, since 20")
    assert "  reads    sesn_x\n" in one
    assert "  attempt  2\n" in one
    assert "  worker   process 4242" in one
    assert "  priority background\n" in notes("status", waiting).stdout
    assert f"  stays    not promoted: {'no ' * 89}no" in notes("status", stays).stdout
    assert values["worker"]["process"] == "4242"
    shapes = {each["id"]: each for each in values["dreams"]}
    assert shapes[running]["progress"] == asdict(progress)
    assert (shapes[waiting]["priority"], shapes[running]["priority"], shapes[running]["attempt"]) == (
        "background",
        "asked",
        2,
    )


def test_status_says_that_no_worker_is_there(notes: Run) -> None:
    """And what has one run what waits, if anything does."""
    dream = parsed(notes, "start", "--store", "atlas")["id"]
    waits = notes("status").stdout
    parsed(notes, "cancel", dream)

    assert "worker: none; `dreaming status --follow` or `dreaming worker` has what waits run\n" in waits
    assert "worker: none\n" in notes("status").stdout
    assert parsed(notes, "status")["worker"] is None


def test_waiting_for_a_dream_that_does_not_complete_exits_with_1(notes: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dream object says what happened."""

    def canceled(app: Any, dream_id: str) -> Any:
        return app.dreams.cancel(dream_id)

    monkeypatch.setattr(running, "run_dream", canceled)

    result = notes("start", "--store", "atlas", "--wait", "--json")

    assert (result.exit_code, json.loads(result.stdout)["status"]) == (1, "canceled")


def test_a_dry_run_starts_nothing(notes: Run) -> None:
    """It says what would be read."""
    estimate = parsed(notes, "start", "--store", "atlas", "--dry-run")

    assert (estimate["store"], estimate["memories"], estimate["sessions"], estimate["events"]) == ("atlas", 1, 1, 1)
    assert parsed(notes, "status")["dreams"] == []


def test_sessions_can_be_chosen_in_one_way_only(notes: Run) -> None:
    """Two ways contradict each other."""
    assert notes("start", "--store", "atlas", "--all", "--no-sessions").exit_code == 2


def test_without_new_sessions_a_dream_is_refused(notes: Run) -> None:
    """Unless none is wanted."""
    parsed(notes, "start", "--store", "atlas", "--wait")

    assert notes("start", "--store", "atlas").exit_code == 2
    assert notes("start", "--store", "atlas", "--no-sessions").exit_code == 0


def test_instructions_that_are_not_understood_are_named(notes: Run) -> None:
    """On stderr, and in the JSON."""
    result = notes("start", "--store", "atlas", "--instructions", "Keep /server.md. Write a poem.", "--json")

    shape = json.loads(result.stdout)
    assert shape["instructions_followed"] == ["Keep /server.md"]
    assert shape["instructions_not_understood"] == ["Write a poem"]
    assert "Write a poem" in result.stderr


@promise("dream:lines:accounted")
def test_the_ledger_has_the_documented_shape(notes: Run) -> None:
    """One row for each claim of the input, with its fate, where it went, why, and the exact quote."""
    parsed(notes, "start", "--store", "atlas", "--wait")

    ledger = parsed(notes, "report", "--section", "ledger")

    fates = {row["claim"]["text"]: row["fate"] for row in ledger if row["fate"] is not None}
    assert fates == {
        "The staging server listens on port 8080.": "superseded_by",
        "Run `make migrate` before each deploy.": "kept",
    }
    (replaced,) = [row for row in ledger if row["fate"] == "superseded_by"]
    assert set(replaced) == {"claim", "fate", "to", "reason", "evidence"}
    assert set(replaced["claim"]) == {"path", "first_line", "last_line", "text"}
    assert [quote["quote"] for quote in replaced["evidence"] if quote.get("session_id")] == [SAID]


def test_the_report_is_text_that_fits_a_screen(notes: Run) -> None:
    """Plain in a pipe; a section can be read in pages."""
    parsed(notes, "start", "--store", "atlas", "--wait")

    summary = notes("report").stdout
    page = notes("report", "--section", "ledger", "--limit", "1")

    assert len(summary.splitlines()) <= 40
    assert "Fingerprint" in summary
    assert "--offset 1" in page.stderr


def test_lists_for_people_have_a_row_each(notes: Run) -> None:
    """Stores, sessions, dreams and memories, plain in a pipe."""
    dream = parsed(notes, "start", "--store", "atlas", "--wait")["id"]

    assert dream in notes("status").stdout
    assert "waits for review" in notes("status").stdout
    assert "atlas" in notes("stores").stdout
    assert "plain" in notes("sessions").stdout
    assert "/server.md" in notes("memory", "list", "--store", "atlas").stdout


def test_sessions_not_dreamt_of_can_be_listed(notes: Run) -> None:
    """By store."""
    before = parsed(notes, "sessions", "--undreamt", "atlas")["sessions"]
    parsed(notes, "start", "--store", "atlas", "--wait")

    assert len(before) == 1
    assert parsed(notes, "sessions", "--undreamt", "atlas") == {"sessions": []}


def test_an_output_store_can_be_exported(notes: Run, tmp_path: Path) -> None:
    """By its id, which the dream names."""
    output = parsed(notes, "start", "--store", "atlas", "--wait")["outputs"][0]["memory_store_id"]

    parsed(notes, "memory", "export", str(tmp_path / "out"), "--store", output)

    assert "9090" in (tmp_path / "out" / "server.md").read_text(encoding="utf-8")


def test_the_default_store_is_the_environments(notes: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """DREAMING_STORE names it where --store does not."""
    monkeypatch.setenv("DREAMING_STORE", "atlas")

    assert parsed(notes, "memory", "list")["store"] == "atlas"
