"""Dreams as tasks of the protocol."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.extension import advertise
from mcp.types import (
    HEADER_MISMATCH,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    ElicitResult,
)
from tests.promises import promise
from tests.rig import CountingJudge, Files, Rig, rewriting
from tests.server.asking import ask, refused, text_of
from tests.server.tasking import (
    IDENTIFIER,
    SECONDS,
    Begun,
    Shown,
    TaskClient,
    answer,
    begin,
    cancel,
    ended,
    look,
)
from tests.server.test_consent import NOES, YES, Person
from tests.server.test_dream_tools import write_twice
from tests.server.test_stdio import parameters

from dreaming.app import App
from dreaming.domain.model import Dream, DreamStatus, Progress
from dreaming.jobs.runner import Runner
from dreaming.server.build import build_server, make_dreamer
from dreaming.server.settings import Settings
from dreaming.store import leases

pytestmark = pytest.mark.anyio


def connected(app: App, *, dreams: bool = True, **client: Any) -> Client:
    """A client that declares tasks and leaves the waiting to the test; `dreams`: whether the server runs them."""
    dreamer = make_dreamer(app, Settings()) if dreams else None
    return Client(build_server(app, dreamer=dreamer), extensions=[TaskClient(waits=False)], **client)


@promise("server:task:declared", "server:task:outcome")
async def test_a_call_that_becomes_a_task_ends_with_the_report(app: App) -> None:
    """The client polls by itself; a model that is woken needs no second call."""
    server = build_server(app, dreamer=make_dreamer(app, Settings()))
    async with Client(server, extensions=[TaskClient()]) as client:
        await write_twice(client)
        with anyio.fail_after(SECONDS):
            result = await client.call_tool("dream_start", {"no_sessions": True, "instructions": "Be nice."})
        data = result.structured_content
        assert data is not None
        report = await ask(client, "dream_report", dream_id=data["dream_id"])

    assert not result.is_error
    assert (data["status"], data["store"]) == ("completed", "default")
    assert (data["summary"], data["fingerprint"]) == (report["summary"], report["fingerprint"])
    assert data["not_understood"] == ["Be nice"]
    assert "dream_promote" in data["next"]
    assert data["summary"] in text_of(result)


@promise("server:task:declared")
async def test_a_task_is_its_dream(app: App) -> None:
    """It has the dream's id, is there at once, and says how far the dream is; a dream is kept, so its task is."""
    async with connected(app, dreams=False) as client:
        await write_twice(client)
        begun = await begin(client, no_sessions=True)
        shown = await look(client.session, begun.task_id)
        status = await ask(client, "dream_status", dream_id=begun.task_id)

    assert begun.task_id.startswith("drm_")
    assert (begun.status, begun.ttl_ms, begun.status_message) == ("working", None, "waits for a worker")
    assert begun.model_dump(exclude={"result_type", "meta"}) == shown.model_dump(
        include={*Begun.model_fields} - {"result_type", "meta"}
    )
    assert status["created_at"] == begun.created_at == begun.last_updated_at


@promise("server:task:declared")
async def test_a_client_that_does_not_declare_tasks_gets_the_answer(app: App) -> None:
    """The same server, in either era; one of the older era can declare nothing of the kind."""
    async with Client(build_server(app)) as client:
        await write_twice(client)
        assert (await ask(client, "dream_start", no_sessions=True))["status"] == "pending"
    async with Client(build_server(app), mode="legacy", extensions=[advertise(IDENTIFIER)]) as client:
        started = await ask(client, "dream_start", no_sessions=True)
        with pytest.raises(MCPError) as caught:
            await look(client.session, started["dream_id"])

    assert started["status"] == "pending"
    assert caught.value.code == METHOD_NOT_FOUND


@promise("server:task:declared")
async def test_a_server_that_starts_no_dreams_has_no_tasks(app: App) -> None:
    """It does not say that it has."""
    async with Client(build_server(app, Settings(read_only=True))) as client:
        assert client.server_capabilities.extensions in (None, {})
    async with Client(build_server(app)) as client:
        assert client.server_capabilities.extensions == {IDENTIFIER: {}}


