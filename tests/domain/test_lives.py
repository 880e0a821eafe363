"""What statements about people say of each other, whatever their wording: the tables beside this module, pair by pair."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.attributes import Attribute, Relation, attributes, relation, slot_keys
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.claims import Claim, ClaimKind, claim_id
from dreaming.domain.kinship import Kinship
from dreaming.domain.provenance import Origin, Provenance

TABLES = Path(__file__).parent / "lives"
WANTED = {"replaced": Relation.REPLACES, "doubted": Relation.MAY_CONTRADICT, "apart": None}


def pairs(table: str) -> list[tuple[str, str]]:
    """The pairs of one table, the earlier statement first."""
    lines = (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    return [(earlier, later) for earlier, _, later in (line.partition(" => ") for line in lines if line[:1] != "#")]


EVERY = [(earlier, later, wanted) for table, wanted in WANTED.items() for earlier, later in pairs(table)]


@promise("lives:later:replaces", "lives:unsure:asks", "lives:others:apart")
@pytest.mark.parametrize(("earlier", "later", "wanted"), EVERY)
def test_each_pair_is_as_the_tables_say(earlier: str, later: str, wanted: Relation | None) -> None:
    """What is surely over is replaced, what may be over is asked, and what stands beside it stays."""
    assert relation(earlier, later) == wanted


def note(text: str, day: int, name: str = "Anna Berg") -> Claim:
    """A line of a day's notes about somebody."""
    path = f"/facts/day-{day}.md"
    return Claim(
        id=claim_id(path, text, 0),
        path=path,
        first_line=3,
        last_line=3,
        text=text,
        headings=(name,),
        kind=ClaimKind.BULLET,
        provenance=Provenance.of(Origin.USER, datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day)),
    )


def judged(earlier: Claim, later: Claim) -> Relation | None:
    """What the later note does to the earlier one, by all that is asked of the two."""
    if Kinship().replacement(earlier, later) is not None:
        return Relation.REPLACES
    return Relation.MAY_CONTRADICT if Kinship().may_contradict(earlier, later) else None


NOTES = [(earlier, later, WANTED[table]) for table in WANTED for earlier, later in pairs(f"notes_{table}")]


@promise("lives:later:replaces", "lives:unsure:asks", "lives:others:apart")
@pytest.mark.parametrize(("earlier", "later", "wanted"), NOTES)
def test_each_pair_of_short_notes_is_as_the_tables_say(earlier: str, later: str, wanted: Relation | None) -> None:
    """What ended by its name, what has another value now, who holds a place now; and what only looks like it."""
    assert judged(note(earlier, 1), note(later, 8)) == wanted


@promise("lives:others:apart")
@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Drives a Fiesta", "Sold the Fiesta"),
        ("Hosting is on Heroku", "Hosting moved to Fly.io"),
        ("Landlord is Mrs. Okoye", "New landlord is Mr. Byrne"),
        ("Draws in SketchUp", "Draws in Rhino now"),
        ("Girlfriend is Ines", "Broke up with Ines"),
    ],
)
def test_short_notes_under_two_peoples_names_say_nothing_against_each_other(earlier: str, later: str) -> None:
    """Whoever sold a car sold their own."""
    assert judged(note(earlier, 1), note(later, 8)) is Relation.REPLACES
    assert judged(note(earlier, 1), note(later, 8, "Ben Karsh")) is None


@promise("lives:others:apart")
def test_a_statement_says_nothing_against_itself() -> None:
    """Said again it changes nothing."""
    texts = {text for earlier, later, _ in EVERY for text in (earlier, later)}

    assert [text for text in sorted(texts) if relation(text, text) is not None] == []


@promise("lives:others:apart")
@pytest.mark.parametrize("frame", ["Is considering whether {}", "If {}, the plan fails", '"{}", she said', "Did {}?"])
def test_what_is_only_considered_or_quoted_changes_nothing(frame: str) -> None:
    """A condition, a question, a quotation and a thought are no statements."""
    said = [(earlier, frame.format(later[0].lower() + later[1:])) for earlier, later in pairs("replaced")]

    assert [pair for pair in said if relation(*pair) is not None] == []


@promise("lives:others:apart")
def test_another_persons_move_moves_nobody_else() -> None:
    """A sister's town is hers."""
    moves = [pair for pair in pairs("replaced") if pair[0].startswith("Lives in")]

    assert [pair for pair in moves if relation(f"Sister {pair[0][0].lower()}{pair[0][1:]}", pair[1])] == []


@promise("lives:later:replaces")
@pytest.mark.parametrize(
    ("text", "holder", "slot", "value", "mood"),
    [
        ("Based in New York City", "user", "residence", "New York City", Mood.HOLDS),
        ("The user's brother moved to Austin", "brother", "residence", "Austin", Mood.STARTED),
        ("Maria works at Bosch as an engineer", "maria", "employer", "Bosch", Mood.HOLDS),
        ("Maria works at Bosch as an engineer", "maria", "role", "engineer", Mood.HOLDS),
        ("No longer vegan", "user", "diet", "vegan", Mood.ENDED),
        ("Is moving to Boston in June", "user", "residence", "Boston", Mood.PLANNED),
        ("Favorite color is blue", "user", "favourite:color", "blue", Mood.HOLDS),
        ("Manager is Tom", "user", "contact:manager", "Tom", Mood.HOLDS),
        ("Rent went up to $2,100 a month", "user", "amount:$/month", "2100", Mood.STARTED),
        ("Wedding moved to June 19", "user", "date", "month=jun day=19", Mood.STARTED),
        ("Occupation: nurse", "user", "role", "nurse", Mood.HOLDS),
    ],
)
def test_a_statement_fills_slots_of_its_holder(text: str, holder: str, slot: str, value: str, mood: Mood) -> None:
    """Whose it is, which slot, which value, and whether that begins, holds, ends or is planned."""
    found = [each for each in attributes(text) if (each.holder, each.slot) == (holder, slot)]

    assert [(each.value, each.mood) for each in found] == [(value, mood)]
    assert all(isinstance(each, Attribute) and key_of(each) in slot_keys(text) for each in found if each.is_single)


def key_of(attribute: Attribute) -> str:
    """The key under which statements about the attribute's slot meet."""
    return f"{attribute.holder}/{attribute.slot}"


@promise("lives:others:apart")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "She moved to Boston",
        "It is three years old",
        "Run the tests before you push",
        "`atlas` listens on port 8080",
        "The user asked about moving to Denver",
        "Considering moving to Denver",
        "Parks near the house: " + "a long list of names " * 30,
    ],
)
def test_what_says_nothing_of_a_known_life_has_no_slot(text: str) -> None:
    """Whom a pronoun means alone, what is an order, code, a question of somebody's or a thought, fills nothing."""
    assert not [each for each in attributes(text) if each.slot in {"residence", "age", "employer", "doing"}]


@promise("lives:later:replaces")
@pytest.mark.parametrize(
    ("earlier", "later", "old"),
    [
        ("Coverage target for kestrel: 90%", "Coverage target for kestrel: 70%", "90"),
        (
            "Team of 8: 4 engineers, 1 ML, CEO, designer, head of ops",
            "Team grew to 11 people",
            "Team of 8: 4 engineers, 1 ML, CEO, designer, head of ops",
        ),
    ],
)
def test_a_figure_that_stands_alone_is_told_by_itself(earlier: str, later: str, old: str) -> None:
    """Where others stand beside it they may add up to it: then the whole note is over."""
    found = Kinship().replacement(note(earlier, 1), note(later, 8))
    assert found is not None
    assert found.old == old
