"""Checks of stores, and where what they find is shown."""

from collections.abc import Sequence
from pathlib import Path

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig, rewriting

from dreaming.domain.grounding import Verdict
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.model import PERSONAL, PROJECT, SCOPE, Document, Session
from dreaming.domain.provenance import Origin, Provenance
from dreaming.domain.redaction import Redactor
from dreaming.integrations.grounding.looking import look
from dreaming.service.grounding import Grounding
from dreaming.service.memories import Memories, Writer
from dreaming.service.scope import is_checking
from dreaming.service.stores import Stores
from dreaming.store import sessions
from dreaming.store.connection import Database

NOTE = "# Atlas\n\n- The api listens on port 8080.\n- Ask Anna before a release.\n"
SAYS = "says port 8080; compose.yaml:4 has 9090"
USER = Writer("user", Origin.USER)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose api listens on 9090."""
    root = tmp_path / "atlas"
    (root / ".git").mkdir(parents=True)
    (root / "compose.yaml").write_text('services:\n  api:\n    ports:\n      - "9090:9090"\n', encoding="utf-8")
    return root


@pytest.fixture
def rig(database: Database, clock: MovableClock, project: Path) -> Rig:
    """The store of the project."""
    made = Rig.of(database, clock)
    Stores(database, clock).set_metadata(made.store.id, {PROJECT: str(project)})
    return made


@pytest.fixture
def grounding(database: Database, clock: MovableClock) -> Grounding:
    """Checks that look into real folders."""
    return Grounding(database, clock, look)


@pytest.fixture
def memories(database: Database, clock: MovableClock) -> Memories:
    """The service."""
    return Memories(database, clock, Redactor(b"k" * 32))


@promise("check:shown:everywhere")
def test_a_finding_is_shown_with_its_line(rig: Rig, grounding: Grounding, memories: Memories) -> None:
    """In the briefing, in searches and in views; nothing is shown of lines that hold."""
    rig.write({"/atlas.md": NOTE})
    done = grounding.check("notes")

    assert [(each.path, each.first_line, each.says) for each in done.caveats] == [("/atlas.md", 3, SAYS)]
    assert f"- /atlas.md:3 {SAYS}" in memories.briefing("notes").text
    assert "May be out of date: 1 line;" in memories.briefing("notes").text
    assert [each.caveat for each in memories.search("notes", "port of the api")] == [SAYS]
    assert [each.caveat for each in memories.search("notes", "Anna")] == [""]
    assert [each.first_line for each in memories.caveats(memories.view("notes", "/atlas.md"))] == [3]


@promise("check:shown:lapses")
def test_a_caveat_goes_when_its_line_is_changed(rig: Rig, grounding: Grounding, memories: Memories) -> None:
    """And stays when another line is, and when the memory is renamed."""
    rig.write({"/atlas.md": NOTE})
    grounding.check("notes")

    memories.edit("notes", "/atlas.md", writer=USER, replace=("Ask Anna", "Ask Wei"), rename="/service.md")
    assert [each.path for each in memories.briefing("notes").caveats] == ["/service.md"]

    memories.edit("notes", "/service.md", writer=USER, replace=("8080", "9090"))
    assert memories.briefing("notes").caveats == ()
    assert [each.caveat for each in memories.search("notes", "port of the api")] == [""]


@promise("check:store:unchanged")
def test_a_check_changes_nothing_and_replaces_the_one_before(rig: Rig, grounding: Grounding, project: Path) -> None:
    """No text, no version; when the project is as the line says, the caveat is gone."""
    rig.write({"/atlas.md": NOTE})
    before = rig.state()
    assert grounding.check("notes").caveats

    (project / "compose.yaml").write_text('services:\n  api:\n    ports:\n      - "8080:8080"\n', encoding="utf-8")
    done = grounding.check("notes")

    assert done.caveats == ()
    assert done.tally.counts[Verdict.HOLDS] == 1
    assert rig.state() == before


@promise("check:expiry:over")
def test_a_line_is_over_when_its_day_is(
    rig: Rig, grounding: Grounding, memories: Memories, clock: MovableClock
) -> None:
    """Without another check: the day comes by itself."""
    rig.write({"/plan.md": "- Deploys are frozen until 2026-06-03.\n"})
    assert grounding.check("notes").caveats == ()

    clock.advance(days=2)
    assert memories.briefing("notes").caveats == ()
    clock.advance(days=1)

    (caveat,) = memories.briefing("notes").caveats
    assert caveat.says == 'says "until 2026-06-03": that was 2026-06-03'
    assert grounding.check("notes").tally.counts[Verdict.EXPIRED] == 1


def test_without_a_project_only_days_are_checked(
    database: Database, clock: MovableClock, grounding: Grounding, project: Path
) -> None:
    """And what was found in a project that was named stays."""
    rig = Rig.of(database, clock)
    rig.write({"/atlas.md": NOTE})
    named = grounding.check("notes", project)
    again = grounding.check("notes")

    assert named.tally.project == project
    assert again.tally.project is None
    assert again.tally.unsaid == 1
    assert again.caveats == named.caveats != ()


def test_a_path_of_a_memory_is_not_one_of_the_project(rig: Rig, grounding: Grounding, project: Path) -> None:
    """Memories lead to each other."""
    (project / "notes").mkdir()
    rig.write({"/index.md": "- [atlas](notes/atlas.md)\n- see notes/gone.md\n", "/notes/atlas.md": "# Atlas\n"})

    assert [each.says for each in grounding.check("notes").caveats] == [
        "names notes/gone.md, which is not found in the project"
    ]


@promise("check:folder:asked")
@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, True),
        ({"DREAMING_CHECK": "off"}, False),
        ({"DREAMING_TRANSCRIPTS": "ask"}, False),
        ({"DREAMING_TRANSCRIPTS": "ask", "DREAMING_CHECK": "on"}, True),
    ],
)
def test_where_files_are_read_only_when_asked_for_no_dream_checks(env: dict[str, str], expected: bool) -> None:
    """Unless it is said that it may."""
    assert is_checking(env) is expected


def _session(rig: Rig, source: str, project: Path) -> str:
    now = rig.clock.now()
    head = Session(
        id=make_id(Prefix.SESSION),
        external_id=make_id(Prefix.SESSION),
        source=source,
        title=None,
        agent=None,
        project=str(project),
        created_at=now,
        updated_at=now,
    )
    with rig.db.write() as conn:
        sessions.insert(conn, head)
    rig.say(head.id, "hello")
    return head.id


@promise("check:folder:asked")
@pytest.mark.parametrize(
    ("source", "expected"), [("claude-code", True), ("codex", True), ("mcp", False), ("plain", False)]
)
def test_a_folder_is_a_project_only_by_a_clients_own_transcript(
    database: Database, clock: MovableClock, grounding: Grounding, project: Path, source: str, expected: bool
) -> None:
    """What a call or a file says of itself is text, and no path to open."""
    rig = Rig.of(database, clock)
    rig.dreams.start("notes", sessions=[_session(rig, source, project / "src")])
    (project / "src").mkdir()

    assert grounding.check("notes").tally.project == (project if expected else None)


@promise("check:folder:asked")
def test_two_projects_a_home_and_the_personal_store_are_none(
    database: Database, clock: MovableClock, grounding: Grounding, project: Path, tmp_path: Path
) -> None:
    """Where it is not clear, nothing is looked into."""
    other, home = tmp_path / "kestrel", tmp_path / "user"
    other.mkdir()
    home.mkdir()
    rig = Rig.of(database, clock)
    rig.dreams.start("notes", sessions=[_session(rig, "codex", folder) for folder in (project, other)])
    assert grounding.check("notes").tally.project is None

    stores = Stores(database, clock)
    for metadata in (
        {PROJECT: str(home)},
        {PROJECT: "/"},
        {PROJECT: "atlas"},
        {SCOPE: PERSONAL, PROJECT: str(project)},
    ):
        stores.set_metadata("notes", {PROJECT: None, **metadata})
        assert grounding.check("notes").tally.project is None


@promise("check:dream:at-its-end", "check:shown:everywhere")
def test_a_dream_checks_what_it_is_about_to_write(rig: Rig, grounding: Grounding, memories: Memories) -> None:
    """The report asks about it, and after the promotion the briefing tells of it; before, of the old lines."""
    rig.write({"/atlas.md": "- nothing here\n", "/other.md": "- The api is on port 7000\n"})
    started = rig.dreams.start("notes", no_sessions=True).dream

    def check(dream_id: str, documents: Sequence[Document]) -> str:
        return grounding.check_dream(dream_id, documents).told

    runner = rig.runner(rewriting({"/atlas.md": NOTE}), check=check)
    dream = anyio.run(runner.run, started.id)

    report = rig.review.report(dream.id)
    assert [(each.places[0].path, each.places[0].first_line) for each in report.caveats] == [
        ("/atlas.md", 3),
        ("/other.md", 1),
    ]
    assert report.caveats[0].reason == f"It {SAYS}. Does it still hold?"
    assert "May be out of date: 2 lines (section caveats). /atlas.md:3: It says port 8080" in _summary(rig, dream.id)
    assert SAYS in rig.review.section(dream.id, "caveats").text
    assert "2 changed, 0 not found" in rig.review.section(dream.id, "journal").text
    assert [each.path for each in memories.briefing("notes").caveats] == ["/other.md"]

    rig.review.promote(dream.id, by="user")
    assert [each.path for each in memories.briefing("notes").caveats] == ["/atlas.md", "/other.md"]


def test_the_same_words_end_on_the_day_that_they_meant_when_they_were_said(
    rig: Rig, grounding: Grounding, memories: Memories, clock: MovableClock
) -> None:
    """A dream's output may say them anew, at another time than the store."""
    text = "- Deploys are frozen until Friday.\n"
    rig.write({"/plan.md": text})
    dream = rig.dreams.start("notes", no_sessions=True).dream
    clock.advance(days=14)
    again = Document(path="/plan.md", content=text, default=Provenance.of(Origin.USER, clock.now()))

    grounding.check_dream(dream.id, [again])

    assert [each.says for each in memories.briefing("notes").caveats] == ['says "until Friday": that was 2026-06-05']


def test_a_check_of_a_store_keeps_what_is_known_of_dreams_that_wait(rig: Rig, grounding: Grounding) -> None:
    """The output of a dream is checked with its input, whichever is named."""
    rig.write({"/atlas.md": "- nothing here\n"})
    dream = rig.dream({"/atlas.md": NOTE})
    grounding.check("notes")

    assert len(rig.review.report(dream.id).caveats) == 1
    assert dream.output_store_id is not None
    assert len(grounding.check(dream.output_store_id).caveats) == 1


@promise("check:dream:at-its-end")
def test_a_check_that_fails_fails_no_dream(rig: Rig) -> None:
    """The journal says why there is none."""
    rig.write({"/atlas.md": NOTE})

    def broken(_dream_id: str, _documents: object) -> str:
        raise OSError("the disk is gone")

    started = rig.dreams.start("notes", no_sessions=True).dream
    dream = anyio.run(rig.runner(rewriting({}), check=broken).run, started.id)

    assert dream.status == "completed"
    assert "Not checked against its project: OSError: the disk is gone" in rig.review.section(dream.id, "journal").text


def _summary(rig: Rig, dream_id: str) -> str:
    return rig.review.section(dream_id).text
