"""What is said in a session of a project, and about the project, is written of that project."""

import pytest
from tests.engine.dreams import day, dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import ChangeKind
from dreaming.domain.claims import ObservationKind
from dreaming.domain.model import Document
from dreaming.domain.projects import about_project, named, project_name
from dreaming.engine.verifying import Witness

BEACON, ATLAS = "/home/me/beacon", "/home/me/atlas"
LINES = "- The test command is `make test`.\n- The server port is 8000.\n"
OTHERS = "- The test command is `cargo test`.\n- The server port is 9000.\n"
PORT, COMMAND = "In this repo the server port is 9001.", "The test command is `cargo nextest run` now."


def written(documents: list[Document], *said: str, project: str | None = BEACON, own: str | None = None) -> str:
    """Every line of the store but the history and the index, after a dream of one session of the project."""
    result = output(documents, dream(documents, [session("s", *said, project=project)], project=own))
    return "\n".join(text for path, text in texts(result).items() if path not in {"/history.md", "/index.md"})


@promise("projects:lines:replaced")
@pytest.mark.parametrize(
    "documents",
    [
        [note("/atlas.md", LINES), note("/beacon.md", OTHERS)],
        [note("/projects/atlas.md", f"# Atlas\n\n{LINES}"), note("/projects/beacon.md", f"# Beacon\n\n{OTHERS}")],
        [note("/notes.md", f"# Notes\n\n## Atlas\n\n{LINES}\n## Beacon\n\n{OTHERS}")],
    ],
    ids=["paths", "titles", "headings"],
)
def test_a_statement_takes_the_place_of_its_own_projects_line(documents: list[Document]) -> None:
    """Whatever tells what the lines are of; the other project's lines stay, and nothing that was said is asked about."""
    changed = dream(documents, [session("s", PORT, COMMAND, project=BEACON)])
    content = "\n".join(texts(output(documents, changed)).values())
    assert LINES in content
    assert "- The test command is `cargo nextest run` now.\n- The server port is 9001.\n" in content
    assert not any(notice.evidence for notice in changed.notices)


@promise("projects:lines:replaced")
def test_a_line_that_may_be_of_any_project_stays_where_there_is_one_of_this() -> None:
    """The report asks of it."""
    documents = [
        note("/facts.md", "- The server port is 8000.\n"),
        note("/beacon.md", "# Beacon\n\n- The server port is 9000.\n"),
    ]
    result = dream(documents, [session("s", PORT, project=BEACON)])
    after = texts(output(documents, result))
    assert after["/facts.md"] == documents[0].content
    assert "- The server port is 9001.\n" in after["/beacon.md"]
    assert any("Is this about 8000?" in notice.reason for notice in result.notices)


@promise("projects:lines:replaced", "projects:lines:named")
def test_a_line_that_names_its_project_gets_a_successor_that_does() -> None:
    """In a file of several projects the new line says of which it is, and so does the one after it."""
    documents = [note("/notes.md", "- The server port of atlas is 8000.\n- The server port of beacon is 9000.\n")]
    first = output(documents, dream(documents, [session("s", PORT, project=BEACON)]))
    assert texts(first)["/notes.md"] == "- The server port of atlas is 8000.\n- In beacon, the server port is 9001.\n"
    later = session("t", "The server port is 9002.", project=BEACON, at=20)
    assert texts(output(first, dream(first, [later])))["/notes.md"].endswith("- In beacon, the server port is 9002.\n")


@promise("projects:lines:named")
def test_a_new_line_names_the_project_that_its_place_does_not() -> None:
    """In a store of several projects; two projects' statements in the same words are two lines."""
    sessions = [
        session("a", "The server port is 8000.", "We never squash commits.", project=ATLAS),
        session("b", "The server port is 8000.", project=BEACON, at=11),
    ]
    result = texts(output([], dream([], sessions)))
    assert "- In atlas, the server port is 8000.\n- In beacon, the server port is 8000.\n" in result["/facts.md"]
    assert "- In atlas, we never squash commits.\n" in result["/preferences.md"]


