"""The fixture server: what the suite cannot see of it, and what the script says that runs the suite."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client
from tests.conformance.server import fixture_server
from tests.conformance.suite import EXPECTED, Outcome
from tests.promises import promise
from tests.server.tasking import SECONDS, Shown, TaskClient, answer, begin, cancel, ended, look

ROOT = Path(__file__).parent.parent.parent
YES = {"action": "accept", "content": {"confirm": True}}


def connected() -> Client:
    """A client that declares tasks."""
    return Client(fixture_server(), extensions=[TaskClient(waits=False)])


@promise("server:task:outcome")
@pytest.mark.anyio
async def test_an_error_of_the_protocol_fails_a_task() -> None:
    """And an error of the tool does not: it is the result."""
    async with connected() as client:
        broken = await ended(client.session, (await begin(client, "protocol_error_job")).task_id)
        refused = await ended(client.session, (await begin(client, "failing_job")).task_id)

    assert (broken.status, broken.result, broken.error) == (
        "failed",
        None,
        {"code": -32603, "message": "The job broke."},
    )
    assert (refused.status, refused.error) == ("completed", None)
    assert refused.result is not None
    assert refused.result.is_error


@promise("server:task:question")
@pytest.mark.anyio
async def test_two_questions_are_answered_one_by_one() -> None:
    """Only what is still open is asked for; with the last answer the work goes on."""
    async with connected() as client:
        begun = await begin(client, "multi_input")
        both = await open_questions(client, begun.task_id, 2)
        await answer(client.session, begun.task_id, {both[0]: YES})
        one = await open_questions(client, begun.task_id, 1)
        await answer(client.session, begun.task_id, {both[0]: YES, both[1]: YES})
        shown = await ended(client.session, begun.task_id)

    assert one == both[1:]
    assert shown.status == "completed"


async def open_questions(client: Client, task_id: str, count: int) -> list[str]:
    """The keys of what a task asks, once it asks so much."""
    with anyio.fail_after(SECONDS):
        while True:
            shown: Shown = await look(client.session, task_id)
            if len(shown.input_requests or {}) == count:
                return sorted(shown.input_requests or {})
            await anyio.sleep(0.01)


@promise("server:task:cancel")
@pytest.mark.anyio
async def test_a_task_that_works_is_canceled() -> None:
    """It ends as cancelled, whatever the call was doing."""
    async with connected() as client:
        begun = await begin(client, "slow_compute", seconds=60)
        await cancel(client.session, begun.task_id)
        shown = await ended(client.session, begun.task_id)

    assert (shown.status, shown.result, shown.error) == ("cancelled", None, None)


@promise("server:task:refused")
@pytest.mark.anyio
async def test_what_is_done_at_once_is_no_task() -> None:
    """The server decides it for each call."""
    async with connected() as client:
        result = await client.call_tool("slow_compute", {"seconds": 0})

    assert result.structured_content is None
    assert not result.is_error


def test_without_npm_the_script_says_so_and_does_not_fail() -> None:
    """One line; whoever has no Node can still run the gate."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.run"],
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": "src"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "skipped: there is no npm\n"), done.stderr


@pytest.mark.parametrize(
    ("outcome", "good"),
    [
        (Outcome("caching", 8, 0), True),
        (Outcome("caching", 7, 1), False),
        (Outcome("caching", 0, 0), False),
        (Outcome(next(iter(EXPECTED)), 0, 0), True),
        (Outcome(next(iter(EXPECTED)), 0, 1), False),
    ],
)
def test_a_scenario_that_passes_nothing_has_failed(outcome: Outcome, good: bool) -> None:
    """Unless it is on the short list, with its reason; one that fails a check always has."""
    assert outcome.is_good is good
