"""Dreams from start to end, through the tools."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread
import pytest
from mcp import Client
from tests.promises import promise
from tests.rig import CountingJudge, Rig
from tests.server.asking import Connect, ask, refused, text_of

from dreaming.app import App
from dreaming.domain.lifecycle import Lease
from dreaming.domain.model import Dream, DreamStatus, Progress
from dreaming.domain.questions import Question
from dreaming.jobs.runner import Runner
from dreaming.jobs.worker import Shift, Worker
from dreaming.server.build import build_server, make_dreamer
from dreaming.server.dreamer import Dreamer
from dreaming.server.settings import Settings
from dreaming.service.dreams import Dreams
from dreaming.service.sections import SECTIONS
from dreaming.store import dreams, leases
from dreaming.store.connection import Connection

pytestmark = pytest.mark.anyio

SAID = [
    {
        "type": "user.message",
        "text": "Please remember: the staging port is 9090.",
        "created_at": "2026-03-04T09:00:00Z",
    },
    {"type": "agent.message", "text": "Noted.", "created_at": "2026-03-04T09:00:05Z"},
]


def _asking(app: App, judge: CountingJudge) -> Dreamer:
    """A dreamer whose dreams run in this process and ask this judge."""
    runner = Runner(app.db, app.clock, lambda _: judge)
    return Dreamer(lambda: False, lambda: Worker(app.db, app.clock, runner, shift=Shift(idle=timedelta(0))))


async def write_twice(client: Client) -> None:
    """A store in which the same stands twice."""
    await ask(client, "memory_write", path="/a.md", content="# Deploy\n\n- The staging port is 8080.\n")
    await ask(client, "memory_write", path="/b.md", content="# Notes\n\n- The staging port is 8080.\n- Ask Anna.\n")


async def dream(client: Client, **arguments: Any) -> str:
    """The id of a dream that has ended."""
    started = await ask(client, "dream_start", **arguments)
    with anyio.fail_after(20):
        while (await ask(client, "dream_status", dream_id=started["dream_id"], wait_seconds=25))["status"] in {
            "pending",
            "running",
        }:
            pass
    return started["dream_id"]


@promise("server:dream:whole")
async def test_a_client_goes_from_writing_to_restoring(connect: Connect) -> None:
    """Write, log, start, wait, read the report, promote exactly that, and take it back."""
    async with connect() as client:
        await write_twice(client)
        before = await ask(client, "memory_view", path="/b.md")
        await ask(client, "session_log", external_id="s1", events=SAID)
        dream_id = await dream(client)
        report = await ask(client, "dream_report", dream_id=dream_id)
        promoted = await ask(client, "dream_promote", dream_id=dream_id, fingerprint=report["fingerprint"])
        restored = await ask(client, "store_restore", before=dream_id)
        again = await ask(client, "memory_view", path="/b.md")

    assert report["standing"] == "waits for review"
    assert report["claims"] == 3
    assert promoted["promoted"] is True
    assert promoted["written"]
    assert restored["restored"] is True
    assert again["content_sha256"] == before["content_sha256"]
    assert again["memory_id"] == before["memory_id"]


async def test_a_start_returns_at_once_and_says_what_it_understood(connect: Connect) -> None:
    """Without waiting for the dream; sessions that found no room are counted."""
    async with connect() as client:
        await write_twice(client)
        started = await ask(client, "dream_start", no_sessions=True, instructions="Keep /a.md. Be nice.")

    assert started["store"] == "default"
    assert started["followed"] == ["Keep /a.md"]
    assert started["not_understood"] == ["Be nice"]
    assert started["next"] == "dream_status with wait_seconds 25"


async def test_a_dry_run_starts_nothing(connect: Connect) -> None:
    """It says what would be read and paid."""
    async with connect() as client:
        await write_twice(client)
        estimate = await ask(client, "dream_start", no_sessions=True, dry_run=True)
        status = await ask(client, "dream_status")

    assert (estimate["memories"], estimate["sessions"], estimate["cost_usd"]) == (2, 0, 0.0)
    assert status["dreams"] == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "there is none"),
        ({"sessions": []}, "there is none"),
        ({"sessions": ["sesn_x"] * 101}, "the limit is 100"),
        ({"latest": 0}, "there is none"),
        ({"latest": 101}, "the limit is 100"),
        ({"no_sessions": True, "latest": 3}, "more than one way"),
        ({"no_sessions": True, "model": "gpt"}, "cannot be asked"),
    ],
)
async def test_a_dream_of_nothing_or_too_much_is_refused(connect: Connect, arguments: dict[str, Any], why: str) -> None:
    """Nothing is started; the message says what to do."""
    async with connect() as client:
        await write_twice(client)
        text = await refused(client, "dream_start", **arguments)
        status = await ask(client, "dream_status")

    assert why in text
    assert status["dreams"] == []


async def test_the_summary_is_text_for_clients_that_show_text(connect: Connect) -> None:
    """The same in the data, with the fingerprint and the counts beside it."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        result = await client.call_tool("dream_report", {"dream_id": dream_id})

    assert result.structured_content is not None
    assert text_of(result) == result.structured_content["summary"]
    assert result.structured_content["fingerprint"] in text_of(result)
    assert len(text_of(result).splitlines()) <= 24


