"""Texts in passages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.provenance import lines_of
from dreaming.store.passages import CODE_LINES, MOST, Piece, pieces


@promise("store:index:heads")
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, 1)]),
        ("one\ntwo\n", [(1, 2)]),
        ("One.\nTwo.\n", [(1, 1), (2, 2)]),
        ("one\n\ntwo", [(1, 1), (3, 3)]),
        ("- a\n  goes on\n- b\n  - c\n1. d\n", [(1, 2), (3, 3), (4, 4), (5, 5)]),
        ("- A. B.\n  goes on.\n  more\n", [(1, 3)]),
        ("port: 8080\nhost: x\n", [(1, 1), (2, 2)]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nafter\n", [(1, 1), (3, 3), (4, 4)]),
        ("```\ncode\n\nmore\n```\ntext", [(1, 5), (6, 6)]),
        ("```\nnever closed", [(1, 2)]),
        ("# Alone\n", [(1, 1)]),
        ("# A\n## B\ntext\n# C\n", [(1, 1), (3, 3), (4, 4)]),
        ("---\ntitle: x\n---\n***\n", [(2, 2)]),
    ],
)
def test_a_statement_is_a_passage(content: str, expected: list[tuple[int, int]]) -> None:
    """Bullets with what goes on under them, rows, pairs, prose, code."""
    assert [(piece.first, piece.last) for piece in pieces(content)] == expected


def test_a_passage_knows_the_headings_above() -> None:
    """Outermost first; a heading ends those of its level and below."""
    found = pieces("# A\n\n## B\n\nx\n\n### C ##\n\ny\n\n## D\n\nz\n")

    assert [piece.headings for piece in found if piece.first in {5, 9, 13}] == [("A", "B"), ("A", "B", "C"), ("A", "D")]


def test_a_long_block_is_cut() -> None:
    """Code and prose have passages of a bounded length."""
    code = "```\n" + "x = 1\n" * 100 + "```\n"
    prose = "word\n" * 100

    assert max(piece.last - piece.first + 1 for piece in (*pieces(code), *pieces(prose))) <= CODE_LINES


def test_very_many_tiny_lines_are_joined() -> None:
    """There is a number for each passage of the largest memory."""
    found = pieces("- a\n" * 25_600)

    assert len(found) <= MOST
    assert (found[0].first, found[-1].last) == (1, 25_600)


@settings(max_examples=400, deadline=None, database=None)
@given(
    st.lists(st.sampled_from(["# h", "- b", "  more", "", "text.", "k: v", "| a |", "```", "---", "\u2028", "x\ry"]))
)
def test_every_word_is_in_one_passage(lines: list[str]) -> None:
    """Passages stand in order, do not overlap, stay in the text; each line with a word is in one, or a heading above."""
    content = "\n".join(lines)
    found = pieces(content)
    known = lines_of(content)
    covered = [number for piece in found for number in range(piece.first, piece.last + 1)]

    assert covered == sorted(set(covered))
    assert found == [Piece(1, 1, ())] or covered[-1] <= len(known)
    for number, line in enumerate(known, 1):
        if any(each.isalnum() for each in line) and not line.startswith("#"):
            assert number in covered
