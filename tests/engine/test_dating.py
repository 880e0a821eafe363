"""Logs with dated headings: what a memory says of when its lines were said."""

from datetime import UTC, datetime

import pytest
from tests.engine.dreams import changes, day, dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import ChangeKind, NoticeKind
from dreaming.domain.model import Document
from dreaming.domain.provenance import Origin
from dreaming.engine.documents import parse

LATER = 60  # days after the first of March 2026


def said(content: str, *, path: str = "/log.md", at: float = LATER) -> dict[str, str]:
    """The day on which each claim was said."""
    return {claim.text: f"{claim.provenance.asserted_at:%m-%d}" for claim in parse(note(path, content, at=at)).claims}


@promise("dates:headings:read")
def test_a_line_is_of_the_nearest_date_above_it() -> None:
    """Headings within a dated one are of its day; the next heading of its level ends it; what has none has the memory's time."""
    log = (
        "# Kitchen\n\n- before\n\n## 2026-03-04\n\n- one\n\n### Cold room\n\n- two\n\n"
        "### 5 March 2026\n\n- three\n\n## Suppliers\n\n- four\n"
    )
    assert said(log) == {"before": "04-30", "one": "03-04", "two": "03-04", "three": "03-05", "four": "04-30"}


@promise("dates:headings:read")
def test_lists_and_lines_that_are_a_date_date_what_follows() -> None:
    """An item's inner list is of its day; a line that is nothing but a date holds until the next heading."""
    log = "- 2026-03-04\n  - one\n    - two\n- three\n\n**2026-03-06**\n\n- four\n- 2026-03-07: five\n- six\n\n# Other\n\n- seven\n"
    found = said(log)
    assert [found[each] for each in ("one", "two", "three", "four", "2026-03-07: five", "six", "seven")] == [
        "03-04", "03-04", "04-30", "03-06", "03-07", "03-06", "04-30",
    ]  # fmt: skip


@promise("dates:headings:read")
def test_a_month_completes_the_days_below_it() -> None:
    """`# 2026-03`, `## 12th`; and `Monday` below a week."""
    assert said(
        "# 2026-03\n\n## 12th\n\n- one\n\n## Rota\n\n- two\n\n# Week of 9 March 2026\n\n## Friday\n\n- three\n"
    ) == {
        "one": "03-12",
        "two": "03-01",
        "three": "03-13",
    }


@promise("dates:headings:future")
def test_a_heading_later_than_the_line_is_no_time_of_it() -> None:
    """A plan was made when it was written; on the day itself the line's own hour is the better one."""
    found = parse(note("/plan.md", "## 2026-05-01\n\n- one\n\n## 2026-03-01\n\n- two\n", at=0)).claims
    assert [claim.provenance.asserted_at for claim in found] == [day(0), day(0)]


@promise("dates:headings:topic")
def test_a_topic_with_a_date_dates_nothing() -> None:
    """Neither a contract nor a release is a day of a log."""
    text = "## Contract of 2019-01-01\n\n- notice is 3 months\n\n## Release 2026-04-01 plan\n\n- freeze first\n"
    assert set(said(text).values()) == {"04-30"}


LOG = """\
# Greenhouse log

## {0}

- The valve controller of bay 4 listens on port {1}.
- Watered the ferns.

## {2}

- The valve controller of bay 4 listens on port {3}.
- Repotted two orchids.
"""
VALVE = "The valve controller of bay 4 listens on port"
PORTS = [("2026-03-04", "4100", "2026-03-18", "4200"), ("2026-03-18", "4200", "2026-03-04", "4100")]


@promise("dates:headings:order")
@pytest.mark.parametrize("parts", PORTS, ids=["oldest first", "newest first"])
def test_the_later_heading_gives_the_value_that_holds(parts: tuple[str, ...]) -> None:
    """One value stays, the other goes to the history with the day on which it ended; nothing is asked."""
    documents = [note("/log.md", LOG.format(*parts), at=LATER)]
    changeset = dream(documents)
    result = texts(output(documents, changeset))
    assert "4200" in result["/log.md"]
    assert "4100" not in result["/log.md"]
    assert "until 2026-03-18: 4100" in result["/history.md"]
    assert "Watered the ferns." in result["/log.md"]
    assert not [each for each in changeset.notices if each.kind is NoticeKind.DOUBT]
    (change,) = changes(changeset, ChangeKind.REPLACED)
    assert change.reason == "/log.md says, as of 2026-03-18, that it is 4200, no longer 4100."


@promise("dates:headings:order")
@pytest.mark.parametrize(
    "log",
    [
        f"- 2026-03-04: {VALVE} 4100.\n- 2026-03-18: {VALVE} 4200.\n",
        f"**2026-03-18** {VALVE} 4200.\n\n**2026-03-04** {VALVE} 4100.\n",
        f"# Changes\n\n## [1.5.0] - 2026-03-18\n\n- {VALVE} 4200.\n\n## [1.4.0] - 2026-03-04\n\n- {VALVE} 4100.\n",
        f"# 2026-03\n\n## 4th\n\n- {VALVE} 4100.\n\n## 18th\n\n- {VALVE} 4200.\n",
    ],
    ids=["items", "bold", "versions", "days"],
)
def test_every_way_to_date_a_log_orders_it(log: str) -> None:
    """And a second dream changes nothing."""
    documents = [note("/log.md", log, at=LATER)]
    after = output(documents, dream(documents))
    assert "4100" not in texts(after)["/log.md"]
    assert "until 2026-03-18: 4100" in texts(after)["/history.md"]
    again = dream(after)
    assert (again.changes, again.written, again.removed) == ((), (), ())