async def test_each_section_can_be_read_page_by_page(connect: Connect) -> None:
    """Whatever the schema offers exists; the pages of the ledger hold every claim."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        for section in SECTIONS:
            await ask(client, "dream_report", dream_id=dream_id, section=section)
        first = await ask(client, "dream_report", dream_id=dream_id, section="ledger", limit=1)
        second = await ask(client, "dream_report", dream_id=dream_id, section="ledger", offset=first["next_offset"])
        text = await refused(client, "dream_report", dream_id=dream_id, section="nonsense")

    assert first["total"] >= 3
    assert "/a.md" in first["text"]
    assert second["offset"] == 1
    assert "ledger" in text


async def test_a_dream_is_discarded_and_stays_in_the_list(connect: Connect) -> None:
    """The store is as it was."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        discarded = await ask(client, "dream_discard", dream_id=dream_id)
        text = await refused(client, "dream_promote", dream_id=dream_id)
        listed = await ask(client, "dream_status", store="default")

    assert "discarded_at" in discarded
    assert text.endswith("(invalid_transition_error)")
    assert [each["dream_id"] for each in listed["dreams"]] == [dream_id]


async def test_another_fingerprint_is_refused(connect: Connect) -> None:
    """Only what was reviewed is promoted."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        text = await refused(client, "dream_promote", dream_id=dream_id, fingerprint="0" * 64)

    assert text.endswith("(fingerprint_changed_error)")


async def test_promoting_twice_does_nothing_twice(connect: Connect) -> None:
    """The second answer says so."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        first = await ask(client, "dream_promote", dream_id=dream_id)
        second = await ask(client, "dream_promote", dream_id=dream_id)

    assert second == {**first, "again": True}


async def test_a_pending_dream_is_canceled_at_once(app: App) -> None:
    """Where nothing runs it."""
    async with Client(build_server(app)) as client:
        await write_twice(client)
        started = await ask(client, "dream_start", no_sessions=True)
        canceled = await ask(client, "dream_cancel", dream_id=started["dream_id"])

    assert canceled["status"] == "canceled"


@promise("server:dream:given-back", "worker:inside:same")
async def test_a_dream_that_runs_when_the_server_stops_is_given_back(app: App) -> None:
    """The next server runs it to its end."""
    held = anyio.Event()

    async def hold(_: Question) -> None:
        held.set()
        await anyio.sleep_forever()

    async with Client(build_server(app, dreamer=_asking(app, CountingJudge(before=hold)))) as client:
        await write_twice(client)
        await ask(client, "session_log", events=SAID)
        started = await ask(client, "dream_start")
        with anyio.fail_after(60):
            await held.wait()
    after = await anyio.to_thread.run_sync(app.dreams.get, started["dream_id"])
    assert after.status is DreamStatus.PENDING

    async with Client(build_server(app, dreamer=make_dreamer(app, Settings()))) as client:
        ended = await ask(client, "dream_status", dream_id=started["dream_id"], wait_seconds=20)
    assert ended["status"] == "completed"


@promise("server:dream:given-back")
async def test_a_dream_is_given_back_when_a_signal_stops_its_server(app: App) -> None:
    """Within the little time that a client leaves."""
    held = anyio.Event()

    async def hold(_: Question) -> None:
        held.set()
        await anyio.sleep_forever()

    dreamer = _asking(app, CountingJudge(before=hold))
    async with Client(build_server(app)) as client:
        await write_twice(client)
        await ask(client, "session_log", events=SAID)
        started = await ask(client, "dream_start")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(dreamer.run)
        with anyio.fail_after(60):
            await held.wait()
            await dreamer.stop(within=5)
    after = await anyio.to_thread.run_sync(app.dreams.get, started["dream_id"])

    assert after.status is DreamStatus.PENDING


@promise("dream:due:why")
async def test_dream_status_says_when_the_next_dream_is_due(connect: Connect, app: App) -> None:
    """For the store that is named, else the one that is meant, also where that one is not there yet."""
    async with connect() as client:
        without = await ask(client, "dream_status")
        await write_twice(client)
        app.stores.create("other", metadata={"dream": "off"})
        dream_id = await dream(client, no_sessions=True)
        default = (await ask(client, "dream_status"))["due"]
        named = (await ask(client, "dream_status", store="other"))["due"]
        one = await ask(client, "dream_status", dream_id=dream_id)

    assert without["dreams"] == []
    assert (without["due"]["store"], without["due"]["why"]) == ("default", "No new session: due from 5 on.")
    assert (default["store"], default["policy"], default["undreamt_sessions"]) == ("default", "suggest", 0)
    assert (default["last_dream_id"], default["last_dream_status"]) == (dream_id, "completed")
    assert (default["is_due"], default["why"]) == (False, "No new session: due from 5 on.")
    assert named == {
        "store": "other",
        "policy": "off",
        "undreamt_sessions": 0,
        "is_due": False,
        "why": "The store's policy is off.",
    }
    assert "due" not in one


