"""What a dream learns from a store about its own wordings, and what it must not take for the same."""

import pytest
from tests.engine.dreams import changes, day, dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import ChangeKind, Fate, NoticeKind
from dreaming.domain.model import Document

SERVICES = ("atlas", "ledger", "kestrel", "orchid-web")


def notes_of(*lines: tuple[float, str]) -> list[Document]:
    """One dated memory a line, told on its day."""
    return [
        note(f"/notes/{day(at).date()}-{number}.md", f"- {line}\n", at=at) for number, (at, line) in enumerate(lines)
    ]


@promise("rules:wordings:learned")
def test_wordings_that_told_the_same_of_others_are_taken_for_the_same() -> None:
    """No word list knows that a shepherd of a service is who tends it: the store shows it, by two services of which both were said."""
    lines = [
        (0, "Shepherd of atlas: Priya"),
        (1, "Priya tends atlas"),
        (2, "Shepherd of ledger: Wei"),
        (3, "Wei tends ledger"),
    ]
    lines += [
        (4, "Shepherd of kestrel: Amara"),
        (5, "atlas eats rocks"),
        (6, "ledger eats sand"),
        (7, "kestrel eats clay"),
    ]

    changeset = dream(notes_of(*lines))

    merged = changes(changeset, ChangeKind.MERGED)
    assert sorted((change.before[0].text, change.after[0].text) for change in merged) == [
        ("Shepherd of atlas: Priya", "Priya tends atlas"),
        ("Shepherd of ledger: Wei", "Wei tends ledger"),
    ]


@promise("rules:wordings:learned")
def test_wordings_that_told_different_things_at_one_time_stay_apart() -> None:
    """Who tends and who audits is one person once, and different persons elsewhere: two things."""
    lines = [(0, "Priya tends atlas"), (1, "Priya audits atlas"), (2, "Wei tends ledger"), (3, "Amara audits ledger")]
    lines += [(4, "Wei tends ledger"), (5, "Wei tends kestrel"), (6, "Jonas audits kestrel"), (7, "Wei tends kestrel")]

    changeset = dream(notes_of(*lines))

    assert not changes(changeset, ChangeKind.MERGED)
    assert not changes(changeset, ChangeKind.REPLACED)


@promise("rules:wordings:learned")
def test_a_told_change_is_followed_into_every_wording_of_its_slot() -> None:
    """The old value goes wherever it was told, and the history says until when; of the change one line stays."""
    lines = [
        (0, "Shepherd of atlas: Priya"),
        (1, "Priya tends atlas"),
        (2, "Shepherd of ledger: Wei"),
        (3, "Wei tends ledger"),
    ]
    lines += [(8, "atlas changed its shepherd from Priya to Jonas"), (9, "ledger eats sand"), (9, "atlas eats rocks")]
    documents = notes_of(*lines)

    changeset = dream(documents)

    result = texts(output(documents, changeset))
    said = "\n".join(text for path, text in result.items() if path != "/history.md")
    assert "Priya tends" not in said
    assert "Shepherd of atlas" not in said
    assert "atlas changed its shepherd from Priya to Jonas" in said
    assert "… tends atlas, until 2026-03-09: Priya" in result["/history.md"]


@promise("rules:wordings:learned")
def test_a_line_that_says_the_new_value_stands_for_the_change_that_was_told_and_for_all_said_since() -> None:
    """Else the change comes into the store, and the next dream takes it out again."""
    lines = [
        (0, "Shepherd of atlas: Priya"),
        (1, "Priya tends atlas"),
        (2, "Shepherd of ledger: Wei"),
        (3, "Wei tends ledger"),
    ]
    lines += [(8, "Jonas tends atlas"), (9, "ledger eats sand"), (9, "atlas eats rocks")]
    documents = notes_of(*lines)
    told = session("s1", "New shepherd of atlas: Jonas instead of Priya", at=8.5)

    changeset = dream(documents, [told, session("s2", "Jonas tends atlas", at=9)])

    assert not changes(changeset, ChangeKind.ADDED)
    result = texts(output(documents, changeset))
    assert any("Jonas tends atlas" in text for text in result.values())
    assert not any("New shepherd" in text for text in result.values())