@promise("server:task:durable")
async def test_another_process_answers_for_a_task(tmp_path: Path) -> None:
    """Begun by a server process that has ended since; one more runs it to its end and tells the result."""
    with anyio.fail_after(90):
        async with Client(parameters(tmp_path), extensions=[TaskClient(waits=False)]) as client:
            await write_twice(client)
            begun = await begin(client, no_sessions=True)
        async with Client(parameters(tmp_path), extensions=[TaskClient(waits=False)]) as client:
            shown = await ended(client.session, begun.task_id)
        async with Client(parameters(tmp_path), extensions=[TaskClient(waits=False)]) as client:
            again = await look(client.session, begun.task_id)

    assert shown.status == "completed"
    assert shown.result is not None
    assert shown.created_at == begun.created_at < shown.last_updated_at
    assert again.model_dump(exclude={"meta"}) == shown.model_dump(exclude={"meta"})


@promise("server:task:outcome")
async def test_a_task_says_how_far_its_dream_is(app: App) -> None:
    """Stage, counts, and what it reads, while it runs; then that it is about to end."""
    async with connected(app, dreams=False) as client:
        await write_twice(client)
        begun = await begin(client, no_sessions=True)
        await anyio.to_thread.run_sync(reading, app, begun.task_id)
        running = await look(client.session, begun.task_id)
        await cancel(client.session, begun.task_id)
        canceling = await look(client.session, begun.task_id)

    assert (running.status, running.status_message) == ("working", "observe 3/20: Deploying the site (12 s left)")
    assert running.last_updated_at > begun.last_updated_at
    assert (canceling.status, canceling.status_message) == ("working", "canceling")


def reading(app: App, dream_id: str) -> None:
    """A worker has the dream and is at work."""
    now = app.clock.now()
    with app.db.write() as conn:
        lease = leases.acquire(conn, "a worker", now, now + timedelta(minutes=1), dream_id=dream_id)
        assert lease is not None
        progress = Progress(stage="observe", done=3, total=20, detail="Deploying the site", remaining_seconds=12.3)
        leases.set_progress(conn, lease, progress)


@promise("server:task:outcome")
async def test_a_dream_that_fails_is_a_tool_that_reports_an_error(app: App) -> None:
    """The task has completed; the text says why and what to do next."""
    async with connected(app, dreams=False) as client:
        await write_twice(client)
        begun = await begin(client, no_sessions=True)
        await run(app, begun.task_id, {}, fail=True)
        shown = await look(client.session, begun.task_id)

    assert (shown.status, shown.error) == ("completed", None)
    assert shown.result is not None
    assert shown.result.is_error
    text = text_of(shown.result)
    assert text.startswith(f"Dream {begun.task_id} failed: internal_error: ")
    assert text.endswith("dream_start begins another.")


@promise("server:task:refused")
@pytest.mark.parametrize("no", NOES)
async def test_what_starts_nothing_is_no_task(app: App, no: ElicitResult) -> None:
    """A refused argument, nothing to read, an estimate, and a person who does not agree."""
    async with connected(app, elicitation_callback=Person(no)) as client:
        await write_twice(client)
        unknown = await refused(client, "dream_start", stoer="x")
        nothing = await refused(client, "dream_start", sessions=[])
        estimate = await ask(client, "dream_start", no_sessions=True, dry_run=True)
        declined = await ask(client, "dream_start", no_sessions=True, output_behavior="update_existing")
        listed = await ask(client, "dream_status")

    assert "there is no argument 'stoer'" in unknown
    assert "there is none for store" in nothing
    assert estimate["memories"] == 2
    assert declined["done"] is False
    assert listed["dreams"] == []


