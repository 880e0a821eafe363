"""Where the store could have helped, and which lines would have."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.engine.dreams import Said, day, session
from tests.promises import promise

from dreaming.domain.exam import Moment, MomentKind
from dreaming.domain.model import Event, EventType
from dreaming.engine.moments import counted, tells
from dreaming.service.replay import moments_of

USE, RESULT = EventType.AGENT_TOOL_USE, EventType.AGENT_TOOL_RESULT
FAILING: tuple[Said, ...] = (
    (USE, "pytest tests"),
    (RESULT, "bash: pytest: command not found\nexit code 127"),
    (USE, "uv run pytest tests"),
    (RESULT, "3 passed"),
)


def _moments(name: str, *said: Said | str, at: float = 10) -> list[Moment]:
    head, events = session(name, *said, at=at)
    return moments_of(head, [shell(event) for event in events])


def shell(event: Event) -> Event:
    """The event as one of a shell, if it is a tool's."""
    return replace(event, tool_name="Bash") if event.type in {USE, RESULT} else event


@promise("replay:moments:told")
def test_a_correction_is_a_moment() -> None:
    """With the user's words, their time, and when the session began."""
    (moment,) = _moments("s", "Start the server.", "No, the port is 9090, not 8080.")

    assert (moment.kind, moment.text, moment.event_id) == (
        MomentKind.CORRECTION,
        "the port is 9090, not 8080.",
        "s-2",
    )
    assert moment.at == day(10) + timedelta(minutes=2)
    assert moment.began == day(10) + timedelta(minutes=1)


@promise("replay:moments:told")
def test_a_failure_counts_from_its_second_session_on() -> None:
    """Whatever the order in which the sessions are given."""
    first, second, third = (_moments(f"s{n}", *FAILING, at=n) for n in (1, 2, 3))
    other = _moments("o", (USE, "cargo build"), (RESULT, "error: no such command\nexit code 101"), at=5)

    assert len(first) == 1
    assert [each.session_id for each in counted([*third, *other, *first, *second])] == ["s2", "s3"]
    assert counted(first) == []


def test_what_nobody_corrected_is_no_moment() -> None:
    """A preference, a question, what the agent says."""
    said = (
        "Please always use tabs.",
        "Is the port 9090?",
        (EventType.AGENT_MESSAGE, "No, the port is 9090, not 8080."),
    )

    assert _moments("s", *said) == []


def _correction(text: str) -> Moment:
    return Moment(
        kind=MomentKind.CORRECTION, began=day(1), at=day(1), session_id="s", event_id="e", text=text, query=text
    )


@promise("replay:moments:told")
@pytest.mark.parametrize(
    ("text", "line", "is_told"),
    [
        ("the port is 9090, not 8080.", "- The port of atlas is 9090", True),
        ("the port is 9090, not 8080.", "- The port of atlas is 8080", False),
        ("the port is 9090, not 8080.", "- The port of atlas is …, until 2026-03-01: 9090, now 8080", False),
        ("the port is 9090, not 8080.", "- The limit is 9090 requests", False),
        ("use pnpm, not npm.", "- Package manager: pnpm", True),
        ("use pnpm, not npm.", "- Package manager: npm", False),
        ("we deploy on Fridays.", "- Deploys are on Fridays", True),
        ("we deploy on Fridays.", "- We never deploy on Fridays", False),
        ("we deploy on Fridays.", "- We deploy on Mondays", False),
        ("we deploy on Fridays.", "- Fridays are for cake", False),
    ],
)
def test_a_line_tells_of_a_correction_if_it_says_what_the_user_said(text: str, line: str, is_told: bool) -> None:
    """The value that holds, of the same thing, without denying it."""
    assert tells(_correction(text), line) is is_told


@promise("replay:moments:told")
@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ('- `pytest tests` fails with "command not found"; `uv run pytest tests` works', True),
        ("- pytest: command not found unless it is run with uv", True),
        ("- Tests are run with pytest", False),
        ("- make: command not found", False),
    ],
)
def test_a_line_tells_of_a_failure_if_it_names_the_command_or_its_error(line: str, is_told: bool) -> None:
    """The program alone says nothing of how it fails."""
    (moment,) = _moments("s", *FAILING)

    assert tells(moment, line) is is_told
