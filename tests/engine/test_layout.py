"""Where lines stand in the output: topics when asked, else the memory that their subject has, and an index over all."""

import re
from itertools import pairwise

import pytest
from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.limits import MEMORY_BYTES
from dreaming.domain.provenance import lines_of
from dreaming.engine.topics import Topics

DAYS = [
    note("/notes/2026-03-01.md", "# Sunday\n\n- atlas listens on port 8080\n- Owner of kestrel: Priya\n- Rain\n", at=0),
    note("/notes/2026-03-02.md", "- kestrel is written in Go\n- The atlas tests need Docker\n", at=1),
    note("/notes/2026-03-03.md", "- billing-api needs a cache\n- kestrel publishes to NATS\n- Slow billing-api again\n", at=2),
]  # fmt: skip


@promise("rules:layout:topic")
def test_lines_go_where_their_subject_is_named_as_they_name_it() -> None:
    """An identifier, a word that says something of itself, whatever it stands in; what nobody else tells of stays."""
    result = texts(output(DAYS, dream(DAYS, instructions="layout topic")))

    assert result["/topics/atlas.md"] == "# atlas\n\n- The atlas tests need Docker\n- atlas listens on port 8080\n"
    assert lines_of(result["/topics/kestrel.md"])[2:] == [
        "- kestrel publishes to NATS",
        "- kestrel is written in Go",
        "- Owner of kestrel: Priya",
    ]
    assert lines_of(result["/topics/billing-api.md"])[0] == "# billing-api"
    assert result["/notes/2026-03-01.md"] == "# Sunday\n\n- Rain\n"
    assert "/notes/2026-03-02.md" not in result


@promise("rules:layout:topic")
def test_new_lines_and_replaced_ones_go_to_their_topic_too() -> None:
    """What a session tells does not stay in a dated note or in a memory of its own; the newest stands first."""
    said = session("s1", "atlas switched its port from 8080 to 9000.", "kestrel is deployed to Oslo.", at=20)

    result = texts(output(DAYS, dream(DAYS, [said], instructions="layout topic")))

    assert lines_of(result["/topics/atlas.md"])[2] == "- atlas switched its port from 8080 to 9000."
    assert lines_of(result["/topics/kestrel.md"])[2] == "- kestrel is deployed to Oslo."
    assert "/facts.md" not in result
    assert "9000" not in "".join(content for path, content in result.items() if path.startswith("/notes/"))


@promise("rules:layout:topic")
def test_lines_without_a_subject_go_by_the_heading_that_notes_share() -> None:
    """It is what the user sorts by; a heading that says a day is not."""
    documents = [
        note("/2026-03-01.md", "# Day 1\n\n## On call\n\n- Ring twice\n", at=0),
        note("/2026-03-02.md", "# Day 2\n\n## On call\n\n- Sleep near the phone\n", at=1),
    ]

    result = texts(output(documents, dream(documents, instructions="layout topic")))

    assert result["/topics/on-call.md"] == "# On call\n\n- Sleep near the phone\n- Ring twice\n"


@promise("rules:layout:topic")
def test_a_topic_that_is_too_large_is_split() -> None:
    """No memory is over its limit, and the next dream finds nothing to do."""
    filler = " ".join(["and so forth"] * 20)
    documents = [
        note(f"/2026-03-{day:02}.md", "".join(f"- atlas-api step {day}-{n} {filler}\n" for n in range(120)), at=day)
        for day in range(1, 8)
    ]

    changed = output(documents, dream(documents, instructions="layout topic"))
    result = texts(changed)

    parts = [path for path in result if path.startswith("/topics/atlas-api")]
    assert sorted(parts) == [f"/topics/atlas-api{number}.md" for number in ("-2", "-3", "")]
    assert max(len(content.encode()) for content in result.values()) < MEMORY_BYTES
    assert sum(content.count("- atlas-api step") for content in result.values()) == 7 * 120
    assert not dream(changed, instructions="layout topic").changes


