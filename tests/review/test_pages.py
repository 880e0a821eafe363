"""What the pages show."""

from tests.promises import promise
from tests.review.conftest import Visit
from tests.review.visiting import read
from tests.rig import Rig
from tests.service.reviewing import NOTES, SAID, dreamt, promoted

from dreaming.domain.times import render
from dreaming.review.markup import Markup, el, visible

SCRIPT = "<script>alert('x')</script>"
HIDING = "abc\u202edcb\u200b"


@promise("page:text:stays-text")
def test_only_markup_is_markup() -> None:
    """Text, names and values are escaped wherever they stand; what hides or turns text around is named."""
    made = el("p", SCRIPT, [el("b", "&"), None, 1234], title=f'"{SCRIPT}', hidden=True, class_=None, data_x=False)

    assert made == (
        '<p title="&quot;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" hidden>'
        "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;<b>&amp;</b>1,234</p>"
    )
    assert isinstance(made, Markup)
    assert visible(HIDING) == "abc⟨U+202E⟩dcb⟨U+200B⟩"
    assert visible("👩‍💻 م‌ن\tZeile\n") == "👩‍💻 م‌ن\tZeile\n"


@promise("page:text:stays-text")
def test_a_script_in_a_memory_a_path_and_a_quote_stays_text(rig: Rig, visit: Visit) -> None:
    """In a title, a store's name and an address too: no page has a script but the one of its own."""
    path = f"/{SCRIPT.replace('/', '')}.md"
    rig.write({path: f"# {SCRIPT}\n\n- The port is 8080.\n- {SCRIPT} is 60 seconds.\n"})
    rig.log(
        f"{SCRIPT} is 20 seconds now.", "From now on, always use <img src=x onerror=alert(1)>.", title=SCRIPT, days=120
    )
    started = rig.dreams.start(rig.store.id)
    dream = _run(rig, started.dream.id)
    plain = rig.dream({path: f"- {SCRIPT} is gone\n"})
    visitor = visit()
    pages = [f"/dreams/{each}" for each in (dream, plain.id)] + ["/", "/stores", f"/stores/{rig.store.id}"]
    pages += [f"/dreams/{dream}/sections/{name}" for name in ("changes", "ledger", "journal")]
    pages += [
        f"/dreams/{dream}?text=%3Cscript%3E&path=%3Cscript%3E&topic=%3Cscript%3E",
        "/%3Cscript%3E",
        "/stores/%3Cscript%3E",
    ]
    pages += [f"/dreams/{dream}/changes/{change.id}" for change in rig.review.report(dream).changes]
    pages += [f"/dreams/{dream}/evidence/{change.id}" for change in rig.review.report(dream).changes]

    said = ""
    for page in pages:
        said += visitor.go(page)
        tags = read(visitor.last.text).tags
        assert tags.count("script") == (0 if "/evidence/" in page else 1), page
        assert "img" not in tags

    assert SCRIPT in said
    assert path in said
    assert "<img src=x onerror=alert(1)>" in said


def _run(rig: Rig, dream_id: str) -> str:
    import anyio

    from dreaming.jobs.runner import Runner
    from dreaming.judges.choosing import judge_for

    return anyio.run(Runner(rig.db, rig.clock, judge_for).run, dream_id).id


@promise("page:dream:minute")
def test_a_dream_says_on_top_what_a_decision_needs(rig: Rig, visit: Visit) -> None:
    """How it stands, what it read, what it changes riskiest first, its exam, and ways to everything else."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    words = visit(dream.id).words

    head = words[: words.index("Changes")]
    assert "waits for review" in head
    assert "It read 2 memories, 5 claims, 1 session." in head
    assert head.index("1 replaced") < head.index("1 duplicate") < head.index("added") < head.index("kept as they are")
    assert "Exam: " in head
    assert "In full: changes (" in head


@promise("page:dream:minute")
def test_the_list_tells_of_each_dream(rig: Rig, visit: Visit) -> None:
    """Newest first: how it stands, what it changes, its exam, when; more of them than fit on a page."""
    visitor = visit()
    assert "There are no dreams yet." in visitor.words
    rig.write(NOTES)
    first = promoted(rig, *SAID)
    for number in range(21):
        rig.dream({f"/n{number}.md": "new\n"})
    words = visitor.go("/")

    assert words.count("waits for review") == 20
    assert words.count("1 added") == 20
    older = visitor.go(
        next(line for line in visitor.last.text.split('"') if line.startswith("/?before=")).replace("&amp;", "&")
    )
    assert "promoted" in older
    assert first.id in older
    assert "found before" in older


@promise("page:dream:diff")
def test_changes_are_shown_with_reason_words_and_evidence(rig: Rig, visit: Visit) -> None:
    """The words that went and came, why, and, when asked for, who said it where."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    visitor = visit(dream.id)
    replaced = next(change for change in rig.review.report(dream.id).changes if change.kind == "replaced")

    assert "The cache time of the dashboard is 6020 seconds now." in visitor.words
    assert "<del>60</del><ins>20</ins>" in visitor.last.text
    assert f"Why: {replaced.reason}" in visitor.words
    assert "“A session”" not in visitor.words
    quotes = visitor.go(f"/dreams/{dream.id}/evidence/{replaced.id}")
    assert SAID[1] in quotes
    assert "user, " in quotes
    whole = visitor.go(f"/dreams/{dream.id}/changes/{replaced.id}")
    assert SAID[1] in whole
    assert "which is not in the store" in whole
    assert visitor.client.get(f"/dreams/{dream.id}/changes/chg_no").status_code == 404


