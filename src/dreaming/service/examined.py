"""A dream's exam and replay in its report: as figures, as text that a person reads, and as values for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreaming.domain.exam import Examined, ExamKind, MomentKind, Replayed, Score
from dreaming.domain.model import Session
from dreaming.domain.times import minute, render
from dreaming.store import exams
from dreaming.store.connection import Connection
from dreaming.store.promotions import PromotionRow

_ASKED_OF = {
    ExamKind.CLAIM: "of the line at {}",
    ExamKind.CURRENT: "of the line at {}, which was replaced: does the new value come first?",
    ExamKind.OBSERVED: "of the new line at {}",
    ExamKind.HELD_OUT: "of session {}, which was held out",
}
_NEEDED = {MomentKind.CORRECTION: "The user had to say", MomentKind.FAILURE: "It failed again"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the exam and the replay gave. `score` is None where none was held: the dream has not completed, or is old.

    `changed` are the questions to which the dream made a difference, the lost ones first.
    """

    score: Score | None
    changed: tuple[Examined, ...]
    replayed: tuple[Replayed, ...]

    @property
    def lines(self) -> list[str]:
        """For the summary."""
        lines = [f"Replay: {told(self.replayed)}."] if self.replayed else []
        if self.score is None or not (self.score.asked or self.score.left_out):
            return lines
        failed = "" if self.score.is_passed else " It is not passed (section exam)."
        return [f"Exam: {self.score.text}.{failed}", *lines]


def results(conn: Connection, dream_id: str) -> Results:
    """As they were recorded when the dream completed.

    Raises:
        NotFound: there is no such dream.
    """
    return Results(
        score=exams.score(conn, dream_id),
        changed=tuple(exams.changed(conn, dream_id)),
        replayed=tuple(exams.replayed(conn, dream_id)),
    )


def told(replayed: Sequence[Replayed]) -> str:
    """`would have been told: 7 of 12 with the new store, 3 with the old`."""
    after, before = (sum(bool(place) for place in places) for places in _places(replayed))
    return f"would have been told: {after} of {len(replayed)} with the new store, {before} with the old"


def _places(replayed: Sequence[Replayed]) -> tuple[list[str], list[str]]:
    return [each.after for each in replayed], [each.before for each in replayed]


def result_text(item: Examined | Replayed, sessions: Mapping[str, Session]) -> str:
    """A question or a moment as a person reads it."""
    return _examined_text(item) if isinstance(item, Examined) else replayed_text(item, sessions)


def result_json(item: Examined | Replayed) -> dict[str, Any]:
    """A question or a moment as plain values."""
    return _examined_json(item) if isinstance(item, Examined) else replayed_json(item)


def _examined_text(each: Examined) -> str:
    """What was asked, where the value was found before, and where it is now."""
    what = "lost" if each.is_lost else "gained"
    before = f"place {each.before}, {each.stood}" if each.before else "not among the first ten"
    after = f"place {each.after}, {each.stands}" if each.after else "not among the first ten"
    if each.is_lost:
        after += f"; it stands at {each.stands}" if each.stands else "; it stands nowhere"
    return "\n".join(
        [
            f'### {what}: "{_flat(each.question)}" -> "{_flat(each.value)}"',
            f"Asked {_ASKED_OF[each.kind].format(each.source)}",
            f"Before: {before}",
            f"After: {after}",
        ]
    )


def replayed_text(each: Replayed, sessions: Mapping[str, Session]) -> str:
    """What was needed, when, and which store would have told it where."""
    session = sessions.get(each.session_id)
    name = f'"{_flat(session.title)}" ' if session is not None and session.title else ""
    return "\n".join(
        [
            f"### {_NEEDED[each.kind]}: {_flat(each.text)}",
            f"{minute(each.at)}, session {name}{each.session_id}",
            f"The old store: {_would(each.before)}. The new store: {_would(each.after)}.",
        ]
    )


def _would(place: str) -> str:
    if not place:
        return "would not have told it"
    return "tells it in the briefing" if place == "briefing" else f"tells it at {place}"


def _examined_json(each: Examined) -> dict[str, Any]:
    """A question as plain values; ranks are null where the value was not among the first ten."""
    return {
        "result": "lost" if each.is_lost else "gained",
        "kind": str(each.kind),
        "question": each.question,
        "value": each.value,
        "source": each.source,
        "before": each.before,
        "after": each.after,
        "stood": each.stood or None,
        "stands": each.stands or None,
    }


def replayed_json(each: Replayed) -> dict[str, Any]:
    """A moment as plain values; a place is null where the store would not have told."""
    return {
        "kind": str(each.kind),
        "at": render(each.at),
        "session_id": each.session_id,
        "event_id": each.event_id,
        "text": each.text,
        "before": each.before or None,
        "after": each.after or None,
    }


def results_json(found: Results) -> dict[str, Any]:
    """Both as plain values; `exam` is null where none was held."""
    score = found.score
    return {
        "exam": None
        if score is None
        else {
            "asked": score.asked,
            "found_before": score.before,
            "found_after": score.after,
            "lost": score.lost,
            "gained": score.gained,
            "left_out": score.left_out,
            "passed": score.is_passed,
            "changed": [result_json(each) for each in found.changed],
        },
        "replay": [replayed_json(each) for each in found.replayed],
    }


def overridden(promotion: PromotionRow | None) -> list[Mapping[str, str]]:
    """The gates that a promotion passed over: each with the reason, by whom and when."""
    return [] if promotion is None else list(promotion.details.get("overridden", ()))


def overridden_text(each: Mapping[str, str]) -> str:
    """On one line: which gate, by whom, when, and why it was closed."""
    return f"Passed over: {each['gate']}, by {each['by']} on {each['at'][:10]}: {_flat(each['reason'])}"


def _flat(text: str) -> str:
    return " ".join(text.split())
