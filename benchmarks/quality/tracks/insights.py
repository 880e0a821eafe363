"""What was learnt of what recurs: in sets where that is known, and in real transcripts, to be read by a person."""

import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.cases import Case
from benchmarks.quality.data.transcripts import transcripts_in
from benchmarks.quality.planted import PlantedSet, planted_set
from benchmarks.quality.planted_shell import shell_set
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Dreaming, carried_out
from dreaming.domain.changes import Change, ChangeKind

_PLANTED = ("planted", "found", "decoys", "surplus")
_SETS = {"firm": planted_set, "shell": shell_set}  # another one is a line here
_REAL = ("sessions", "learnt", "lessons", "recurring", "most often")
_LESSON = "lesson"
_RECURRING = 2  # sessions


def run(asked: Asked) -> Found:
    """The planted sets, and the transcripts, if there are any."""
    planted = Table("planted recurrences", _PLANTED, frozenset(_PLANTED))
    details: list[str] = []
    for name, make in _SETS.items():
        for seed in asked.seeds:
            figures, told = _scored(make(seed))
            planted.add(name, figures)
            details += [f"{name}, seed {seed}: {each}" for each in told]
    reached = [
        Figure(f"{name}: {what}", value, at_most=0)
        for name in _SETS
        for what, value in (
            ("planted and not found", planted.mean(name, "planted") - planted.mean(name, "found")),
            ("learnt and not planted", planted.mean(name, "surplus")),
        )
    ]
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


def _scored(made: PlantedSet) -> tuple[dict[str, float], list[str]]:
    """How much of what was planted was learnt, with the right support; and what was missed or learnt besides."""
    with tempfile.TemporaryDirectory() as folder:
        learnt = _learnt(Case(transcripts=tuple(made.write(Path(folder)))))
    verdict = made.judge({_text(change): change.support for change in learnt})
    told = [f"not found: {name}" for name in verdict.missed] + [f"not planted: {line}" for line in verdict.surplus]
    return {
        "planted": len(made.recurrences),
        "found": len(verdict.found),
        "decoys": len(made.decoys),
        "surplus": len(verdict.surplus),
    }, told


def _real(folder: Path, table: Table) -> list[str]:
    """What real sessions show; every recurring one with the times it was seen."""
    files = transcripts_in(folder)
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
