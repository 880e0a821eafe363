"""The rule that says when a store is due for a dream."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.due import SETTINGS, DreamPolicy, DueRule, Situation, check_rule, judge_due, meaningless, read_rule
from dreaming.domain.errors import InvalidInput

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
READY = Situation(undreamt=5, newest_at=NOW - 2 * HOUR, last_at=NOW - 25 * HOUR)
RULE = DueRule()

moments = st.none() | st.timedeltas(timedelta(days=-30), timedelta(days=1)).map(lambda ago: NOW + ago)
rules = st.builds(
    DueRule,
    policy=st.sampled_from(DreamPolicy),
    after_sessions=st.integers(1, 20),
    after=st.integers(0, 100).map(lambda hours: timedelta(hours=hours)),
    idle=st.integers(0, 100).map(lambda minutes: timedelta(minutes=minutes)),
)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Any that a file can be in."""
    undreamt, failures = draw(st.integers(0, 30)), draw(st.integers(0, 12))
    return Situation(
        undreamt=undreamt,
        newest_at=(draw(moments) or NOW) if undreamt else None,
        last_at=draw(moments),
        failures=failures,
        failed_at=(draw(moments) or NOW) if failures else None,
        active=draw(st.none() | st.just("drm_a")),
        closed=draw(st.none() | st.just("The store is archived.")),
    )


@promise("dream:due:rule", "dream:due:why")
@pytest.mark.parametrize(
    ("situation", "is_due", "why", "due_at"),
    [
        ({}, True, "5 new sessions: a dream is due.", NOW - HOUR),
        ({"last_at": None}, True, "5 new sessions: a dream is due.", NOW - 1.5 * HOUR),
        ({"undreamt": 4}, False, "4 new sessions: due from 5 on.", None),
        ({"undreamt": 0, "newest_at": None}, False, "No new session: due from 5 on.", None),
        ({"active": "drm_a"}, False, "Dream drm_a has not ended.", None),
        ({"closed": "The store is archived."}, False, "The store is archived.", None),
        (
            {"last_at": NOW - 23 * HOUR},
            False,
            "The last dream ended 2026-03-03 13:00 UTC: due from 2026-03-04 13:00 UTC on.",
            NOW + HOUR,
        ),
        (
            {"newest_at": NOW - timedelta(minutes=10)},
            False,
            "A session may still be going on: due from 2026-03-04 12:20 UTC on.",
            NOW + timedelta(minutes=20),
        ),
        (
            {"failures": 1, "failed_at": NOW - HOUR / 2},
            False,
            "The last dream failed 2026-03-04 11:30 UTC: due from 2026-03-04 12:30 UTC on.",
            NOW + HOUR / 2,
        ),
        ({"failures": 1, "failed_at": NOW - HOUR}, True, "5 new sessions: a dream is due.", NOW),
    ],
)
def test_a_store_is_due_or_it_is_said_why_not(
    situation: dict[str, Any], is_due: bool, why: str, due_at: datetime | None
) -> None:
    """By default after 5 sessions and 24 hours, half an hour after the last word, and not while a dream is under way."""
    due = judge_due(RULE, replace(READY, **situation), NOW)

    assert (due.is_due, due.why, due.due_at) == (is_due, why, due_at)


@promise("dream:due:rule")
@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (60, 24)])
def test_failures_are_waited_out_longer_each_time(failures: int, hours: int) -> None:
    """An hour, doubled, at most a day: a dream that cannot succeed is not repeated at each look."""
    situation = replace(READY, failures=failures, failed_at=NOW)

    assert judge_due(RULE, situation, NOW).due_at == NOW + hours * HOUR


@promise("dream:due:rule")
@given(rules, situations(), st.integers(1, 50))
def test_more_sessions_never_make_a_store_less_due(rule: DueRule, situation: Situation, more: int) -> None:
    """With everything else as it is."""
    before = judge_due(rule, situation, NOW)
    newest = situation.newest_at or NOW - timedelta(days=60)
    after = judge_due(rule, replace(situation, undreamt=situation.undreamt + more, newest_at=newest), NOW)

    assert after.is_due >= before.is_due


@promise("dream:due:rule")
@given(rules, situations())
def test_a_store_is_never_due_against_its_policy_or_under_a_dream(rule: DueRule, situation: Situation) -> None:
    """Nor with nothing to dream of, nor where it takes no dream."""
    due = judge_due(rule, situation, NOW)

    barred = situation.active or situation.closed or not situation.undreamt or rule.policy is DreamPolicy.OFF
    assert not (due.is_due and barred)


@promise("dream:due:why")
@given(rules, situations())
def test_what_is_said_of_the_next_dream_comes_true(rule: DueRule, situation: Situation) -> None:
    """A store is due from the moment that was named, and not before; with none named no waiting helps."""
    due = judge_due(rule, situation, NOW)

    if due.due_at is None:
        assert not judge_due(rule, situation, NOW + timedelta(days=500)).is_due
    else:
        assert due.is_due == (due.due_at <= NOW)
        assert judge_due(rule, situation, due.due_at).is_due
        assert not judge_due(rule, situation, due.due_at - timedelta(microseconds=1)).is_due
    assert due.why.endswith(".")


@promise("dream:due:settings")
def test_a_store_says_in_its_metadata_when_it_is_due() -> None:
    """Four settings; what is not said is as by default."""
    said = {"dream": "auto", "dream_after_sessions": "3", "dream_after_hours": "0", "dream_idle_minutes": "5", "x": "y"}

    assert read_rule(said) == DueRule(
        policy=DreamPolicy.AUTO, after_sessions=3, after=timedelta(0), idle=timedelta(minutes=5)
    )
    assert read_rule({}) == DueRule()
    check_rule(said)


@promise("dream:due:settings")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dream", "maybe"),
        ("dream", ""),
        ("dream", "AUTO"),
        ("dream_after_sessions", "0"),
        ("dream_after_sessions", "1001"),
        ("dream_after_hours", "-1"),
        ("dream_after_hours", "1.5"),
        ("dream_after_hours", "²"),
        ("dream_idle_minutes", "9" * 500),
    ],
)
def test_a_setting_that_means_nothing_is_refused_and_read_as_if_not_set(key: str, value: str) -> None:
    """The refusal says what would mean something."""
    with pytest.raises(InvalidInput, match=key) as refused:
        check_rule({key: value})

    assert SETTINGS[key] in refused.value.hint
    assert meaningless({key: value}) == [key]
    assert read_rule({key: value}) == DueRule()


@promise("dream:due:settings")
@given(st.dictionaries(st.sampled_from(list(SETTINGS)), st.text()))
def test_no_metadata_is_an_error_to_read(metadata: dict[str, str]) -> None:
    """Whatever somebody wrote there."""
    judge_due(read_rule(metadata), READY, NOW)
