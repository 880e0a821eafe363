"""The second pair of eyes: what vanished without account, and nothing else."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.dreams import dream, note, output, session, texts
from tests.engine.test_lying_judges import DOCUMENTS, SESSIONS, Liar
from tests.promises import promise

from dreaming.domain.changes import Fate, LedgerEntry, Place
from dreaming.domain.model import EventType
from dreaming.service.accounting import values, vanished


def entry(text: str, fate: Fate, *to: int, path: str = "/out.md") -> LedgerEntry:
    """The fate of one line, which leads to these lines of the output."""
    places = tuple(Place(path=path, first_line=line, last_line=line, text="whatever the ledger says") for line in to)
    claim = Place(path="/in.md", first_line=7, last_line=7, text=text)
    return LedgerEntry(claim=claim, fate=fate, reason="", to=places)


def missing(row: LedgerEntry, *lines: str, history: Sequence[str] = ()) -> list[str]:
    """What of the line vanished, where the output and its history hold these lines."""
    after = {"/out.md": "\n".join(lines), "/history.md": "\n".join(history), "/other.md": "8080 Priya never"}
    return [value for each in vanished([row], after) for value in each.values]


@promise("promote:gate:values")
@pytest.mark.parametrize(
    ("text", "line", "gone"),
    [
        ("The port of atlas is 8080", "atlas listens on 8080", []),
        ("The port of atlas is 8080", "atlas listens on 80801", ["8080"]),
        ("Backups started on 2026-03-04", "Backups have started", ["2026-03-04"]),
        ("Logs are in `/var/log/atlas`", "Logs are kept", ["/var/log/atlas"]),
        ("The owner is Priya", "the owner is somebody", ["priya"]),
        ("The owner is Priya", "priya owns it", []),
        ("Never deploy on Fridays", "Deploy on fridays", ["not"]),
        ("Never deploy on Fridays", "We don't deploy on a Friday", []),
        ("The limit is 5 s", "limit: 5s", []),
        ("The limit is €35,000", "Limit: €35,000.", []),
        ("The limit is €35,000", "Limit: €35000", []),
        ("The limit is €35000", "Limit: €35,000", []),
        ("The limit is €35,000", "Limit: €35,500", ["€35,000"]),
        ("The limit is €35,000", "Limit: €35", ["€35,000"]),
        ("Ports 80,443 are open", "Open: 80 and 443", []),
        ("Call `load_config` with --strict", "Call it", ["load_config", "--strict"]),
    ],
)
def test_what_a_merged_line_said_stands_where_the_ledger_leads(text: str, line: str, gone: list[str]) -> None:
    """Numbers, dates, paths, identifiers, names and negations; the output is read, not the ledger's word for it."""
    assert missing(entry(text, Fate.MERGED_INTO, 1), line) == gone


@promise("promote:gate:values")
def test_what_was_replaced_stands_in_history() -> None:
    """There a value that was a part of a longer one may stand apart from the rest."""
    row = entry("The address is http://atlas:8080/api", Fate.SUPERSEDED_BY, 1)
    line = "- The address is http://atlas:…/api, until 2026-03-04: 8080"

    assert missing(row, "The address is http://atlas:9090/api", history=[line]) == []
    assert missing(row, "The address is http://atlas:9090/api") == ["http://atlas:8080/api"]


@promise("promote:gate:values")
@pytest.mark.parametrize(
    ("fate", "lines", "gone"),
    [
        (Fate.KEPT, ("another line",), ["8080"]),
        (Fate.DROPPED_DUPLICATE, ("another line",), ["8080"]),
        (Fate.DROPPED_ASKED, ("another line",), []),
        (Fate.DROPPED_TRANSIENT, (), []),
        (Fate.QUARANTINED, (), []),
    ],
)
def test_only_a_permitted_ground_lets_a_value_go(fate: Fate, lines: tuple[str, ...], gone: list[str]) -> None:
    """A line that is said to be kept, or to stand elsewhere, is looked for."""
    assert missing(entry("atlas listens on 8080", fate, 1), *lines) == gone


def test_a_place_that_is_not_there_holds_nothing() -> None:
    """No memory, or no such line."""
    assert missing(entry("atlas: 8080", Fate.KEPT, 9), "atlas: 8080") == ["8080"]
    assert missing(entry("atlas: 8080", Fate.KEPT, 1, path="/gone.md"), "atlas: 8080") == ["8080"]


def test_plain_words_are_no_values() -> None:
    """Nor is what begins a sentence, or a list, a name."""
    assert values("The tests run quickly. Nobody knows why.") == ()
    assert values("- Ask about it") == ()


@promise("promote:gate:values")
@given(data=st.data(), contents=DOCUMENTS, said=SESSIONS, honest=st.booleans())
def test_nothing_vanishes_from_a_dream_whoever_judges(
    data: st.DataObject, contents: dict[str, str], said: list[list[tuple[EventType, str]]], honest: bool
) -> None:
    """For random stores and sessions, and for judges that lie: the gate closes on no dream that the engine let through."""
    documents = [note(path, text, at=number) for number, (path, text) in enumerate(contents.items())]
    sessions = [session(f"s{number}", *items) for number, items in enumerate(said)]

    made = dream(documents, sessions) if honest else dream(documents, sessions, judge=Liar(data, wild=True))

    after = texts(output(documents, made))
    assert [each.text for each in vanished([row for row in made.ledger if row.fate is not None], after)] == []
