"""A server on a real file, and clients of both protocol eras."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from tests.server.asking import Connect, Mode

from dreaming.app import App, open_app
from dreaming.server.build import TOOL_NAMES, build_server, make_dreamer
from dreaming.server.settings import read_settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The system on a file of its own."""
    opened = open_app(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Each protocol era."""
    return request.param


@pytest.fixture
def connect(app: App, mode: Mode) -> Connect:
    """Open a client; `env` is the server's environment, the rest goes to the client."""

    @asynccontextmanager
    async def connected(
        env: Mapping[str, str] | None = None, *, on: App = app, **client: Any
    ) -> AsyncGenerator[Client]:
        settings = read_settings(env or {}, TOOL_NAMES)
        server = build_server(on, settings, dreamer=make_dreamer(on, settings))
        async with Client(server, mode=mode, **client) as opened:
            yield opened

    return connected