@promise("server:task:cancel")
async def test_canceling_a_task_cancels_its_dream(app: App) -> None:
    """At once where it waits; again nothing happens."""
    async with connected(app, dreams=False) as client:
        await write_twice(client)
        begun = await begin(client, no_sessions=True)
        await cancel(client.session, begun.task_id)
        shown = await look(client.session, begun.task_id)
        await cancel(client.session, begun.task_id)
        again = await look(client.session, begun.task_id)
        status = await ask(client, "dream_status", dream_id=begun.task_id)

    assert (shown.status, shown.result) == ("cancelled", None)
    assert again.model_dump(exclude={"meta"}) == shown.model_dump(exclude={"meta"})
    assert status["status"] == "canceled"


@promise("server:task:cancel")
async def test_canceling_a_task_that_has_ended_changes_nothing(app: App) -> None:
    """It is acknowledged all the same."""
    async with connected(app) as client:
        await write_twice(client)
        begun = await begin(client, no_sessions=True)
        shown = await ended(client.session, begun.task_id)
        await cancel(client.session, begun.task_id)
        again = await look(client.session, begun.task_id)

    assert shown.status == "completed"
    assert again.model_dump(exclude={"meta"}) == shown.model_dump(exclude={"meta"})


@promise("server:task:errors")
async def test_a_task_that_is_not_there_is_said_so(app: App) -> None:
    """By each of the three requests."""
    async with connected(app) as client:
        for request in (look, cancel, partial(answer, answers={})):
            with pytest.raises(MCPError, match="No dream 'drm_nowhere'") as caught:
                await request(client.session, "drm_nowhere")
            assert caught.value.code == INVALID_PARAMS


@promise("server:task:errors")
async def test_a_client_that_does_not_declare_tasks_cannot_ask_for_one(app: App) -> None:
    """The error says what it would have to declare."""
    async with Client(build_server(app)) as client:
        await write_twice(client)
        started = await ask(client, "dream_start", no_sessions=True)
        for request in (look, cancel, partial(answer, answers={})):
            with pytest.raises(MCPError) as caught:
                await request(client.session, started["dream_id"])
            assert caught.value.code == MISSING_REQUIRED_CLIENT_CAPABILITY
            assert caught.value.error.data == {"requiredCapabilities": {"extensions": {IDENTIFIER: {}}}}


async def run(
    app: App, dream_id: str, result: Files, *, before: Callable[[], None] | None = None, fail: bool = False
) -> Dream:
    """Run a dream to this result. `before` is done when it has ended and is about to promote itself."""

    def promoting(ended_id: str) -> None:
        if before is not None:
            before()
        app.review.promote_by_itself(ended_id)

    def broken(*_: object) -> Any:
        msg = "the disk is on fire"
        raise OSError(msg)

    engine = broken if fail else rewriting(result)
    runner = Runner(app.db, app.clock, lambda _: CountingJudge(), consolidate=engine, promote=promoting)
    return await runner.run(dream_id)


async def waiting(app: App, client: Client, *, conflict: bool = False) -> str:
    """A task whose dream was to update its store, changed a pinned memory, and so did not promote itself."""
    await ask(client, "memory_write", path="/a.md", content="- The port is 8080.\n")
    if not conflict:
        await ask(client, "memory_edit", path="/a.md", pinned=True)
    begun = await begin(client, no_sessions=True, output_behavior="update_existing")
    rig = Rig(app.db, app.clock, await anyio.to_thread.run_sync(app.stores.get, "default"))
    before = partial(rig.write, {"/a.md": "- The port is 7070.\n"}) if conflict else None
    await run(app, begun.task_id, {"/a.md": "- The port is 9090.\n", "/b.md": "- Ask Anna.\n"}, before=before)
    return begun.task_id


async def texts(app: App) -> dict[str, str]:
    """What stands in the store."""
    store = await anyio.to_thread.run_sync(app.stores.get, "default")
    return await anyio.to_thread.run_sync(Rig(app.db, app.clock, store).texts)


