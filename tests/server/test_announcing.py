"""Listening for what becomes of a dream."""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import anyio
import anyio.to_thread
import pytest
from mcp import Client
from mcp.client.subscriptions import ListenNotSupportedError, Subscription
from mcp.server.subscriptions import ResourceUpdated
from tests.promises import promise
from tests.rig import Rig, rewriting

from dreaming.app import App, open_app
from dreaming.domain.model import Dream
from dreaming.server import announcing
from dreaming.server.build import build_server
from dreaming.service.dreams import Dreams
from dreaming.store.connection import Connection
from dreaming.store.format import FORMAT

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second is for people."""
    monkeypatch.setattr(announcing, "LOOK_SECONDS", 0.01)


@pytest.fixture
def other(app: App) -> Rig:
    """Another process's view of the same file, with a store and a dream that waits."""
    again = open_app(app.db.path.parent)
    rig = Rig.of(again.db, again.clock)
    rig.write({"/a.md": "one\n"})
    return rig


def pending(rig: Rig) -> str:
    """The id of a dream that waits."""
    return rig.dreams.start("notes", no_sessions=True).dream.id


def writer_of(rig: Rig) -> Connection:
    """The connection that writes."""
    with rig.db.write() as conn:
        return conn


@asynccontextmanager
async def listening(client: Client, *uris: str) -> AsyncGenerator[Subscription]:
    """A client that listens, for not too long."""
    with anyio.fail_after(20):
        async with client.listen(resource_subscriptions=uris) as subscription:
            yield subscription


@promise("server:reports:announced")
async def test_who_listens_is_told_of_each_turn_that_a_dream_takes(app: App, other: Rig) -> None:
    """It is run and promoted in another process; the report read then says so."""
    dream_id = await anyio.to_thread.run_sync(pending, other)
    uri = f"dream://{dream_id}/report"

    async with Client(build_server(app)) as client, listening(client, uri) as told:
        await other.runner(rewriting({"/b.md": "two\n"})).run(dream_id)
        first = await anext(told)
        while "waits for review" not in str((await client.read_resource(uri)).contents[0]):
            first = await anext(told)
        await anyio.to_thread.run_sync(lambda: other.review.promote(dream_id, by="user"))
        second = await anext(told)
        report = str((await client.read_resource(uri)).contents[0])

    assert (first, second) == (ResourceUpdated(uri=uri), ResourceUpdated(uri=uri))
    assert "promoted" in report


@promise("server:reports:announced")
async def test_each_listener_is_told_of_its_own_dreams(app: App, other: Rig) -> None:
    """Two may listen for the same one; the other goes on when one has had enough."""
    one, two = [await anyio.to_thread.run_sync(pending, other) for _ in range(2)]
    uris = {each: f"dream://{each}/report" for each in (one, two)}

    async with Client(build_server(app)) as client, listening(client, uris[two]) as last:
        async with listening(client, *uris.values()) as first:
            await anyio.to_thread.run_sync(other.dreams.cancel, one)
            told = await anext(first)
        await anyio.to_thread.run_sync(other.dreams.cancel, two)
        then = await anext(last)

    assert (told, then) == (ResourceUpdated(uri=uris[one]), ResourceUpdated(uri=uris[two]))


@promise("server:reports:announced")
async def test_what_cannot_be_announced_is_not_granted(app: App, other: Rig) -> None:
    """The acknowledgement names the reports of dreams that exist, and nothing else."""
    dream_id = await anyio.to_thread.run_sync(pending, other)
    uri = f"dream://{dream_id}/report"
    asked = [uri, "dream://drm_unknown/report", "memory://notes/briefing", f"dream://{dream_id}/other"]

    async with Client(build_server(app)) as client:
        async with client.listen(tools_list_changed=True, resource_subscriptions=asked) as some:
            granted = some.honored.model_dump(exclude_none=True)
        async with client.listen(tools_list_changed=True, resources_list_changed=True) as none:
            nothing = none.honored.model_dump(exclude_none=True)

    assert (granted, nothing) == ({"resource_subscriptions": [uri]}, {})


class CountingDreams(Dreams):
    """The dreams, and how often some of them were looked at."""

    looks = 0

    def some(self, dream_ids: Collection[str]) -> list[Dream]:
        """As `Dreams.some`."""
        self.looks += 1
        return super().some(dream_ids)


@promise("server:reports:idle")
async def test_without_listeners_the_database_is_not_looked_at(
    app: App, other: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither before somebody listens, nor after, nor for one who listens for something else."""
    monkeypatch.setattr(announcing, "LOOK_SECONDS", 0)
    dream_id = await anyio.to_thread.run_sync(pending, other)
    dreams = CountingDreams(app.db, app.clock)
    looks: list[int] = []

    async def count(client: Client) -> None:
        for _ in range(20):  # many turns of the loop, in which it could look
            await client.list_tools()
        looks.append(dreams.looks)

    async with Client(build_server(replace(app, dreams=dreams))) as client:
        async with client.listen(tools_list_changed=True):
            await count(client)
        async with listening(client, f"dream://{dream_id}/report") as told:
            await anyio.to_thread.run_sync(other.dreams.cancel, dream_id)
            await anext(told)
        await count(client)
        await count(client)

    assert looks[0] == 0
    assert looks[1] > 1
    assert looks[2] == looks[1]


async def test_a_database_that_cannot_be_used_ends_no_announcing(
    app: App, other: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    """A newer version has written it for a moment: that is logged, and it is looked at again."""
    dream_id = await anyio.to_thread.run_sync(pending, other)
    uri = f"dream://{dream_id}/report"

    async with Client(build_server(app)) as client, listening(client, uri) as told:
        conn = await anyio.to_thread.run_sync(writer_of, other)
        await anyio.to_thread.run_sync(conn.execute, f"PRAGMA user_version = {FORMAT + 1}")
        while "cannot be looked at" not in caplog.text:  # noqa: ASYNC110 - a log tells nobody
            await anyio.sleep(0.01)
        await anyio.to_thread.run_sync(conn.execute, f"PRAGMA user_version = {FORMAT}")
        await anyio.to_thread.run_sync(other.dreams.cancel, dream_id)
        event = await anext(told)

    assert event == ResourceUpdated(uri=uri)


async def test_a_broken_request_is_left_to_the_protocol_to_refuse(app: App) -> None:
    """It is passed on as it came."""
    broken = cast("announcing.Request", SimpleNamespace(method="subscriptions/listen", params={"notifications": 7}))
    passed: list[object] = []

    async def refuse(ctx: object) -> None:
        passed.append(ctx)

    await announcing.Announcer(app.dreams)(broken, refuse)

    assert passed == [broken]


async def test_older_clients_cannot_listen(app: App) -> None:
    """And are told so before they try."""
    async with Client(build_server(app), mode="legacy") as client:
        with pytest.raises(ListenNotSupportedError):
            async with client.listen(tools_list_changed=True):
                pass

        assert client.server_capabilities.resources is not None
        assert not client.server_capabilities.resources.subscribe