@promise("rules:wordings:learned")
def test_a_wording_that_shares_little_with_each_of_two_shares_enough_with_both() -> None:
    """Who minds kestrel is said like who tends it once, and like its shepherd once: together that is enough."""
    lines = [
        (0, "Shepherd of atlas: Priya"),
        (1, "Priya tends atlas"),
        (2, "Shepherd of ledger: Wei"),
        (3, "Wei tends ledger"),
    ]
    lines += [
        (4, "Shepherd of kestrel: Amara"),
        (5, "Amara minds kestrel"),
        (6, "Jonas tends tern"),
        (7, "Jonas minds tern"),
    ]
    lines += [(8, "atlas eats rocks"), (8, "ledger eats sand"), (8, "kestrel eats clay"), (8, "tern eats peat")]

    changeset = dream(notes_of(*lines))

    merged = {(change.before[0].text, change.after[0].text) for change in changes(changeset, ChangeKind.MERGED)}
    assert {("Shepherd of kestrel: Amara", "Amara minds kestrel"), ("Jonas tends tern", "Jonas minds tern")} <= merged


@promise("rules:wordings:learned")
def test_a_name_of_several_words_is_never_cut() -> None:
    """The room that is called Amber is no thing `amber`: the hall is told of in the same wordings."""
    rooms = [("Room Amber", 12), ("Room Birch", 8), ("Harbour Hall", 40)]
    lines = [(at, f"Capacity of {of}: {people} people") for at, (of, people) in enumerate(rooms)]
    lines += [(at + 5, f"{of} seats {people} people") for at, (of, people) in enumerate(rooms)]
    lines += [
        (at + 9, f"{of} faces {where}")
        for at, ((of, _), where) in enumerate(zip(rooms, ("south", "north", "west"), strict=True))
    ]

    changeset = dream(notes_of(*lines))

    assert len(changes(changeset, ChangeKind.MERGED)) == len(rooms)


@promise("rules:wordings:learned")
@pytest.mark.parametrize(
    ("told", "again"),
    [
        ("Crew of {of}: {name}", "{of}'s on-call crew is led by {name}"),
        ("{of} asks {name}", "Questions about {of} should be sent to {name}"),
        ("Tries of {of}: {number} tries", "{of} gets {number} tries by the policy"),
        ("The {of} team dines at: {name}", "Table of {of}: {name}"),
    ],
)
def test_what_makes_no_difference_in_a_wording_is_passed_over(told: str, again: str) -> None:
    """A hyphen, whose it is, how many, what should be: two wordings tell the same where they told it of several things."""
    things = [
        ("atlas", "Ida Ohm", "one"),
        ("ledger", "Wei", "two"),
        ("kestrel", "Mrs. Orr", "five"),
        ("Harbour Hall", "Ben", "six"),
    ]
    lines = [
        (at, wording.format(of=of, name=name, number=number).replace("one tries", "one try"))
        for wording, first in ((told, 0), (again, 10))
        for at, (of, name, number) in enumerate(things, first)
    ]
    lines += [
        (at, f"{of} eats {food}")
        for at, ((of, *_), food) in enumerate(zip(things, ("rocks", "sand", "clay", "peat"), strict=True))
    ]

    changeset = dream(notes_of(*lines))

    assert len(changes(changeset, ChangeKind.MERGED)) == len(things)


