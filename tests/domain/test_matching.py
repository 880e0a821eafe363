"""Which lines stay over an edit."""

import difflib

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.matching import matching_lines

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=30)


@promise("store:provenance:kept")
@settings(max_examples=500, deadline=None, database=None)
@given(LINES, LINES)
def test_pairs_are_equal_lines_in_order(before: list[str], after: list[str]) -> None:
    """No line is matched twice, none crosses another, and equal ends always stay."""
    pairs = matching_lines(before, after)

    assert all(before[index] == after[later] for index, later in pairs)
    assert [index for index, _ in pairs] == sorted({index for index, _ in pairs})
    assert [later for _, later in pairs] == sorted({later for _, later in pairs})
    assert matching_lines(before, before) == [(index, index) for index in range(len(before))]
    if before and after and before[0] == after[0]:
        assert pairs[0] == (0, 0)


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.integers(0, 99), unique=True, max_size=30), st.data())
def test_lines_that_do_not_repeat_all_stay_through_an_insertion_and_a_deletion(
    lines: list[int], data: st.DataObject
) -> None:
    """As many as the standard library finds."""
    before = [str(number) for number in lines]
    kept = [line for line in before if data.draw(st.booleans())]
    after = [each for line in kept for each in (line, *(["new"] if data.draw(st.booleans()) else []))]

    blocks = difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()

    assert len(matching_lines(before, after)) == len(kept) == sum(block.size for block in blocks)


def test_texts_that_repeat_themselves_are_matched_as_well() -> None:
    """The largest memory of two lines over and over, changed everywhere: most of it stays."""
    before = ["a", "b"] * 12_000
    after = ["b", "a", "c"] * 8_000

    pairs = matching_lines(before, after)

    assert len(pairs) >= 8_000
    assert all(before[index] == after[later] for index, later in pairs)
