"""Which headings and beginnings of lines are dates, and which only hold one."""

from datetime import UTC, datetime

import pytest
from tests.promises import promise

from dreaming.domain.datelines import heading_period, heading_title, lead

MARCH = heading_period("2026-03")
WEEK = heading_period("Week of 2 March 2026")
YEAR = heading_period("2026")


@promise("dates:headings:read")
@pytest.mark.parametrize(
    "heading",
    [
        "2026-03-04",
        "2026/03/04",
        "04.03.2026",
        "4 March 2026",
        "March 4th, 2026",
        "Wednesday, 4 March 2026",
        "2026-03-04 (Wed)",
        "**2026-03-04**",
        "Week of 4 March 2026",
        "Standup 2026-03-04",
        "2026-03-04 Standup",
        "2026-03-04: the day of the move",
        "Meeting notes — 4 Mar 2026",
        "[1.4.0] - 2026-03-04",
        "[1.4.0](https://example.com/1.4.0) - 2026-03-04",
        "v2.0.0 (2026-03-04)",
        "Last updated 2026-03-04",
        "2026-03-04 – 2026-03-10",
    ],
)
def test_a_heading_that_is_a_date_and_little_else_is_one(heading: str) -> None:
    """With what sort of notes they are, a version, or a title behind a separator."""
    period = heading_period(heading)
    assert period is not None
    assert period.begin == datetime(2026, 3, 4, tzinfo=UTC)


@promise("dates:headings:topic")
@pytest.mark.parametrize(
    "heading",
    [
        "Release 2026-05-01 plan",
        "Contract of 2019-01-01",
        "Deadline 2026-05-01",
        "Plan for 2026-03-04",
        "The 2026-03-04 outage",
        "Budget 2026",
        "Invoice 2026-03-04",
        "2026-05-01 release plan",
        "Unreleased",
        "May",
        "12th",
        "2026-02-31",
        "RFC 2026-03",
        "",
    ],
)
def test_a_date_that_is_part_of_a_topic_is_none(heading: str) -> None:
    """Nor is what no calendar has, nor less than a day with nothing around it."""
    assert heading_period(heading) is None
    assert heading_title(heading) == heading


@promise("dates:headings:read")
@pytest.mark.parametrize(
    ("heading", "within", "day"),
    [
        ("12th", MARCH, 12),
        ("Thursday 12th", MARCH, 12),
        ("4 March", YEAR, 4),
        ("Friday", WEEK, 6),
        ("Mon 2nd", WEEK, 2),
    ],
)
def test_less_than_a_day_is_completed_from_the_headings_around_it(heading: str, within: object, day: int) -> None:
    """A month, a year or a week above says the rest."""
    period = heading_period(heading, within)  # type: ignore[arg-type]  # a Period, or the test fails at once
    assert period is not None
    assert period.begin == datetime(2026, 3, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heading", "within"), [("April 4", MARCH), ("12th", YEAR), ("Monday deploys", WEEK), ("1st draft", MARCH)]
)
def test_what_does_not_lie_in_the_heading_around_it_is_no_date(heading: str, within: object) -> None:
    """Nothing is guessed."""
    assert heading_period(heading, within) is None  # type: ignore[arg-type]  # a Period, or the test fails at once


@promise("dates:headings:read")
@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("2026-03-04: port is 1", "port is 1"),
        ("**2026-03-04** port is 1", "port is 1"),
        ("**2026-03-04:** port is 1", "port is 1"),
        ("[2026-03-04] port is 1", "port is 1"),
        ("2026-03-04 10:12 port is 1", "port is 1"),
        ("4 March 2026 – port is 1", "port is 1"),
        ("2026-03-04", ""),
    ],
)
def test_a_line_may_begin_with_its_date(line: str, rest: str) -> None:
    """The rest is what it says."""
    found = lead(line)
    assert found is not None
    assert line[found[1] :] == rest


@promise("dates:history:not-read")
@pytest.mark.parametrize(
    "line",
    [
        "2026-05-01 is the deadline",
        "2026-03-04 to 2026-03-06: away",
        "2026-03-04 – 2026-03-06: away",
        "until 2026-03-04: 8080",
        "the port is …, until 2026-03-04: 8080",
        "2026-01-01: the port is …, until 2026-03-04: 8080",
        "until 2026-03-04: The port is 8080; since then: The port is 9000",
        "2026: a year",
    ],
)
def test_a_line_about_a_date_or_of_history_begins_with_none(line: str) -> None:
    """A deadline, a time away, and what held until a day."""
    assert lead(line) is None