@promise("rules:wordings:lone")
@pytest.mark.parametrize(
    ("line", "is_same"),
    [
        ("The shepherd kestrel has: Amara", True),
        ("Shepherd and landlord of kestrel: Amara", False),
        ("Amara never tends kestrel", False),
        ("In staging Amara tends kestrel", False),
        ("Amara tended kestrel before", False),
    ],
)
def test_a_wording_that_stands_once_says_the_same_only_where_it_says_nothing_else(line: str, is_same: bool) -> None:
    """No other statement is worded so; its words are those of one slot, or they are not."""
    lines = [
        (0, "Shepherd of atlas: Priya"),
        (1, "Priya tends atlas"),
        (2, "Shepherd of ledger: Wei"),
        (3, "Wei tends ledger"),
    ]
    lines += [(4, "Amara tends kestrel"), (5, "atlas eats rocks"), (5, "ledger eats sand"), (5, "kestrel eats clay")]

    changeset = dream(notes_of(*lines, (9, line)))

    merged = {change.before[0].text for change in changes(changeset, ChangeKind.MERGED)}
    assert ("Amara tends kestrel" in merged) == is_same


@promise("rules:wordings:learned")
@pytest.mark.parametrize("wording", ["A language of {who}: {what}", "Language spoken by {who}: {what}"])
def test_one_of_several_is_never_replaced_by_another(wording: str) -> None:
    """Who speaks one language may speak others, though each was told before the next."""
    spoken = (("Maren", "Catalan"), ("Ivo", "Hindi"), ("Leonie", "Finnish"), ("Maren", "Hindi"), ("Ivo", "Finnish"))
    lines = [(at, wording.format(who=who, what=what)) for at, (who, what) in enumerate(spoken)]
    lines += [(at + 9, f"{who} is fluent in {what}") for at, (who, what) in enumerate(spoken[:3])]
    lines += [
        (at + 9, f"{who} eats {what}")
        for at, (who, what) in enumerate((("Maren", "oats"), ("Ivo", "rye"), ("Leonie", "rice")))
    ]

    changeset = dream(notes_of(*lines))

    assert not changes(changeset, ChangeKind.REPLACED)
    assert changes(changeset, ChangeKind.MERGED)


@promise("rules:wordings:learned")
def test_values_that_come_back_hold_at_once() -> None:
    """What is told by turns is several things at a time: none replaces another."""
    loads = [("atlas", "coal"), ("atlas", "iron"), ("atlas", "coal"), ("ledger", "salt"), ("ledger", "iron")]
    loads += [("ledger", "salt"), ("kestrel", "coal")]
    lines = [(at, f"{name} carries {load}") for at, (name, load) in enumerate(loads)]

    changeset = dream(notes_of(*lines))

    assert not changes(changeset, ChangeKind.REPLACED)
    assert {entry.fate for entry in changeset.ledger if entry.fate} <= {Fate.KEPT, Fate.DROPPED_DUPLICATE}


@promise("rules:wordings:learned")
def test_what_something_is_set_against_never_held() -> None:
    """`rather than by hand` tells no change: what a thing leans on may be several things, told one after the other."""
    props = [("atlas", "zod"), ("ledger", "serde"), ("atlas", "immer"), ("kestrel", "polars"), ("ledger", "zod")]
    lines = [(at, f"{name} leans on {prop} rather than home-grown helpers") for at, (name, prop) in enumerate(props)]
    lines += [(9, f"{name} pulls in {prop}") for name, prop in props]
    lines += [(9, f"{name} is not the place for secrets") for name, _ in props[1:4]]

    changeset = dream(notes_of(*lines))

    assert not changes(changeset, ChangeKind.REPLACED)
    assert changes(changeset, ChangeKind.MERGED)


