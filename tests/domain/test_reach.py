"""How far a statement reaches, read from words that say so only beside others."""

import pytest
from tests.promises import promise

from dreaming.domain.language import read


@promise("rules:statements:reach")
@pytest.mark.parametrize(
    ("text", "scope", "shifts"),
    [
        ("Greta leads the atlas work", set[str](), set[str]()),
        ("At work I use vim", {"work"}, set[str]()),
        ("My work laptop runs Fedora", {"work"}, set[str]()),
        ("The home directory is /srv/atlas", set[str](), set[str]()),
        ("I call from home", {"home"}, set[str]()),
        ("The main development branch is trunk", set[str](), set[str]()),
        ("In development the port is 8080", {"development"}, set[str]()),
        ("Deploy to stage first", {"staging"}, set[str]()),
        ("We are at stage 3 of the plan", set[str](), set[str]()),
        ("We plan a move to Postgres", set[str](), {"future"}),
        ("Wei plans to leave", set[str](), {"future"}),
        ("Plan: move to Postgres", set[str](), {"future"}),
        ("The clinic plans its day in slots of 20 minutes", set[str](), set[str]()),
        ("Pricing plan of atlas: Pro", set[str](), set[str]()),
        ("CI for atlas runs on Jenkins", set[str](), set[str]()),
        ("In CI the timeout is 60 s", {"testing"}, set[str]()),
        ("It waits 30 s before giving up", set[str](), set[str]()),
        ("No more than 60 euros in the cash box", set[str](), {"bounded"}),
        ("We have more than 60 chairs", set[str](), set[str]()),
        ("Hand it in no later than 17:00", set[str](), set[str]()),
        ("The port before was 8080", set[str](), {"past"}),
        ("Library used in atlas: numpy", set[str](), set[str]()),
        ("It used to listen on 8080", set[str](), {"past"}),
        ("A hammer is used to break ice", set[str](), set[str]()),
        ("The server is 5 years old", set[str](), set[str]()),
        ("The old server is in the cellar", set[str](), {"past"}),
    ],
)
def test_a_word_says_how_far_a_statement_reaches_only_where_it_means_that(
    text: str, scope: set[str], shifts: set[str]
) -> None:
    """Environments and times part statements that are otherwise alike, so that a word must not be taken for one."""
    reading = read(text)
    assert (set(reading.scope), set(reading.shifts)) == (scope, shifts)


@promise("rules:statements:reach")
@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("There are no more than 60 euros", False),
        ("There are no euros", True),
        ("Not more than 60 euros, no coins", True),
    ],
)
def test_a_limit_denies_nothing(text: str, denies: bool) -> None:
    """What stands beside it may."""
    assert read(text).negated is denies
