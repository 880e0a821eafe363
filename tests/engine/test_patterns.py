"""Lessons name no branch, file or number of the moment: where sessions differ in it, a placeholder stands for it."""

from dataclasses import replace

import pytest
from tests.engine.dreams import day, dream, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import Change, ChangeKind
from dreaming.domain.model import Event, EventType, Session
from dreaming.domain.provenance import Evidence, Origin
from dreaming.engine.patterns import filled

Ran = tuple[str, str, bool]


def ran(name: str, at: float, *runs: Ran) -> tuple[Session, tuple[Event, ...]]:
    """A session of shell commands: each with its output, and whether it failed."""
    said = [
        each for use, out, _ in runs for each in ((EventType.AGENT_TOOL_USE, use), (EventType.AGENT_TOOL_RESULT, out))
    ]
    head, events = session(name, *said, at=at)
    failed = [fails for *_, fails in runs for _ in range(2)]
    return head, tuple(
        replace(each, tool_name="Bash" if place % 2 == 0 else None, is_error=fails and place % 2 == 1)
        for place, (each, fails) in enumerate(zip(events, failed, strict=True))
    )


def pushed(branch: str) -> tuple[Ran, Ran]:
    """A branch is pushed for the first time."""
    return (
        ("git push", f"fatal: The current branch {branch} has no upstream branch.", True),
        (f"git push --set-upstream origin {branch}", "new branch", False),
    )


def lesson(*sessions: tuple[Session, tuple[Event, ...]]) -> Change:
    """The one lesson that a dream of the sessions writes."""
    (change,) = [each for each in dream([], sessions).changes if each.kind is ChangeKind.ADDED]
    return change


@promise("lessons:placeholders:differ")
def test_a_branch_that_was_another_in_each_session_is_a_placeholder() -> None:
    """The next branch has another name too; the quotes keep the commands as they were run."""
    change = lesson(ran("a", 1, *pushed("spotter-dov")), ran("b", 2, *pushed("hotfix")))
    assert change.after[0].text == (
        '`git push` fails with "fatal: The current branch … has no upstream branch"; '
        "`git push --set-upstream origin <branch>` works"
    )
    quotes = {item.quote for item in change.evidence}
    assert {"git push --set-upstream origin spotter-dov", "git push --set-upstream origin hotfix"} <= quotes
    assert change.support == 2


@promise("lessons:placeholders:differ")
def test_what_was_the_same_in_all_sessions_stands_as_it_is() -> None:
    """It may be what matters."""
    change = lesson(ran("a", 1, *pushed("release-9")), ran("b", 2, *pushed("release-9")))
    assert "`git push --set-upstream origin release-9` works" in change.after[0].text


@promise("lessons:placeholders:differ")
@pytest.mark.parametrize(
    ("uses", "pattern"),
    [
        (("pytest tests/a_test.py", "pytest tests/b_test.py"), "pytest <path>"),
        (("gh issue view 12", "gh issue view 77"), "gh issue view <issue>"),
        (("pip install tool==1.2.0", "pip install tool==1.3.1"), "pip install tool==<version>"),
        (("deploy --now --to=web-1", "deploy --now --to=web-2"), "deploy --now --to=<name>"),
    ],
)
def test_a_placeholder_says_of_what_it_stands_for(uses: tuple[str, str], pattern: str) -> None:
    """By the form of the words, or by the command."""
    error = "error: the workspace is not set up"
    runs = [((use, error, True), ("make setup", "done", False), (use, "fine", False)) for use in uses]
    change = lesson(*(ran(name, at, *each) for name, at, each in zip("ab", (1, 2), runs, strict=True)))
    assert change.after[0].text == f'`{pattern}` fails with "{error}"; it worked after `make setup`'


@promise("lessons:placeholders:differ")
def test_a_lesson_with_a_placeholder_is_known_again() -> None:
    """Two later sessions with other branches add nothing."""
    first = output([], dream([], [ran("a", 1, *pushed("one-1")), ran("b", 2, *pushed("two-2"))]))
    again = dream(first, [ran("c", 3, *pushed("three-3")), ran("d", 4, *pushed("four-4"))])
    assert texts(output(first, again)) == texts(first)


@promise("lessons:placeholders:held")
def test_a_placeholder_holds_only_where_two_sessions_fit_it_in_different_words() -> None:
    """One session, or one wording, shows no pattern; and a pattern that no quote fits is not made to fit."""

    def quotes(*said: tuple[str, str]) -> list[Evidence]:
        return [Evidence(quote=quote, origin=Origin.AGENT, at=day(1), session_id=where) for where, quote in said]

    text = "`git switch <branch>` works"
    assert filled(text, quotes(("a", "git switch x"), ("b", "git switch y"))) == "`git switch x` works"
    assert filled(text, quotes(("a", "git switch x"), ("a", "git switch y"))) == text
    assert filled(text, quotes(("a", "git switch x"), ("b", "git switch x"))) == text
    assert filled("`git push <branch>` works", quotes(("a", "git switch x"), ("b", "git switch y"))) == (
        "`git push <branch>` works"
    )