@promise("rules:wordings:learned")
@pytest.mark.parametrize(
    "wording",
    [
        "The {topic} table of {of} lives in the `{value}_{topic}` schema.",
        "The {topic} timeout of {of} is {number} minutes.",
        "Do not restart {of} while a {topic} job is running.",
        "{who} owns {of} and reviews every {topic} change.",
    ],
)
def test_a_wording_with_three_things_in_it_says_nothing_of_two(wording: str) -> None:
    """Which service, which topic, which value: what is told of one service is not over because another has another."""
    things = [f"{a}-{b}" for a in ("cart", "geo", "mail", "tide", "lark") for b in ("api", "store", "web")]
    topics, people = ("report", "export", "alert"), ("Thea", "Sana")
    lines = [
        (
            at // 4,
            wording.format(
                topic=topics[at % 3],
                of=of,
                who=people[at % 2],
                number=20 + 7 * at,
                value=things[at // 2].partition("-")[0],
            ),
        )
        for at, of in enumerate(things)
    ]

    changeset = dream(notes_of(*lines))

    assert not changeset.changes
    assert NoticeKind.DOUBT not in {notice.kind for notice in changeset.notices}


@promise("rules:wordings:learned")
def test_first_and_last_names_are_one_thing() -> None:
    """Two statements of one person that share nothing else are never taken for the same."""
    people = ("Maren Holt", "Ivo Brandt", "Leonie Marsh", "Pavel Hruby")
    lines = [(number, f"{who} speaks Finnish") for number, who in enumerate(people)]
    lines += [(number + 5, f"{who} reports to Yuki") for number, who in enumerate(people)]

    changeset = dream(notes_of(*lines))

    assert not changeset.changes


@promise("rules:context:counts")
@pytest.mark.parametrize(
    "documents",
    [
        [note("/services.md", "# Services\n\n## atlas\n- port: 8080\n\n## ledger\n- port: 8080\n\n## kestrel\n- port: 9000\n")],
        [note("/go.md", "# Go\n- Use tabs for indentation\n"), note("/lua.md", "# Lua\n- Use tabs for indentation\n", at=1)],
        [note("/atlas.md", "port: 8080\n"), note("/ledger.md", "port: 9000\n", at=1)],
        [note("/deploy.md", "## Staging\n- host: tern\n\n## Production\n- host: gull\n")],
    ],
)  # fmt: skip
def test_the_same_words_under_another_heading_say_another_thing(documents: list[Document]) -> None:
    """Neither a duplicate nor an update: what a short line is about stands in its heading, or in the name of its file."""
    assert not dream(documents).changes


@promise("rules:context:shared")
@pytest.mark.parametrize(("other", "is_meant"), [("Maren Holt", True), ("Ivo Brandt", False)])
def test_a_title_that_all_memories_have_is_of_what_is_said_too(other: str, is_meant: bool) -> None:
    """Where every memory is about Maren, what her user says is; where another's are there too, nobody knows of whom."""
    documents = [
        note("/one.md", "# Maren Holt\n\n- Lives in Ghent\n- Plays the cello\n"),
        note("/two.md", f"# {other}\n\n- Has two cats\n"),
    ]

    changeset = dream(documents, [session("s1", "I moved to Oslo last week.", at=5)])

    is_asked = any("Lives in Ghent" in notice.text for notice in changeset.notices if notice.kind is NoticeKind.DOUBT)
    is_replaced = any(
        entry.claim.text == "Lives in Ghent" and entry.fate is Fate.SUPERSEDED_BY for entry in changeset.ledger
    )
    assert (is_asked or is_replaced) is is_meant


@promise("rules:context:counts")
def test_the_same_words_in_dated_notes_are_one() -> None:
    """Dates and words such as `Notes` name no topic."""
    documents = [
        note("/notes/2026-03-01.md", "# Notes of 2026-03-01\n- port: 8080\n"),
        note("/notes/2026-03-02.md", "## Monday\n- port: 8080\n", at=1),
    ]

    assert [change.kind for change in dream(documents).changes] == [ChangeKind.DROPPED]


@promise("rules:context:counts")
def test_of_equal_lines_the_one_in_the_fitting_file_stays() -> None:
    """A copy in notes on something else goes, though it is newer."""
    line = "The nightly import of meadow starts at 02:30 and takes ten minutes"
    documents = [note("/meadow.md", f"- {line}\n- other\n"), note("/heron.md", f"- {line}\n- more\n", at=5)]

    (change,) = dream(documents).changes

    assert [place.path for place in change.before] == ["/heron.md"]


@promise("rules:slips:merged")
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("atlas runs the nightly migraton before the backup", "atlas runs the nightly migration before the backup", True),
        ("Send the quarterly summary to the comittee", "Send the quarterly summary to the committee", True),
        ("The staging job is slow in the evening", "The stating job is slow in the evening", False),
        ("Ask Johnson about the quarterly summary", "Ask Johnston about the quarterly summary", False),
        ("Keep the archive for 30 days after closing", "Keep the archive for 31 days after closing", False),
        ("The adapter adopts the stream", "The adapter adapts the stream", False),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_makes_no_other_statement(one: str, other: str, is_same: bool) -> None:
    """Long words that differ by a letter, where nothing else does; never names, numbers or short words."""
    known = note(
        "/c.md", "- The next migration is planned\n- The committee meets\n- Staging and stating differ\n", at=2
    )
    changeset = dream([note("/a.md", f"- {one}\n"), note("/b.md", f"- {other}\n", at=1), known])

    assert bool(changeset.changes) is is_same


@promise("rules:values:replaced")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("atlas is hosted in Oslo", "We moved atlas off Oslo, it is in Bergen now"),
        ("The queue of atlas is RabbitMQ", "RabbitMQ used to be the queue of atlas, now it is NATS"),
        ("atlas uses Redis as its cache", "atlas no longer uses Redis"),
        ("Maren has a company car", "Maren no longer has a company car"),
        ("atlas keeps its queue in RabbitMQ", "atlas keeps its queue in NATS instead of RabbitMQ"),
        ("The deputy of Maren is Ivo", "Correction on Maren: the deputy is Pavel, not Ivo"),
        ("The floor of Room 4.02 is third", "As of this week second is the floor of Room 4.02 (third before that)"),
        ("The screen of Studio C is a Barco", "The screen of Studio C is a Sharp (formerly a Barco)"),
        ("Maren is based in Ghent", "Maren is based in Oulu"),
        ("Maren reports to Ivo", "Maren reports to Pavel"),
        ("atlas keeps its cache in memcached", "atlas keeps its cache in dragonfly"),
        ("The rehearsal is due on Friday", "The rehearsal is due on Monday"),
        ("The cache of atlas is Redis", "The cache of atlas was Redis for a long time, it is Valkey from today on"),
        ("The cache of atlas is Redis", "Redis used to be the cache of atlas; since the last planning it's Valkey"),
        (
            "The code of Harbour Hall is 9380",
            "About the code of Harbour Hall: it used to be 9380, please note 6671 from now on.",
        ),
        (
            "The code of Harbour Hall is 9380",
            "9380 no longer holds as code of Harbour Hall, they wrote that 6671 is right",
        ),
        (
            "The van of Maple Hall is a red Kangoo",
            "Maple Hall now goes with a green Vito as van instead of a red Kangoo",
        ),
        ("The van of Maple Hall is red Kangoo", "New van at Maple Hall: green Vito (old: red Kangoo)"),
    ],
)
def test_what_is_told_to_be_over_goes_to_the_history(old: str, new: str) -> None:
    """A statement that says of a value that it is over replaces the line that has it, whatever the new value is called."""
    documents = [note("/a.md", f"- {old}\n- other\n"), note("/b.md", f"- {new}\n", at=4)]

    changeset = dream(documents)

    assert [entry.fate for entry in changeset.ledger if entry.claim.text == old] == [Fate.SUPERSEDED_BY]


