"""Reports: the summary, the sections, and their pages."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import anyio
import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import QUOTE, SAID_AT, Rig, SeeingJudge, changeset, rewriting

from dreaming.domain.changes import Change, ChangeKind, Changeset, Fate, LedgerEntry, Notice, NoticeKind, Place
from dreaming.domain.errors import InvalidInput, ModelUnavailable, NotFound
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Progress
from dreaming.domain.ports import Snapshot
from dreaming.domain.provenance import Evidence, Origin
from dreaming.domain.questions import Answer, Question
from dreaming.jobs.runner import Consolidate
from dreaming.service import rendering
from dreaming.service.doubts import both_sides
from dreaming.service.pace import progress_text
from dreaming.service.sections import SECTIONS
from dreaming.store.connection import Database

Steps = Generator[list[Question], list[Answer], Changeset]


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store with one memory."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- port: 8080\n\n- deploys on Thursday\n"})
    return rig


def _run(rig: Rig, engine: Consolidate, instructions: str | None = None, *, sessions: bool = False) -> str:
    started = rig.dreams.start("notes", no_sessions=not sessions, instructions=instructions)
    anyio.run(rig.runner(engine).run, started.dream.id)
    return started.dream.id


def _with(**fields: Any) -> Consolidate:
    """An engine that reports these things beside a small change."""

    def consolidate(snapshot: Snapshot, _steering: Steering, _judge_name: str) -> Steps:
        made = changeset(snapshot.documents, {"/a.md": "- port: 9090\n\n- deploys on Thursday\n"})
        return replace(made, **fields)
        yield []

    return consolidate


def _change(kind: ChangeKind, number: int, topic: str = "") -> Change:
    place = Place(path=f"/folder/{number}.md", first_line=number, last_line=number, text="word " * 60)
    evidence = Evidence(quote="said " * 80, origin=Origin.USER, at=SAID_AT, session_id="sesn_gone", event_id="sevt_x")
    return Change(
        id=f"{kind} {number}",
        kind=kind,
        before=() if kind is ChangeKind.ADDED else (place,),
        after=() if kind in {ChangeKind.DROPPED, ChangeKind.QUARANTINED} else (place,),
        reason="Because " * 40,
        evidence=(evidence,),
        topic=topic,
    )


def _notice(kind: NoticeKind) -> Notice:
    return Notice(kind=kind, text="text " * 60, reason="reason " * 40, evidence=(QUOTE,))


@promise("report:summary:screen")
def test_the_summary_of_a_large_dream_fits_one_screen(rig: Rig) -> None:
    """However much there is, and however long each thing is; each sort of change is shown before a second of any."""
    changes = tuple(_change(kind, number) for kind in ChangeKind for number in range(30))
    notices = tuple(_notice(kind) for kind in NoticeKind for _ in range(9))
    dream_id = _run(rig, _with(changes=changes, notices=notices), "Be nice. " * 40)

    lines = rig.review.section(dream_id).text.splitlines()

    assert len(lines) <= 24
    assert max(len(line) for line in lines) <= 100
    assert [line.split()[1] for line in lines if line[:2] in {"1.", "2.", "3."}] == [
        "dropped",
        "replaced",
        "quarantined",
    ]
    assert lines[-2].startswith(f"Take it: dreaming promote {dream_id}")


@promise("report:summary:screen", "report:quotes:said")
def test_the_summary_says_what_changed_why_who_said_so_and_how_to_go_on(rig: Rig) -> None:
    """A newcomer reads it top to bottom."""
    session = rig.log("the port is 9090 now", title="Fix the deploy")
    said = Evidence(quote="the port is 9090 now", origin=Origin.USER, at=SAID_AT, session_id=session, event_id="sevt_x")
    change = Change(
        id="x",
        kind=ChangeKind.REPLACED,
        before=(Place(path="/a.md", first_line=1, last_line=1, text="port: 8080"),),
        after=(Place(path="/a.md", first_line=1, last_line=1, text="- port: 9090"),),
        reason="A later word of the user gives another value.",
        evidence=(said,),
    )
    doubt = Notice(kind=NoticeKind.DOUBT, text="Thursday or Friday?", reason="Both were said")
    dream_id = _run(rig, _with(changes=(change,), notices=(doubt,)), "Prefer newest. Sing.", sessions=True)

    assert rig.review.section(dream_id, "summary").text.splitlines() == [
        f'Dream {dream_id} of store "notes": waits for review.',
        "Read 1 memory (2 claims) and 1 session:",
        "1 kept, 1 replaced.",
        "Look at these first (1 of 1):",
        '1. replaced /a.md:1: "port: 8080" -> "port: 9090"',
        "   A later word of the user gives another value.",
        '   user, 2026-03-04, session "Fix the deploy": "the port is 9090 now"',
        "Unsure: Thursday or Friday? (Both were said)",
        "Instructions not understood by the rules: Sing",
        "",
        f"Fingerprint: {rig.review.report(dream_id).fingerprint}",
        f"Take it: dreaming promote {dream_id} (tool dream_promote, with the fingerprint)",
        f"Leave it: dreaming discard {dream_id} (tool dream_discard)",
    ]
    assert rig.review.section(dream_id, "changes").text.splitlines() == [
        "### replaced /a.md:1  x",
        "- port: 8080",
        "+ port: 9090   [/a.md:1]",
        "Why: A later word of the user gives another value.",
        f'> user, 2026-03-04, session "Fix the deploy" {session}: "the port is 9090 now"',
    ]


def test_a_dream_that_found_nothing_says_so(rig: Rig) -> None:
    """Nothing to change is an honest result."""
    dream_id = _run(rig, rewriting({}))

    assert "Nothing to change: every claim stays as it is." in rig.review.section(dream_id).text


def test_a_dream_without_a_result_says_where_it_stands(rig: Rig) -> None:
    """One that waits, one that was canceled, one that failed, and one of a deleted store."""

    def broken(_snapshot: Snapshot, _steering: Steering, _judge_name: str) -> Steps:
        raise ZeroDivisionError
        yield []

    dream = rig.dreams.start("notes", no_sessions=True).dream
    assert "There is no result to review yet." in rig.review.section(dream.id).text
    rig.dreams.cancel(dream.id)
    assert "It was canceled" in rig.review.section(dream.id).text
    failed = _run(rig, broken)
    assert "It failed (internal_error): ZeroDivisionError" in rig.review.section(failed).text
    with rig.db.write() as conn:
        conn.execute("DELETE FROM stores")
    assert rig.store.id[:20] in rig.review.section(failed).text


def test_a_promoted_dream_says_how_to_take_it_back(rig: Rig) -> None:
    """And one that was taken back or discarded says that."""
    dream_id = _run(rig, rewriting({"/b.md": "two\n"}))
    rig.review.promote(dream_id, by="user")
    assert f"dreaming restore notes --before {dream_id}" in rendering.summary(rig.review.report(dream_id))
    rig.review.restore("notes", by="user", before=dream_id)
    assert "taken back by a restore" in rendering.summary(rig.review.report(dream_id))
    other = _run(rig, rewriting({"/c.md": "three\n"}))
    rig.review.discard(other)
    assert "discarded" in rendering.summary(rig.review.report(other))


@promise("report:ledger:shape")
def test_the_ledger_has_each_input_claim_with_fate_reason_and_evidence(rig: Rig) -> None:
    """As the command line prints it; evidence is of a session's event or of a memory's line."""
    claim = Place(path="/a.md", first_line=1, last_line=1, text="port: 8080")
    of_memory = Evidence(
        quote="- port: 9090",
        origin=Origin.USER,
        at=SAID_AT,
        memory_id="mem_x",
        memory_version_id="memver_x",
        path="/b.md",
        line=2,
    )
    replaced = LedgerEntry(
        claim=claim,
        fate=Fate.SUPERSEDED_BY,
        reason="Later.",
        to=(replace(claim, text="port: 9090"),),
        evidence=(QUOTE, of_memory),
    )
    born = LedgerEntry(claim=claim, fate=None, reason="By code.", generated=True)
    dream_id = _run(rig, _with(ledger=(born, replaced)))

    page = rig.review.section(dream_id, "ledger", limit=None)

    place = {"path": "/a.md", "first_line": 1, "last_line": 1}
    at = "2026-03-04T09:00:00.000000Z"
    assert page.items == (
        {
            "claim": {**place, "text": "port: 8080"},
            "fate": "superseded_by",
            "to": [{**place, "text": "port: 9090"}],
            "reason": "Later.",
            "evidence": [
                {"session_id": "sesn_x", "event_id": "sevt_x", "at": at, "origin": "user", "quote": QUOTE.quote},
                {
                    "session_id": None,
                    "event_id": None,
                    "memory_id": "mem_x",
                    "memory_version_id": "memver_x",
                    "path": "/b.md",
                    "line": 2,
                    "at": at,
                    "origin": "user",
                    "quote": "- port: 9090",
                },
            ],
        },
        {
            "claim": {**place, "text": "port: 8080"},
            "fate": None,
            "to": [],
            "reason": "By code.",
            "evidence": [],
            "generated": True,
        },
    )


def test_a_section_is_read_page_by_page(rig: Rig) -> None:
    """Until there is no next page; together they are the whole."""
    dream_id = _run(rig, _with(changes=tuple(_change(ChangeKind.MERGED, number) for number in range(7))))
    whole = rig.review.section(dream_id, "changes", limit=None).items
    seen: list[object] = []
    offset: int | None = 0

    while offset is not None:
        page = rig.review.section(dream_id, "changes", offset, 3)
        assert page.total == 7
        seen.extend(page.items)
        offset = page.next_offset

    assert (len(seen), tuple(seen)) == (7, whole)
    assert rig.review.section(dream_id, "ledger", 0, 1).next_offset == 1
    assert rig.review.section(dream_id, "ledger", 9, 1).next_offset is None


def test_every_section_can_be_read(rig: Rig) -> None:
    """Changes by kind, notices by kind, open work by topic."""
    changes = (*(_change(kind, 1) for kind in ChangeKind), _change(ChangeKind.ADDED, 2, topic="open"))
    dream_id = _run(rig, _with(changes=changes, notices=tuple(_notice(kind) for kind in NoticeKind)))

    totals = {name: rig.review.section(dream_id, name).total for name in SECTIONS}

    assert totals == {
        "summary": 1,
        "diff": 2,
        "changes": 7,
        "merged": 1,
        "replaced": 1,
        "added": 2,
        "dropped": 1,
        "moved": 1,
        "doubts": 1,
        "caveats": 0,
        "quarantined": 2,
        "refused": 1,
        "declined": 1,
        "open": 1,
        "skipped": 1,
        "observed": 0,
        "exam": 0,
        "replay": 0,
        "ledger": 2,
        "journal": 12,
    }


def test_what_cannot_be_read_is_refused(rig: Rig) -> None:
    """With the sections that there are."""
    dream_id = _run(rig, rewriting({}))

    with pytest.raises(InvalidInput, match="summary, diff, changes, merged"):
        rig.review.section(dream_id, "everything")
    for offset, limit in ((-1, 5), (0, 0)):
        with pytest.raises(InvalidInput, match="impossible"):
            rig.review.section(dream_id, "ledger", offset, limit)
    with pytest.raises(NotFound, match="dream"):
        rig.review.report("drm_unknown")


@promise("dream:partial:shown", "report:summary:screen")
def test_a_canceled_dream_shows_what_it_had_observed(rig: Rig) -> None:
    """A few in the summary, with their quotes; all in a section, as values too; none is checked or written."""
    for number in range(3):
        rig.log("Use tabs.", "Never push on Fridays.", title=f"Talk {number}", days=number)
    dream = rig.canceled_half_way()
    output = dream.output_store_id
    assert output is not None

    summary = rig.review.section(dream.id).text.splitlines()
    page = rig.review.section(dream.id, "observed")

    assert summary == [
        f'Dream {dream.id} of store "notes": canceled.',
        "It was canceled; the store is as it was.",
        "Finished so far: observe 2.",
        "Observed so far, not checked and not written (4; section observed):",
        *(
            line
            for number in range(2)
            for said in ("Use tabs.", "Never push on Fridays.")
            for line in (
                f"- preference: They said: {said}",
                f'  user, 2026-03-0{4 + number}, session "Talk {number}": "{said}"',
            )
        ),
        "What it did, step by step: section journal (5 lines).",
        "Its output store is as yet a copy of the input, and takes no writes:",
        f"  dreaming memory list --store {output}",
    ]
    assert page.total == 4
    assert page.text.startswith(
        "### preference (talk), not checked and not written\nThey said: Use tabs.\n> user, 2026-"
    )
    assert [set(item) for item in page.items] == [{"kind", "topic", "text", "evidence"}] * 4
    assert rig.texts(output) == rig.texts()


def test_what_was_observed_goes_with_its_session(rig: Rig) -> None:
    """A session that was deleted is quoted by nobody."""
    for number in range(3):
        rig.log("Use tabs.", days=number)
    dream = rig.canceled_half_way()
    with rig.db.write() as conn:
        conn.execute(
            "DELETE FROM sessions WHERE id = ?", (rig.review.report(dream.id).observed[0].evidence[0].session_id,)
        )

    assert len(rig.review.report(dream.id).observed) == 1


@promise("report:summary:screen")
def test_the_summary_of_an_unfinished_dream_fits_one_screen(rig: Rig) -> None:
    """However long what was said, what it is called, and why it failed."""
    for number in range(4):
        rig.log(*("word " * 100 for _ in range(9)), title="title " * 40, days=number)
    judge = SeeingJudge()
    rig.judge = judge

    async def fail(_: Question) -> None:
        if len(judge.asked) == 3:
            raise ModelUnavailable("rules", "it is tired " * 60)

    judge.before = fail
    dream_id = _run(rig, rewriting({}), sessions=True)

    lines = rig.review.section(dream_id).text.splitlines()

    assert "section observed" in "\n".join(lines)
    assert len(lines) <= 24
    assert max(len(line) for line in lines) <= 100


@promise("dream:journal:told")
def test_the_journal_is_a_section_of_every_report(rig: Rig) -> None:
    """With the titles of sessions for people, and their ids for programs; page by page."""
    session = rig.log("Use tabs.", title="Tabs\nor spaces")
    dream_id = _run(rig, rewriting({"/a.md": "- port: 9090\n"}), sessions=True)

    page = rig.review.section(dream_id, "journal")
    rest = rig.review.section(dream_id, "journal", 1, 1)

    kinds = [item["kind"] for item in page.items]
    assert (kinds[0], kinds[-1]) == ("started", "ended")
    assert {"read", "decided"} <= set(kinds)
    (read,) = [item["text"] for item in page.items if session in item["text"]]
    assert read == f"Session {session}: 1 event read, 0 observations."
    assert '  read     Session "Tabs or spaces": 1 event read, 0 observations.' in page.text
    assert (rest.items, rest.next_offset, rest.total) == (page.items[1:2], 2, len(kinds))


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress(stage="gather"), "gather"),
        (Progress(stage="observe", done=0, total=80, remaining_seconds=3.0), "observe 0/80"),
        (Progress(stage="observe", done=9, total=80), "observe 9/80"),
        (Progress(stage="observe", done=9, total=80, remaining_seconds=0.2), "observe 9/80, about 1 s left"),
        (Progress(stage="observe", done=9, total=80, remaining_seconds=89.4), "observe 9/80, about 89 s left"),
        (Progress(stage="observe", done=9, total=80, remaining_seconds=200), "observe 9/80, about 3 min left"),
    ],
)
def test_progress_is_said_in_words(progress: Progress, text: str) -> None:
    """What is not known is not said."""
    assert progress_text(progress) == text


def test_a_doubt_shows_both_its_sides_and_what_is_asked() -> None:
    """A long first side leaves room for the second; the question is a line of its own."""
    doubt = Notice(kind=NoticeKind.DOUBT, text=f"{'long ' * 30}/ The port is 9000", reason="Which holds?")
    first, second = both_sides(doubt, 98)
    assert len(first) <= 98
    assert first.endswith('… / "The port is 9000"'.replace("…", '…"'))
    assert second == "   Which holds?"