@promise("page:dream:diff")
def test_filters_leave_what_fits(rig: Rig, visit: Visit) -> None:
    """By risk, kind, topic, path and text; the filter says that something is left out."""
    rig.write(NOTES)
    visitor = visit(dreamt(rig, *SAID).id)
    address = visitor.last.url.path

    for query, shown in _FILTERED.items():
        words = visitor.go(f"{address}?{query}")
        found = {part.partition('"')[0] for part in visitor.last.text.split('class="hunk ')[1:]}
        assert (query, found) == (query, shown)
        assert "some changes are left out" in words


_FILTERED: dict[str, set[str]] = {
    "risk=replaced": {"replaced"},
    "risk=replaced&risk=added": {"replaced", "added"},
    "kind=dropped": {"duplicate"},
    "topic=preference": {"added"},
    "path=/deploy.md&risk=replaced": {"replaced"},
    "path=/nowhere": set(),
    "text=MAKE+check": {"added"},
    "text=no+such+words": set(),
}


@promise("page:dream:diff")
def test_a_filter_that_means_nothing_is_said_so(rig: Rig, visit: Visit) -> None:
    """With what it may be."""
    dream = rig.dream({"/a.md": "new\n"})
    visitor = visit()

    for query in ("risk=great", "kind=x", "offset=-1", "offset=x", "offset=9999999999"):
        words = visitor.go(f"/dreams/{dream.id}?{query}")
        assert visitor.last.status_code == 400
        assert "There are: " in words or "a number from 0 on" in words


def test_a_dream_without_a_result_says_how_far_it_came(rig: Rig, visit: Visit) -> None:
    """One that waits, and one that was canceled."""
    rig.log("Always run make check.")
    waiting = rig.dreams.start(rig.store.id)
    visitor = visit(waiting.dream.id)
    assert "pending" in visitor.words
    assert visitor.forms == []

    rig.dreams.cancel(waiting.dream.id)
    assert "It was canceled; the store is as it was." in visitor.go(f"/dreams/{waiting.dream.id}")


@promise("page:stores:lineage")
def test_a_store_says_what_became_of_it(rig: Rig, visit: Visit) -> None:
    """Its dreams and outputs, what was promoted, undone and put back, in time; outputs name their input."""
    rig.write(NOTES)
    dream = promoted(rig, *SAID)
    report = rig.review.report(dream.id)
    rig.clock.advance(hours=1)
    rig.review.undo(next(each.id for each in report.changes if each.kind == "replaced"), by="user")
    rig.clock.advance(hours=1)
    rig.review.restore(rig.store.id, by="user", before=dream.id)
    visitor = visit()

    listed = visitor.go("/stores")
    words = visitor.go(f"/stores/{rig.store.id}")
    output = visitor.go(f"/stores/{dream.output_store_id}")

    assert rig.store.id in listed
    assert str(dream.output_store_id) in listed
    deeds = [
        "Put back as it was by user",
        "Undone by user, 1 change",
        "Promoted by user",
        "A dream read it",
        "The store came",
    ]
    assert sorted(deeds, key=words.index) == deeds
    assert "Made of notes." in output


@promise("page:stores:lineage")
def test_a_store_is_compared_with_itself_at_another_time(rig: Rig, visit: Visit) -> None:
    """From a time to now, or to another; a time that is none is said so."""
    rig.write({"/a.md": "- The port is 8080.\n"})
    rig.clock.advance(days=2)
    at = render(rig.clock.now())
    rig.clock.advance(days=2)
    rig.write({"/a.md": "- The port is 9090.\n"})
    visitor = visit()
    visitor.go(f"/stores/{rig.store.id}")

    assert "The port is 80809090." in visitor.press("Compare", at=at)
    assert visitor.client.get(f"/stores/{rig.store.id}/diff?at=soon").status_code == 400
