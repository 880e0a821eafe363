"""What a person reads of a dream: its lines, its reasons, its index."""

import pytest
from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import NoticeKind
from dreaming.domain.model import Document

ALPHA = note("/alpha.md", "# Alpha\n\n- The test command is `make test`.\n- The server port is 8000.\n")
BETA = note("/beta.md", "# Beta\n\n- The test command is `cargo test`.\n- The server port is 9000.\n", at=1)


@promise("rules:context:unsaid")
def test_what_does_not_say_of_what_it_is_replaces_no_line_of_several_projects() -> None:
    """Two projects have a test command each; which one has changed was not said."""
    documents = [ALPHA, BETA]

    changeset = dream(documents, [session("s1", "The test command is `just test` now.", at=5)])

    result = texts(output(documents, changeset))
    assert "`make test`" in result["/alpha.md"]
    assert "`cargo test`" in result["/beta.md"]
    asked = [notice.reason for notice in changeset.notices if notice.kind is NoticeKind.DOUBT]
    assert {"make test" in each or "cargo test" in each for each in asked} == {True}


@promise("rules:context:counts")
def test_two_projects_have_a_port_each() -> None:
    """A sentence that names no subject is about what its heading names, however much it is a sentence."""
    assert not dream([ALPHA, BETA]).changes
    same = [
        note("/alpha.md", "# Alpha\n\n- The server port is 8000.\n"),
        note("/beta.md", "# Beta\n\n- The server port is 8000.\n", at=1),
    ]
    assert not dream(same).changes


@promise("rules:reasons:plain")
@pytest.mark.parametrize(
    ("before", "said", "reason"),
    [
        (
            "atlas listens on port 8080.",
            "atlas listens on port 9090.",
            "The user said on 2026-03-06 that it is 9090, no longer 8080.",
        ),
        (
            "atlas listens on port 8080.",
            "atlas switched its port from 8080 to 9090.",
            "The user said on 2026-03-06 that it is 9090, no longer 8080.",
        ),
        (
            "Uses tabs for indentation.",
            "I use spaces for indentation.",
            "The user said on 2026-03-06 that it is spaces, no longer tabs.",
        ),
        (
            "Payment runs are on Thursdays.",
            "Payment runs are on Tuesdays now, not Thursdays.",
            "The user said on 2026-03-06 that it is Tuesdays, no longer Thursdays.",
        ),
        (
            "The cache time of atlas is 60 seconds",
            "The cache time of atlas is 20 seconds now.",
            "The user said on 2026-03-06 that it is 20 seconds, no longer 60 seconds.",
        ),
    ],
)
def test_a_reason_says_who_said_what_and_when(before: str, said: str, reason: str) -> None:
    """As a person would say it."""
    (change,) = dream([note("/a.md", f"- {before}\n- something else entirely\n")], [session("s1", said, at=5)]).changes
    assert change.reason == reason


@promise("rules:reasons:plain")
def test_where_nothing_takes_the_place_the_reason_says_that_it_is_over() -> None:
    """No value is named that is the whole line."""
    documents = [
        note("/a.md", "- Training for a marathon\n"),
        note("/b.md", "- Hurt a knee and stopped running\n", at=1),
    ]
    assert [change.reason for change in dream(documents).changes] == [
        "/b.md says, as of 2026-03-02, that this is over."
    ]


@promise("rules:reasons:plain")
@pytest.mark.parametrize(
    ("documents", "reason"),
    [
        (
            [
                note("/a.md", "- Run `make check` before you push.\n"),
                note("/b.md", "- run `make check` before you push\n", at=1),
            ],
            "The same words stand in /b.md, and stay: said later (2026-03-02).",
        ),
        (
            [note("/a.md", "- Backups are kept for 30 days\n"), note("/b.md", "- Keep backups for 30 days.\n", at=1)],
            "/b.md says the same in other words, and stays: said later (2026-03-02).",
        ),
        (
            [note("/a.md", "- Run `make check` before you push.\n- other\n- Run `make check` before you push.\n")],
            "The same words stand in /a.md, further on, and stay: one of the two is enough.",
        ),
    ],
)
def test_of_two_lines_the_reason_says_which_one_stays_and_why(documents: list[Document], reason: str) -> None:
    """The reader need not open either file."""
    assert [change.reason for change in dream(documents).changes] == [reason]


@promise("rules:lines:begin")
@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("By the way, the gateway listens on port 9443.", "- The gateway listens on port 9443."),
        ("By the way, npm is pinned to 10.2.", "- npm is pinned to 10.2."),
    ],
)
def test_a_new_line_begins_as_a_sentence_does(said: str, line: str) -> None:
    """What stood behind "by the way" begins a line now; names keep their letters."""
    result = texts(output([], dream([], [session("s1", said, at=5)])))
    assert line in result["/facts.md"].splitlines()


@promise("rules:lines:begin")
def test_a_line_takes_after_the_one_whose_place_it_takes() -> None:
    """In notes that begin small it begins small too, and a word that began with a capital does again."""
    written = [note("/a.md", "- Payment runs are on Thursdays.\n")]
    said = session("s1", "One thing to know: payment runs are on Tuesdays now, not Thursdays.", at=5)
    assert (
        texts(output(written, dream(written, [said])))["/a.md"]
        == "- Payment runs are on Tuesdays now, not Thursdays.\n"
    )
    documents = [note("/a.md", "- the gateway listens on port 8080\n")]
    changeset = dream(documents, [session("s1", "By the way, the gateway listens on port 9443.", at=5)])
    assert texts(output(documents, changeset))["/a.md"] == "- the gateway listens on port 9443.\n"


@promise("rules:index:tells")
def test_the_index_calls_a_memory_what_its_front_matter_calls_it() -> None:
    """Not by the line that it stands in; and its words are whole."""
    front = "---\ntitle: Billing service\nowner: Priya\n---\n\nDon't restart it in the night.\n"
    documents = [note("/a.md", front), note("/b.md", "# Ports\n\n- atlas listens on port 8080.\n")]
    changeset = dream(documents, [session("s1", "atlas listens on port 9090.", at=5)])
    index = texts(output(documents, changeset))["/index.md"]
    assert "- [a.md](a.md): Billing service" in index
    assert not {"don", "owner", "title"} & set(index.replace(",", " ").split())


@promise("lives:others:apart")
def test_who_is_manager_of_what_is_nobodys_own_job() -> None:
    """`Account manager at Mills: Aiko` tells of Mills, and a broker of messages has no job."""
    lines = "- Account manager at Mills: Aiko\n- Message broker of media-proxy: NATS\n"
    later = "- On-call engineer of lark: Ximena\n- Package manager for payments: pip-tools\n"
    changeset = dream([note("/a.md", lines), note("/b.md", later, at=1)])
    assert not changeset.changes
    assert not changeset.notices
