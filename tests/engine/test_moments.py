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

    assert counted(_moments("s", *said)) == []


@promise("replay:moments:again")
def test_what_an_earlier_session_has_heard_and_the_user_says_again_is_a_moment() -> None:
    """In other words too; not in the same session, and not with another value or the contrary."""
    first = _moments("a", "Please always use tabs in Makefiles.", "The release day is Thursday.", at=1)
    again = _moments("b", "In Makefiles, always use tabs please.", "Never use tabs in Python files.", at=2)
    other = _moments("c", "The release day is Friday.", "We always release with two reviewers.", at=3)

    assert [(each.session_id, each.text) for each in counted([*other, *again, *first])] == [
        ("b", "In Makefiles, always use tabs"),
    ]
    assert counted([*first, *_moments("a", "always use tabs in Makefiles", at=1)]) == []


@promise("replay:moments:again")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("You used single quotes again, use double quotes in JSON.", "use double quotes in JSON."),
        ("Same mistake again: the limit is 20 requests, not 200.", "the limit is 20 requests, not 200."),
        ("We've been over this before: never push to main.", "never push to main."),
        ("You forgot that the invoices go to Halden Papier.", "the invoices go to Halden Papier."),
        ("As I said in the last session, tests live in `spec`.", "tests live in `spec`."),
    ],
)
def test_a_reminder_of_what_was_said_is_a_correction(said: str, told: str) -> None:
    """The user had to say it, whatever the words."""
    (moment,) = counted(_moments("s", said))
    assert (moment.kind, moment.text) == (MomentKind.CORRECTION, told)


@promise("replay:moments:again")
@pytest.mark.parametrize(
    "said",
    [
        "did you push?",
        "continue",
        "and continue with the remaining tasks",
        "Run the tests again, please.",
        "no worries",
    ],
)
def test_what_only_goes_on_is_no_correction(said: str) -> None:
    """Nothing that a store knows would have spared it."""
    assert counted([*_moments("s", said, at=1), *_moments("t", said, at=2)]) == []


@promise("replay:moments:again")
def test_a_failure_that_came_back_in_its_session_is_a_moment() -> None:
    """Where the command had got past it; one that lasts is one failure, and what an earlier session had counts once."""
    fails: tuple[Said, ...] = ((USE, "git push"), (RESULT, "fatal: no upstream branch\nexit code 128"))
    passes: tuple[Said, ...] = ((USE, "git push"), (RESULT, "pushed"))

    (moment,) = counted(_moments("s", *fails, *passes, *fails, *passes, *fails))
    assert (moment.kind, moment.quotes[0]) == (MomentKind.FAILURE, "git push")
    assert counted(_moments("s", *fails, *fails, *fails, *passes)) == []
    both = [*_moments("s", *fails, *passes, *fails, at=1), *_moments("t", *fails, *passes, *fails, at=2)]
    assert [each.session_id for each in counted(both)] == ["s", "t"]


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
