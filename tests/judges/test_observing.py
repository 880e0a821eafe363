"""Whatever a session holds, observing holds its promises."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.judges.test_statements import CORRECTIONS, FACTS, PREFERENCES, TALK
from tests.judges.told import Told
from tests.promises import promise

from dreaming.domain.model import EventType

_words = st.sampled_from(
    [*FACTS, *CORRECTIONS, *PREFERENCES, *TALK, "\n", " ", "- ", "> ", "```", "It is ", "TODO: ", "\u200b"]
)
_texts = st.lists(_words | st.text(max_size=30), max_size=8).map("".join)
_kinds = st.sampled_from(list(EventType))


@promise("observing:quotes:exact")
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_kinds, _texts, st.booleans()), max_size=8))
def test_each_draft_quotes_its_events_letter_by_letter(events: list[tuple[EventType, str, bool]]) -> None:
    """One line, at most 500 characters, and the text holds no line's end; twice the same for the same session."""
    told = Told()
    for kind, text, is_error in events:
        told.add(kind, text, tool="Bash", is_error=is_error)
    texts = {event.id: event.text for event in told.events}
    for draft in told.seen():
        assert draft.quotes
        assert draft.text.strip()
        assert len(draft.text.splitlines()) == 1
        for quote in draft.quotes:
            assert quote.text in texts[quote.event_id]
            assert len(quote.text) <= 500
            assert len(quote.text.splitlines()) == 1
    assert told.seen() == told.seen()


def test_a_huge_message_is_read_to_its_end() -> None:
    """A megabyte without a sentence, of brackets, or of control characters is read like any other text."""
    for unit in ("word ", "(", "`", "a-", "so, ", "\x00\x1f", "I have "):
        assert Told().user(unit * (1_000_000 // len(unit))).seen() == ()
    padded = "x" * 1_000_000 + "\n\nThe gateway listens on port 9443."
    assert [draft.text for draft in Told().user(padded).seen()] == ["The gateway listens on port 9443."]
