"""What earlier dreams took from sessions teaches the later ones how things are said."""

import pytest
from tests.engine.dreams import changes, dream, note, output, session
from tests.promises import promise

from dreaming.domain.changes import ChangeKind
from dreaming.domain.plans import Heard

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

    second = dream([*output(_NOTES, first), _LATER], heard=heard if is_heard else Heard())

    assert len(heard.observations) == 3
    assert bool(changes(second, ChangeKind.MERGED)) is is_heard


@promise("rules:wordings:heard")
def test_what_was_overruled_is_remembered_and_said_nowhere() -> None:
    """A value that did not come into the store is no line of a later dream either."""
    notes = [note("/a.md", "- Port for atlas: 9000\n- Port for ledger: 7000\n", at=5)]
    first = dream(notes, [session("s1", "Port for atlas: 8080", "Port for ledger: 7100", at=1)])
    assert first.plan is not None

    second = dream(output(notes, first), heard=first.plan.heard)

    assert {each.text for each in first.plan.heard.skipped} == {"Port for atlas: 8080", "Port for ledger: 7100"}
    assert second.changes == ()


_PORT = [note("/a.md", "- Port for atlas: 9000\n- Owner of atlas: Priya\n", at=5)]
_EARLIER = session("s1", "Port for atlas: 8080", at=1)
_GONE = [note("/a.md", "- Owner of atlas: Priya\n", at=5)]


@promise("rules:sessions:again")
@pytest.mark.parametrize("is_heard", [True, False])
def test_what_was_over_is_not_learned_from_the_same_words_though_no_line_shows_it_any_more(is_heard: bool) -> None:
    """The line that stood for it was deleted since; the session is the same."""
    first = dream(_PORT, [_EARLIER])
    assert first.plan is not None
    assert first.changes == ()

    second = dream(_GONE, [_EARLIER], heard=first.plan.heard if is_heard else Heard())

    assert [each.text for each in first.plan.heard.skipped] == ["Port for atlas: 8080"]
    assert [each.kind for each in second.changes] == ([] if is_heard else [ChangeKind.ADDED])


@promise("rules:sessions:again")
def test_what_was_over_and_is_said_anew_is_written() -> None:
    """Another session says it, later."""
    first = dream(_PORT, [_EARLIER])
    assert first.plan is not None

    second = dream(_GONE, [_EARLIER, session("s2", "Port for atlas: 8080", at=9)], heard=first.plan.heard)

    assert [each.text for change in second.changes for each in change.after if "index" not in each.path] == [
        "Port for atlas: 8080"
    ]
