"""LoCoMo: what a dream of real prose costs the answers; what was merged is written down, to be read by a person."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.data.locomo import Conversation, Question, conversations
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import NOTHING, OURS, Outcome, Way, carried_out, every_way
from benchmarks.quality.wording import Ranked, stems
from dreaming.domain.changes import Change

_COLUMNS = ("recall@10", "by BM25", "lines", "tidied away", "merged", "replaced", "flags")
_COUNTS = frozenset({"lines", "merged", "replaced", "flags"})
_CHEATS = {"keep all", "all former"}  # need sessions, which this store has none of


def run(asked: Asked) -> Found:
    """Every conversation's observations, tidied in every way, then asked the data's questions."""
    given = conversations(asked.locomo or Path())
    table = Table("LoCoMo observations", _COLUMNS, _COUNTS)
    changes: list[str] = []
    for name, way in every_way().items():
        if name not in _CHEATS:
            table.add(name, _all(given, way, changes))
    if asked.pairs is not None:
        asked.pairs.write_text("\n".join(changes) + "\n", encoding="utf-8")
    before, after = (table.mean(name, "recall@10") for name in (NOTHING, OURS))
    reached = (Figure(f"{OURS}: answer tokens found, after - before", after - before, at_least=-0.01),)
    asked_all = sum(len(each.questions) for each in given)
    remark = f"{asked_all} questions; {len(changes)} merged or replaced" + (
        f", written to {asked.pairs}" if asked.pairs is not None else "; --pairs FILE writes them down"
    )
    return Found(track="locomo", tables=(table,), reached=reached, remarks=(remark,), details=tuple(changes))


def _all(given: Sequence[Conversation], way: Way, changes: list[str]) -> dict[str, float]:
    """The figures of one way over all conversations: means over the questions, and sums."""
    found: list[float] = []
    control: list[float] = []
    sums: dict[str, int] = dict.fromkeys(("lines", "before", "merged", "replaced", "flags"), 0)
    for each in given:
        with carried_out(way, each.case) as outcome:
            lines = outcome.lines()
            ranked = Ranked(lines)
            found += [_recall(question, _texts(outcome, question)) for question in each.questions]
            control += [_recall(question, ranked.best(question.text)) for question in each.questions]
            sums["lines"] += len(lines)
            sums["before"] += sum(len(item.content.splitlines()) - 1 for item in each.case.memories)
            changes += [f"{each.name}: {text}" for text in _changed(outcome, sums)]
    return {
        "recall@10": sum(found) / len(found),
        "by BM25": sum(control) / len(control),
        "lines": sums["lines"],
        "tidied away": 1 - sums["lines"] / sums["before"],
        **{name: float(sums[name]) for name in ("merged", "replaced", "flags")},
    }


def _texts(outcome: Outcome, question: Question) -> list[str]:
    return [passage.text for passage in outcome.search(question.text)]


def _recall(question: Question, texts: Sequence[str]) -> float:
    """The share of the answer's words that the texts have."""
    wanted = set(stems(question.answer))
    return len(wanted & {word for text in texts for word in stems(text)}) / len(wanted) if wanted else 1.0


def _changed(outcome: Outcome, sums: dict[str, int]) -> Iterator[str]:
    """What a dream merged and replaced, side by side."""
    report = outcome.report()
    if report is None:
        return
    sums["flags"] += len(report.doubts)
    for change in report.changes:
        if change.before:
            sums["replaced" if change.kind == "replaced" else "merged"] += len(change.before)
            yield _side_by_side(change)


def _side_by_side(change: Change) -> str:
    before = " | ".join(place.text for place in change.before)
    after = " | ".join(place.text for place in change.after)
    return f"{change.kind}: {before}\n    -> {after}"
