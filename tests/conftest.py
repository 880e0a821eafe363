"""Fixtures: a database in a temporary file, a clock that moves when told, an event loop that nothing may block."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from hypothesis import settings

from dreaming.store.connection import Database

# The gate tries the same examples each time; `HYPOTHESIS_PROFILE=nightly` looks for new ones, and for long.
settings.register_profile("gate", derandomize=True, deadline=None, max_examples=150)
settings.register_profile("nightly", deadline=None, max_examples=10_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


class MovableClock:
    """A clock for tests: each reading is a microsecond after the one before, and `advance` moves it."""

    def __init__(self) -> None:
        self._at = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The time, never the same twice."""
        self._at += timedelta(microseconds=1)
        return self._at

    def advance(self, **by: float) -> None:
        """Move on by a timedelta's arguments."""
        self._at += timedelta(**by)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that moves when told."""
    return MovableClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A real file."""
    db = Database(tmp_path / "home" / "dreaming.db")
    yield db
    db.close()


@pytest.fixture
def anyio_backend() -> str:
    """Asyncio only."""
    return "asyncio"


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """An async test fails where code blocks its event loop."""
    if request.node.get_closest_marker("anyio") is None:
        yield
        return
    with blockbuster_ctx():
        yield


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the caller's home or settings."""
    for name in (
        "DREAMING_HOME",
        "DREAMING_STORE",
        "DREAMING_TOOLS",
        "DREAMING_READ_ONLY",
        "DREAMING_ROOTS",
        "DREAMING_TRANSCRIPTS",
        "DREAMING_SEND_KEY_TO",
        "DREAMING_DAILY_MAX_TOKENS",
        "DREAMING_DAILY_MAX_COST_USD",
        "DREAMING_DAILY_MAX_SECONDS",
        "DREAMING_DAILY_MAX_CALLS",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_CUSTOM_HEADERS",
        "DREAMING_HOST",
        "DREAMING_HOST_UNANSWERED",
        "DREAMING_CLAUDE_CODE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", "")  # no project; set, so that what a hook sets is taken back
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "user" / ".claude"))
    monkeypatch.setenv("CODEX_HOME", str(tmp_path / "user" / ".codex"))
    monkeypatch.setenv("DREAMING_HOME", str(tmp_path / "home"))
    # A test that is about processes that outlive others says so by taking this away.
    monkeypatch.setenv("DREAMING_WORKER", "inside")
