"""A part of a dream by tool calls, and a no for good."""

import pytest
from mcp import Client
from mcp.types import ElicitResult
from tests.promises import promise
from tests.server.asking import Connect, ask, refused
from tests.server.test_consent import Person
from tests.server.test_dream_tools import dream, write_twice

from dreaming.app import App

pytestmark = pytest.mark.anyio


async def change_of(client: Client, dream_id: str) -> str:
    """The id of a dream's one change, as a client finds it."""
    text = (await ask(client, "dream_report", dream_id=dream_id, section="changes"))["text"]
    (change_id,) = {word for word in text.split() if word.startswith("chg_")}
    return change_id


@promise("promote:part:alone", "promote:undo:one")
async def test_a_change_is_promoted_and_undone_by_its_id(connect: Connect) -> None:
    """The answers say how much of the dream is in the store."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        before = [await ask(client, "memory_view", path=path) for path in ("/a.md", "/b.md")]
        change_id = await change_of(client, dream_id)
        promoted = await ask(client, "dream_promote", dream_id=dream_id, only=[change_id])
        undone = await ask(client, "store_restore", change=change_id)
        after = [await ask(client, "memory_view", path=path) for path in ("/a.md", "/b.md")]
        told = await refused(client, "store_restore", change=change_id, before=dream_id)
        unknown = await refused(client, "dream_promote", dream_id=dream_id, only=["chg_x"])

    assert promoted["changes"] == "1 of 1"
    assert (undone["undone"], undone["change_id"], undone["dream_id"]) == (True, change_id, dream_id)
    assert [each["content"] for each in after] == [each["content"] for each in before]
    assert "Give one of" in told
    assert "names no change" in unknown


@promise("refusal:change:never-again")
@pytest.mark.parametrize("never", [True, False])
async def test_a_person_may_say_never(connect: Connect, app: App, never: bool) -> None:
    """A no leaves everything as it is; a no for good is remembered for what was asked about."""
    person = Person(ElicitResult(action="accept", content={"go_ahead": False, "never": never}))
    async with connect(elicitation_callback=person) as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        change_id = await change_of(client, dream_id)
        answer = await ask(client, "dream_promote", dream_id=dream_id, only=[change_id])

    assert answer["done"] is False
    assert change_id in person.asked[0]
    assert [each.ground for each in app.review.refusals("default")] == (["declined"] if never else [])


@promise("refusal:discard:not-a-no")
async def test_a_discarded_dream_may_be_refused_with_it(connect: Connect, app: App) -> None:
    """Only where the call says so."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        await ask(client, "dream_discard", dream_id=dream_id)
        assert app.review.refusals("default") == []
        await ask(client, "dream_discard", dream_id=dream_id, refuse=True)

    assert [each.ground for each in app.review.refusals("default")] == ["discarded"]
