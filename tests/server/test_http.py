"""The server over HTTP, with real clients of both eras."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import anyio
import anyio.to_thread
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client import ClientRequestContext
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitRequestParams, ElicitResult
from tests.promises import promise
from tests.server.asking import Mode, ask, refused
from tests.server.serving import TOKEN, Served, serving, serving_aside
from tests.server.test_consent import YES, Person
from tests.server.test_dream_tools import SAID, dream, write_twice

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop() -> None:
    """Not looked at here: the server's loop is in another process, and the SDK's client reads files when it is made."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server on a file of its own."""
    with serving(tmp_path / "home") as server:
        yield server


@promise("server:http:whole", "server:dream:whole")
async def test_a_client_goes_from_writing_to_restoring_over_http(served: Served, mode: Mode) -> None:
    """Write, log, start, wait, read the report, promote exactly that, and take it back."""
    with anyio.fail_after(90):
        async with Client(served.url, mode=mode) as client:
            await write_twice(client)
            before = await ask(client, "memory_view", path="/b.md")
            await ask(client, "session_log", external_id="s1", events=SAID)
            dream_id = await dream(client)
            report = await ask(client, "dream_report", dream_id=dream_id)
            promoted = await ask(client, "dream_promote", dream_id=dream_id, fingerprint=report["fingerprint"])
            await ask(client, "store_restore", before=dream_id)
            after = await ask(client, "memory_view", path="/b.md")

    assert promoted["promoted"] is True
    assert after["content_sha256"] == before["content_sha256"]


@promise("check:folder:asked")
async def test_a_dream_over_http_looks_into_no_folder(tmp_path: Path) -> None:
    """Not even into that of the project in which the server works; its journal says nothing of a check."""
    with anyio.fail_after(90):
        async with (
            serving_aside(tmp_path / "home", CLAUDE_PROJECT_DIR=str(tmp_path)) as server,
            Client(server.url) as client,
        ):
            await ask(client, "memory_write", path="/a.md", content="- Parsing is in `src/parse.py`.\n")
            await ask(client, "session_log", external_id="s1", events=SAID)
            dream_id = await dream(client)
            told = await ask(client, "dream_report", dream_id=dream_id, section="journal", limit=100)

    assert "Completed." in str(told)
    assert "hecked" not in str(told)


@promise("server:http:whole", "server:consent:asked")
async def test_the_person_is_asked_over_http(served: Served, mode: Mode) -> None:
    """In the older era in the answer to the call, in the newer one between two rounds of it."""
    person = Person(YES)
    with anyio.fail_after(60):
        async with Client(served.url, mode=mode, elicitation_callback=person) as client:
            await write_twice(client)
            promoted = await ask(client, "dream_promote", dream_id=await dream(client, no_sessions=True))

    assert len(person.asked) == 1
    assert promoted["promoted"] is True


@promise("server:http:whole", "server:tools:choice")
@pytest.mark.parametrize(("env", "count"), [({"DREAMING_TOOLS": "all"}, 16), ({"DREAMING_READ_ONLY": "1"}, 4)])
async def test_the_environment_chooses_the_tools_over_http(tmp_path: Path, env: dict[str, str], count: int) -> None:
    """As over stdio."""
    with anyio.fail_after(30):
        async with serving_aside(tmp_path, **env) as server, Client(server.url) as client:
            tools = (await client.list_tools()).tools

    assert len(tools) == count


@promise("server:http:clients")
async def test_several_clients_use_one_server_at_once(served: Served) -> None:
    """Four of each era write to one memory and to their own: nothing is lost or mixed up."""
    names = [f"{mode}-{number}" for mode in ("auto", "legacy") for number in range(4)]

    async def write(name: str) -> None:
        mode: Mode = "auto" if name.startswith("auto") else "legacy"
        async with Client(served.url, mode=mode) as client:
            for number in range(10):
                written = await ask(client, "memory_write", path=f"/{name}/{number}.md", content=f"{name} {number}")
                assert written["path"] == f"/{name}/{number}.md"
                await ask(client, "memory_write", path="/log.md", content=f"{name} {number}\n", mode="append")

    with anyio.fail_after(120):
        async with anyio.create_task_group() as tasks:
            for name in names:
                tasks.start_soon(write, name)
        async with Client(served.url) as client:
            log = await ask(client, "memory_view", path="/log.md")

    assert set(log["content"].splitlines()) == {f"{name} {number}" for name in names for number in range(10)}


