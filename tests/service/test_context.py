"""What a session is told at its start."""

from tests.conftest import MovableClock
from tests.promises import promise

from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.briefing import BRIEFING_CHARACTERS
from dreaming.service.context import session_context
from dreaming.service.memories import Memories, Writer
from dreaming.store.connection import Database

USER = Writer("user", Origin.USER)


@promise("personal:report:nothing-shown")
def test_the_personal_store_is_told_in_every_project_and_no_other(database: Database, clock: MovableClock) -> None:
    """Shortly, so that the project's own has room; of another project's store there is nothing."""
    memories = Memories(database, clock, Redactor(b"k" * 32))
    for number in range(200):
        memories.write("atlas", f"/{number}.md", f"# Atlas {number}\n", writer=USER)
        memories.write("personal", f"/{number}.md", f"# Mine {number}\n", writer=USER)
    memories.write("other", "/launch.md", "# Nightjar\n", writer=USER)

    text = session_context(memories.briefing("atlas"), personal=memories.briefing("personal"))

    assert len(text) <= BRIEFING_CHARACTERS
    assert text.count("Mine") >= 20
    assert text.count("Atlas") >= 60
    assert "Nightjar" not in text