@promise("rules:values:replaced")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("atlas is hosted in Oslo", "We moved ledger off Oslo, it is in Bergen now"),
        ("The default branch of atlas is trunk", "trunk used to be the default branch of ledger, now it is main"),
        ("atlas listens on port 8080", "atlas used to be slow"),
        ("Maren lives in Oslo and works for a bank in the old town", "Maren no longer works for a bank"),
        ("The deputy of Ivo is Pavel", "Correction on Maren: the deputy is Jonas, not Pavel"),
        ("Maren is based in Ghent", "Ivo is based in Oulu"),
        ("Maren likes Ghent", "Maren likes Oulu"),
        ("atlas keeps its cache in memcached", "atlas keeps its queue in dragonfly"),
        ("The cache of atlas is Redis", "The cache of ledger was Redis for years, it is Valkey now"),
        ("Maren is in Rome", "I was in Rome for a week, it is lovely"),
        ("Legal wants session-hub licensed as Apache-2.0", "Legal wants lantern-cli licensed as Apache-2.0"),
        ("primary datastore (LoyaltyApp): TiDB", "primary datastore (Harbormaster): TiDB"),
        ("Framework: Angular (feed-ranker)", "Framework: Angular (pelican-web)"),
    ],
)
def test_what_is_over_for_one_thing_holds_for_another(old: str, new: str) -> None:
    """It must be told of the same thing, and of little else."""
    documents = [note("/a.md", f"- {old}\n- other\n"), note("/b.md", f"- {new}\n", at=4)]

    assert not changes(dream(documents), ChangeKind.REPLACED)


