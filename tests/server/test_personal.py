"""The personal store, which is known in every project, and the person who decides about it."""

import pytest
from mcp.types import ElicitResult
from tests.promises import promise
from tests.rig import Rig, rewriting
from tests.server.asking import Connect, ask, refused
from tests.server.test_consent import NOES, YES, Person

from dreaming.app import App
from dreaming.domain.model import OutputBehavior

pytestmark = pytest.mark.anyio
STORE = "personal"


@promise("personal:change:always-asked")
async def test_an_agent_writes_there_only_with_a_persons_yes(connect: Connect) -> None:
    """The question says what would change; other stores are written without one."""
    person = Person(YES)
    async with connect(elicitation_callback=person) as client:
        await ask(client, "memory_write", path="/a.md", content="- The port is 80.\n")
        await ask(client, "memory_write", store=STORE, path="/me.md", content="- I live in Lisbon.\n")
        await ask(client, "memory_edit", store=STORE, path="/me.md", old_text="Lisbon", new_text="Porto")
        await ask(client, "memory_delete", store=STORE, path="/me.md")

    assert len(person.asked) == 3
    assert all("'/me.md' in your personal store" in question for question in person.asked)


@promise("personal:change:always-asked")
@pytest.mark.parametrize("no", NOES)
async def test_without_a_yes_the_personal_store_stays(connect: Connect, no: ElicitResult) -> None:
    """It does not even come into being."""
    async with connect({"DREAMING_TOOLS": "all"}, elicitation_callback=Person(no)) as client:
        answer = await ask(client, "memory_write", store=STORE, path="/me.md", content="- I live in Lisbon.\n")
        stores = await ask(client, "store_list")

    assert answer["message"] == "The user did not agree: '/me.md' is as it was."
    assert stores["stores"] == []


@promise("personal:change:always-asked")
async def test_a_client_that_cannot_ask_changes_nothing_there(connect: Connect, app: App) -> None:
    """Neither by a write nor by a promotion, whatever the store says; it is told what the user can do."""
    store = app.stores.create(STORE, metadata={"scope": "personal", "promote": "anyone"})
    rig = Rig(app.db, app.clock, store)
    rig.write({"/a.md": "one\n"})
    dream = app.dreams.start(STORE, no_sessions=True).dream
    await rig.runner(rewriting({"/a.md": "uno\n"})).run(dream.id)
    async with connect() as client:
        for tool, arguments in (
            ("memory_write", {"store": STORE, "path": "/me.md", "content": "x"}),
            ("memory_delete", {"store": STORE, "path": "/a.md"}),
            ("dream_promote", {"dream_id": dream.id}),
            ("store_restore", {"store": STORE, "at": "2026-01-01"}),
            ("dream_start", {"store": STORE, "no_sessions": True, "output_behavior": "update_existing"}),
        ):
            told = await refused(client, tool, **arguments)
            assert "person_needed_error" in told
            assert "dreaming promote" in told

    assert rig.texts() == {"/a.md": "one\n"}


@promise("personal:change:always-asked")
def test_a_dream_of_the_personal_store_never_promotes_itself(app: App) -> None:
    """It completes, and says who has to decide."""
    store = app.stores.create(STORE, metadata={"scope": "personal"})
    rig = Rig(app.db, app.clock, store)
    rig.write({"/a.md": "one\n"})

    dream = rig.dream({"/a.md": "uno\n"}, output_behavior=OutputBehavior.UPDATE_EXISTING)
    assert app.review.promote_by_itself(dream.id) is None

    assert "a person decides" in (app.dreams.get(dream.id).unpromoted_because or "")
    assert rig.texts() == {"/a.md": "one\n"}
