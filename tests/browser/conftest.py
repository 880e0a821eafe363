"""A store with a dream, the page on it, and a browser."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from tests.browser.chromium import Browser, browser
from tests.conftest import MovableClock
from tests.rig import Rig

from dreaming.store.connection import Database

Opened = Callable[[], AbstractContextManager[Browser]]


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@pytest.fixture
def chromium(tmp_path: Path) -> Opened:
    """Opens a browser; what its pages complain of fails the test.

    Playwright has an event loop of its own as long as the browser is open: dreams are made before.
    """

    @contextmanager
    def opened() -> Generator[Browser]:
        with browser(tmp_path / "shots") as found:
            yield found
        assert found.complaints == []

    return opened
