"""Asking the person before a store changes."""

from typing import Any

import pytest
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult
from tests.promises import promise
from tests.server.asking import Connect, ask
from tests.server.test_dream_tools import dream, write_twice

pytestmark = pytest.mark.anyio


class Person:
    """Answers each question in the same way and remembers what was asked."""

    def __init__(self, answer: ElicitResult) -> None:
        self._answer = answer
        self.asked: list[str] = []

    async def __call__(
        self,
        context: ClientRequestContext,  # noqa: ARG002 - the SDK's signature
        params: ElicitRequestParams,
    ) -> ElicitResult:
        """The client's callback."""
        self.asked.append(params.message)
        return self._answer


YES = ElicitResult(action="accept", content={"go_ahead": True})
NOES = [
    ElicitResult(action="decline"),
    ElicitResult(action="cancel"),
    ElicitResult(action="accept", content={"go_ahead": False}),
]


async def changed_by(client: Client, dream_id: str) -> tuple[dict[str, Any], bool]:
    """The answer of dream_promote, and whether the store changed."""
    before = await ask(client, "memory_view", path="/")
    answer = await ask(client, "dream_promote", dream_id=dream_id)
    after = await ask(client, "memory_view", path="/")
    return answer, before != after


@promise("server:consent:asked")
async def test_the_person_is_told_what_would_change(connect: Connect) -> None:
    """Store, dream and counts; a yes promotes."""
    person = Person(YES)
    async with connect(elicitation_callback=person) as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        answer, changed = await changed_by(client, dream_id)

    assert len(person.asked) == 1
    assert dream_id in person.asked[0]
    assert "'default'" in person.asked[0]
    assert "changes" in person.asked[0]
    assert answer["promoted"] is True
    assert changed


@promise("server:consent:asked")
@pytest.mark.parametrize("no", NOES)
async def test_without_a_yes_nothing_happens(connect: Connect, no: ElicitResult) -> None:
    """Whether the person declines, closes the question or unticks the box."""
    person = Person(no)
    async with connect(elicitation_callback=person) as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        answer, changed = await changed_by(client, dream_id)
        restored = await ask(client, "store_restore", at="2026-01-01")
        started = await ask(client, "dream_start", no_sessions=True, output_behavior="update_existing")
        listed = await ask(client, "dream_status")

    assert len(person.asked) == 3
    assert answer == {"done": False, "message": f"The user did not agree: dream {dream_id} is not promoted."}
    assert restored == {"done": False, "message": "The user did not agree: store 'default' is as it was."}
    assert started["done"] is False
    assert len(listed["dreams"]) == 1
    assert not changed


@promise("server:consent:asked")
async def test_a_client_that_cannot_ask_is_not_held_up(connect: Connect) -> None:
    """There the person has allowed the tool in the client."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        answer, changed = await changed_by(client, dream_id)

    assert answer["promoted"] is True
    assert changed


@promise("server:consent:anyone")
async def test_a_store_may_say_that_nobody_is_asked(connect: Connect) -> None:
    """By its metadata."""
    person = Person(NOES[0])
    async with connect({"DREAMING_TOOLS": "all"}, elicitation_callback=person) as client:
        await ask(client, "store_create", name="default", metadata={"promote": "anyone"})
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        answer, changed = await changed_by(client, dream_id)

    assert person.asked == []
    assert answer["promoted"] is True
    assert changed


async def test_nobody_is_asked_about_what_cannot_be_done(connect: Connect) -> None:
    """A dream that is promoted already, and one that is not there."""
    person = Person(YES)
    async with connect(elicitation_callback=person) as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        await ask(client, "dream_promote", dream_id=dream_id)
        await ask(client, "dream_promote", dream_id=dream_id)
        missing = await client.call_tool("dream_promote", {"dream_id": "drm_x"})

    assert missing.is_error
    assert len(person.asked) == 1


@promise("server:consent:person")
@pytest.mark.parametrize("can_ask", [True, False])
async def test_a_store_may_say_that_a_person_is_asked(connect: Connect, can_ask: bool) -> None:
    """A client that cannot ask is refused, with who can do it; one that can asks."""
    person = Person(YES)
    async with connect({"DREAMING_TOOLS": "all"}, elicitation_callback=person if can_ask else None) as client:
        await ask(client, "store_create", name="default", metadata={"promote": "person"})
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        before = await ask(client, "memory_view", path="/")
        answer = await client.call_tool("dream_promote", {"dream_id": dream_id})
        updating = await client.call_tool("dream_start", {"no_sessions": True, "output_behavior": "update_existing"})
        after = await ask(client, "memory_view", path="/")

    assert len(person.asked) == 2 * can_ask
    assert bool(answer.is_error) is bool(updating.is_error) is not can_ask
    assert (before != after) is can_ask
    if not can_ask:
        assert "says that a person is asked before it changes" in str(answer.content)
        assert "dreaming promote" in str(answer.content)


@promise("server:consent:person")
async def test_what_a_store_says_of_it_has_to_mean_something(connect: Connect) -> None:
    """A misspelt word would leave it open who is asked."""
    async with connect({"DREAMING_TOOLS": "all"}) as client:
        made = await client.call_tool("store_create", {"name": "x", "metadata": {"promote": "nobody"}})

    assert made.is_error
    assert "It takes person or anyone." in str(made.content)
