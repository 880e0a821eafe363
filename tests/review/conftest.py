"""A store with the rig's dreams, and the page on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.conftest import MovableClock
from tests.review.visiting import Visitor, serving
from tests.rig import Rig
from tests.service.reviewing import dreamt

from dreaming.store.connection import Database

Visit = Callable[..., Visitor]


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


@pytest.fixture
def visit(rig: Rig) -> Iterator[Visit]:
    """Start the page on the rig's data, with these arguments, and come in."""
    with ExitStack() as open_:

        def visited(*arguments: str) -> Visitor:
            page = open_.enter_context(serving(rig.db.path.parent, *arguments))
            visitor = Visitor(page)
            open_.callback(visitor.close)
            return visitor

        yield visited


def doubled(rig: Rig, count: int) -> tuple[str, list[str]]:
    """A dream that would drop `count` lines of one memory, since another says the same; the changes, line by line."""
    lines = "".join(f"- {host(number)}\n" for number in range(count))
    rig.write({"/a.md": f"# A\n\n{lines}- Only here\n", "/b.md": f"# B\n\n{lines}- Only there\n"})
    dream_id = dreamt(rig).id
    of = {change.before[0].text: change.id for change in rig.review.report(dream_id).changes}
    return dream_id, [of[host(number)] for number in range(count)]


def host(number: int) -> str:
    """What one of the lines says."""
    return f"Host h{number:03} makes its backup at night"


def left(rig: Rig) -> list[int]:
    """Which of the lines still stand twice."""
    first, second = (rig.texts()[path] for path in ("/a.md", "/b.md"))
    return [number for number in range(1_000) if host(number) in first and host(number) in second]
