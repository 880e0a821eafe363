"""What people type, of several fields, in whole dreams: what is written of it, word for word, and what is not.

The messages were made up for this; the session was held on a Monday, in the folder of the project beacon.
"""

from datetime import UTC, datetime

import pytest
from tests.engine.dreams import START, dream, session
from tests.promises import promise

MONDAY = (datetime(2026, 3, 2, 9, tzinfo=UTC) - START).total_seconds() / 86_400
BEACON = "/home/me/beacon"


def lines(*said: str, project: str | None = BEACON) -> list[str]:
    """The lines that a dream writes of one session into an empty store."""
    written = dream([], [session("s", *said, at=MONDAY, project=project)]).written
    content = "\n".join(each.content for each in written if each.path != "/index.md")
    return [line.removeprefix("- ") for line in content.splitlines() if line.startswith("- ")]


@promise("hearing:rules:kinds")
@pytest.mark.parametrize(
    "said",
    [
        "Don't write comments that repeat the code.",
        "Don't book hotels that charge for breakfast.",
        "Never quote studies which the journal withdrew.",
    ],
)
def test_what_is_forbidden_of_a_kind_is_a_rule(said: str) -> None:
    """Words that tell the kind point at nothing in the conversation."""
    assert lines(said) == [said]


@promise("hearing:rules:kinds")
@pytest.mark.parametrize("said", ["Don't change the tests.", "Don't add comments to this file.", "Don't run it again."])
def test_what_is_forbidden_of_one_thing_is_for_once(said: str) -> None:
    """It is over with the task."""
    assert lines(said) == []


@promise("hearing:jokes:meant")
def test_people_laugh_about_what_they_like() -> None:
    """A taste is meant; what is proposed with a laugh, or taken back, is not."""
    assert lines("I prefer coffee over tea these days, haha.") == ["I prefer coffee over tea these days, haha."]
    assert lines("I love writing SQL by hand, just kidding.") == []
    assert lines("Let's move everything to COBOL, haha.") == []
    assert lines("Always deploy on Fridays at midnight, lol") == []


@promise("hearing:days:named")
@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("My sister visits on Saturday.", "My sister visits on Saturday (2026-03-07)."),
        ("The lease for the van expires on Friday.", "The lease for the van expires on Friday (2026-03-06)."),
        ("Priya joins the team on Wednesday.", "Priya joins the team on Wednesday (2026-03-04)."),
        ("Ida moved the review to Thursday.", "Ida moved the review to Thursday."),
        ("Ida moved her home day from Monday to Wednesday.", "Ida moved her home day from Monday to Wednesday."),
        ("The cleaner comes on Wednesday.", "The cleaner comes on Wednesday."),
        ("Ledger was switched to Postgres 16 on Friday.", "Ledger was switched to Postgres 16 on Friday (2026-02-27)."),
        ("Our plumber comes on Monday.", "Our plumber comes on Monday."),
        ("The library opens on Saturday at 10:00.", "The library opens on Saturday at 10:00."),
        ("My mother visits on Saturdays.", "My mother visits on Saturdays."),
    ],
)
def test_a_day_on_which_something_happens_once_is_dated(said: str, written: str) -> None:
    """The coming one, or the last one where it is told as past; not today's name, and not what may recur."""
    assert lines(said) == [written]


@promise("hearing:states:dated")
@pytest.mark.parametrize(
    "said",
    [
        "150 services migrated now, 50 to go",
        "We're ahead of the Q2 deadline",
        "40 of 90 rooms are painted",
        "Our thesis draft in Lund is halfway done",
    ],
)
def test_a_state_that_moves_holds_as_of_its_day(said: str) -> None:
    """Whoever reads it later sees when it was so."""
    assert lines(f"{said}.") == [f"{said} (as of 2026-03-02)."]


@promise("hearing:states:dated")
def test_open_work_that_is_told_with_a_question_mark_reads_as_a_statement() -> None:
    """It begins with a capital, and has its day; a question stays one."""
    assert lines("Let's continue tomorrow with the login page.") == [
        "Let's continue tomorrow (2026-03-03) with the login page."
    ]
    told = lines("we still need to fix the scrolling in the terminal, it still does not work")
    assert told == ["We still need to fix the scrolling in the terminal, it still does not work (as of 2026-03-02)"]


@promise("hearing:settings:told")
@pytest.mark.parametrize(
    "said",
    [
        "We deployed media-proxy with 3 replicas and a timeout of 30 s.",
        "I set the timeout of `ledger` to 45 s.",
        "We signed Halden with a budget of 20,000 EUR.",
    ],
)
def test_how_a_thing_is_set_up_is_heard_where_it_is_told_in_passing(said: str) -> None:
    """The figures of a named thing."""
    assert lines(said, project=None) == [said]


@promise("hearing:settings:told")
@pytest.mark.parametrize(
    "said",
    [
        "I ran `pytest` with 4 workers.",
        "We deployed it with 3 replicas.",
        "Deploy media-proxy with 3 replicas and a timeout of 30 s.",
        "Should we deploy media-proxy with 3 replicas?",
        "Suppose we deployed media-proxy with 3 replicas.",
        "We deployed media-proxy with confidence.",
    ],
)
def test_what_is_run_asked_or_supposed_sets_nothing_up(said: str) -> None:
    """Nor what names no thing, or no figure."""
    assert lines(said) == []


@promise("hearing:talk:left")
@pytest.mark.parametrize(
    "said",
    [
        "Should we use spaces here?",
        "What if the server port were 8005?",
        "If we moved to Postgres, the port would be 5432.",
        "Oh great, another flaky test.",
        "> The test command is `make check`.",
        "```\nThe server port is 8007\n```",
        "Sam says we should use yarn.",
        "The build is red again.",
        "ERROR: port 8009 is already in use",
        "Imagine our default branch was main.",
        "yeah right, because tabs never hurt anybody",
    ],
)
def test_a_project_makes_no_statement_of_what_is_none(said: str) -> None:
    """Questions, suppositions, quotes, jeers, logs and the state of the moment."""
    assert lines(said) == []