@promise("rules:values:replaced")
def test_a_told_change_that_is_over_too_leaves_both_its_values_in_the_history() -> None:
    """From 10 to 45 and from 45 to 60: the history tells until when each held."""
    lines = [(0, "Timeout of ledger: 10 seconds"), (0, "Timeout of atlas: 10 seconds")]
    lines += [(3, "atlas changed its timeout from 10 seconds to 45 seconds"), (9, "Timeout of atlas: 60 seconds")]
    documents = notes_of(*lines)

    changeset = dream(documents)

    history = texts(output(documents, changeset))["/history.md"]
    assert "until 2026-03-04: 10 seconds" in history
    assert "until 2026-03-10: 45 seconds" in history


@promise("rules:values:replaced")
@pytest.mark.parametrize(
    ("old", "new", "over"),
    [
        (
            "The test command of atlas is go test ./...",
            "go test ./... used to be the test command of atlas, now it is just check.",
            "go test ./...",
        ),
        ("The test command of atlas is `go test ./...`", "Use `just check` instead of `go test ./...` in atlas", "`go test ./...`"),
    ],
)  # fmt: skip
def test_the_end_of_a_value_is_not_taken_for_the_end_of_a_sentence(old: str, new: str, over: str) -> None:
    """The history holds the whole value, dots and all."""
    documents = [note("/a.md", f"- {old}\n- other\n"), note("/b.md", f"- {new}\n", at=4)]

    history = texts(output(documents, dream(documents)))["/history.md"]

    assert f"The test command of atlas is …, until 2026-03-05: {over}\n" in history


def bullets(lines: list[str]) -> str:
    """The lines as a list."""
    return "".join(f"- {line}\n" for line in lines)


@promise("engine:result:settled")
def test_what_was_learned_is_known_to_the_next_dream() -> None:
    """The lines that stayed quote those that went: a session read again in the old wording adds nothing."""
    lines = [(0, "Berth of atlas: 17"), (1, "atlas moors at 17"), (2, "Berth of ledger: 4"), (3, "ledger moors at 4")]
    lines += [(4, "atlas carries sand"), (5, "ledger carries clay"), (6, "atlas carries iron")]
    documents = notes_of(*lines)
    said = session("s1", "Note for later: berth of ledger: 4", at=1)

    first = dream(documents, [said])
    again = output(documents, first)

    assert len(changes(first, ChangeKind.MERGED)) == 2
    assert not dream(again, [said]).changes
    assert not dream(again).changes


