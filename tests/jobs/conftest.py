"""What the tests of running dreams begin with."""

import pytest
from tests.conftest import MovableClock
from tests.rig import Rig

from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with two memories and a session."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "one\n", "/b.md": "two\n"})
    rig.log("hello", "again")
    return rig
