"""Values in a place of their own: cells, entries of front matter, list items with a key."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.dreams import changes, dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import ChangeKind, Changeset, Fate, NoticeKind
from dreaming.domain.model import Document

HALL = """\
---
title: Harbour hall
keeper: "Mina Holt"
seats: 120
tags: [hall, harbour]
---
# Harbour hall

Built in 1912.
"""
HALLS = """\
# Halls

| Hall    | Keeper    | Seats | Colour |
|---------|:---------:|------:|--------|
| harbour | Mina Holt |   120 | grey   |
| mill    | Omar Diaz |    80 | red    |

## Harbour hall

* **Keeper**: Mina Holt.
* seats: `120`

## Mill hall

* **Keeper**: Omar Diaz.
* seats: `80`
"""
STORE = [note("/harbour-hall.md", HALL), note("/halls.md", HALLS)]


def told(*said: str, store: list[Document] = STORE) -> tuple[dict[str, str], Changeset]:
    """The store after a session in which the user says this, and how it came to be."""
    changeset = dream(store, [session("s1", *said)])
    return texts(output(store, changeset)), changeset


def doubts(changeset: Changeset) -> list[str]:
    """What the report asks about."""
    return [each.text for each in changeset.notices if each.kind is NoticeKind.DOUBT]


@promise("fields:value:in-place")
def test_a_new_value_stands_in_every_place_that_has_it() -> None:
    """Front matter with its quotes, the cell of the row, the item with its full stop; nothing else is written."""
    result, changeset = told("The keeper of the harbour hall is Jo Brandt now.")
    assert result["/harbour-hall.md"] == HALL.replace('"Mina Holt"', '"Jo Brandt"')
    assert result["/halls.md"] == HALLS.replace("| Mina Holt |", "| Jo Brandt |").replace("Mina Holt.", "Jo Brandt.")
    assert "/facts.md" not in result
    assert not doubts(changeset)


@promise("fields:value:ledger")
def test_the_ledger_tells_of_each_place_and_the_history_of_the_old_value() -> None:
    """Three lines have a fate of their own, one of them in front matter; the others are kept, the rest is structure."""
    result, changeset = told("The keeper of the harbour hall is Jo Brandt now.")
    (change,) = changes(changeset, ChangeKind.REPLACED)
    assert change.reason == "The user said on 2026-03-11 that it is Jo Brandt, no longer Mina Holt."
    fates = {(each.claim.path, each.claim.first_line): each.fate for each in changeset.ledger if each.fate is not None}
    assert {place for place, fate in fates.items() if fate is Fate.SUPERSEDED_BY} == {
        ("/halls.md", 5),
        ("/halls.md", 10),
        ("/harbour-hall.md", 3),
    }
    lines = sum(len(each.content.splitlines()) for each in STORE)
    assert len(fates) + changeset.structure_lines == lines
    assert sorted(line for line in result["/history.md"].splitlines() if line.startswith("- ")) == [
        "- Harbour hall, Keeper: …, until 2026-03-11: Mina Holt",
        "- Harbour hall, keeper: …, until 2026-03-11: Mina Holt",
        "- harbour, Keeper: …, until 2026-03-11: Mina Holt",
    ]


@promise("fields:value:in-place")
@pytest.mark.parametrize(
    "said",
    [
        "The keeper of the harbour hall is now Jo Brandt.",
        "The harbour hall's keeper is Jo Brandt now.",
        "The keeper of the harbour hall changed from Mina Holt to Jo Brandt.",
        "For the harbour hall, the keeper is now Jo Brandt.",
    ],
)
def test_the_wording_does_not_matter(said: str) -> None:
    """As long as it says whose value it is."""
    assert told(said)[0]["/harbour-hall.md"] == HALL.replace("Mina Holt", "Jo Brandt")


@promise("fields:value:in-place")
def test_several_cells_of_one_row_change_together() -> None:
    """Each with its own line of history; a column to the right stays to the right."""
    result, _ = told("The mill hall seats are 95 now.", "The keeper of the mill hall is Ines Duarte now.")
    assert "| mill    | Ines Duarte |    95 | red    |" in result["/halls.md"]
    assert "mill, Keeper: …, until 2026-03-11: Omar Diaz" in result["/history.md"]
    assert "mill, Seats: …, until 2026-03-11: 80" in result["/history.md"]


@promise("fields:value:in-place")
def test_what_a_sentence_says_besides_is_written_too() -> None:
    """The value stands in its places, and the reason is not lost."""
    result, _ = told("The keeper of the harbour hall is now Jo Brandt because Mina Holt retired.")
    assert 'keeper: "Jo Brandt"' in result["/harbour-hall.md"]
    assert "because Mina Holt retired." in result["/facts.md"]


@promise("fields:value:in-place")
@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("| Setting | Value |\n|---|---|\n| oven temperature | 210 °C |\n", "The oven temperature is", "| oven temperature | 220 °C |"),
        ("| | mill | harbour |\n|---|---|---|\n| heat | 210 °C | 1,250 °C |\n", "The heat of the mill is", "| heat | 220 °C | 1,250 °C |"),
        ("a | heat\n---|---\nmill | 210 °C\n", "The heat of the mill is", "mill | 220 °C"),
        ("- mill heat: 210 °C\n", "The heat of the mill is", "- mill heat: 220 °C"),
    ],
    ids=["settings", "turned", "bare", "item"],
)  # fmt: skip
def test_every_shape_of_a_table(before: str, said: str, after: str) -> None:
    """A key in the first column, things at the head, no pipes around it, or no table at all."""
    result, _ = told(f"{said} 220 °C now.", store=[note("/sheet.md", f"# Sheet\n\n{before}")])
    assert after in result["/sheet.md"].splitlines()


@promise("fields:value:unsure")
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("| Hall | Keepers |\n|---|---|\n| mill | Ana, Bo |\n", "The keepers of the mill are now Ana and Cy."),
        (
            "| Hall | Keeper | Since |\n|---|---|---|\n| mill | Ana | 2026-01-10 |\n",
            "The keeper of the mill is now Cy.",
        ),
        (
            "| Hall | Floor | Keeper |\n|---|---|---|\n| mill | 1 | Ana |\n| mill | 2 | Bo |\n",
            "The keeper of the mill is now Cy.",
        ),
        ("| Hall | Rent |\n|---|---|\n| mill | 900 EUR |\n", "The rent of the mill is 950 now."),
        ("| Hall | Keeper |\n|---|---|\n| mill | Ana |\n", "The keeper of the mill is no longer there."),
        ("| Hall | Motto |\n|---|---|\n| mill | Slowly |\n", "The motto of the mill is Gently."),
    ],
    ids=["several", "dated row", "two rows", "unit", "no name", "not told"],
)
def test_a_cell_that_is_not_sure_stays_and_is_asked_about(table: str, said: str) -> None:
    """Several at once, a date that would be wrong then, two rows, another unit, no value, no word of a change."""
    result, changeset = told(said, store=[note("/halls.md", f"# Halls\n\n{table}")])
    assert table in result["/halls.md"]
    assert any("mill" in each for each in doubts(changeset))


@promise("fields:value:untouched")
@pytest.mark.parametrize(
    "said",
    [
        "The keeper of the lighthouse is Jo Brandt now.",
        "The seats of the theatre are 300 now.",
        "The keeper of the harbour museum is Jo Brandt now.",
        "Is the keeper of the harbour hall Jo Brandt now?",
        "The keeper of the harbour hall might be Jo Brandt.",
        "The harbour hall smells of tar now.",
        "The title of the harbour hall is Old Barn now.",
    ],
)
def test_what_is_said_of_something_else_changes_no_place(said: str) -> None:
    """Another thing, another attribute, a question, a guess, a word of the memory itself."""
    result, _ = told(said)
    assert (result["/halls.md"], result["/harbour-hall.md"]) == (HALLS, HALL)


@promise("fields:value:untouched")
def test_one_of_several_stays_beside_another() -> None:
    """What a key or a sentence calls one of some is replaced by none, and nothing is asked."""
    store = [note("/a.md", "- A language of Ines: Hindi\n- Another port of the mill: 80\n")]
    result, changeset = told("A language of Ines is now Finnish.", "Another port of the mill is 81 now.", store=store)
    assert result["/a.md"] == store[0].content
    assert not doubts(changeset)


@promise("fields:value:untouched")
def test_a_cell_and_a_line_that_say_the_same_both_stay() -> None:
    """Nor is a row that stands in two tables merged away, nor is what a cell says written again."""
    store = [
        *STORE,
        note(
            "/more.md",
            "| Hall | Seats |\n|---|---|\n| mill | 80 |\n\n| Hall | Steps |\n|---|---|\n| mill | 80 |\n",
            at=1,
        ),
    ]
    result, changeset = told("The keeper of the mill hall is Omar Diaz.", store=store)
    assert result == texts(store)
    assert changeset.changes == ()


@promise("fields:value:ledger")
def test_two_items_that_then_say_the_same_become_one() -> None:
    """A second dream has nothing left to merge; a cell beside them stays."""
    table = "| Mill | Rent |\n|---|---|\n| north | 900 EUR |\n"
    store = [
        note("/a.md", "- Rent of north mill: 900 EUR\n"),
        note("/b.md", f"- Rent of north mill: 900 EUR.\n\n{table}", at=1),
    ]
    talk = session("s1", "The rent of north mill is 950 EUR now.")
    after = output(store, dream(store, [talk]))
    assert sum(each.content.count("- Rent of north mill: 950 EUR") for each in after) == 1
    assert dream(after, [talk]).changes == ()
    sentence = [
        note("/a.md", "- Rent of north mill: 900 EUR\n"),
        note("/b.md", "- The rent of north mill is 900 EUR.\n- x y\n", at=1),
    ]
    after = output(sentence, dream(sentence, [talk]))
    assert [texts(after)[path] for path in ("/a.md", "/b.md")] == ["- Rent of north mill: 950 EUR\n", "- x y\n"]
    assert dream(after, [talk]).changes == ()


@promise("fields:value:untouched")
def test_the_line_of_a_log_is_of_its_day() -> None:
    """It goes to the history as what was so then; a later value is not written below an earlier date."""
    store = [note("/log.md", "# Mill hall\n\n## 2026-02-01\n\n- keeper of the mill hall: Omar Diaz\n")]
    result, _ = told("The keeper of the mill hall is Jo Brandt now.", store=store)
    assert "Jo Brandt" not in result["/log.md"]


@promise("fields:value:ledger")
def test_a_second_dream_finds_nothing_to_do() -> None:
    """With the same session, and without it."""
    talk = session("s1", "The keeper of the harbour hall is Jo Brandt now.", "The seats of the mill hall are 95 now.")
    after = output(STORE, dream(STORE, [talk]))
    for again in (dream(after, [talk]), dream(after)):
        assert (again.changes, again.removed) == ((), ())
        assert texts(output(after, again)) == texts(after)


@promise("fields:value:untouched")
def test_a_pinned_memory_is_not_written() -> None:
    """The other places are."""
    store = [note("/harbour-hall.md", HALL, pinned=True), STORE[1]]
    result, _ = told("The keeper of the harbour hall is Jo Brandt now.", store=store)
    assert result["/harbour-hall.md"] == HALL
    assert "| Jo Brandt |" in result["/halls.md"]


_WORDS = ["amber", "birch", "cedar", "dahlia", "elder", "fennel", "garnet", "hazel", "indigo", "juniper"]
_CELL = st.from_regex(r"[a-z0-9]{1,9}( [a-z]{1,6})?", fullmatch=True).filter(
    lambda each: not set(each.split()) & set(_WORDS)
)
_PAD = st.text(" ", min_size=1, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, str, int]:
    """A table with odd spaces; the row's name, the head and the number of the line whose second cell is a quota."""
    names = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5, unique=True))
    more = draw(st.integers(0, 3))
    at = draw(st.integers(1, more + 1))
    heads = [f"col{n}" for n in range(more)]
    heads.insert(at - 1, "quota")
    chosen = draw(st.integers(0, len(names) - 1))
    rows: list[str] = []
    for name in names:
        cells = [draw(_CELL) for _ in range(more)]
        cells.insert(at - 1, str(draw(st.integers(10, 99_999))))
        rows.append("|" + "|".join(f"{draw(_PAD)}{each}{draw(_PAD)}" for each in (name, *cells)) + "|")
    head = "| name | " + " | ".join(heads) + " |"
    rule = "|" + "---|" * (more + 2)
    return "\n".join([head, rule, *rows]), names[chosen], rows[chosen], at