@promise("rules:layout:asked")
@pytest.mark.parametrize("asked", [None, "layout daily"])
def test_files_stay_where_they_are_unless_it_is_asked_for(asked: str | None) -> None:
    """Dated notes too."""
    assert texts(output(DAYS, dream(DAYS, instructions=asked))) == texts(DAYS)


@promise("rules:layout:home")
@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("/services/atlas.md", "- The atlas tests need Docker\n", "- The atlas tests need Docker\n- atlas is deployed to Oslo.\n"),
        ("/x.md", "# atlas\n\nThe atlas tests need Docker.\n", "# atlas\n\nThe atlas tests need Docker.\n\n- atlas is deployed to Oslo.\n"),
        (
            "/services.md",
            "# Services\n\n## atlas\n\n- The atlas tests need Docker\n\n## kestrel\n\n- kestrel is old\n",
            "# Services\n\n## atlas\n\n- The atlas tests need Docker\n- atlas is deployed to Oslo.\n\n## kestrel\n\n- kestrel is old\n",
        ),
    ],
)  # fmt: skip
def test_a_new_line_goes_where_its_subject_has_a_place(path: str, content: str, expected: str) -> None:
    """A memory of its name, or a heading."""
    documents = [note(path, content)]

    result = texts(output(documents, dream(documents, [session("s1", "atlas is deployed to Oslo.")])))

    assert result[path] == expected
    assert "/facts.md" not in result


@promise("rules:layout:home")
@pytest.mark.parametrize(
    "documents",
    [
        [note("/2026-03-01-atlas.md", "- The atlas tests need Docker\n")],
        [note("/atlas.md", "- The atlas tests need Docker\n", pinned=True)],
        [note("/a/atlas.md", "- The atlas tests need Docker\n"), note("/b/atlas.md", "- the atlas logo is blue\n")],
        [note("/notes.md", "- The atlas tests need Docker\n")],
    ],
)
def test_where_that_is_not_clear_it_goes_to_the_memory_of_its_kind(documents: list[object]) -> None:
    """A dated note, a pinned memory, two of the name, none."""
    given = [each for each in DAYS if each in documents] or documents

    changed = output(given, dream(given, [session("s1", "atlas is deployed to Oslo.")]))  # pyright: ignore[reportArgumentType]

    assert "atlas is deployed to Oslo." in texts(changed)["/facts.md"]


@promise("rules:index:tells")
def test_the_index_leads_to_every_memory_and_says_what_is_in_it() -> None:
    """One line a memory, by its title and subjects; no value is told, which would be found in the place of its line."""
    said = session("s1", "kestrel switched its owner from Priya to Wei.", at=20)
    result = texts(output(DAYS, dream(DAYS, [said], instructions="layout topic")))

    lines = [line for line in lines_of(result["/index.md"]) if line.startswith("- ")]
    found = [re.fullmatch(r"- \[([^\]]+)\]\(<?([^)>]+)>?\): (.+)", line) for line in lines]
    listed = [match for match in found if match is not None]

    assert len(listed) == len(lines)
    assert sorted(f"/{match[2]}" for match in listed) == sorted(set(result) - {"/index.md"})
    assert all(one[2] < other[2] for one, other in pairwise(listed))
    assert "8080" not in result["/index.md"]
    told = {match[2]: match[3] for match in listed}
    assert told["topics/atlas.md"].startswith("atlas: ")
    assert "tests" in told["topics/atlas.md"]


def test_subjects_are_told_from_what_is_said_of_them() -> None:
    """The thing that most lines are about, not the library that one of them uses."""
    topics = Topics(
        [
            "ledger depends on the numpy library",
            "Library used in ledger: numpy",
            "Timeout for ledger: 30 seconds",
            "Timeout for report-builder: 30 seconds",
            "report-builder depends on numpy",
            "Maria met Ben in Oslo",
            "We asked Maria about it",
        ]
    )

    assert topics.of("The ledger timeout is long") == "ledger"
    assert topics.of("report-builder uses numpy") == "report-builder"
    assert topics.of("numpy is fast") is None
    assert topics.of("Maria likes tea") == "Maria"
