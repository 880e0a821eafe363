"""`session_log(forget=…)`."""

from typing import Any

import pytest
from mcp import Client
from tests.promises import promise
from tests.server.asking import Connect, ask, refused
from tests.server.test_consent import NOES, YES, Person

TEXT = "Qimbelstrand Vorotyne"

pytestmark = pytest.mark.anyio


async def told(client: Client) -> str:
    """A memory and a session that say it; the session's id."""
    await ask(client, "memory_write", path="/people.md", content=f"- {TEXT} owns atlas\n- Wei owns deploys\n")
    event = {"type": "user.message", "text": f"I met {TEXT} today."}
    return (await ask(client, "session_log", events=[event], external_id="met"))["session_id"]


def places(answer: dict[str, Any]) -> dict[str, int]:
    """How many of each place."""
    return {each["place"]: each["count"] for each in answer["places"]}


@promise("forget:tool:asks")
async def test_it_is_previewed_unless_said_otherwise_and_then_asked(connect: Connect) -> None:
    """The question names what goes; a yes forgets just that."""
    person = Person(YES)
    async with connect(elicitation_callback=person) as client:
        await told(client)
        seen = await ask(client, "session_log", forget=TEXT)
        assert person.asked == []
        done = await ask(client, "session_log", forget=TEXT, preview=False)
        after = await ask(client, "memory_view", path="/people.md")

    assert seen["preview"] is True
    assert len(person.asked) == 1
    assert f"Forget the text '{TEXT}' for good?" in person.asked[0]
    assert (done["preview"], done["erased"]) == (False, True)
    assert places(done) == places(seen)
    assert TEXT not in str(done)
    assert "- [forgotten] owns atlas" in after["content"]


@promise("forget:tool:asks")
@pytest.mark.parametrize("no", NOES)
async def test_without_a_yes_nothing_is_forgotten(connect: Connect, no: Any) -> None:
    """However the person says no."""
    async with connect(elicitation_callback=Person(no)) as client:
        session_id = await told(client)
        answer = await ask(client, "session_log", forget=session_id, preview=False)
        seen = await ask(client, "session_log", forget=session_id)

    assert answer == {"done": False, "message": "The user did not agree: nothing was forgotten."}
    assert (seen["session_id"], places(seen)["events"]) == (session_id, 1)


@promise("forget:tool:asks")
async def test_where_nobody_can_be_asked_nothing_is_forgotten(connect: Connect) -> None:
    """It cannot be taken back: the terminal is named instead."""
    async with connect() as client:
        await told(client)
        problem = await refused(client, "session_log", forget="met", preview=False)
        seen = await ask(client, "session_log", forget="met")

    assert "`dreaming forget`" in problem
    assert seen["total"] > 0


async def test_it_is_not_logged_and_forgotten_at_once(connect: Connect) -> None:
    """One at a time."""
    async with connect() as client:
        await told(client)
        event = {"type": "user.message", "text": "hello"}

        assert "one at a time" in await refused(client, "session_log", forget="met", events=[event])
