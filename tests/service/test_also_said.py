"""What was merged is found by its own words."""

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig
from tests.service.reviewing import dreamt

from dreaming.domain.forgetting import Target
from dreaming.domain.model import Dream
from dreaming.service.forgetting import Forgetting
from dreaming.store import search
from dreaming.store.connection import Database

SHIPS = ("atlas", "ledger", "kestrel")
CARGO = "rocks sand clay peat salt iron coal chalk slate tin zinc gold".split()


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """An empty store."""
    return Rig.of(database, clock)


def _dreamt(rig: Rig) -> Dream:
    """Of three ships, whose berths are told in two wordings; atlas has much else to its name."""
    old = [f"- The mooring of {ship} has the number {number}\n" for number, ship in enumerate(SHIPS, 41)]
    new = [f"- {ship} lies at berth {number}\n" for number, ship in enumerate(SHIPS, 41)]
    loads = [f"- atlas carries {each}\n" for each in CARGO] + ["- ledger carries sand\n", "- kestrel carries clay\n"]
    rig.write({"/old.md": "".join(old)})
    rig.clock.advance(hours=1)
    rig.write({"/new.md": "".join([*new, *loads])})
    rig.clock.advance(hours=1)
    return dreamt(rig)


def _found(rig: Rig, store_id: str, query: str) -> str:
    """The first line that is found."""
    with rig.db.read() as conn:
        return next((hit.text for hit in search.search(conn, store_id, query, limit=1)), "")


@promise("store:search:merged")
def test_a_line_is_found_by_the_words_of_what_was_merged_into_it(rig: Rig) -> None:
    """Nobody who asks for the mooring has to know that the store now speaks of a berth."""
    dream = _dreamt(rig)

    assert _found(rig, dream.output_store_id or "", "mooring of atlas") == "- atlas lies at berth 41"
    assert _found(rig, rig.store.id, "mooring of atlas") == "- The mooring of atlas has the number 41"
    rig.review.promote(dream.id, by="user")
    assert _found(rig, rig.store.id, "mooring of atlas") == "- atlas lies at berth 41"
    rig.review.restore(rig.store.name, before=dream.id, by="user")
    assert _found(rig, rig.store.id, "mooring of atlas") == "- The mooring of atlas has the number 41"


@promise("store:search:merged")
def test_a_line_that_somebody_words_anew_stands_for_nothing_else(rig: Rig) -> None:
    """What was merged was merged into the line as it was."""
    rig.review.promote(_dreamt(rig).id, by="user")

    rig.write({"/new.md": "- atlas went to the breakers\n"})

    assert _found(rig, rig.store.id, "mooring") == ""


@promise("store:search:merged")
def test_words_that_are_forgotten_lead_nowhere(rig: Rig) -> None:
    """A quote of what was merged is a place in which a word stands, and so is the index."""
    rig.review.promote(_dreamt(rig).id, by="user")

    done = Forgetting(rig.db, rig.clock).forget(Target(text="mooring"), by="user")

    assert done.is_erased
    assert _found(rig, rig.store.id, "mooring") == ""
    assert _found(rig, rig.store.id, "atlas berth") == "- atlas lies at berth 41"
