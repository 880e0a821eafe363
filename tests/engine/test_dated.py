"""What a user says of yesterday is written with the day; a judge's own date is not believed."""

from tests.engine.dreams import dream, note, output, session, texts
from tests.promises import promise

from dreaming.domain.changes import NoticeKind
from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.questions import Answer, ObserveAnswer, ObserveTask, Question
from dreaming.judges.rules.judge import decide

SAID = "Deploys are frozen until Friday."  # on Wednesday, 11 March 2026
STORE = [note("/notes.md", "- Backups run at night\n- Deploys were frozen yesterday\n")]


@promise("dates:relative:resolved")
def test_a_new_line_says_the_day_and_a_second_dream_adds_nothing() -> None:
    """The quote stays as it was said; a line of the user's own is left as it is."""
    talk = session("s1", SAID)
    changeset = dream(STORE, [talk])
    (change,) = changeset.changes
    assert [place.text for place in change.after] == ["Deploys are frozen until Friday (2026-03-13)."]
    assert [item.quote for item in change.evidence] == [SAID]
    after = output(STORE, changeset)
    assert "- Deploys were frozen yesterday\n" in texts(after)["/notes.md"]
    assert dream(after, [talk]).changes == ()


def test_the_same_day_said_twice_is_one_line_with_two_supports() -> None:
    """On two days the same words name the same Friday; a week later they name another."""
    talks = [session("s1", SAID, at=9), session("s2", SAID, at=10), session("s3", SAID, at=17)]
    changes = dream(STORE, talks).changes
    assert sorted((change.after[0].text, change.support) for change in changes) == [
        ("Deploys are frozen until Friday (2026-03-13).", 2),
        ("Deploys are frozen until Friday (2026-03-20).", 1),
    ]


def _dated_by(day: str) -> list[str]:
    """What is refused when a judge writes this day for "until Friday"."""

    def judge(question: Question) -> Answer:
        if not isinstance(question.task, ObserveTask):
            return decide(question)
        quote = Quote(event_id=question.task.events[0].id, text=SAID)
        return ObserveAnswer(
            drafts=(Draft(kind=ObservationKind.FACT, text=f"Deploys are frozen until {day}.", quotes=(quote,)),)
        )

    changeset = dream(STORE, [session("s1", SAID)], judge=judge)
    return [each.reason for each in changeset.notices if each.kind is NoticeKind.REFUSED]


@promise("dates:computed:checked")
def test_a_judge_may_write_only_the_day_that_code_computes() -> None:
    """The quote's words and its time give 2026-03-13, and no other day."""
    assert _dated_by("2026-03-13") == []
    assert _dated_by("2026-03-20") == ["its own quotes do not hold 2026-03-20"]
