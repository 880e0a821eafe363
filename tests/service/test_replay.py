"""What past sessions would have been told, by the store as it was and as a dream has made it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.dreams import day, dream, note, output, session
from tests.engine.test_moments import FAILING, shell
from tests.promises import promise

from dreaming.domain.exam import MomentKind
from dreaming.domain.model import Document, Event, Session
from dreaming.domain.provenance import Evidence, Origin, Provenance, Span
from dreaming.service.replay import BRIEFING, known_at, replay

CORRECTION = "No, the port of atlas is 9090, not 8080."
NOTHING: list[Document] = []


def sessions(*said: str, at: float = 10) -> list[tuple[Session, Sequence[Event]]]:
    """One session of what the user says."""
    return [session("s", *said, at=at)]


def places(
    before: list[Document], after: list[Document], walked: Sequence[tuple[Session, Sequence[Event]]]
) -> list[tuple[str, str]]:
    """Where the old and the new store tell of each moment."""
    return [(each.before, each.after) for each in replay(before, after, walked)]


@promise("replay:moments:told")
def test_each_store_is_asked_what_it_told_before() -> None:
    """The old one says another port, the new one the right one."""
    old = [note("/a.md", "- The port of atlas is 8080\n", at=1)]
    new = [note("/a.md", "# Atlas\n\n- The port of atlas is 9090\n", at=2)]

    (found,) = replay(old, new, sessions("Start it.", CORRECTION))

    assert (found.kind, found.text) == (MomentKind.CORRECTION, "the port of atlas is 9090, not 8080.")
    assert (found.before, found.after) == ("", "/a.md:3")


@promise("replay:moments:told")
def test_the_briefing_counts() -> None:
    """A title that a search for the user's words does not lead to is read all the same."""
    many = [note(f"/use{n}.md", f"- Use not use, and use {n}\n", at=n / 9) for n in range(8)]
    told = note("/tools.md", "pnpm\n", at=1)
    correction = sessions("No, use pnpm, not npm.")

    assert places(NOTHING, [told], correction) == [("", "/tools.md:1")]
    assert places([*many, replace(told, content="Of tools\n")], [*many, told], correction)[0][1] in {
        "/tools.md:1",
        BRIEFING,
    }


@promise("replay:moments:told")
def test_a_command_that_fails_again_is_told_of() -> None:
    """From the second session on."""
    lesson = note("/lessons.md", '- `pytest tests` fails with "command not found"; `uv run pytest tests` works\n', at=2)
    walked = [
        (head, [shell(event) for event in events])
        for head, events in (session(f"s{at}", *FAILING, at=at) for at in (1, 5))
    ]

    assert places(NOTHING, [lesson], walked) == [("", "/lessons.md:1")]


@promise("replay:future:closed")
@pytest.mark.parametrize("at", [10.001, 10.01, 11])
def test_what_was_said_then_or_later_tells_nothing(at: float) -> None:
    """In the old store as in the new."""
    late = [note("/a.md", "- The port of atlas is 9090\n", at=at)]
    early = [note("/a.md", "- The port of atlas is 9090\n", at=9)]
    walked = sessions("Start it.", CORRECTION)

    assert places(late, NOTHING, walked) == [("", "")]
    assert places(NOTHING, late, walked) == [("", "")]
    assert places(early, NOTHING, walked) == [("/a.md:1", "")]


@promise("replay:future:closed")
def test_a_line_that_rests_on_the_moment_tells_nothing() -> None:
    """Also where it was first said long before; a line of the old store in the same words counts from then on."""
    quote = Evidence(quote="9090", origin=Origin.USER, at=day(12), session_id="t", event_id="t-1")
    line = Provenance.of(Origin.USER, day(1), (quote,))
    strengthened = replace(note("/a.md", "- The port of atlas is 9090\n"), spans=(Span(1, 1, line),))
    walked = sessions(CORRECTION)

    assert known_at(line) == day(12)
    assert places(NOTHING, [strengthened], walked) == [("", "")]
    assert places([note("/a.md", "- The port of atlas is 9090\n", at=1)], [strengthened], walked) == [
        ("/a.md:1", "/a.md:1")
    ]


@promise("replay:future:closed")
def test_what_was_said_earlier_in_the_same_session_tells_nothing() -> None:
    """A dream of that session would not have been there."""
    said = [session("s", "Remember: the port of atlas is 9090.", CORRECTION)]
    made = dream([note("/a.md", "- atlas is a service\n")], [session("s", "Remember: the port of atlas is 9090.")])
    after = output([note("/a.md", "- atlas is a service\n")], made)

    assert any("9090" in each.content for each in after)
    assert places([note("/a.md", "- atlas is a service\n")], after, said) == [("", "")]


@promise("replay:future:closed")
@given(
    times=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), min_size=1, max_size=6),
    began=st.floats(1, 19),
)
def test_no_line_from_the_future_tells(times: list[tuple[float, float]], began: float) -> None:
    """Lines of any times: a store tells of a moment exactly if a line of it was known when the session began."""
    documents = [_line(number, asserted, said) for number, (asserted, said) in enumerate(times)]
    walked = sessions(CORRECTION, at=began)
    start: datetime = walked[0][1][0].created_at

    (told,) = places(documents, documents, walked)

    known = [number for number, (asserted, said) in enumerate(times) if max(day(asserted), day(said)) < start]
    assert told[0] == told[1]
    assert bool(told[0]) == bool(known)
    assert not told[0] or told[0] == BRIEFING or int(told[0][1:].split(".")[0]) in known


def _line(number: int, asserted: float, said: float) -> Document:
    quote = Evidence(quote="9090", origin=Origin.USER, at=day(said), session_id="t", event_id="t-1")
    line = Provenance.of(Origin.USER, day(asserted), (quote,))
    return replace(note(f"/{number}.md", f"- The port of atlas{' ' * number} is 9090 \n"), default=line)
