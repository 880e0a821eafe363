"""What earlier dreams took from sessions teaches the later ones how things are said."""

import pytest
from tests.engine.dreams import changes, dream, note, output, session
from tests.promises import promise

from dreaming.domain.changes import ChangeKind

_NOTES = [
    note("/a.md", "- Priya tends atlas\n- Wei tends ledger\n- Jonas tends orchid\n"),
    note("/b.md", "- atlas eats rocks\n- ledger eats sand\n- kestrel eats clay\n"),
]
_SAID = session("s1", "Shepherd of atlas: Priya", "Shepherd of ledger: Wei", "Shepherd of orchid: Jonas", at=1)
_LATER = note("/c.md", "- Shepherd of kestrel: Amara\n\nAmara tends kestrel\n", at=2)


@promise("rules:wordings:heard")
@pytest.mark.parametrize("is_heard", [True, False])
def test_a_wording_that_only_a_session_had_is_known_to_the_next_dream(is_heard: bool) -> None:
    """The sessions are not read again, and no line of the store says it in those words."""
    first = dream(_NOTES, [_SAID])
    assert first.plan is not None
    heard = first.plan.heard

    second = dream([*output(_NOTES, first), _LATER], heard=heard if is_heard else ())

    assert len(heard) == 3
    assert bool(changes(second, ChangeKind.MERGED)) is is_heard


@promise("rules:wordings:heard")
def test_what_was_overruled_is_remembered_and_said_nowhere() -> None:
    """A value that did not come into the store is no line of a later dream either."""
    notes = [note("/a.md", "- Port for atlas: 9000\n- Port for ledger: 7000\n", at=5)]
    first = dream(notes, [session("s1", "Port for atlas: 8080", "Port for ledger: 7100", at=1)])
    assert first.plan is not None

    second = dream(output(notes, first), heard=first.plan.heard)

    assert {each.text for each in first.plan.overruled} >= {"Port for atlas: 8080", "Port for ledger: 7100"}
    assert second.changes == ()
