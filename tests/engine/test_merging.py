"""A memory that a dream and somebody else changed, merged by claim."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.dreams import note
from tests.engine.test_lying_judges import TEXT
from tests.promises import promise

from dreaming.domain.model import Document
from dreaming.domain.provenance import Origin, Provenance, lines_of, per_line
from dreaming.engine.merging import Merged, Wish, merge

PATH = "/a.md"
BASE = """# Atlas

- Owner of atlas: Priya
- atlas listens on port 8080
- Backups run at night
- A bullet that is
  wrapped over lines
"""


def at(content: str | None, day: float = 0) -> Document | None:
    """A memory at one path; None where there is none."""
    return None if content is None else note(PATH, content, at=day, origin=Origin.USER)


def merged(base: str | None, current: str | None, dream: str | None, *, dream_wins: bool = False) -> Merged:
    """As the dream and somebody else leave it."""
    return merge(at(base), at(current, 20), at(dream, 10), Wish(dream_wins=dream_wins))


def text(result: Merged) -> str | None:
    """What it says."""
    return None if result.document is None else result.document.content


@promise("promote:merge:by-claim")
def test_claims_that_only_one_side_changed_are_merged_line_beside_line() -> None:
    """The dream replaces one line and adds one; somebody else changes the line beside it, drops one and adds two."""
    dream = BASE.replace("8080", "9090").replace("lines\n", "lines\n- Deploys are on Tuesday\n")
    current = BASE.replace("Priya", "Wei").replace("- Backups run at night\n", "") + "- One more\n- And another\n"

    result = merged(BASE, current, dream)

    assert result.clashes == ()
    assert text(result) == (
        "# Atlas\n\n- Owner of atlas: Wei\n- atlas listens on port 9090\n- A bullet that is\n  wrapped over lines\n"
        "- One more\n- And another\n- Deploys are on Tuesday\n"
    )


@promise("promote:merge:by-claim")
@pytest.mark.parametrize(
    ("current", "dream", "clash"),
    [
        (BASE.replace("8080", "7070"), BASE.replace("8080", "9090"), ("8080", "7070", "9090")),
        (BASE.replace("- atlas listens on port 8080\n", ""), BASE.replace("8080", "9090"), ("8080", "", "9090")),
        (BASE.replace("8080", "7070"), BASE.replace("- atlas listens on port 8080\n", ""), ("8080", "7070", "")),
        (BASE.replace("wrapped", "folded"), BASE.replace("A bullet", "An item"), ("wrapped", "folded", "item")),
        (None, BASE.replace("8080", "9090"), ("8080", "", "9090")),
        (BASE + "- Port of kestrel: 1\n", BASE + "- Port of kestrel: 2\n", ("", "1", "2")),
    ],
)
def test_a_claim_that_both_changed_is_decided_alone(
    current: str | None, dream: str, clash: tuple[str, str, str]
) -> None:
    """It is listed with both sides; whoever wins, wins that claim, and every other line is merged all the same."""
    now = None if current is None else current.replace("Priya", "Wei")
    then = dream.replace("at night", "at noon")

    ours, theirs = merged(BASE, now, then), merged(BASE, now, then, dream_wins=True)

    listed = [each for each in ours.clashes if clash[2] in each.dream and clash[1] in each.current]
    assert len(listed) == 1
    assert all(
        part in got for part, got in zip(clash, (listed[0].before, listed[0].current, listed[0].dream), strict=True)
    )
    for result, wins in ((ours, clash[1]), (theirs, clash[2])):
        said = text(result) or ""
        assert not wins or wins in said
        assert current is None or ("Owner of atlas: Wei" in said and "at noon" in said)


@promise("promote:merge:by-claim")
def test_a_memory_that_both_made_holds_what_both_wrote_once() -> None:
    """Two files of one name: what they share stands once."""
    result = merged(None, "# Facts\n\n- One\n- Two is shared\n", "# Facts\n\n- Two is shared\n- Three\n")

    assert (text(result), result.clashes) == ("# Facts\n\n- One\n- Two is shared\n- Three\n", ())


def test_a_memory_that_the_dream_emptied_stays_for_what_was_added_to_it() -> None:
    """With the heading above it; without an addition it goes."""
    base = "# Notes\n\n- Moved elsewhere\n"

    assert text(merged(base, base + "- New today\n", None)) == "# Notes\n\n- New today\n"
    assert merged(base, base, None).document is None
    assert merged(base, None, None).document is None


def test_a_memory_that_was_pinned_meanwhile_is_held() -> None:
    """Each of the dream's changes in it has to be decided."""
    current = at(BASE)
    assert current is not None

    result = merge(at(BASE), replace(current, pinned=True), at(BASE.replace("8080", "9090") + "- New\n", 10), Wish())

    assert [each.dream for each in result.clashes] == ["atlas listens on port 9090", "New"]
    assert text(result) == BASE


@promise("promote:merge:nothing-lost")
@given(base=TEXT, current=TEXT, dream=TEXT, dream_wins=st.booleans())
def test_what_others_wrote_stands_or_is_listed(base: str, current: str, dream: str, dream_wins: bool) -> None:
    """For random texts: a line that others added or kept stands afterwards, or the dream let it go, or it is listed."""
    result = merged(base, current, dream, dream_wins=dream_wins)
    said = set(lines_of(text(result) or ""))
    listed = " ".join(f"{each.before} {each.current}" for each in result.clashes)

    for line in lines_of(current):
        if line.strip() and line not in lines_of(base) and line not in said:
            assert dream_wins
            assert all(word in listed for word in line.strip(" \r>-|#").split()[-1:])
    for line in lines_of(base):
        if line in lines_of(current) and line in lines_of(dream) and line.strip() and not result.clashes:
            assert line in said


@given(base=TEXT, other=TEXT)
def test_a_side_that_changed_nothing_gives_way(base: str, other: str) -> None:
    """Text and provenance are those of the side that changed something."""
    alone, theirs = merged(base, base, other), merged(base, other, base)

    assert alone.clashes == theirs.clashes == ()
    assert (text(alone), text(theirs)) == (other, other)
    lines = lines_of(other)
    assert alone.document is not None
    assert theirs.document is not None
    for result, base_day in ((alone, 10), (theirs, 20)):
        assert result.document is not None
        of = per_line(len(lines), result.document.default, result.document.spans)
        expected = at(other, base_day)
        assert expected is not None
        new = [n for n, line in enumerate(lines) if line.strip() and line not in lines_of(base)]
        assert all(of[n] == Provenance.of(Origin.USER, expected.default.asserted_at) for n in new)
