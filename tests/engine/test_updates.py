"""What people say later against what the store says: the tables beside this module, each pair in a dream of its own."""

from pathlib import Path

import pytest
from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import Changeset, NoticeKind
from dreaming.domain.model import Document

TABLES = Path(__file__).parent / "updates"


def pairs(table: str) -> list[tuple[str, str]]:
    """The pairs of one table, the store's line first."""
    lines = (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    return [(line, said) for line, _, said in (each.partition(" => ") for each in lines if each[:1] != "#")]


def asked(changeset: Changeset) -> list[str]:
    """What the report asks of, each with both sides."""
    return [notice.text for notice in changeset.notices if notice.kind is NoticeKind.DOUBT]


def told(*lines: str, said: str) -> tuple[list[Document], Changeset]:
    """A store with these lines, and its dream after a session in which a user says something."""
    documents = [note("/notes.md", "# Notes\n\n" + "".join(f"- {line}\n" for line in lines))]
    return documents, dream(documents, [session("s1", said)])


@promise("rules:updates:told")
@pytest.mark.parametrize(("line", "said"), pairs("replaced"))
def test_what_a_user_says_holds_no_more_is_replaced(line: str, said: str) -> None:
    """Whatever the field: the new line stands in the place of the old one, which the history keeps."""
    documents, changeset = told(line, said=said)

    result = texts(output(documents, changeset))
    assert f"- {line}\n" not in result["/notes.md"]
    assert said.rstrip(".")[-12:] in result["/notes.md"]
    assert "until 2026-03-11" in result["/history.md"]


@promise("rules:updates:asked")
@pytest.mark.parametrize(("line", "said"), pairs("asked"))
def test_what_may_be_over_stays_and_the_report_asks(line: str, said: str) -> None:
    """Nothing is lost where a line says more than what was said against it, or another may hold beside it."""
    documents, changeset = told(line, said=said)

    result = texts(output(documents, changeset))
    assert f"- {line}\n" in result["/notes.md"]
    assert [line in each for each in asked(changeset)] == [True]


@promise("rules:updates:apart")
@pytest.mark.parametrize(("line", "said"), pairs("apart"))
def test_what_is_about_something_else_touches_no_line(line: str, said: str) -> None:
    """Neither replaced nor asked of: another thing, person, place, occasion or time."""
    documents, changeset = told(line, said=said)

    assert texts(output(documents, changeset))["/notes.md"] == documents[0].content
    assert asked(changeset) == []


@promise("rules:updates:apart")
def test_all_that_stands_apart_said_at_once_replaces_nothing() -> None:
    """What touches no line alone touches none in company."""
    lines = list(dict.fromkeys(line for line, _ in pairs("apart")))
    documents = [note("/notes.md", "# Notes\n\n" + "".join(f"- {line}\n" for line in lines))]

    changeset = dream(documents, [session("s1", *(said for _, said in pairs("apart")))])

    assert texts(output(documents, changeset))["/notes.md"] == documents[0].content


@promise("rules:updates:together")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Lena owns billing.", "Ivo owns billing."], "Omar owns billing now."),
        (["Alerts go to `#ops`.", "Alerts go to `#dev`."], "Alerts go to `#sre` now."),
    ],
)
def test_values_that_stood_side_by_side_are_asked_of_one_by_one(lines: list[str], said: str) -> None:
    """Both lines stay beside what was said, and the next dream changes nothing of it."""
    documents, changeset = told(*lines, said=said)

    result = output(documents, changeset)
    assert texts(result)["/notes.md"] == documents[0].content
    assert said in texts(result)["/facts.md"]
    assert sorted(line for line in lines for each in asked(changeset) if line in each) == sorted(lines)
    assert texts(output(result, dream(result))) == texts(result)


@promise("rules:updates:asked")
@pytest.mark.parametrize(
    ("heading", "line", "said"),
    [
        ("# Project Alpha", "- Always squash commits.", "Don't squash commits any more."),
        (
            "# Plan",
            "Merge freeze begins 2026-03-05\nfor the mobile release.",
            "The merge freeze has been moved to 2026-03-12.",
        ),
    ],
)
def test_a_rule_under_another_topic_and_a_paragraph_are_asked_of(heading: str, line: str, said: str) -> None:
    """It was not said of which project; and a paragraph is never replaced."""
    documents = [note("/notes.md", f"{heading}\n\n{line}\n")]

    changeset = dream(documents, [session("s1", said)])

    assert texts(output(documents, changeset))["/notes.md"] == documents[0].content
    assert len(asked(changeset)) == 1


@promise("rules:updates:asked")
def test_of_two_notes_that_order_the_opposite_only_a_user_can_say_which_holds() -> None:
    """Neither note says that it was otherwise before: both stay, and the report asks."""
    documents = [note("/a.md", "- Deploy on Fridays\n"), note("/b.md", "- Never deploy on Fridays\n", at=1)]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    assert len(asked(changeset)) == 1


@promise("rules:duplicates:merged")
def test_of_two_orders_the_one_that_is_called_important_stays() -> None:
    """`before every push` and `before each push` are one order, and no weight is lost."""
    documents = [note("/a.md", "- IMPORTANT: run `npm test` before every push.\n- Run `npm test` before each push.\n")]

    changeset = dream(documents)

    assert texts(output(documents, changeset))["/a.md"] == "- IMPORTANT: run `npm test` before every push.\n"


@promise("rules:updates:news")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Works at a bakery in Leeds", "Big news - I quit the bakery last Friday, couldn't take the early shifts!"),
        ("Trains for the Berlin marathon", "I had to pull out of the Berlin marathon because of my knee."),
        ("Takes lisinopril for blood pressure", "My doctor took me off lisinopril."),
        ("12 survey sites", "So it's 9 sites now."),
        ("Olympus TG-6 for photos", "And the TG-6 flooded!"),
    ],
)
def test_news_is_written_only_against_a_line(line: str, said: str) -> None:
    """Said beside something else it adds nothing; against the line it is replaced or asked about, without what announces it."""
    documents, changeset = told("Likes crosswords", said=said)
    assert texts(output(documents, changeset))["/notes.md"] == documents[0].content
    assert list(texts(output(documents, changeset))) == ["/notes.md"]

    documents, changeset = told(line, said=said)
    result = texts(output(documents, changeset))
    assert f"- {line}\n" not in result["/notes.md"] or asked(changeset)
    assert "Big news" not in "".join(result.values())


@promise("rules:updates:news")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Lives in a flat on Hope Street", "I wish we could give up the flat on Hope Street."),
        ("Drives a Renault Clio", "My neighbour sold his Clio yesterday."),
        ("Phone is a Pixel 7", "I dropped my Pixel yesterday but it survived."),
        ("Studies marine biology", "If I ever quit marine biology, remind me why I started."),
        ("Owns a sailing boat", "Imagine selling the boat and buying a castle!"),
        ("Works 40 hours a week", "This week I only worked 32 hours because of the holiday."),
    ],
)
def test_what_only_sounds_like_news_touches_no_line(line: str, said: str) -> None:
    """Stories about others, wishes, conditions and single occasions."""
    documents, changeset = told(line, said=said)

    assert f"- {line}\n" in texts(output(documents, changeset))["/notes.md"]
    assert asked(changeset) == []
