"""What a dream makes of statements about people that share no words."""

import pytest
from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import Changeset, Fate, NoticeKind
from dreaming.domain.provenance import Origin


def doubts(changeset: Changeset) -> list[list[str]]:
    """The two sides of each doubt, as they are written."""
    return [
        sorted(place.text for place in notice.places) for notice in changeset.notices if notice.kind is NoticeKind.DOUBT
    ]


@promise("lives:later:replaces")
@pytest.mark.parametrize(
    ("old", "new", "history"),
    [
        ("Based in New York City", "Took a job in Lisbon and moved", "Based in …, until 2026-03-02: New York City"),
        ("Vegetarian", "Started eating fish again", "until 2026-03-02: Vegetarian"),
        ("Has a dog named Max", "Max died last month", "until 2026-03-02: Has a dog named Max"),
        ("Training for a marathon", "Hurt a knee and stopped running", "until 2026-03-02: Training for a marathon"),
        ("Wedding is on June 12", "The wedding was moved to June 19", "Wedding is on …, until 2026-03-02: June 12"),
    ],
)
def test_a_line_that_is_over_leaves_one_line_of_history(old: str, new: str, history: str) -> None:
    """No word is shared, and yet the later line says that the earlier one is over."""
    documents = [note("/a.md", f"- {old}\n- Likes sailing\n"), note("/b.md", f"- {new}\n", at=1)]

    changeset = dream(documents)

    result = texts(output(documents, changeset))
    assert result["/a.md"] == "- Likes sailing\n"
    assert result["/b.md"] == f"- {new}\n"
    since = (
        "" if "Wedding" in history else f"; since then: {new}"
    )  # which shares a word with it: who finds one finds both
    assert f"- {history}{since}\n" in result["/history.md"]
    assert [entry.fate for entry in changeset.ledger if entry.claim.text == old] == [Fate.SUPERSEDED_BY]


@promise("lives:later:replaces", "rules:user:heard")
def test_what_a_user_says_of_themselves_takes_the_lines_place() -> None:
    """The statement of a session is written where the old line stood, with its quote."""
    documents = [note("/me.md", "# About me\n\n- Lives in Chicago\n- Plays chess\n")]
    sessions = [session("s1", "By the way, I moved to Denver last week.")]

    changeset = dream(documents, sessions)

    assert "Denver" in texts(output(documents, changeset))["/me.md"]
    assert "Chicago" not in texts(output(documents, changeset))["/me.md"]
    assert [entry.fate for entry in changeset.ledger if entry.claim.text == "Lives in Chicago"] == [Fate.SUPERSEDED_BY]


@promise("lives:unsure:asks")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lives in Austin and works as a chef", "Moved to Dallas"),
        ("Lives in New York City", "Is moving to Boston in June"),
        ("Works at Acme as an analyst", "Promoted to senior analyst"),
        ("Allergic to nuts", "Eats peanut butter every day"),
    ],
)
def test_where_only_a_part_is_over_or_a_plan_is_made_both_stay(old: str, new: str) -> None:
    """Nothing is written, and the report names the two lines."""
    documents = [note("/a.md", f"- {old}\n"), note("/b.md", f"- {new}\n", at=1)]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    assert doubts(changeset) == [sorted([old, new])]


@promise("lives:unsure:asks")
def test_a_doubt_does_not_keep_out_what_a_user_said() -> None:
    """The new statement is written beside the old one; the report asks about both."""
    documents = [note("/a.md", "- Lives in Austin and works as a chef\n")]

    changeset = dream(documents, [session("s1", "We moved to Dallas in spring.")])

    result = "".join(texts(output(documents, changeset)).values())
    assert "Lives in Austin and works as a chef" in result
    assert "Dallas" in result
    assert len([notice for notice in changeset.notices if notice.kind is NoticeKind.DOUBT]) == 1


