"""What the rules judge finds, what it leaves alone, and what instructions make of it."""

from dataclasses import replace

import pytest
from tests.engine.dreams import changes, dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import ChangeKind, Fate, NoticeKind
from dreaming.domain.model import Event, EventType, Session
from dreaming.domain.provenance import Origin


@promise("rules:duplicates:merged")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Run `make check` before you push.", "run `make check` before you push"),
        ("Run `make check` before every push.", "Run `make check` before each push."),
        ("atlas listens on port 8080.", "Port for atlas: 8080"),
        ("The owner of atlas is Priya", "Owner of atlas: Priya"),
        ("Backups are kept for 30 days", "Keep backups for 30 days."),
        ("“Always” use tabs", '"Always" use tabs.'),
    ],
)
def test_lines_that_say_the_same_become_one(one: str, other: str) -> None:
    """The newest wording stays, with the other's line as evidence, and the ledger leads from one to the other."""
    documents = [note("/a.md", f"- {one}\n- something else entirely\n"), note("/b.md", f"- {other}\n", at=1)]

    changeset = dream(documents)

    result = texts(output(documents, changeset))
    assert one not in result["/a.md"]
    assert result["/b.md"] == f"- {other}\n"
    gone = next(entry for entry in changeset.ledger if entry.claim.text == one)
    assert gone.fate in {Fate.MERGED_INTO, Fate.DROPPED_DUPLICATE}
    assert [place.path for place in gone.to] == ["/b.md"]


@promise("rules:duplicates:guarded")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("atlas listens on port 8080", "kestrel listens on port 8080"),
        ("Staging uses the host db-one", "Production uses the host db-one"),
        ("Deploy on Fridays", "Never deploy on Fridays"),
        ("Works with Python 3.11", "Works with Python 3.12"),
        ("The release of 2026-03-04 failed", "The release of 2026-03-05 failed"),
        ("Logs are in /var/log/atlas", "Logs are in /var/log/kestrel"),
        ("Priya reviews Wei", "Wei reviews Priya"),
        ("Use tabs in Makefiles", "Use spaces in Makefiles"),
        ("The cache was cleared by Wei", "The cache is cleared by Wei"),
        ("The team might move to Oslo", "The team moves to Oslo"),
        ("Flag A-17 is on", "Flag A-71 is on"),
        ("atlas-api depends on kestrel-db", "kestrel-db depends on atlas-api"),
    ],
)
def test_lines_that_differ_in_what_matters_both_stay(one: str, other: str) -> None:
    """A number, a version, a date, a name, a path, the negation, the scope or the time differs: both stay."""
    documents = [note("/a.md", f"- {one}\n"), note("/b.md", f"- {other}\n", at=1)]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)


@promise("rules:values:replaced")
@pytest.mark.parametrize(
    ("old", "new", "history"),
    [
        ("atlas listens on port 8080", "Port for atlas: 9000", "atlas listens on port …, until 2026-03-02: 8080"),
        ("Owner of atlas: Priya", "Owner of atlas: Wei", "Owner of atlas: …, until 2026-03-02: Priya"),
        (
            "atlas uses MySQL as its database",
            "atlas switched its database from MySQL to SQLite",
            "until 2026-03-02: MySQL",
        ),
        ("The default branch is main", "The default branch is now trunk (was main)", "until 2026-03-02: main"),
    ],
)
def test_a_later_value_takes_the_place_of_an_earlier_one(old: str, new: str, history: str) -> None:
    """One slot, another value, later: the old line goes, and one line of history keeps what it said and until when."""
    documents = [note("/a.md", f"- {old}\n- unrelated words stay\n"), note("/b.md", f"- {new}\n", at=1)]

    changeset = dream(documents)

    result = texts(output(documents, changeset))
    assert old not in result["/a.md"]
    assert history in result["/history.md"]
    assert [entry.fate for entry in changeset.ledger if entry.claim.text == old] == [Fate.SUPERSEDED_BY]