@promise("rules:values:replaced")
def test_a_change_and_its_new_value_told_at_once_do_not_contradict_each_other() -> None:
    """Both say what holds: one of them stays, and what was before goes to the history."""
    lines = ["Berth of atlas: 17", "atlas moors at 17", "Berth of ledger: 4", "ledger moors at 4", "atlas carries sand"]
    new = ["atlas changed its berth from 17 to 9", "Berth of atlas: 9", "ledger carries clay"]

    changeset = dream([note("/old.md", bullets(lines)), note("/new.md", bullets(new), at=3)])

    assert NoticeKind.DOUBT not in {notice.kind for notice in changeset.notices}
    left = {entry.claim.text for entry in changeset.ledger if entry.fate is Fate.KEPT}
    assert len(left & {"Berth of atlas: 9", "atlas changed its berth from 17 to 9"}) == 1
    assert not left & {"Berth of atlas: 17", "atlas moors at 17"}


@promise("rules:trust:order")
def test_what_a_user_once_wanted_is_not_overruled_by_a_note_in_the_next_dream_either() -> None:
    """The line has the user's quote: that no session is read again makes it no weaker."""
    wish = session("s1", "Use tabs for indentation.", at=2)
    documents = [note("/a.md", "- Use tabs for indentation\n"), note("/b.md", "- Use spaces for indentation\n", at=5)]

    again = output(documents, dream(documents, [wish]))

    assert not changes(dream(again), ChangeKind.REPLACED)


@promise("rules:values:replaced")
def test_a_line_that_repeats_what_a_user_told_completes_the_change() -> None:
    """The user told it, a later note only says it again: what neither names in one wording is over all the same."""
    lines = [
        (0, "Manager of Sunniva: Yuki"),
        (1, "Sunniva is led by Yuki"),
        (1, "Ivo is led by Pavel"),
        (2, "Ivo reports to Pavel"),
    ]
    lines += [(1, "Tove is led by Wei"), (2, "Tove reports to Wei"), (9, "Sunniva is led by Thandi")]
    lines += [(3, f"{who} owns a {what}") for who, what in (("Sunniva", "kayak"), ("Ivo", "drum"), ("Tove", "loom"))]
    documents = notes_of(*lines)
    told = session("s1", "New manager for Sunniva: Thandi instead of Yuki.", at=5)

    changeset = dream(documents, [told])

    left = "\n".join(text for path, text in texts(output(documents, changeset)).items() if path != "/history.md")
    assert "Yuki" not in left.replace("instead of Yuki", "")
    assert NoticeKind.REFUSED not in {notice.kind for notice in changeset.notices}


@promise("rules:trust:order")
def test_a_note_does_not_overrule_what_a_user_wants() -> None:
    """A fact that a user repeated may be replaced by a later note; a preference waits for the user."""
    wish = session("s1", "Use tabs for indentation.", at=2)
    documents = [note("/a.md", "- Use tabs for indentation\n"), note("/b.md", "- Use spaces for indentation\n", at=5)]

    changeset = dream(documents, [wish])

    assert not [change for change in changes(changeset, ChangeKind.REPLACED) if "tabs" in change.before[0].text]
    assert NoticeKind.DOUBT in {notice.kind for notice in changeset.notices} or not changeset.changes


@promise("rules:wordings:learned")
def test_a_word_behind_a_figure_is_no_unit_where_the_figure_is_said_without_it() -> None:
    """Terms of net 45 are the payment term net 45; where all say `days`, days are a part of the value."""
    of = [("atlas", "net 45"), ("ledger", "net 30"), ("kestrel", "net 45"), ("orchid", "net 60")]
    lines = [(at, f"{who} bills its customers on {term} terms") for at, (who, term) in enumerate(of)]
    lines += [(at + 5, f"Payment term of {who}: {term}") for at, (who, term) in enumerate(of[:3])]
    lines += [(9, "atlas eats rocks"), (9, "ledger eats sand"), (9, "kestrel eats clay")]

    merged = changes(dream(notes_of(*lines)), ChangeKind.MERGED)

    assert len(merged) == 3