@promise("lives:others:apart")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("/people.md", "## Anna\n\n- Lives in Oslo\n"), ("/more.md", "## Ben\n\n- Moved to Rome\n")),
        (("/people/anna.md", "- Vegetarian\n"), ("/people/ben.md", "- Eats meat again\n")),
        (("/a.md", "- Anna lives in Oslo\n"), ("/b.md", "- Ben moved to Rome\n")),
        (("/a.md", "- Lives in Oslo\n"), ("/b.md", "- She moved to Rome\n")),
        (("/a.md", "```\nLives in Oslo\n```\n"), ("/b.md", "- Moved to Rome\n")),
        (("/a.md", "| who | where |\n|---|---|\n| Lives in Oslo | yes |\n"), ("/b.md", "- Moved to Rome\n")),
    ],
)
def test_what_is_another_persons_or_no_statement_stays(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Headings and folders of people tell them apart; code and tables are not read as lives."""
    documents = [note(*one), note(*other, at=1)]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    assert doubts(changeset) == []


@promise("lives:others:apart")
def test_topics_as_headings_do_not_tell_people_apart() -> None:
    """A line under Home and one under Work are of the same person."""
    documents = [note("/a.md", "## Home\n\n- Lives in Oslo\n"), note("/b.md", "# Notes\n\n- Moved to Rome\n", at=1)]

    changeset = dream(documents)

    assert [entry.fate for entry in changeset.ledger if entry.claim.text == "Lives in Oslo"] == [Fate.SUPERSEDED_BY]


@promise("lives:unsure:asks")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Lives in Oslo", 1, Origin.UNKNOWN), ("Moved to Rome", 1, Origin.UNKNOWN)),
        (("Lives in Oslo", 0, Origin.USER), ("Moved to Rome", 1, Origin.AGENT)),
    ],
)
def test_what_is_no_later_or_less_trusted_replaces_nothing(
    first: tuple[str, float, Origin], second: tuple[str, float, Origin]
) -> None:
    """Time and trust decide as for every other value: both stay, and the report asks."""
    documents = [
        note(f"/{number}.md", f"- {text}\n", at=at, origin=origin)
        for number, (text, at, origin) in enumerate((first, second))
    ]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    assert len(doubts(changeset)) == 1


@promise("lives:later:replaces", "rules:pinned:untouched")
def test_pinned_lines_and_paragraphs_are_never_replaced() -> None:
    """A paragraph is asked about, a pinned memory is left alone."""
    paragraph = "Lives in Oslo with a view of the fjord, and has lived\nthere since the spring of that year.\n"
    documents = [
        note("/pinned.md", "- Lives in Oslo\n", pinned=True),
        note("/prose.md", paragraph),
        note("/later.md", "- Moved to Rome\n", at=1),
    ]

    changeset = dream(documents)

    result = texts(output(documents, changeset))
    assert result["/pinned.md"] == "- Lives in Oslo\n"
    assert result["/prose.md"] == paragraph


@promise("engine:result:settled")
def test_a_second_dream_finds_nothing_more_to_replace() -> None:
    """History is no claim, and what stands was not replaced."""
    documents = [
        note("/a.md", "- Based in New York City\n- Vegetarian\n- Has a dog named Max\n"),
        note(
            "/b.md", "- Moved to Lisbon\n- Eats meat again\n- Max died last month\n- Thinks of moving to Rome\n", at=1
        ),
    ]
    once = output(documents, dream(documents))

    again = dream(once)

    assert texts(output(once, again)) == texts(once)
    assert again.changes == ()


@promise("lives:unsure:asks")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Biology exam in November", "Driving exam in October"], "Exam moved to March"),
        (["Translating a crime novel for Hanser", "Translating a war novel for Rowohlt"], "The novel is delivered"),
    ],
)
def test_of_several_that_are_named_by_fewer_words_the_report_asks_which_is_over(lines: list[str], said: str) -> None:
    """The lines were written at different times, and nothing sets them against each other: only one of them is meant."""
    documents = [note(f"/{number}.md", f"- {line}\n", at=number) for number, line in enumerate(lines)]
    documents.append(note("/later.md", f"- {said}\n", at=5))

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    assert sorted(doubts(changeset)) == sorted(sorted([line, said]) for line in lines)
