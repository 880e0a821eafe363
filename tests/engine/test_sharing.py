"""What a dream of the personal store takes from the sessions of projects."""

from dataclasses import replace

from tests.engine.dreams import Said, dream, note, session
from tests.promises import promise

from dreaming.domain.changes import Changeset
from dreaming.domain.model import Event, EventType, Session

TABS = "I prefer tabs over spaces in all code."
LAUNCH = "Remember that the launch of project Nightjar is on 2026-05-04."
Log = tuple[Session, tuple[Event, ...]]


def _in(project: str | None, name: str, *said: Said | str, at: float) -> Log:
    head, events = session(name, *said, at=at)
    return replace(head, project=project), events


def _lines(result: Changeset) -> str:
    return "\n".join(document.content for document in result.written)


@promise("personal:dream:several-projects")
def test_what_was_said_in_two_projects_reaches_the_personal_store() -> None:
    """With the quotes of both."""
    sessions = [_in("/a", "one", TABS, at=1), _in("/b", "two", TABS, at=2)]

    result = dream([], sessions, is_personal=True)

    assert "tabs over spaces" in _lines(result)
    (change,) = [each for each in result.changes if "tabs" in each.after[0].text]
    assert {item.session_id for item in change.evidence} == {"one", "two"}


@promise("personal:dream:several-projects", "personal:report:nothing-shown")
def test_what_was_said_in_one_project_stays_there() -> None:
    """However often it was said there; and nothing that the dream brings tells of it."""
    sessions = [
        _in("/a", "one", LAUNCH, TABS, at=1),
        _in("/a", "two", LAUNCH, TABS, at=2),
        _in(None, "three", TABS, at=3),
    ]

    result = dream([note("/me.md", "- I work in Lisbon.\n")], sessions, is_personal=True)

    assert (result.written, result.changes) == ((), ())
    assert "Nightjar" not in repr(result)
    assert "tabs" not in repr(result)
    (left_out,) = result.notices
    assert left_out.text == "2 things that sessions show, left out."


@promise("personal:dream:several-projects")
def test_a_folder_of_a_project_is_no_other_project() -> None:
    """A session may be in any folder of its project."""
    sessions = [_in("/projects/a", "one", TABS, at=1), _in("/projects/a/src", "two", TABS, at=2)]

    assert dream([], sessions, is_personal=True).written == ()


@promise("personal:dream:several-projects")
def test_what_agents_and_tools_say_does_not_reach_the_personal_store() -> None:
    """Also where two projects show it, as they would a lesson."""
    failing: tuple[Said, ...] = (
        (EventType.AGENT_MESSAGE, TABS),
        (EventType.AGENT_TOOL_RESULT, TABS),
    )
    sessions = [_in("/a", "one", "Go on.", *failing, at=1), _in("/b", "two", "Go on.", *failing, at=2)]

    assert dream([], sessions, is_personal=True).written == ()


def test_a_projects_own_store_takes_what_was_said_in_one() -> None:
    """The rule is the personal store's alone."""
    assert "tabs" in _lines(dream([], [_in("/a", "one", TABS, at=1)]))