@promise("fields:value:bytes")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tables(),
    st.sampled_from(["", "\nLast words.\n", "\n- a\n  - b\n\n```\n| no | table |\n```\n"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_byte_around_a_cell_stays(table: tuple[str, str, str, int], rest: str, end: str) -> None:
    """Whatever stands in the other cells and around the table; a second dream leaves it."""
    text, name, row, at = table
    before = f"# Quotas\n\nBefore.\n\n{text}\n{rest}".replace("\n", end)
    store = [note("/quotas.md", before)]
    talk = session("s1", f"The quota of {name} is 123456 now.")
    changeset = dream(store, [talk])
    after = output(store, changeset)
    was, now = before.split(end), texts(after)["/quotas.md"].split(end)
    line = was.index(row)
    assert was[:line] == now[:line]
    assert was[line + 1 :] == now[line + 1 :]
    cells, new = row.split("|"), now[line].split("|")
    assert new[at + 1].strip() == "123456"
    assert len(new[at + 1]) >= len(cells[at + 1])
    assert cells[: at + 1] + cells[at + 2 :] == new[: at + 1] + new[at + 2 :]
    assert dream(after, [talk]).changes == ()


_ENTRY = st.tuples(
    st.sampled_from(
        [
            "tags: [a, b]",
            "note: >",
            "  folded text",
            "nested:",
            "  quota: 7",
            "# remark",
            "date: 2026-01-01",
            "x: 'y: z'",
        ]
    )
)


@promise("fields:value:bytes")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(_ENTRY, max_size=4),
    st.sampled_from(["1200", '"1200"', "'1200'"]),
    st.lists(_ENTRY, max_size=4).filter(lambda found: not found or not found[0][0].startswith(" ")),
)
def test_every_byte_around_an_entry_stays(above: list[tuple[str]], value: str, below: list[tuple[str]]) -> None:
    """Lists, folded texts, nested entries and remarks are no values of their own."""
    lines = [
        "---",
        *(each for (each,) in above),
        f"quota: {value}",
        *(each for (each,) in below),
        "---",
        "",
        "About juniper.",
    ]
    before = "\n".join(lines) + "\n"
    store = [note("/juniper.md", before)]
    after = output(store, dream(store, [session("s1", "The quota of juniper is 1300 now.")]))
    assert texts(after)["/juniper.md"] == before.replace(f"quota: {value}", f"quota: {value.replace('1200', '1300')}")
