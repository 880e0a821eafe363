"""Texts as terms."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.limits import QUERY_TERMS
from dreaming.store.terms import TERM_CHARACTERS, fits, query_terms, terms


@promise("store:search:finds")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ports, PORTS; port", ["port", "port", "port"]),
        ("cache caches cached caching", ["cach"] * 4),
        ("policy policies", ["polic"] * 2),
        ("stop stopped stopping", ["stop"] * 3),
        ("process processes processed", ["process"] * 3),
        ("is his this bus ring red", ["is", "his", "this", "bus", "ring", "red"]),
        ("db_port", ["db_port", "db", "port"]),
        ("src/main.py", ["src_main_py", "src", "main", "py"]),
        ("connectionPool", ["connectionpool", "connection", "pool"]),
        ("HTTPServer", ["httpserver", "http", "server"]),
        ("3.11", ["3_11", "3", "11"]),
        ("東京都", ["東京", "京都", "都"]),
        ("v2東京", ["v2", "東京", "京"]),
        ("Café ΝΑΪ ﬁne", ["caf", "ναϊ", "fin"]),
        ("हिन्दी", ["हिन्दी"]),
        ("--- ... ***", []),
    ],
)
def test_a_text_gives_these_terms(text: str, expected: list[str]) -> None:
    """Folded; identifiers with their parts; pairs of characters where there are no spaces."""
    assert terms(text) == expected


def test_a_question_is_cut_to_its_longest_terms() -> None:
    """In the order in which they stand, each once."""
    asked = query_terms("a bb a " + " ".join(f"word{number}" for number in range(20)))

    assert asked == ["word0", "word1", *(f"word{number}" for number in range(10, 20))]
    assert len(asked) == QUERY_TERMS
    assert query_terms("of the Port, of the port") == ["of", "the", "port"]


def test_a_lone_character_is_asked_for_as_a_beginning() -> None:
    """So that it is found in the middle of a run, where only pairs stand."""
    assert query_terms("京") == ["京*"]
    assert any(fits("京*", term) for term in terms("東京都"))
    assert not fits("京", "京都")


@settings(max_examples=500, deadline=None, database=None)
@given(st.text())
def test_no_term_can_leave_its_quotes(text: str) -> None:
    """Terms are short and hold no space, quote or operator, whatever the text."""
    for term in (*terms(text), *query_terms(text)):
        assert 0 < len(term.removesuffix("*")) <= TERM_CHARACTERS
        assert not any(
            each.isspace() or (each.isascii() and not (each.isalnum() or each == "_")) for each in term.rstrip("*")
        )


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=12), max_size=6))
def test_what_is_asked_is_what_is_indexed(words: list[str]) -> None:
    """Every term of a question that is a text itself is a term of that text, in any normal form."""
    text = " ".join(words)
    for form in ("NFC", "NFD"):
        for asked in query_terms(unicodedata.normalize(form, text)):
            assert any(fits(asked, term) for term in terms(text))
