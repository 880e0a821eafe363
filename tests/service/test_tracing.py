"""Why a line exists and where one went, through promotions, restores and edits."""

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import Rig
from tests.service.reviewing import AGAIN, NOTES, SAID, dreamt, promoted

from dreaming.domain.changes import Fate
from dreaming.domain.errors import InvalidInput, NotFound
from dreaming.domain.provenance import Origin, Trust
from dreaming.service.tracing import StepKind
from dreaming.store import versions
from dreaming.store.connection import Database

FIRST, SECOND, THIRD = (
    f"The cache time of the dashboard is {value}" for value in ("60 seconds.", "20 seconds now.", "45 seconds now.")
)
LINE = ("/deploy.md", 3)


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """Notes, and an hour later."""
    rig = Rig.of(database, clock)
    rig.write(NOTES)
    clock.advance(hours=1)
    return rig


@promise("report:why:chain")
def test_a_line_is_followed_back_through_two_promotions(rig: Rig) -> None:
    """To the note that a person wrote: who, when, by which dream, why, from what, on which words."""
    first, second = promoted(rig, *SAID), promoted(rig, *AGAIN, days=130)
    trace = rig.review.why("notes", *LINE)

    assert (trace.place.text, trace.provenance.origin, trace.provenance.trust) == (
        f"- {THIRD}",
        Origin.USER,
        Trust.USER,
    )
    assert [quote.quote for quote in trace.provenance.evidence] == [THIRD]
    assert [
        (step.depth, step.kind, step.dream_id, step.fate, step.place.text.removeprefix("- ")) for step in trace.steps
    ] == [
        (0, StepKind.DREAMT, second.id, None, THIRD),
        (1, StepKind.CARRIED, second.id, Fate.SUPERSEDED_BY, SECOND),
        (1, StepKind.DREAMT, first.id, None, SECOND),
        (2, StepKind.CARRIED, first.id, Fate.SUPERSEDED_BY, FIRST),
        (2, StepKind.WRITTEN, None, None, FIRST),
    ]
    assert [step.promoted_by for step in trace.steps] == ["user"] * 4 + [None]
    assert trace.steps[0].evidence[0].quote == THIRD
    assert trace.steps[-1].by == "user"
    assert {quote.session_id for quote in trace.provenance.evidence} <= trace.sessions.keys()


@promise("report:why:chain")
def test_a_line_is_told_before_its_dream_is_promoted_and_as_it_stood(rig: Rig) -> None:
    """In the output store, by the report's section; at a time, by what stood there then."""
    then = rig.clock.now()
    dream = dreamt(rig, *SAID)
    page = rig.review.line_section(dream.id, "why", *LINE)
    where = rig.review.line_section(dream.id, "where", *LINE)
    rig.clock.advance(hours=1)
    rig.review.promote(dream.id, by="user")

    assert [(step["kind"], step["depth"]) for step in page.items[0]["steps"]] == [
        ("dreamt", 0),
        ("carried", 1),
        ("written", 1),
    ]
    assert f"written by dream {dream.id}" in page.text
    assert (where.items[0]["fate"], where.items[0]["claim"]["text"]) == ("superseded_by", FIRST)
    assert rig.review.why("notes", *LINE, at=then).place.text == f"- {FIRST}"
    assert [step.kind for step in rig.review.why("notes", *LINE, at=then).steps] == [StepKind.WRITTEN]


@promise("report:why:chain")
def test_a_line_that_others_were_merged_into_names_them(rig: Rig) -> None:
    """It stood already; the dream let another go for it. Lines that only moved about are followed too."""
    rig.write({"/daily.md": "# New\n\nfirst\n\n" + NOTES["/daily.md"]})
    dream = promoted(rig)
    line = rig.texts()["/daily.md"].split("\n").index("- Owner of atlas: Priya.") + 1
    steps = rig.review.why("notes", "/daily.md", line).steps

    assert [(step.kind, step.fate, step.place.path) for step in steps] == [
        (StepKind.CARRIED, Fate.DROPPED_DUPLICATE, "/deploy.md"),
        (StepKind.WRITTEN, None, "/deploy.md"),
        (StepKind.WRITTEN, None, "/daily.md"),
    ]
    assert steps[0].dream_id == dream.id
    assert steps[-1].place.first_line == 3