@promise("server:http:token")
async def test_a_client_with_the_token_is_served(tmp_path: Path, mode: Mode) -> None:
    """From a file, on the loopback too; one without it learns what is missing."""
    file = tmp_path / "token"
    await anyio.Path(file).write_text(f"{TOKEN}\n", encoding="utf-8")
    with anyio.fail_after(60):
        async with (
            serving_aside(tmp_path / "home", DREAMING_HTTP_TOKEN_FILE=str(file)) as server,
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http,
            Client(streamable_http_client(server.url, http_client=http), mode=mode) as client,
        ):
            written = await ask(client, "memory_write", path="/a.md", content="Hello.\n")
            text = await why_not_connected(server.url, mode)

    assert written["path"] == "/a.md"
    assert "This server needs a token. Send" in text


async def why_not_connected(url: str, mode: Mode) -> str:
    """What a client says that cannot connect."""
    try:
        async with Client(url, mode=mode):
            pytest.fail("it was let in")
    except (MCPError, BaseExceptionGroup) as error:
        return str(leaf(error))


def leaf(error: BaseException) -> BaseException:
    """The one error in groups of groups."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    return error


@promise("server:http:files")
async def test_no_file_is_read_over_http(tmp_path: Path, mode: Mode) -> None:
    """Also where over stdio it would be: in a folder that is named for it."""
    file = tmp_path / "project" / "session.jsonl"
    await anyio.Path(file.parent).mkdir()
    await anyio.Path(file).write_text('{"type": "user.message", "text": "Hello there"}\n', encoding="utf-8")
    with anyio.fail_after(30):
        async with (
            serving_aside(tmp_path / "home", DREAMING_ROOTS=str(file.parent)) as server,
            Client(server.url, mode=mode) as client,
        ):
            texts = [await refused(client, "session_log", file=name) for name in (str(file), "/nothing/here")]

    for text in texts:
        assert "was not read: this server reads no files. Send what it holds as events" in text
        assert text.endswith("(file_refused_error)")


@promise("server:http:restart")
async def test_a_client_goes_on_after_a_restart(tmp_path: Path, mode: Mode) -> None:
    """It connects once, and learns nothing of the process that it talked to first."""
    home = tmp_path / "home"
    with anyio.fail_after(60):
        async with serving_aside(home) as first, Client(first.url, mode=mode) as client:
            await write_twice(client)
            assert (await anyio.to_thread.run_sync(first.stop))[0] == 0
            async with serving_aside(home, f"127.0.0.1:{first.port}"):
                seen = await ask(client, "memory_view", path="/a.md")
                dream_id = await dream(client, no_sessions=True)

    assert "8080" in seen["content"]
    assert dream_id.startswith("drm_")


@promise("server:http:restart")
async def test_after_a_restart_an_older_client_changes_no_store_unasked(tmp_path: Path) -> None:
    """Whether it can ask is not known any more: it is told to connect anew, and then the person is asked."""
    home, person = tmp_path / "home", Person(YES)
    with anyio.fail_after(60):
        async with (
            serving_aside(home) as first,
            Client(first.url, mode="legacy", elicitation_callback=person) as client,
        ):
            await write_twice(client)
            dream_id = await dream(client, no_sessions=True)
            await anyio.to_thread.run_sync(first.stop)
            async with serving_aside(home, f"127.0.0.1:{first.port}") as second:
                text = await refused(client, "dream_promote", dream_id=dream_id)
                async with Client(second.url, mode="legacy", elicitation_callback=person) as again:
                    promoted = await ask(again, "dream_promote", dream_id=dream_id)

    assert "Connect the client anew" in text
    assert text.endswith("(consent_unknown_error)")
    assert promoted["promoted"] is True
    assert len(person.asked) == 1


@promise("server:http:restart")
async def test_a_question_outlives_the_server_that_asked_it(tmp_path: Path) -> None:
    """The person answers when another process is there: with the key of the file it knows the question."""
    home = tmp_path / "home"
    with anyio.fail_after(60):
        asked, answer, promoted = anyio.Event(), anyio.Event(), anyio.Event()

        async def restarted(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
            asked.set()
            await answer.wait()
            return YES

        async def promote(client: Client, dream_id: str) -> None:
            answered = await ask(client, "dream_promote", dream_id=dream_id)
            assert answered["promoted"] is True
            promoted.set()

        async with serving_aside(home) as first, Client(first.url, elicitation_callback=restarted) as client:
            await write_twice(client)
            dream_id = await dream(client, no_sessions=True)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(promote, client, dream_id)
                await asked.wait()
                await anyio.to_thread.run_sync(first.stop)
                async with serving_aside(home, f"127.0.0.1:{first.port}"):
                    answer.set()
                    await promoted.wait()