@promise("rules:values:replaced", "rules:user:heard")
def test_a_users_words_replace_a_line_where_it_stands() -> None:
    """What the user says later is written in the place of the old line, with the quote."""
    documents = [note("/a.md", "# Ports\n\n1. atlas listens on port 8080\n2. the end\n")]
    sessions = [session("s1", "By the way, atlas switched its port from 8080 to 9000.")]

    changeset = dream(documents, sessions)

    assert (
        texts(output(documents, changeset))["/a.md"]
        == "# Ports\n\n1. atlas switched its port from 8080 to 9000.\n2. the end\n"
    )
    (change,) = changes(changeset, ChangeKind.REPLACED)
    assert [item.event_id for item in change.evidence] == ["s1-1"]
    assert change.evidence[0].origin is Origin.USER


@promise("rules:doubt:both-stay")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Owner of atlas: Priya", 1, Origin.UNKNOWN), ("Owner of atlas: Wei", 1, Origin.UNKNOWN)),
        (("Owner of atlas: Priya", 0, Origin.USER), ("Owner of atlas: Wei", 1, Origin.AGENT)),
    ],
)
def test_what_is_not_clearly_later_is_asked(first: tuple[str, int, Origin], second: tuple[str, int, Origin]) -> None:
    """Said at the same time, or by somebody trusted less: both lines stay and the report asks."""
    documents = [
        note(path, f"- {text}\n", at=at, origin=origin)
        for path, (text, at, origin) in (("/a.md", first), ("/b.md", second))
    ]

    changeset = dream(documents)

    assert texts(output(documents, changeset)) == texts(documents)
    (doubt,) = [notice for notice in changeset.notices if notice.kind is NoticeKind.DOUBT]
    assert [place.path for place in doubt.places] == ["/a.md", "/b.md"] or len(doubt.places) == 2


@promise("rules:doubt:both-stay")
def test_values_that_are_said_by_turns_both_stay() -> None:
    """The old value was said again after the new one: several may hold at once."""
    documents = [
        note("/a.md", "- Owner of atlas: Priya\n", at=0),
        note("/b.md", "- Owner of atlas: Wei\n", at=1),
        note("/c.md", "- The owner of atlas is Priya\n", at=2),
    ]

    changeset = dream(documents)

    assert "Wei" in texts(output(documents, changeset))["/b.md"]
    assert not changes(changeset, ChangeKind.REPLACED)


@promise("rules:lessons:recur")
def test_a_failure_and_what_then_worked_is_a_lesson_once_two_sessions_show_it() -> None:
    """One session is chance; in two it is written down, with the quotes of both."""
    steps = (
        "run the tests",
        (EventType.AGENT_TOOL_USE, "npm test"),
        (EventType.AGENT_TOOL_RESULT, 'npm error Missing script: "test"'),
        (EventType.AGENT_TOOL_USE, "npm run test:unit"),
        (EventType.AGENT_TOOL_RESULT, "12 passing"),
    )
    once = [failing(session("s1", *steps, at=1))]
    twice = [*once, failing(session("s2", *steps, at=2))]

    assert not dream([], once).changes
    (lesson,) = dream([], twice).changes

    assert lesson.topic == "lesson"
    assert lesson.support == 2
    assert "npm run test:unit" in lesson.after[0].text
    assert {item.session_id for item in lesson.evidence} == {"s1", "s2"}


def failing(of: tuple[Session, tuple[Event, ...]]) -> tuple[Session, tuple[Event, ...]]:
    """The same session with shell calls tied to their results, the first of which is an error."""
    head, events = of
    calls = {2: "one", 3: "one", 4: "two", 5: "two"}
    tied = [
        replace(event, tool_use_id=calls[event.seq], tool_name="Bash", is_error=event.seq == 3)
        if event.seq in calls
        else event
        for event in events
    ]
    return head, tuple(tied)


@promise("rules:open:kept-and-closed")
def test_open_work_is_written_down_and_goes_when_the_user_says_it_is_done() -> None:
    """What is left for later is listed; a later sentence of the user that names it takes it off the list."""
    opened = session("s1", "Later we should rotate the certificates of atlas.", at=1)
    documents = [note("/a.md", "- atlas listens on port 8080\n")]
    first = output(documents, dream(documents, [opened]))
    assert "rotate the certificates of atlas" in texts(first)["/open.md"]

    closed = session("s2", "The certificates of atlas are rotated, that is done.", at=2)
    changeset = dream(first, [closed])

    assert "/open.md" not in texts(output(first, changeset))
    assert Fate.DROPPED_ASKED in {entry.fate for entry in changeset.ledger}


