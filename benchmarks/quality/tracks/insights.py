"""What was learnt of what recurs: in sets where that is known, and in real transcripts, to be read by a person."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.cases import Case
from benchmarks.quality.planted import PlantedSet, planted_sets
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Dreaming, carried_out
from dreaming.domain.changes import Change, ChangeKind

_PLANTED = ("planted", "found", "decoys", "learnt ones", "others")
_REAL = ("sessions", "learnt", "lessons", "recurring", "most often")
_LESSON = "lesson"
_SUB_AGENTS = "subagents"  # a client's folder of transcripts that belong to others
_RECURRING = 2  # sessions


def run(asked: Asked) -> Found:
    """The planted sets, and the transcripts, if there are any."""
    planted = Table("planted recurrences", _PLANTED, frozenset(_PLANTED))
    details: list[str] = []
    for each in planted_sets(asked.seeds):
        figures, told = _scored(each, _learnt(each.case))
        planted.add(each.name, figures)
        details += told
    reached = [
        Figure(f"{name}: planted and not found", planted.mean(name, "planted") - planted.mean(name, "found"), at_most=0)
        for name in planted.rows
    ]
    reached += [
        Figure(f"{name}: learnt and not planted", planted.mean(name, "learnt ones") + planted.mean(name, "others"), at_most=0)
        for name in planted.rows
    ]  # fmt: skip
    if asked.transcripts is None:
        return Found(track="insights", tables=(planted,), reached=tuple(reached), details=tuple(details))
    real = Table("real transcripts", _REAL, frozenset(_REAL))
    remarks = _real(asked.transcripts, real)
    return Found(
        track="insights",
        tables=(planted, real),
        reached=tuple(reached),
        remarks=tuple(remarks),
        details=tuple(details),
    )


def _learnt(case: Case) -> list[Change]:
    """What a dream added because sessions show it, most often seen first."""
    with carried_out(Dreaming(), case) as outcome:
        report = outcome.report()
    added = [] if report is None else [change for change in report.changes if change.kind is ChangeKind.ADDED]
    return sorted(added, key=lambda change: -change.support)


def _scored(each: PlantedSet, learnt: Sequence[Change]) -> tuple[dict[str, float], list[str]]:
    texts = [_text(change) for change in learnt]
    missed = [planted for planted in each.recurrences if not any(planted.is_in(text) for text in texts)]
    misled = [decoy for decoy in each.decoys if any(decoy.is_in(text) for text in texts)]
    others = [text for text in texts if not any(known.is_in(text) for known in (*each.recurrences, *each.decoys))]
    told = [f"{each.name}: not found: {planted.name}" for planted in missed]
    told += [f"{each.name}: decoy learnt: {decoy.name}" for decoy in misled]
    told += [f"{each.name}: neither: {text}" for text in others]
    planted = len(each.recurrences)
    return {
        "planted": planted,
        "found": planted - len(missed),
        "decoys": len(each.decoys),
        "learnt ones": len(misled),
        "others": len(others),
    }, told


def _real(folder: Path, table: Table) -> list[str]:
    """What real sessions show; every recurring one with the times it was seen."""
    files = tuple(path for path in sorted(folder.rglob("*.json*")) if _SUB_AGENTS not in path.parts)
    learnt = _learnt(Case(transcripts=files))
    lessons = [change for change in learnt if change.topic == _LESSON]
    table.add(
        OURS,
        {
            "sessions": len(files),
            "learnt": len(learnt),
            "lessons": len(lessons),
            "recurring": sum(change.support >= _RECURRING for change in lessons),
            "most often": max((change.support for change in lessons), default=0),
        },
    )
    return [f"  seen in {change.support}: ({change.topic}) {_text(change)}" for change in learnt]


def _text(change: Change) -> str:
    return " / ".join(place.text for place in change.after)
