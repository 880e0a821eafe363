"""A store as it stood: memories, folders, histories, and searches of the past."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.redaction import Redactor
from dreaming.domain.times import parse_moment, render
from dreaming.service.memories import Memories, Passage
from dreaming.store import versions
from dreaming.store.connection import Database

WORDS = st.sampled_from(["port", "ports", "8080", "deploy", "Friday", "db_port", "東京都", "the", "never"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(lambda words: f"- {' '.join(words)}"), max_size=6).map(
    "\n".join
)
FILES = st.dictionaries(st.sampled_from(["/deploy.md", "/n/port.md", "/n/b.md", "/history.md"]), TEXTS, min_size=1)


@pytest.fixture
def memories(database: Database, clock: MovableClock) -> Memories:
    """The verbs on an empty database."""
    return Memories(database, clock, Redactor(b"k" * 32))


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


def _found(passages: list[Passage]) -> list[tuple[str, int, int, str, str, float]]:
    return [(each.path, each.first_line, each.last_line, each.heading, each.text, each.score) for each in passages]


@promise("memory:view:as-of")
def test_a_memory_and_a_folder_are_seen_as_they_stood(rig: Rig, memories: Memories) -> None:
    """Edited, renamed, deleted since; with the time of the last change before."""
    rig.write({"/n/a.md": "# One\n", "/n/b.md": "two\n"})
    then = rig.clock.now()
    rig.clock.advance(hours=1)
    rig.write({"/n/a.md": "# Uno\n", "/n/b.md": None, "/n/c.md": "three\n"})
    rig.rename("/n/a.md", "/x.md")

    assert (memories.view("notes", "/n/a.md", as_of=then).content, memories.view("notes", "/x.md").content) == (
        "# One\n",
        "# Uno\n",
    )
    assert memories.view("notes", "/n/a.md", as_of=then).id == memories.view("notes", "/x.md").id
    assert memories.view("notes", "/n/a.md", as_of=then).updated_at < then
    listing = memories.listing("notes", "/n/", as_of=then)
    assert ([each.path for each in listing.memories], dict(listing.titles)["/n/a.md"]) == (
        ["/n/a.md", "/n/b.md"],
        "One",
    )
    assert [each.path for each in memories.listing("notes", "/").memories] == ["/n/c.md", "/x.md"]
    assert len(memories.history("notes", "/x.md", as_of=then)) == 1
    assert memories.view("notes", "/x.md", as_of=rig.clock.now() + timedelta(days=9)) == memories.view("notes", "/x.md")


@promise("memory:view:as-of")
def test_what_did_not_stand_then_is_said_to_have_come_gone_or_moved(rig: Rig, memories: Memories) -> None:
    """And what was redacted is not shown."""
    start = rig.clock.now()
    rig.write({"/other.md": "x\n"})
    early = rig.clock.now()
    rig.write({"/a.md": "one\n"})
    middle = rig.clock.now()
    rig.rename("/a.md", "/b.md")
    moved = rig.clock.now()
    rig.write({"/b.md": "two\n"})
    with rig.db.write() as conn:
        old = versions.history_at(conn, rig.store.id, "/b.md")[1]
        versions.redact(conn, old.id, at=rig.clock.now(), by="user")
    rig.write({"/other.md": None})

    with pytest.raises(NotFound, match="It was first written on 2026-06-01"):
        memories.view("notes", "/b.md", as_of=early)
    with pytest.raises(NotFound, match=r"It stood at /a\.md then"):
        memories.view("notes", "/b.md", as_of=middle)
    with pytest.raises(NotFound, match="What it said then was redacted on 2026-06-01"):
        memories.view("notes", "/b.md", as_of=moved)
    with pytest.raises(NotFound, match="It had been deleted on 2026-06-01"):
        memories.view("notes", "/other.md", as_of=rig.clock.now())
    with pytest.raises(NotFound, match="List the store"):
        memories.view("notes", "/never-there-at-all.md", as_of=middle)
    with pytest.raises(InvalidInput, match="did not exist then"):
        memories.view("notes", "/a.md", as_of=start - timedelta(days=1))


@promise("memory:search:as-of")
@given(
    first=FILES,
    second=FILES,
    query=st.lists(WORDS, max_size=4).map(" ".join),
    prefix=st.sampled_from(["/", "/n", "/n/port.md"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_of_the_past_finds_what_it_would_have_found(
    database: Database,
    clock: MovableClock,
    memories: Memories,
    first: dict[str, str],
    second: dict[str, str],
    query: str,
    prefix: str,
) -> None:
    """The same passages in the same order with the same scores, whatever was written since."""
    rig = Rig.of(database, clock, f"store {clock.now()}")
    rig.write(first)
    then, store = clock.now(), rig.store.id
    expected = _found(memories.search(store, query, prefix=prefix))
    assert _found(memories.search(store, query, prefix=prefix, as_of=then)) == expected

    rig.write({path: second.get(path) for path in first.keys() | second.keys()})

    assert _found(memories.search(store, query, prefix=prefix, as_of=then)) == expected
    assert _found(memories.search(store, query, prefix=prefix, as_of=clock.now())) == _found(
        memories.search(store, query, prefix=prefix)
    )


@promise("memory:search:as-of")
def test_a_search_of_the_past_stays_in_its_time(rig: Rig, memories: Memories) -> None:
    """What was changed after or before is left out as then; what was redacted is not found; a time before is refused."""
    rig.write({"/a.md": "the port is 8080\n"})
    between = rig.clock.now()
    rig.write({"/b.md": "the port is 8081\n"})
    then = rig.clock.now()
    rig.write({"/a.md": "gone\n", "/b.md": "gone\n"})

    def found(**how: object) -> list[str]:
        return [each.path for each in memories.search("notes", "port", as_of=then, **how)]  # pyright: ignore[reportArgumentType]

    assert (found(), found(after=between), found(before=between)) == (["/b.md", "/a.md"], ["/b.md"], ["/a.md"])
    with rig.db.write() as conn:
        old = versions.history_at(conn, rig.store.id, "/a.md")[-1]
        versions.redact(conn, old.id, at=rig.clock.now(), by="user")
    assert (found(), memories.search("notes", "?!", as_of=then), memories.search("notes", "nowhere", as_of=then)) == (
        ["/b.md"],
        [],
        [],
    )
    with pytest.raises(InvalidInput, match="did not exist then"):
        memories.search("notes", "port", as_of=then - timedelta(days=1))


@promise("memory:view:as-of")
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04", "2026-03-04T23:59:59.999999Z"),
        ("2026-03-04T09:00:00Z", "2026-03-04T09:00:00.000000Z"),
        ("2026-03-04T09:00:00+01:00", "2026-03-04T08:00:00.000000Z"),
        ("20260304", "2026-03-04T23:59:59.999999Z"),
        ("2026-W10-3", "2026-03-04T23:59:59.999999Z"),
    ],
)
def test_a_date_alone_is_its_end(text: str, moment: str) -> None:
    """What was said on that day is part of it."""
    assert render(parse_moment(text)) == moment