def question_of(shown: Shown) -> tuple[str, str]:
    """The key and the words of the one question that a task waits for."""
    assert shown.status == "input_required"
    assert shown.input_requests is not None
    ((key, request),) = shown.input_requests.items()
    assert request["method"] == "elicitation/create"
    assert request["params"]["mode"] == "form"
    assert request["params"]["requestedSchema"]["properties"] == {
        "promote": {"type": "boolean", "title": "Promote", "default": True}
    }
    return key, request["params"]["message"]


ACCEPTED = {"action": "accept", "content": {"promote": True}}


@promise("server:task:question")
async def test_a_task_asks_where_a_gate_refused_and_a_yes_promotes(app: App) -> None:
    """The question says why; the override and the person are recorded; unknown and answered keys are passed over."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        task_id = await waiting(app, client)
        key, message = question_of(await look(client.session, task_id))
        await answer(client.session, task_id, {"another": ACCEPTED})
        assert question_of(await look(client.session, task_id)) == (key, message)
        await answer(client.session, task_id, {key: ACCEPTED})
        shown = await look(client.session, task_id)
        await answer(client.session, task_id, {key: {"action": "decline"}})
        again = await look(client.session, task_id)
    promotion = (await anyio.to_thread.run_sync(app.review.report, task_id)).promoted.last

    assert "store 'default'" in message
    assert "2 changes: 1 replaced, 1 added." in message
    assert "it changes pinned memories: /a.md" in message
    assert (await texts(app))["/a.md"] == "- The port is 9090.\n"
    assert shown.status == again.status == "completed"
    assert shown.result is not None
    assert shown.result.structured_content is not None
    assert "promoted_at" in shown.result.structured_content
    assert "store_restore" in shown.result.structured_content["next"]
    assert promotion is not None
    assert (promotion.created_by, promotion.details["override"]) == ("mcp:user", ["pinned"])


@promise("server:task:question")
async def test_a_yes_keeps_what_others_wrote_since(app: App) -> None:
    """Where the dream and somebody else changed the same memory: the question says so, and the rest is promoted."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        task_id = await waiting(app, client, conflict=True)
        key, message = question_of(await look(client.session, task_id))
        await answer(client.session, task_id, {key: ACCEPTED})
        shown = await look(client.session, task_id)

    assert "What others wrote since stays at /a.md." in message
    assert shown.status == "completed"
    assert await texts(app) == {"/a.md": "- The port is 7070.\n", "/b.md": "- Ask Anna.\n"}


@promise("server:task:question")
async def test_an_answer_to_what_is_no_longer_asked_is_passed_over(app: App) -> None:
    """A yes to one thing is no yes to another: what stood in the way has changed, so the question has."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        task_id = await waiting(app, client)
        key, _ = question_of(await look(client.session, task_id))
        await ask(client, "memory_write", path="/a.md", content="- The port is 7070.\n", mode="overwrite")
        await answer(client.session, task_id, {key: ACCEPTED})
        other, message = question_of(await look(client.session, task_id))

    assert other != key
    assert "stays at /a.md" in message
    assert await texts(app) == {"/a.md": "- The port is 7070.\n"}


@promise("server:task:once")
@pytest.mark.parametrize(
    "no",
    [*(each.model_dump(exclude_none=True) for each in NOES), {"action": "accept", "content": {"promote": False}}, None],
)
async def test_after_a_no_it_is_not_asked_again(app: App, no: dict[str, Any] | None) -> None:
    """Nothing is promoted; the result says why; dream_promote is still there. To cancel the task is a no as well."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        task_id = await waiting(app, client)
        key, _ = question_of(await look(client.session, task_id))
        await (cancel(client.session, task_id) if no is None else answer(client.session, task_id, {key: no}))
        shown = await look(client.session, task_id)
        await answer(client.session, task_id, {key: ACCEPTED})
        again = await look(client.session, task_id)
        before = await texts(app)
        promoted = await ask(client, "dream_promote", dream_id=task_id, override=["pinned"])

    assert shown.status == "completed"
    assert shown.result is not None
    assert shown.result.structured_content is not None
    assert "pinned memories" in shown.result.structured_content["not_promoted"]
    assert again.model_dump(exclude={"meta"}) == shown.model_dump(exclude={"meta"})
    assert before == {"/a.md": "- The port is 8080.\n"}
    assert promoted["promoted"] is True