@promise("rules:wordings:learned")
def test_a_change_may_be_told_in_a_long_sentence() -> None:
    """Its words are those of its slot, however many stand around them."""
    tends = [("atlas", "Priya"), ("ledger", "Wei"), ("kestrel", "Jonas")]
    lines = [(at, f"Shepherd of {of}: {who}") for at, (of, who) in enumerate(tends)]
    lines += [(at + 3, f"{who} tends {of}") for at, (of, who) in enumerate(tends)]
    told = "The shepherd of atlas used to be Priya, but it is Jonas from the first week of this month on"
    lines += [(8, told), (9, "ledger eats sand"), (9, "atlas eats rocks")]
    documents = notes_of(*lines)

    result = texts(output(documents, dream(documents)))

    assert not any("Priya tends atlas" in text for path, text in result.items() if path != "/history.md")
    assert "… tends atlas, until 2026-03-09: Priya" in result["/history.md"]


@promise("rules:wordings:learned")
@pytest.mark.parametrize(("rounds", "replaces"), [(4, True), (1, False)])
def test_one_of_some_is_one_at_a_time_where_its_values_always_followed_one_another(rounds: int, replaces: bool) -> None:
    """`A report on …` may be one of several: that is decided by the order in which what it says was told, if that is long enough."""
    told = {"atlas": ("weekly", "monthly"), "ledger": ("yearly", "daily"), "kestrel": ("monthly", "weekly")}
    said = [
        (number * rounds + at, f"A report on {who} comes {when}")
        for who, values in told.items()
        for number, when in enumerate(values)
        for at in range(rounds)
    ]
    said += [(9, f"{who} eats {what}") for who, what in zip(told, ("rocks", "sand", "clay"), strict=True)]

    replaced = changes(dream(notes_of(*said)), ChangeKind.REPLACED)

    assert bool(replaced) is replaces


@promise("rules:wordings:learned")
def test_a_value_that_ends_its_sentence_is_told_without_the_full_stop() -> None:
    """Also one that may hold such signs itself: the history names it in its place."""
    lines = [
        (0, "Branch of atlas: main"),
        (1, "atlas is built from main."),
        (2, "Branch of ledger: dev"),
        (3, "ledger is built from dev."),
    ]
    lines += [
        (4, "Branch of kestrel: main"),
        (5, "kestrel is built from release/next."),
        (6, "kestrel changed its branch from release/next to dev"),
    ]
    lines += [(9, "atlas eats rocks"), (9, "ledger eats sand"), (9, "kestrel eats clay")]
    documents = notes_of(*lines)

    result = texts(output(documents, dream(documents)))

    assert "kestrel is built from …, until 2026-03-07: release/next" in result["/history.md"]


@promise("rules:wordings:learned")
def test_a_limit_may_be_said_as_one() -> None:
    """`There is never to be …` denies; `no more than` gives the same value."""
    of = [("atlas", 60), ("ledger", 25), ("kestrel", 110)]
    lines: list[tuple[float, str]] = [
        (at, f"Petty cash limit for {who}: {euros} euros") for at, (who, euros) in enumerate(of)
    ]
    lines += [
        (at + 5, f"There should be no more than {euros} euros in the cash box at {who}")
        for at, (who, euros) in enumerate(of)
    ]
    lines += [(9, "atlas eats rocks"), (9, "ledger eats sand"), (9, "kestrel eats clay")]

    merged = changes(dream(notes_of(*lines)), ChangeKind.MERGED)

    assert len(merged) == 3


@promise("rules:updates:told")
def test_the_day_on_which_a_change_is_told_is_no_thing_of_its_own() -> None:
    """The dream writes the date behind `this week`: that part of a statement names nothing that the line must name too."""
    documents = [note("/a.md", "- Log level in kestrel: DEBUG\n")]
    told = session("s1", "The log level in kestrel used to be DEBUG, but it is WARN from this week on.", at=2)

    changeset = dream(documents, [told])

    assert [change.before[0].text for change in changes(changeset, ChangeKind.REPLACED)] == [
        "Log level in kestrel: DEBUG"
    ]
