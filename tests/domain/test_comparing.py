"""Two texts compared: nothing is lost between the stretches, and words are compared where that helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.comparing import Mark, apply, compare, parted, reworded, rows, split_lines
from dreaming.domain.provenance import lines_of

# Few words, so that lines repeat and stand in other orders; odd line ends, and texts without a last one.
LINE = st.lists(st.sampled_from(["port", "8080", "9090", "not", "the", "é", "\r", "\u2028", "#", "- "]), max_size=5)
TEXT = st.lists(LINE.map(" ".join), max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n".join(lines), "".join(f"{line}\n" for line in lines)])
)


@promise("report:diff:whole")
@given(TEXT, TEXT)
def test_the_stretches_make_the_later_text_of_the_earlier_one(before: str, after: str) -> None:
    """Byte for byte, also when they are taken apart; and the other way round."""
    found = compare(before, after)

    assert apply(before, found) == after
    assert apply(before, [part for stretch in found for part in reworded(stretch)]) == after
    assert apply(after, compare(after, before)) == before


@promise("report:diff:whole")
@given(TEXT, TEXT, st.data())
def test_every_line_is_in_exactly_one_part(before: str, after: str, data: st.DataObject) -> None:
    """However the lines are shared out among owners; the parts stand in the order of the texts."""
    for stretch in compare(before, after):
        owner = st.sampled_from(["", "a", "b", "c"])
        parts = parted(
            stretch,
            data.draw(st.lists(owner, min_size=len(stretch.before), max_size=len(stretch.before))),
            data.draw(st.lists(owner, min_size=len(stretch.after), max_size=len(stretch.after))),
        )

        assert [line for part in parts for line in part.before] == list(stretch.before)
        assert [line for part in parts for line in part.after] == list(stretch.after)
        assert (
            apply(
                before, [part for each in compare(before, after) for part in ([*parts] if each == stretch else [each])]
            )
            == after
        )


@given(TEXT, TEXT)
def test_what_is_shown_holds_every_word_of_both_sides(before: str, after: str) -> None:
    """The removed and the kept words of the rows are the earlier lines, the added and the kept ones the later."""
    for stretch in compare(before, after):
        shown = rows(stretch)
        for side, mark, lines in (("before", Mark.ADDED, stretch.before), ("after", Mark.REMOVED, stretch.after)):
            there = [row for row in shown if getattr(row, side) is not None]
            texts = ["".join(words.text for words in row.words if words.mark is not mark) for row in there]
            assert [text.replace("⏎", "") for text in texts] == [line.removesuffix("\n") for line in lines]


@given(TEXT)
def test_lines_are_counted_as_everywhere(text: str) -> None:
    """A line number means the same line in a diff and in a memory."""
    assert [line.removesuffix("\n") for line in split_lines(text)] == lines_of(text)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("- port: 8080\n", "- port: 9090\n", "- port: [8080]{9090}"),
        ("deploys on Thursday\n", "deploys go out on Friday\n", "deploys {go out }on [Thursday]{Friday}"),
        ("same", "same\n", "same{⏎}"),
        ("one two three four\n", "one 2 3 four\n", "one [two three]{2 3} four"),
    ],
)
def test_a_reworded_line_shows_which_words_changed(before: str, after: str, shown: str) -> None:
    """In one row, phrases whole."""
    (stretch,) = compare(before, after)
    (row,) = rows(stretch)

    marks = {Mark.KEPT: "{}", Mark.REMOVED: "[{}]", Mark.ADDED: "{{{}}}"}
    assert (row.before, row.after) == (1, 1)
    assert "".join(marks[words.mark].format(words.text) for words in row.words) == shown


def test_lines_that_say_other_things_are_not_compared_word_by_word() -> None:
    """Nor are very long ones."""
    long = "word " * 400

    assert [(row.before, row.after) for row in rows(compare("old thing\n", "- new\n")[0])] == [(1, None), (None, 1)]
    assert len(rows(compare(f"{long}1\n", f"{long}2\n")[0])) == 2


def test_a_text_that_was_not_compared_is_not_changed() -> None:
    """Rather nothing than a guess."""
    with pytest.raises(ValueError, match="1"):
        apply("other\n", compare("one\n", "two\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 50_000, "b\n" * 50_000),
        ("word " * 20_000, "ward " * 20_000),
        (
            "".join(f"- item {n % 7} is {n % 3}\n" for n in range(5_000)),
            "".join(f"- item {n % 5} is {n}\n" for n in range(5_000)),
        ),
    ],
)
def test_large_texts_are_compared_in_bounded_work(before: str, after: str) -> None:
    """100 kB that have nothing in common, and that have everything several times: the suite's limit of time is the measure."""
    found = compare(before, after)

    assert apply(before, found) == after
    assert sum(len(rows(stretch)) for stretch in found) > 0
