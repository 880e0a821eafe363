"""What is looked for only where a word may say so is found as if it were looked for everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreaming.domain.language import is_negated, read
from dreaming.domain.telling import told_change
from dreaming.domain.vocabulary import NEGATIONS

_PIECES = [*sorted(NEGATIONS), "Port", "8080", "km", "’t", "'", "_", "-", ".", "`", " ", " ", "x", "É", "/"]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("We switched from npm to pnpm.", ("npm", "pnpm")),
        ("The port is now 9000 (was 8080).", ("8080", "9000")),
        ("We replaced Jest with Vitest.", ("Jest", "Vitest")),
        ("we use Vitest INSTEAD OF Jest.", ("Jest", "Vitest")),
        ("It is 9000, not 8080.", ("8080", "9000")),
        ("The port changed to 9000; 8080 no longer works.", ("8080", "9000")),
        ("We are no longer on AWS, we use Hetzner.", ("AWS", "Hetzner")),
        ("We are on Hetzner, no longer on AWS.", ("AWS", "Hetzner")),
        ("The port is 9000 (formerly 8080).", ("8080", "9000")),
        ("Now, Omar is the owner of billing (Lena before that).", ("Lena", "Omar")),
        ("Lena used to be the owner of billing; now it is Omar.", ("Lena", "Omar")),
        ("Atlas no longer has Redis, it uses Valkey.", ("Redis", "Valkey")),
        ("The port is 9000.", None),
    ],
)
def test_a_change_is_found_in_every_form(text: str, change: tuple[str, str] | None) -> None:
    """And nowhere else."""
    assert told_change(text) == change


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_a_statement_denies_what_its_reading_denies(text: str) -> None:
    """Whatever its words stand beside."""
    assert is_negated(text) == read(text).negated