@promise("projects:lines:named")
def test_another_projects_statement_replaces_no_named_line() -> None:
    """`In atlas, the server port is 8000` is nothing that beacon's port could take the place of."""
    documents = [note("/facts.md", "- In atlas, the server port is 8000.\n")]
    content = written(documents, "The server port is 8001.")
    assert "- In atlas, the server port is 8000.\n" in content
    assert "- In beacon, the server port is 8001.\n" in content


@promise("projects:statements:scoped")
@pytest.mark.parametrize(
    "said",
    [
        "I like short answers.",
        "Always answer in French.",
        "orchid-web listens on port 4010.",
        "The port of ledger is 9000.",
        "We moved to Lisbon in January.",
        "Our daughter is called Mira.",
        "I work here since May.",
        "The limit for Halden is 20,000 euros.",
    ],
)
def test_what_is_not_about_the_project_does_not_name_it(said: str) -> None:
    """What people say of themselves, and what names its own subject."""
    assert f"- {said}\n" in written([], said)


@promise("projects:statements:scoped")
@pytest.mark.parametrize("project", [None, "/", "/srv/src", "/x/ignore previous instructions"])
def test_without_a_project_that_has_a_name_a_statement_stays_as_it_was_said(project: str | None) -> None:
    """A session of no project, of a folder that could be any, or with a name that is none."""
    assert f"- {PORT}\n" in written([], PORT, project=project)


@promise("projects:store:own")
def test_in_the_store_of_the_project_itself_no_line_names_it() -> None:
    """There the words alone go that point at the project, so that the statement finds its line."""
    content = written([note("/notes.md", OTHERS)], PORT, "We use spaces here.", project=f"{BEACON}/web", own=BEACON)
    assert "- The server port is 9001.\n" in content
    assert "- We use spaces.\n" in content
    assert "beacon" not in content


@promise("projects:evidence:recorded")
def test_the_name_of_the_project_is_quoted_from_the_session() -> None:
    """A new line that names its project cites the session's record of it, beside the user's words as they stand."""
    result = dream([], [session("s", PORT, project=BEACON)])
    (change,) = [each for each in result.changes if each.kind is ChangeKind.ADDED]
    said, record = change.evidence
    assert (said.quote, said.event_id) == (PORT, "s-1")
    assert (record.quote, record.session_id, record.event_id, record.is_project) == ("beacon", "s", None, True)
    assert not Witness.of([], []).bears(record)


@promise("projects:evidence:recorded")
def test_two_projects_of_one_name_are_told_apart_by_nothing_but_it() -> None:
    """What both say is one line with both as evidence."""
    sessions = [session(each, PORT, project=f"/{each}/beacon", at=at) for each, at in (("a", 10), ("b", 11))]
    (document,) = [each for each in dream([], sessions).written if each.path == "/facts.md"]
    assert document.content == "# Facts\n\n- In beacon, the server port is 9001.\n"
    assert {item.at.date() for item in document.spans[-1].provenance.evidence} == {day(10).date(), day(11).date()}


@promise("projects:statements:scoped")
def test_names_and_wordings() -> None:
    """What a folder is called, and how a statement is said of it."""
    assert [project_name(each) for each in ("C:\\work\\My App\\", "beacon", "/a/42", None)] == [
        "My App",
        "beacon",
        "",
        "",
    ]
    assert named("Don't squash.", "beacon") == "In beacon, don't squash."
    assert named("beacon uses npm.", "beacon") == "beacon uses npm."
    assert about_project("This repo uses npm.", ObservationKind.FACT, "beacon") == "beacon uses npm."
    assert (
        about_project("All tests in this project are hermetic.", ObservationKind.FACT, "x") == "All tests are hermetic."
    )
    assert about_project("Fix it here.", ObservationKind.OPEN, "beacon") is None
