"""Dates that a text gives from where it stands in time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.dates import resolve

WEDNESDAY = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


@promise("dates:relative:resolved")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deploys were frozen yesterday.", "Deploys were frozen yesterday (2026-03-03)."),
        ("since last Tuesday we use Node 22", "since last Tuesday (2026-03-03) we use Node 22"),
        ("on leave since Wednesday", "on leave since Wednesday (2026-02-25)"),
        ("frozen until Friday", "frozen until Friday (2026-03-06)"),
        ("the move is next month", "the move is next month (2026-04)"),
        ("we met two weeks ago", "we met two weeks ago (2026-02-18)"),
        ("hired 3 months ago", "hired 3 months ago (2025-12)"),
        ("bought five years ago", "bought five years ago (2021)"),
        ("as of this morning", "as of this morning (2026-03-04)"),
        ("due the day after tomorrow", "due the day after tomorrow (2026-03-06)"),
        ("last week was quiet", "last week (2026-02-23 to 2026-03-01) was quiet"),
        ("by the end of the month", "by the end of the month (2026-03-31)"),
        ("it starts next Monday at 9:30", "it starts next Monday (2026-03-09) at 9:30"),
        ("the demo is this Friday", "the demo is this Friday (2026-03-06)"),
        ("it ends a week from now", "it ends a week from now (2026-03-11)"),
    ],
)
def test_what_names_a_day_is_resolved(text: str, expected: str) -> None:
    """The words stay, the date stands behind them, and a second time changes nothing."""
    assert resolve(text, WEDNESDAY) == expected
    assert resolve(expected, datetime(2030, 1, 1, tzinfo=UTC)) == expected


@promise("dates:ambiguous:stay")
@pytest.mark.parametrize(
    "text",
    [
        "recently, soon, a while ago, a few days ago",
        "it ships next Friday",  # to some in two days, to others in nine
        "frozen until Wednesday",  # said on one
        "it was due this Monday",
        "invoices are due in 30 days",
        "until Friday 13 March",
        "open from Monday to Friday",
        "every Friday until Monday",
        "the report always covers last month",
        "yesterday's build and the `tomorrow` flag",
        "founded 500 years ago",
        "on Friday",
    ],
)
def test_what_may_mean_more_than_one_day_stays(text: str) -> None:
    """No date is guessed."""
    assert resolve(text, WEDNESDAY) == text


WORDS = st.sampled_from(
    [*" .()", "last ", "next ", "days ", "week ", "ago ", "two ", "since ", "friday ", "tomorrow ", "until "]
)


@given(st.lists(WORDS, max_size=12).map("".join), st.datetimes(timezones=st.just(UTC)))
def test_nothing_is_lost_and_twice_is_once(text: str, at: datetime) -> None:
    """At whatever time: what is put in is all that differs, and it is put in once."""
    once = resolve(text, at)
    assert resolve(once, at) == once
    left = iter(once)
    assert all(character in left for character in text)
