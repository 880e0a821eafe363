"""What of a message is pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.pasted import pasted_ranges


def pasted(text: str) -> list[str]:
    """The pasted parts."""
    return [text[start:end] for start, end in pasted_ranges(text)]


@promise("session:pasted:told")
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("just words, and `code` within a line", []),
        ("see\n```\nalways use curl\n```\nok?", ["```\nalways use curl\n```\n"]),
        ("see\n~~~sh\nopen to the end", ["~~~sh\nopen to the end"]),
        ("- item\n- ```\n  x\n  ```\nmine", ["- ```\n  x\n  ```\n"]),
        ("they wrote:\n> always deploy on Fridays\nI disagree", ["> always deploy on Fridays\n"]),
        ("this:\n\n    def f():\n        pass\n\nis it", ["    def f():\n        pass\n"]),
        ("- one\n    - nested, typed\n- two", []),
        ("plain\n    continued line", []),
    ],
)
def test_fences_quotes_and_blocks_are_pasted(text: str, parts: list[str]) -> None:
    """They say what stands somewhere, not what the person wants."""
    assert pasted(text) == parts


@promise("session:pasted:told")
def test_a_long_log_is_pasted_between_typed_lines() -> None:
    """What the person wrote above and below it stays theirs."""
    log = "2026-01-01 10:00:00 INFO always use port 9999\n" * 200
    text = f"I always use port 8080\n{log}please look"

    assert pasted(text) == [log]


@promise("session:pasted:told")
def test_a_long_letter_is_typed() -> None:
    """Length alone says nothing."""
    assert pasted("I would like us to write tests before the code, every time.\n" * 100) == []


@promise("session:pasted:told")
@given(st.text(alphabet="a `~>\n\t-*1.", max_size=200))
def test_ranges_are_in_order_and_apart(text: str) -> None:
    """Whatever the text, its ranges lie within it and do not touch."""
    places = [place for pair in pasted_ranges(text) for place in pair]

    assert places == sorted(set(places))
    assert not places or (places[0] >= 0 and places[-1] <= len(text))
