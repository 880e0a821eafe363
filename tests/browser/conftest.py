"""A store with a dream, the page on it, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser.chromium import Browser, browser
from tests.conftest import MovableClock
from tests.rig import Rig

from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Browser]:
    """A browser; what its pages complain of fails the test."""
    with browser(tmp_path / "shots") as opened:
        yield opened
        assert opened.complaints == []
