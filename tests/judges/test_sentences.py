"""Messages are cut into sentences whose places are exact."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.sentences import sentences

TABLE: list[tuple[str, list[str]]] = [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("Use Python 3.11 for app.py. It is faster.", ["Use Python 3.11 for app.py.", "It is faster."]),
    ("See https://example.org/a.b?c=1. Then go on.", ["See https://example.org/a.b?c=1.", "Then go on."]),
    ("Dr. Ivanova leads it, e.g. on Mondays.", ["Dr. Ivanova leads it, e.g. on Mondays."]),
    ("It runs `a. b` and stops. Next", ["It runs `a. b` and stops.", "Next"]),
    ("We meet at 5 p.m. on Fridays.", ["We meet at 5 p.m. on Fridays."]),
    ("We meet at 5 p.m. Bring cake.", ["We meet at 5 p.m.", "Bring cake."]),
    ("It is no. 5 of 7. No. That is wrong.", ["It is no. 5 of 7.", "No.", "That is wrong."]),
    ("Hm... maybe. Well... Yes.", ["Hm... maybe.", "Well...", "Yes."]),
    ("- one\n- two\n  3. three\n- [ ] four\n## five", ["one", "two", "three", "four", "five"]),
    ("Port: 8080\nDatabase: SQLite", ["Port: 8080", "Database: SQLite"]),
    ("i use vim. my shell is fish.", ["i use vim.", "my shell is fish."]),
    ("We rent (see no. 3. or 4.) a hall. Fine.", ["We rent (see no. 3. or 4.) a hall.", "Fine."]),
    ("J. Smith and A. Jones own it.", ["J. Smith and A. Jones own it."]),
    ("It is of category B. The steel is S355.", ["It is of category B.", "The steel is S355."]),
    ("これはテストです。次です。", ["これはテストです。", "次です。"]),
    ("\n\n  \r\n---\n...\n", []),
    (
        "This sentence was wrapped by an editor at some column, and it\ngoes on here. The next one.",
        ["This sentence was wrapped by an editor at some column, and it\ngoes on here.", "The next one."],
    ),
    ("short line\nanother one", ["short line", "another one"]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_a_message_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    """Abbreviations, versions, file names, addresses and code do not end a sentence; list items and lines do."""
    assert [sentence.text for sentence in sentences(text)] == expected


@promise("observing:sentences:exact")
@given(st.text(max_size=400) | st.text(alphabet="aA1. !?\n-`()e.g\t…。\u2028\x00", max_size=400))
def test_each_sentence_stands_in_its_text_letter_by_letter(text: str) -> None:
    """Quotes are checked letter by letter, so places must be exact, in order and apart."""
    found = sentences(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(each.text == each.text.strip() for each in found)
