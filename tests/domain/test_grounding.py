"""What statements name, and when they end."""

from datetime import UTC, date, datetime

import pytest
from tests.promises import promise

from dreaming.domain.grounding import Thing, named

SAID = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday


def things(text: str, *, is_code: bool = False) -> list[tuple[str, str]]:
    """What a statement names: the sort, and its own words."""
    return [(str(each.thing), text[each.start : each.end]) for each in named(text, SAID, is_code=is_code)]


@promise("check:named:present")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parser is in `src/parse.py`.", [("path", "src/parse.py")]),
        ("See docs/guide/start.md and CONTRIBUTING.md", [("path", "docs/guide/start.md"), ("path", "CONTRIBUTING.md")]),
        ("`src/parse.py:42` fails", [("path", "src/parse.py")]),
        ("Run npm run build, then `pnpm run test:unit`", [("script", "npm run build"), ("script", "pnpm run test:unit")]),
        ("`make lint && make test` before a push", [("script", "make lint"), ("script", "make test")]),
        ("make sure that it is just right", []),
        ("Start it with `python -m billing.worker`", [("module", "python -m billing.worker")]),
        ("`Invoice.charge` calls `round_cents()`", [("symbol", "Invoice.charge"), ("symbol", "round_cents()")]),
        ("pydantic 2.9, Node 18 and httpx==0.27", [("version", "pydantic 2.9"), ("version", "Node 18"), ("version", "httpx==0.27")]),
        ("The api listens on port 8080.", [("port", "8080")]),
        ("It is at http://localhost:5173 now", [("port", "5173")]),
    ],
)  # fmt: skip
def test_what_can_be_looked_up_is_named(text: str, expected: list[tuple[str, str]]) -> None:
    """Each stretch of the text is one thing."""
    assert things(text) == expected


@promise("check:named:present")
@pytest.mark.parametrize(
    "text",
    [
        "The port was 8080.",
        "We never run `make nuke`",
        "The port will be 9000 soon",
        "There is no `src/old.py`",
        "Add `src/new.py` for that",
        "See https://example.com/src/foo.py",
        "The route is `/api/v1/users.json`, the file `/etc/hosts` and `~/.config/x.toml`",
        "Files match `src/*.py` or `src/<name>.py`",
    ],
)
def test_what_is_not_said_of_the_present_or_of_the_project_is_not_named(text: str) -> None:
    """The past, plans, denials, addresses, routes and patterns."""
    assert things(text) == []


@promise("check:named:present")
def test_of_a_move_only_the_new_place_is_named() -> None:
    """What stands between `from` and `to` is over."""
    assert things("Tests moved from `tests/old.py` to `tests/new.py`") == [("path", "tests/new.py")]


def test_lines_of_code_are_commands() -> None:
    """A fenced block is not prose."""
    assert things("```sh\nmake build\nnpm test\n```", is_code=True) == [
        ("script", "make build"),
        ("script", "npm test"),
    ]


@promise("check:expiry:over")
@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Deploys are frozen until Friday.", date(2026, 3, 6)),
        ("Frozen until Wednesday", date(2026, 3, 11)),
        ("The key is valid until 2026-05-01", date(2026, 5, 1)),
        ("Ship it by March 20", date(2026, 3, 20)),
        ("Discount through 3 February", date(2027, 2, 3)),
        ("This sprint we do invoices", date(2026, 3, 18)),
        ("Use the old host until the end of the month", date(2026, 3, 31)),
        ("Anna is away until tomorrow", date(2026, 3, 5)),
        ("Off until next week", date(2026, 3, 15)),
        ("Reviews are due before the end of the quarter", date(2026, 3, 31)),
    ],
)
def test_a_last_day_is_counted_from_when_it_was_said(text: str, until: date) -> None:
    """On Wednesday, 2026-03-04."""
    (only,) = [each for each in named(text, SAID) if each.thing is Thing.EXPIRY]

    assert only.until == until


@pytest.mark.parametrize(
    "text",
    [
        "It was slow until Friday",
        "Fixed by 2026-03-20",
        "Backups run every day until Friday",
        "Reviewed by Friedrich",
        "until 2026-13-40",
    ],
)
def test_what_is_over_or_recurs_has_no_last_day(text: str) -> None:
    """Nothing to wait for."""
    assert [each for each in named(text, SAID) if each.thing is Thing.EXPIRY] == []