@promise("report:why:chain")
def test_a_restored_line_and_a_redacted_past_are_told(rig: Rig) -> None:
    """A restore is a step, and what was before it goes on; where a text was redacted the way ends."""
    dream = promoted(rig, *SAID)
    rig.review.restore("notes", by="user", before=dream.id)
    steps = rig.review.why("notes", *LINE).steps
    assert [step.kind for step in steps] == [StepKind.RESTORED, StepKind.WRITTEN]

    rig.write({"/deploy.md": NOTES["/deploy.md"] + "- new\n"})
    with rig.db.write() as conn:
        for version in versions.history_at(conn, rig.store.id, "/deploy.md")[1:]:
            versions.redact(conn, version.id, at=rig.clock.now(), by="user")
    (only,) = rig.review.why("notes", *LINE).steps
    assert (only.kind, only.by) == (StepKind.WRITTEN, "user")


@promise("report:where:chain")
def test_a_line_that_is_gone_is_followed_to_what_carries_it_on(rig: Rig) -> None:
    """Through two promotions, by its words in any form: when, by whom, why, and where it stands now."""
    first, second = promoted(rig, *SAID), promoted(rig, *AGAIN, days=130)
    found = rig.review.where("notes", f"* {FIRST.upper()}")

    assert [(each.depth, each.dream_id, each.fate, each.promoted_by) for each in found.departures] == [
        (0, first.id, Fate.SUPERSEDED_BY, "user"),
        (1, second.id, Fate.SUPERSEDED_BY, "user"),
    ]
    assert [place.path for place in found.departures[0].to] == ["/deploy.md", "/history.md"]
    assert [(place.path, place.text.removeprefix("- ")) for place in found.standing if place.path == "/deploy.md"] == [
        ("/deploy.md", THIRD)
    ]
    assert found.departures[1].evidence[0].quote == THIRD


@promise("report:where:chain")
def test_a_line_that_a_person_took_out_is_told(rig: Rig) -> None:
    """By an edit or with its memory; a part of the line is enough, and one that stands is said to stand."""
    rig.write({"/deploy.md": "# Deploy\n"})
    rig.write({"/daily.md": None})

    (edited,) = rig.review.where("notes", "Backups run at").departures
    (deleted,) = rig.review.where("notes", "Ask Wei about the certificates").departures
    assert (edited.by, edited.is_deletion, edited.place.path, edited.place.first_line) == (
        "user",
        False,
        "/deploy.md",
        5,
    )
    assert (deleted.by, deleted.is_deletion) == ("user", True)
    rig.write({"/again.md": "- Ask Wei about the certificates\n"})
    found = rig.review.where("notes", "Ask Wei about the certificates")
    assert [place.path for place in found.standing] == ["/again.md"]
    assert [each.place.path for each in found.departures] == ["/daily.md"]


@promise("report:where:chain")
def test_a_redacted_line_is_known_from_the_ledger(rig: Rig) -> None:
    """The versions that said it are blank; the dream that let it go still says why."""
    dream = promoted(rig, *SAID)
    with rig.db.write() as conn:
        for version in versions.history_at(conn, rig.store.id, "/deploy.md")[1:]:
            versions.redact(conn, version.id, at=rig.clock.now(), by="user")

    (departure,) = rig.review.where("notes", FIRST).departures
    assert (departure.dream_id, departure.fate, departure.version_id) == (dream.id, Fate.SUPERSEDED_BY, None)


def test_what_is_not_there_is_said(rig: Rig) -> None:
    """No such memory, line, text or claim."""
    dream = dreamt(rig, *SAID)
    with pytest.raises(NotFound, match=r"Did you mean /deploy\.md"):
        rig.review.why("notes", "/deplo.md", 1)
    with pytest.raises(InvalidInput, match="has no line 99"):
        rig.review.why("notes", "/deploy.md", 99)
    with pytest.raises(NotFound, match="is known to have said it"):
        rig.review.where("notes", "nobody ever wrote this")
    with pytest.raises(InvalidInput, match="too short"):
        rig.review.where("notes", "- a")
    with pytest.raises(NotFound, match="Headings and blank lines are no claims"):
        rig.review.line_section(dream.id, "where", "/deploy.md", 1)