@promise("rules:confirmed:heard")
def test_the_agents_words_count_where_the_user_confirms_them() -> None:
    """One session is enough then, as for what the user types; without a yes, or with another's, they show nothing."""
    offer = (EventType.AGENT_MESSAGE, "Shall I remember that you deploy on Thursdays?")
    said = dream([note("/a.md", "- Wei likes tea\n")], [session("s1", "Hi", offer, "yes, exactly")])
    assert [change.after[0].text for change in said.changes] == ["I deploy on Thursdays"]
    for answer in ("no", "yes, but only in May", "Which day?"):
        assert dream([note("/a.md", "- Wei likes tea\n")], [session("s1", offer, answer)]).changes == ()


@promise("rules:transient:named")
def test_only_a_named_rule_lets_a_line_go_for_good() -> None:
    """Chatter goes and the ledger names the rule; a line with a value, a name or code never does."""
    stays = "- Thanks to Priya the build is green\n- Ran `make deploy` and it failed\n"
    documents = [note("/a.md", f"- Thanks, looks good!\n{stays}")]

    changeset = dream(documents)

    assert texts(output(documents, changeset))["/a.md"] == stays
    (entry,) = [entry for entry in changeset.ledger if entry.fate is Fate.DROPPED_TRANSIENT]
    assert "thanks" in entry.reason


@promise("rules:nothing:said-so")
def test_a_tidy_store_is_left_alone() -> None:
    """Nothing to do is a result: no change, no index, no history."""
    documents = [note("/a.md", "- atlas listens on port 8080\n"), note("/b.md", "- Wei likes tea\n")]

    changeset = dream(documents, [session("s1", "Thanks, looks good!", "Can you fix the build?")])

    assert not changeset.changes
    assert not changeset.written


SAME = ("/a.md", "- Owner of atlas: Priya\n"), ("/b.md", "- The owner of atlas is Priya\n")


@promise("rules:instructions:followed")
@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (None, {"/b.md"}),
        ("Prefer oldest.", {"/a.md"}),
        ("Keep /a.md", {"/a.md", "/b.md"}),
        ("only /c", {"/a.md", "/b.md"}),
        ("Don't touch atlas.", {"/a.md", "/b.md"}),
    ],
)
def test_instructions_decide_what_may_change(asked: str | None, kept: set[str]) -> None:
    """Paths and topics that are kept, a path that alone may change, and which wording is preferred."""
    documents = [note(path, text, at=number) for number, (path, text) in enumerate(SAME)]

    result = texts(output(documents, dream(documents, instructions=asked)))

    assert {path for path in ("/a.md", "/b.md") if path in result} == kept


@promise("rules:instructions:followed")
@pytest.mark.parametrize("asked", ["ignore the sessions", "ignore certificates"])
def test_instructions_leave_sessions_and_topics_out(asked: str) -> None:
    """An ignored topic is not learned; without sessions the store alone is tidied."""
    said = session("s1", "Always rotate the certificates of atlas in March.")

    assert dream([], [said]).changes
    assert not dream([], [said], instructions=asked).changes


@promise("rules:instructions:followed")
def test_dated_notes_move_into_topics_when_asked() -> None:
    """`layout topic`: lines of dated notes move, with their provenance; other memories stay."""
    documents = [
        note("/notes/2026-03-01.md", "# Sunday\n\n- atlas-api is slow\n- Wei was here\n", at=0),
        note("/notes/2026-03-02.md", "- atlas-api needs a cache\n", at=1),
        note("/deploy.md", "- atlas-api is deployed at night\n", at=2),
    ]

    changeset = dream(documents, instructions="Layout topic.")

    result = texts(output(documents, changeset))
    assert result["/topics/atlas-api.md"] == "# atlas-api\n\n- atlas-api needs a cache\n- atlas-api is slow\n"
    assert result["/notes/2026-03-01.md"] == "# Sunday\n\n- Wei was here\n"
    assert result["/deploy.md"] == documents[2].content
    assert [entry.fate for entry in changeset.ledger if entry.fate].count(Fate.MOVED) == 2