@promise("dates:headings:order")
def test_a_session_counts_by_the_day_of_the_line() -> None:
    """The memory was written after the session, and its line tells of a day before it."""
    documents = [note("/log.md", LOG.format(*PORTS[0]), at=LATER, origin=Origin.AGENT)]
    talk = session("s1", "The valve controller of bay 4 listens on port 4300 now.", at=30)
    changeset = dream(documents, [talk])
    result = texts(output(documents, changeset))
    assert not any(port in result["/log.md"] for port in ("4100", "4200", "4300"))
    assert "until 2026-03-31: 4200" in result["/history.md"]


@promise("dates:headings:place")
def test_what_is_said_later_goes_to_its_own_memory() -> None:
    """The log keeps its days; where all of a memory is dated, a new one is begun beside it."""
    log = LOG.format(*PORTS[0])
    talk = session("s1", "The valve controller of bay 4 listens on port 4300 now.", at=LATER + 10)
    for path, new in (("/log.md", "/facts.md"), ("/facts.md", "/facts-2.md")):
        documents = [note(path, log, at=LATER)]
        after = output(documents, dream(documents, [talk]))
        assert "4300" not in texts(after)[path]
        assert texts(after)[new] == "# Facts\n\n- The valve controller of bay 4 listens on port 4300 now.\n"
        assert dream(after, [talk]).changes == ()


WEIGHTS = "".join(
    f"## 2026-03-{day:02}\n\n- weight: {80 + day / 10} kg\n- slept: {day % 3 + 6} h\n\n" for day in range(1, 9)
)


@promise("dates:headings:series")
def test_a_log_of_figures_stays_whole() -> None:
    """A weight of each day replaces none, and none is asked about."""
    for text in (WEIGHTS, WEIGHTS.replace("## ", "# ")):
        changeset = dream([note("/health.md", text, at=LATER)])
        assert (changeset.changes, changeset.notices) == ((), ())


@promise("dates:headings:series")
def test_events_of_a_diary_stay() -> None:
    """What happened on two days happened twice; what was met once is not replaced by the next."""
    diary = (
        "## 2026-03-04\n\n- Met Ines at the harbour, paid 40 EUR.\n- Ran the tide table.\n\n## 2026-03-11\n\n"
        "- Met Ines at the mill, paid 55 EUR.\n\n- 2026-03-12: Cleaned the hull.\n- 2026-03-20: Cleaned the hull.\n"
    )
    assert dream([note("/diary.md", diary, at=LATER)]).changes == ()


@promise("dates:history:not-read")
def test_what_an_earlier_dream_wrote_dates_no_line() -> None:
    """Copied into a memory of the user's own, a line of history has the memory's time."""
    text = "# Ports\n\n- The valve controller of bay 4 listens on port …, until 2026-03-18: 4100\n- until 2026-03-02: Bay 9 is dry\n"
    assert set(said(text).values()) == {"04-30"}


@promise("dates:headings:read")
def test_what_was_said_again_in_a_session_is_as_new_as_that() -> None:
    """The heading does not make it old again in the next dream."""
    documents = [note("/log.md", LOG.format(*PORTS[0]), at=LATER)]
    talk = session("s1", "Repotted two orchids.", "The valve controller of bay 4 listens on port 4200.", at=LATER + 10)
    after = output(documents, dream(documents, [talk]))
    log = next(each for each in after if each.path == "/log.md")
    times = {claim.text: claim.provenance.asserted_at.date() for claim in parse(log).claims}
    assert times["The valve controller of bay 4 listens on port 4200."] == day(LATER + 10).date()
    assert times["Watered the ferns."] == datetime(2026, 3, 4, tzinfo=UTC).date()


@promise("dates:headings:order")
def test_a_large_log_is_put_in_order_and_then_stays() -> None:
    """Every line has one fate, the newest value of each holds, and a second dream finds nothing."""
    rooms = ("kiln", "press", "loom", "lathe")
    log = "# Workshop\n" + "".join(
        f"\n## 2026-01-{number + 1:02}\n\n"
        + "".join(f"- The {room}'s port is {7000 + 10 * number + at}.\n" for at, room in enumerate(rooms))
        for number in range(25)
    )
    documents: list[Document] = [note("/workshop.md", log, at=LATER)]
    changeset = dream(documents)
    after = output(documents, changeset)
    assert [line for line in texts(after)["/workshop.md"].splitlines() if line.startswith("- ")] == [
        f"- The {room}'s port is {7240 + at}." for at, room in enumerate(rooms)
    ]
    assert not [each for each in changeset.notices if each.kind is NoticeKind.DOUBT]
    assert sum(each.fate is not None for each in changeset.ledger) == 100
    assert dream(after).changes == ()