@promise("server:task:question")
async def test_a_client_that_cannot_ask_is_told_why(app: App) -> None:
    """The task has completed, and nothing waits; to cancel it then says no to nothing."""
    async with connected(app, dreams=False) as client:
        task_id = await waiting(app, client)
        shown = await look(client.session, task_id)
        await cancel(client.session, task_id)
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        asked = await look(client.session, task_id)

    assert shown.status == "completed"
    assert shown.result is not None
    assert shown.result.structured_content is not None
    assert "pinned memories" in shown.result.structured_content["not_promoted"]
    assert asked.status == "input_required"
    assert await texts(app) == {"/a.md": "- The port is 8080.\n"}


@promise("server:task:question")
async def test_an_answer_that_is_none_is_refused(app: App) -> None:
    """Nothing is taken for a no that was not said."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        task_id = await waiting(app, client)
        key, _ = question_of(await look(client.session, task_id))
        with pytest.raises(MCPError) as caught:
            await answer(client.session, task_id, {key: "yes"})
        assert question_of(await look(client.session, task_id))[0] == key

    assert caught.value.code == INVALID_PARAMS


async def test_a_dream_that_updates_its_store_by_itself_asks_nothing(app: App) -> None:
    """Every gate passes: the task works until the dream is promoted, and ends so."""
    async with connected(app, dreams=False, elicitation_callback=Person(YES)) as client:
        await ask(client, "memory_write", path="/a.md", content="- The port is 8080.\n")
        begun = await begin(client, no_sessions=True, output_behavior="update_existing")
        engine = rewriting({"/a.md": "- The port is 9090.\n"})
        dream = await Runner(app.db, app.clock, lambda _: CountingJudge(), consolidate=engine).run(begun.task_id)
        promoting = await look(client.session, begun.task_id)
        await anyio.to_thread.run_sync(app.review.promote_by_itself, begun.task_id)
        shown = await look(client.session, begun.task_id)

    assert dream.status is DreamStatus.COMPLETED
    assert (promoting.status, promoting.status_message) == ("working", "promoting")
    assert shown.status == "completed"
    assert await texts(app) == {"/a.md": "- The port is 9090.\n"}


@promise("server:task:errors")
async def test_over_http_a_header_that_names_another_task_is_refused(app: App) -> None:
    """A proxy may have sent the request elsewhere by it: -32020, for each request, also where the header is left out."""
    server = build_server(app)
    http = server.streamable_http_app(json_response=True)
    begun = (await anyio.to_thread.run_sync(begun_dream, app)).id
    async with server.session_manager.run():
        transport = httpx2.ASGITransport(app=http)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            right = [await post(client, method, begun, {"Mcp-Name": begun}) for method in METHODS]
            wrong = [await post(client, method, begun, {"Mcp-Name": "drm_other"}) for method in METHODS]
            left_out = [await post(client, method, begun, {}) for method in METHODS]

    assert [each["result"]["resultType"] for each in right] == ["complete"] * 3
    assert [each["error"]["code"] for each in wrong + left_out] == [HEADER_MISMATCH] * 6


METHODS = ("tasks/get", "tasks/update", "tasks/cancel")


def begun_dream(app: App) -> Dream:
    """One that waits to be run."""
    app.stores.create("default")
    return app.dreams.start("default", no_sessions=True).dream


async def post(client: httpx2.AsyncClient, method: str, task_id: str, headers: dict[str, str]) -> dict[str, Any]:
    """One request as it stands on the wire."""
    meta: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {"extensions": {IDENTIFIER: {}}},
    }
    params: dict[str, Any] = {"taskId": task_id, "inputResponses": {}, "_meta": meta}
    answer = await client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params},
        headers={
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2026-07-28",
            "Mcp-Method": method,
            **headers,
        },
    )
    return answer.json()
