"""A store's texts in memory are searched as the file searches them where the store is alone in it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig
from tests.scale import rounds

from dreaming.store import memories
from dreaming.store.connection import Database
from dreaming.store.search import search
from dreaming.store.shelf import Cutter, Shelf, Text

WORDS = "atlas port 8080 db_port dbPort deploys deploying Fridays café 東京 港 staging-db the".split()
LINE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
CONTENT = st.lists(st.one_of(LINE, LINE.map("- {}".format), LINE.map("## {}".format), st.just("")), max_size=8).map(
    "\n".join
)
PATHS = ["/a.md", "/atlas/port.md", "/notes/deploys.md", "/notes/東京.md", "/history.md", "/history-2.md"]
QUERY = st.one_of(LINE, st.sampled_from(["", "港", "nothing of it", "port port db"]))
AT = datetime(2026, 3, 1, tzinfo=UTC)


@promise("exam:search:own")
@settings(max_examples=rounds(gate=50, nightly=10_000))
@given(contents=st.dictionaries(st.sampled_from(PATHS), CONTENT), queries=st.lists(QUERY, max_size=4))
def test_a_shelf_finds_what_the_file_finds(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, str], queries: list[str]
) -> None:
    """The same passages in the same order, headings, paths, bigrams and equals among them."""
    db = _database(tmp_path_factory)
    rig = Rig.of(db, MovableClock())
    for number, (path, content) in enumerate(contents.items()):
        rig.clock.advance(seconds=number)
        rig.write({path: content})
    with db.read() as conn:
        texts = [
            Text(path=each.path, content=each.content or "", updated_at=each.updated_at)
            for each in memories.whole(conn, rig.store.id)
        ]
        found = [[(p.path, p.first_line, p.text) for p in search(conn, rig.store.id, query)] for query in queries]
    db.close()

    shelf = Shelf.of(texts, Cutter())

    assert [[(p.path, p.first_line, p.text) for p in shelf.search(query, 10)] for query in queries] == found


def _database(factory: pytest.TempPathFactory) -> Database:
    return Database(factory.mktemp("shelf") / "dreaming.db")


def test_the_newer_of_equals_comes_first() -> None:
    """As in the file."""
    texts = [
        Text(path=f"/{n}.md", content=f"- the port is {n}\n", updated_at=AT + timedelta(days=n)) for n in (8, 9, 7)
    ]

    shelf = Shelf.of(texts, Cutter())

    assert [each.path for each in shelf.search("port", 2)] == ["/9.md", "/8.md"]


def test_what_is_put_there_later_is_found_from_then_on() -> None:
    """A replay puts passages there as they become known."""
    cutter = Cutter()
    shelf = Shelf.of([Text(path="/a.md", content="- the port is 8080\n", updated_at=AT)], cutter)
    assert shelf.search("staging", 5) == []

    (cut,) = cutter.cut("- staging has its own\n")
    shelf.put(cut, [Text(path="/b.md", content="", updated_at=AT)])

    assert [each.text for each in shelf.search("staging", 5)] == ["- staging has its own"]
    assert shelf.size()[0] == 2
