"""What one is told when a session starts."""

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import NotFound
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.briefing import BRIEFING_CHARACTERS
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database

USER = Writer("user", Origin.USER)


@pytest.fixture
def memories(database: Database, clock: MovableClock) -> Memories:
    """On an empty database."""
    return Memories(database, clock, Redactor(b"k" * 32))


def test_one_is_counted_as_one(memories: Memories) -> None:
    """And a memory is called what its front matter calls it."""
    memories.write("notes", "/a.md", "---\ntitle: Ports\nowner: Priya\n---\n\nport: 8080\n", writer=USER)
    text = memories.briefing("notes").text
    assert text.startswith("# Memory store notes\n\n1 memory, ")
    assert ": Ports\n" in text


@promise("memory:briefing:tells")
def test_the_briefing_tells_what_there_is(memories: Memories, clock: MovableClock) -> None:
    """Index by path, the newest first, lines of open work with their place."""
    memories.write("notes", "/b.md", "# Second\n\ntext", writer=USER)
    clock.advance(days=1)
    memories.write("notes", "/a.md", "First line. More.", writer=USER)
    memories.write("notes", "/open.md", "# Open\n\n- finish the port\n- [x] done\n", writer=USER)
    memories.write("notes", "/open/later.md", "- another thing\n", writer=USER)

    found = memories.briefing("notes")

    assert [(each.path, each.title) for each in found.index][:2] == [
        ("/a.md", "First line. More."),
        ("/b.md", "Second"),
    ]
    assert found.newest[0].path == "/open/later.md"
    assert [(each.path, each.line, each.text) for each in found.open_work] == [
        ("/open.md", 3, "finish the port"),
        ("/open/later.md", 1, "another thing"),
    ]
    for said in ("4 memories", "- 2026-06-02 /a.md: First line.", "- finish the port (/open.md:3)", "## Index"):
        assert said in found.text


@promise("memory:briefing:tells")
def test_a_dream_that_waits_for_review_is_named(memories: Memories, database: Database, clock: MovableClock) -> None:
    """Until it is promoted or discarded."""
    rig = Rig.of(database, clock)
    dream = rig.dreams.start(rig.store.id, no_sessions=True).dream
    with database.write() as conn:
        conn.execute("UPDATE dreams SET status = 'completed', ended_at = created_at WHERE id = ?", (dream.id,))
    assert dream.id in memories.briefing(rig.store.id).text

    with database.write() as conn:
        conn.execute("UPDATE dreams SET discarded_at = created_at WHERE id = ?", (dream.id,))
    assert memories.briefing(rig.store.id).waiting == ()


@promise("memory:briefing:short")
def test_the_briefing_stays_short(memories: Memories) -> None:
    """With long paths, long titles and very many lines; what is left out is counted."""
    for number in range(80):
        folder = f"{number:03d}" + "é" * 150
        memories.write("notes", f"/{folder}/{'x' * 200}.md", "w" * 5_000, writer=USER)
        memories.write("notes", f"/open/{folder}.md", "- work " + "w" * 3_000 + "\n- more\n", writer=USER)

    text = memories.briefing("notes").text

    assert len(text) <= BRIEFING_CHARACTERS
    assert "more" in text
    assert "160 memories" in text


@promise("memory:briefing:short")
def test_a_store_that_is_not_there_yet_is_briefed_as_empty(memories: Memories, database: Database) -> None:
    """Asking makes nothing; an id that is none is refused; a name may be as long as names are."""
    found = memories.briefing("n" * 255)

    assert found.store is None
    assert "Nothing is written here yet" in found.text
    with database.read() as conn:
        assert conn.execute("SELECT count(*) FROM stores").fetchone()[0] == 0
    with pytest.raises(NotFound):
        memories.briefing("memstore_" + "a" * 24)


def test_an_empty_store_has_a_briefing(memories: Memories) -> None:
    """Without sections."""
    memories.write("notes", "/a.md", "x", writer=USER)
    memories.delete("notes", "/a.md", writer=USER)
    assert memories.briefing("notes").text == "# Memory store notes\n\n0 memories, 0 bytes.\n"