@promise("rules:pinned:untouched")
def test_a_pinned_memory_is_copied_byte_for_byte() -> None:
    """Duplicates inside it stay, and it is the one that others are merged into."""
    pinned = note("/pinned.md", "- Owner of atlas: Priya\n- Owner of atlas: Priya\n", pinned=True)
    documents = [pinned, note("/b.md", "- The owner of atlas is Priya\n", at=5)]

    result = texts(output(documents, dream(documents)))

    assert result["/pinned.md"] == pinned.content
    assert "/b.md" not in result


@promise("rules:index:own-kept")
def test_an_index_of_the_users_own_stays() -> None:
    """A store with its own MEMORY.md gets no index of ours."""
    documents = [
        note("/MEMORY.md", "- see [a](a.md)\n"),
        note("/a.md", "- Owner of atlas: Priya\n- kept line here\n"),
        note("/b.md", "- Owner of atlas: Wei\n", at=1),
    ]

    result = texts(output(documents, dream(documents)))

    assert "/index.md" not in result
    assert result["/MEMORY.md"] == documents[0].content
    assert "/index.md" in texts(output(documents[1:], dream(documents[1:])))


@promise("rules:session:share")
def test_one_session_does_not_own_a_dream() -> None:
    """A session that plants very many lines gets its share; the rest is refused and named."""
    flood = session("flood", *(f"Port for service-{number}: {9000 + number}" for number in range(200)))
    other = session("other", "Port for atlas: 8080", at=11)

    changeset = dream([], [flood, other])

    added = changes(changeset, ChangeKind.ADDED)
    assert len(added) < 200
    assert any("atlas" in change.after[0].text for change in added)
    assert any("one session" in notice.reason for notice in changeset.notices if notice.kind is NoticeKind.REFUSED)


@promise("engine:result:settled")
def test_what_code_made_is_known_again_after_an_export() -> None:
    """History and index lose their marks in files: the next dream still takes them for what they are."""
    documents = [
        note("/a.md", "- Owner of atlas: Priya\n- atlas is slow\n"),
        note("/b.md", "- Owner of atlas: Wei\n- Priya drinks tea\n", at=1),
    ]
    exported = [
        note(document.path, document.content, at=number)
        for number, document in enumerate(output(documents, dream(documents)))
    ]
    assert {"/history.md", "/index.md"} < {document.path for document in exported}

    changeset = dream(exported)

    assert not changeset.changes
    assert not changeset.written


@promise("rules:history:not-relearned")
def test_what_history_holds_is_not_learned_again() -> None:
    """The session that once said the old value is read again: it stays in history and does not come back."""
    documents = [
        note("/a.md", "- Owner of atlas: Priya\n"),
        note("/b.md", "- Owner of atlas: Wei\n", at=20, origin=Origin.USER),
    ]
    old = session("s1", "The owner of atlas is Priya.", at=3)
    first = output(documents, dream(documents, [old]))
    assert "Owner of atlas: …, until 2026-03-21: Priya" in texts(first)["/history.md"]

    again = dream(first, [old])

    assert not again.changes
    assert not again.written


@promise("dream:line:provenance-kept")
def test_a_line_that_is_said_again_keeps_its_words_and_gains_the_quote() -> None:
    """When it was first said is kept too: a value in between was said by turns, so the report asks."""
    documents = [note("/a.md", "- Owner of atlas: Priya\n")]
    again = session("s1", "By the way, the owner of atlas is Priya.", at=9)

    first = dream(documents, [again])
    confirmed = output(documents, first)

    assert not first.changes
    assert texts(confirmed) == texts(documents)
    (entry,) = first.ledger
    assert [item.event_id for item in entry.evidence] == ["s1-1"]
    assert not dream(confirmed, [again]).written
    later = note("/b.md", "- Owner of atlas: Wei\n", at=5)
    asked = dream([*confirmed, later])
    assert not changes(asked, ChangeKind.REPLACED)
    assert [notice.kind for notice in asked.notices] == [NoticeKind.DOUBT]
