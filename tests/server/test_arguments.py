"""What a client may send, and what it is told where it may not."""

import threading
from dataclasses import replace
from typing import Any

import anyio
import pytest
from tests.promises import promise
from tests.server.asking import Connect, ask, refused

from dreaming.app import App
from dreaming.domain.errors import DatabaseUnavailable
from dreaming.server import state
from dreaming.server.build import TOOL_NAMES

pytestmark = pytest.mark.anyio


class Broken:
    """A service that fails with what it is given."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> None:
            raise self._error

        return fail


@promise("server:arguments:refused")
@pytest.mark.parametrize("tool", TOOL_NAMES)
async def test_an_unknown_argument_is_refused_by_name(connect: Connect, tool: str) -> None:
    """A misspelt argument that is silently ignored does something else than was meant."""
    async with connect({"DREAMING_TOOLS": "all", "DREAMING_HOST": "1"}) as client:
        text = await refused(client, tool, pth="/a.md")

    assert "there is no argument 'pth'" in text
    assert f"{tool} was not called" in text


@promise("server:arguments:refused")
async def test_a_wrong_argument_is_explained_in_plain_words(connect: Connect) -> None:
    """What is wrong, which arguments there are, and no link into a library's pages."""
    async with connect() as client:
        text = await refused(client, "dream_status", wait_seconds=26)

    assert text == (
        "dream_status was not called: wait_seconds: input should be less than or equal to 25, not 26. "
        "It takes dream_id, store, limit, wait_seconds. (invalid_request_error)"
    )


@promise("server:arguments:refused")
async def test_what_is_missing_is_named(connect: Connect) -> None:
    """Also where several arguments are."""
    async with connect() as client:
        text = await refused(client, "memory_write")

    assert "path is missing; content is missing" in text


@promise("server:arguments:exact")
@pytest.mark.parametrize("text", ["null", "[1, 2]", '{"a": 1}', "true", "12", '"quoted"', " "])
async def test_a_text_that_looks_like_json_arrives_as_it_was_sent(connect: Connect, text: str) -> None:
    """Clients that send JSON as strings are helped by the SDK; texts must not suffer from that help."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content=text)
        await ask(client, "memory_edit", path="/a.md", old_text=text, new_text=f"<{text}>")
        seen = await ask(client, "memory_view", path="/a.md")

    assert seen["content"] == f"<{text}>"


@promise("server:arguments:exact")
async def test_null_is_the_same_as_left_out(connect: Connect) -> None:
    """Some clients send every argument there is."""
    async with connect() as client:
        seen = await ask(client, "memory_view", path=None, store=None, first_line=None)

    assert seen["store"] == "default"


@promise("server:errors:teach")
async def test_a_refusal_says_what_happened_to_what_and_what_next(connect: Connect) -> None:
    """And ends with a code that programs can use."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        text = await refused(client, "memory_write", path="/a.md", content="two")

    assert "A memory stands at '/a.md' already" in text
    assert "mode 'overwrite'" in text
    assert text.endswith("(memory_path_conflict_error)")


@promise("server:errors:teach")
async def test_an_unavailable_database_is_told_as_it_is(connect: Connect, app: App) -> None:
    """The person can mend it only if told."""
    broken = replace(app, memories=Broken(DatabaseUnavailable("is damaged")))
    async with connect(on=broken) as client:
        text = await refused(client, "memory_search", query="port")

    assert text == "The database is damaged. Run `dreaming doctor`. (database_unavailable_error)"


@promise("server:errors:hidden")
async def test_a_bug_says_nothing_of_the_code(connect: Connect, app: App) -> None:
    """The text of an unexpected error may hold anything; it stays in the log."""
    broken = replace(app, memories=Broken(RuntimeError("/secret/path")))
    async with connect(on=broken) as client:
        text = await refused(client, "memory_search", query="port")
        again = await ask(client, "dream_status")

    assert text == "Error executing tool memory_search"
    assert again["dreams"] == []


@promise("server:answers:bounded")
async def test_a_call_that_takes_too_long_is_answered(
    connect: Connect, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client is not left waiting for a thread that is stuck."""
    released = threading.Event()

    class Stuck:
        def search(self, *_: object, **__: object) -> None:
            released.wait(timeout=120)

    monkeypatch.setattr(state, "ANSWER_SECONDS", 0.05)
    stuck = replace(app, memories=Stuck())
    try:
        async with connect(on=stuck) as client:
            with anyio.fail_after(60):
                text = await refused(client, "memory_search", query="port", store="default")
    finally:
        released.set()

    assert text.endswith("(timeout_error)")
