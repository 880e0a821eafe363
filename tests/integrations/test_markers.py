"""A section between markers: what stands around it stays byte for byte, whatever it is, and nothing in it gets out."""

from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.integrations.exporting.markers import MarkersUnclear, harmless, put, take_out

ENDS = ("\n", "\r\n", "\r", "")
PIECES = (
    st.text()
    | st.sampled_from(["```", "~~~ sh", "- a", "\ufeff", "<!--", "-->", "    <pre>", "@import.md", "\u2028", "\x0c"])
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(ENDS))).map(lambda lines: "".join(map("".join, lines)))
HOSTILE = st.sampled_from(
    [
        "<!-- dreaming:end -->",
        '<!-- dreaming:begin store="notes" before=1 -->',
        "- ```",
        "```sh",
        "~~~",
        "\n<!-- dreaming:end -->\n",
        "<!--",
        "@~/.ssh/id_rsa",
    ]
)
LINES = st.lists(st.text() | HOSTILE, max_size=8)
STORES = st.text(min_size=1, max_size=30)


def added(text: str | None, store: str = "notes", lines: list[str] | None = None) -> str:
    """The text with a section; what has an open code block is no case."""
    try:
        return put(text, store, ["- a"] if lines is None else lines)
    except MarkersUnclear:
        assume(False)
        raise


@promise("cli:export:section")
@given(TEXTS, LINES, LINES, STORES)
def test_a_section_comes_anew_and_goes_and_leaves_the_text_as_it_was(
    text: str, lines: list[str], others: list[str], store: str
) -> None:
    """The text stands before it as it is; a second export changes the section alone; without it all is as before."""
    once = added(text, store, lines)
    again = put(once, store, others)

    assert once.encode().startswith(text.encode())
    assert put(once, store, lines) == once
    assert again.encode().startswith(text.encode())
    assert put(again, store, lines) == once
    assert take_out(again, store) == text


@promise("cli:export:section")
@given(TEXTS, TEXTS, LINES)
def test_what_somebody_writes_below_a_section_stays(text: str, below: str, lines: list[str]) -> None:
    """It does not run into what stands above; a line end may be needed for that, and nothing else is."""
    whole = added(text, lines=lines) + below

    assert put(whole, "notes", ["- b"]).encode().endswith(below.encode())
    assert take_out(whole, "notes") in {text + below, f"{text}\n{below}", f"{text}\r\n{below}"}


@promise("cli:export:section")
@given(TEXTS, LINES, LINES)
def test_two_stores_each_have_a_section(text: str, lines: list[str], others: list[str]) -> None:
    """Whichever goes first."""
    both = put(added(text, "one", lines), "two", others)

    for first, second in (("one", "two"), ("two", "one")):
        rest = take_out(both, first)
        assert rest is not None
        assert take_out(rest, second) == text


@promise("cli:export:section")
@given(LINES, LINES)
def test_a_file_that_was_made_for_sections_goes_with_the_last(lines: list[str], others: list[str]) -> None:
    """It stays while there is another section, or a word of somebody's."""
    one = put(None, "one", lines)
    both = put(one, "two", others)

    assert take_out(one, "one") is None
    assert take_out(one + "mine", "one") == "mine"
    for first, second in (("one", "two"), ("two", "one")):
        rest = take_out(both, first)
        assert rest is not None
        assert take_out(rest, second) is None


def test_an_empty_file_stays_an_empty_file() -> None:
    """It was there before. A text without the section is as it is."""
    assert take_out(put("", "notes", []), "notes") == ""
    assert take_out("text", "notes") == "text"


@promise("cli:export:section")
def test_a_section_has_the_line_ends_of_its_file() -> None:
    """And stands below what is there, with a line between."""
    assert put("a\r\nb", "n", ["- c"]) == (
        'a\r\nb\r\n\r\n<!-- dreaming:begin store="n" before=2 -->\r\n- c\r\n<!-- dreaming:end -->\r\n'
    )
    assert put("\ufeff", "n", []) == '\ufeff<!-- dreaming:begin store="n" before=0 -->\n<!-- dreaming:end -->\n'


BEGIN = '<!-- dreaming:begin store="notes" before=1 -->'
OTHER = '<!-- dreaming:begin store="other" before=1 -->'
END = "<!-- dreaming:end -->"


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (["a", BEGIN, "b"], ["the section that line 2 begins has no end"]),
        (["a", "b", END], ["line 3 ends a section that nothing begins"]),
        ([BEGIN, END, BEGIN, END], ["line 3 begins a section of the store that line 1 begins one of"]),
        ([BEGIN, OTHER, END, END], ["line 2 begins a section inside", "line 4 ends a section that nothing begins"]),
        (["```", BEGIN, END, "```"], ["line 2 is a marker inside the code block that line 1", "line 3 is a marker"]),
        (["~~~", "```", END], ["line 3 is a marker inside the code block that line 1 begins"]),
        ([f" {BEGIN}", END], ["line 1 is no marker as dreaming", "line 2 ends a section that nothing"]),
        (["<!-- dreaming:begin -->", END], ["line 1 is no marker", "line 2 ends a section"]),
        (['<!-- dreaming:begin store="\\u006eotes" before=1 -->', END], ["line 1 is no marker", "line 2 ends"]),
        (["<!--dreaming:END-->"], ["line 1 is no marker as dreaming writes it"]),
    ],
)
@promise("cli:export:markers")
def test_damaged_markers_are_refused_with_their_lines(lines: list[str], problems: list[str]) -> None:
    """For putting in and for taking out."""
    text = "\n".join(lines)
    for change in (partial(put, text, "notes", []), partial(take_out, text, "notes")):
        with pytest.raises(MarkersUnclear) as caught:
            change()
        assert len(caught.value.problems) == len(problems)
        assert all(said.startswith(problem) for said, problem in zip(caught.value.problems, problems, strict=True))


@promise("cli:export:markers")
def test_a_section_is_not_put_into_an_open_code_block() -> None:
    """It would be code there. One that is closed is no matter."""
    with pytest.raises(MarkersUnclear, match="the code block that line 2 begins is not closed"):
        put("a\n```sh\nmake\n", "notes", [])

    assert put("```` sh\n```\n````\n", "notes", ["- b"]).count("- b") == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- <!-- dreaming:end -->", "- &lt;!-- dreaming:end --&gt;"),
        ("a\nb\r\x1b[31m\u2028c", "a b  [31m c"),
        ("- see @~/.ssh/id_rsa and a@b.example", "- see \\@~/.ssh/id_rsa and a@b.example"),
        ("- ```sh", "- \\```sh"),
        ("1. > ~~~", "1. > \\~~~"),
        ("- x > 3 and `y` and ```z```", "- x > 3 and `y` and ```z```"),
        ("- " + "#" * 5_000 + " - " * 5_000, "- " + "#" * 5_000 + " - " * 5_000),
    ],
)
@promise("cli:export:section-closed")
def test_a_line_cannot_be_more_than_a_line(text: str, written: str) -> None:
    """No marker, no comment, no second line, no import, no code block; other text is as it is."""
    assert harmless(text) == written