class SeenDreams(Dreams):
    """The dreams, and how often somebody who waits has looked at some of them."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.looks = 0
        self.seen = anyio.Event()

    def some(self, dream_ids: Collection[str]) -> list[Dream]:
        """As `Dreams.some`."""
        found = super().some(dream_ids)
        self.looks += 1
        anyio.from_thread.run_sync(self.seen.set)
        return found


@promise("server:dream:waits-for-an-end")
async def test_waiting_ends_with_the_first_dream_that_does(app: App) -> None:
    """Of several that are shown, though the others go on; a step on the way is no end."""
    seen = SeenDreams(app.db, app.clock)
    answers: list[dict[str, Any]] = []

    async def wait(client: Client) -> None:
        answers.append(await ask(client, "dream_status", wait_seconds=25))

    async with Client(build_server(replace(app, dreams=seen))) as client:
        await write_twice(client)
        first, second = [(await ask(client, "dream_start", no_sessions=True))["dream_id"] for _ in range(2)]
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(wait, client)
                await seen.seen.wait()
                await anyio.to_thread.run_sync(_progressing, app, first)
                looks = seen.looks
                while seen.looks < looks + 2:
                    await ask(client, "dream_status", dream_id=first)
                assert not answers
                await ask(client, "dream_cancel", dream_id=second)

    assert {each["dream_id"]: each["status"] for each in answers[0]["dreams"]} == {
        first: "running",
        second: "canceled",
    }


def _progressing(app: App, dream_id: str) -> None:
    with app.db.write() as conn:
        lease = leases.acquire(conn, "me", app.clock.now(), app.clock.now() + timedelta(hours=1), dream_id=dream_id)
        assert lease is not None
        leases.set_progress(conn, lease, Progress(stage="observe", done=1, total=2))


async def test_a_dream_that_runs_says_what_it_reads(app: App) -> None:
    """Its progress as far as it is known; one that was not promoted says why."""
    started = await anyio.to_thread.run_sync(_running, app)
    async with Client(build_server(app)) as client:
        running = await ask(client, "dream_status", dream_id=started)
        await anyio.to_thread.run_sync(_unpromoted, app, started)
        ended = await ask(client, "dream_status", dream_id=started)

    assert {name: running[name] for name in ("stage", "done", "total", "detail", "remaining_seconds")} == {
        "stage": "observe",
        "done": 3,
        "total": 8,
        "detail": "sesn_x",
        "remaining_seconds": 2.5,
    }
    assert "unpromoted_because" not in running
    assert (ended["status"], ended["unpromoted_because"]) == ("completed", "A gate says no.")
    assert "detail" not in ended


def _running(app: App) -> str:
    rig = Rig.of(app.db, app.clock)
    dream_id = rig.dreams.start("notes", no_sessions=True).dream.id
    progress = Progress(stage="observe", done=3, total=8, detail="sesn_x", remaining_seconds=2.5)
    with app.db.write() as conn:
        leases.set_progress(conn, _lease(conn, app), progress)
    return dream_id


def _lease(conn: Connection, app: App) -> Lease:
    lease = leases.acquire(conn, "me", app.clock.now(), app.clock.now() + timedelta(hours=1))
    assert lease is not None
    return lease


def _unpromoted(app: App, dream_id: str) -> None:
    at = app.clock.now()
    with app.db.write() as conn:
        lease = Lease(dream_id=dream_id, owner="me", generation=1, expires_at=at)
        leases.settle(conn, lease, DreamStatus.COMPLETED, at=at)
        dreams.set_unpromoted(conn, dream_id, "A gate says no.")


@promise("exam:held-out:apart", "exam:loss:listed")
async def test_a_report_tells_a_model_of_the_exam(connect: Connect) -> None:
    """In figures, and in a section what was lost and gained."""
    said = ("From now on the timeout of atlas is 30 seconds.", "Remember: the retries of atlas are 7.")
    async with connect() as client:
        await write_twice(client)
        for number, text in enumerate(said):
            at = f"2026-03-0{number + 1}T09:00:00Z"
            events = [{"type": "user.message", "text": text, "created_at": at}]
            await ask(client, "session_log", external_id=str(number), events=events)
        started = await ask(client, "dream_start", hold_out=1, dry_run=True)
        dream_id = await dream(client, hold_out=1)
        report = await ask(client, "dream_report", dream_id=dream_id)
        section = await ask(client, "dream_report", dream_id=dream_id, section="exam")
        replay = await ask(client, "dream_report", dream_id=dream_id, section="replay")

    assert started["sessions"] == 1
    assert report["exam"]["asked"] >= report["exam"]["before"] > 0
    assert report["exam"]["lost"] == 0
    assert "Exam: " in report["summary"]
    assert section["total"] == report["exam"]["gained"] + report["exam"]["lost"]
    assert replay["total"] == 0
