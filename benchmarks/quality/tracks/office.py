"""A store that is not about code: invoices, limits, dates, persons. Not one figure or name of it may be gone."""

import re
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import typed
from benchmarks.quality.cases import Case
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Dreaming, Outcome, Way, carried_out, simpler
from dreaming.integrations.notes import Note, read_notes
from dreaming.service.exchange import ImportItem

_COLUMNS = ("figures", "figures lost", "names", "names lost", "lines", "flags")
_FOLDER = Path(__file__).parent.parent / "office"
_NAME = re.compile(r"(?<=[\w,:] )(?:[A-ZÄÖÜ][a-zäöü]+(?: (?=[A-ZÄÖÜ]))?)+")


def run(_: Asked) -> Found:
    """The store, tidied in every way."""
    table = Table("office", _COLUMNS, frozenset(_COLUMNS))
    case = office_case()
    details: list[str] = []
    ways: dict[str, Way] = {
        **simpler(),
        OURS: Dreaming(),
        "rules - history, index": Dreaming(with_generated=False),
    }
    for name, way in ways.items():
        with carried_out(way, case) as outcome:
            figures, lost = _lost(case, outcome)
        table.add(name, figures)
        details += [f"{name}: lost: {each}" for each in lost]
    reached = (
        Figure(f"{OURS}: figures lost", table.mean(OURS, "figures lost"), at_most=0),
        Figure(f"{OURS}: names lost", table.mean(OURS, "names lost"), at_most=0),
    )
    return Found(track="office", tables=(table,), reached=reached, details=tuple(details))


def office_case() -> Case:
    """The store that lies beside this package, read as the command `memory import` reads it."""
    items = [
        ImportItem(note.path, note.content, note.created_at, note.updated_at)
        for note in read_notes(_FOLDER / "notes")
        if isinstance(note, Note)
    ]
    return Case(memories=tuple(items), transcripts=tuple(sorted((_FOLDER / "sessions").glob("*.jsonl"))))


def _lost(case: Case, outcome: Outcome) -> tuple[dict[str, float], list[str]]:
    """What no memory of the output says any more, not even its history."""
    report = outcome.report()
    before = [_body(item) for item in case.memories]
    after = "\n".join(item.content for item in outcome.memories())
    figures = sorted({each for text in before for each in typed(text)})
    names = sorted({each for text in before for each in _NAME.findall(text)})
    kept = set(typed(after))
    no_figure = [each for each in figures if each not in kept and each not in after]
    no_name = [each for each in names if each not in after]
    return {
        "figures": len(figures),
        "figures lost": len(no_figure),
        "names": len(names),
        "names lost": len(no_name),
        "lines": len(outcome.lines()),
        "flags": 0 if report is None else len(report.doubts),
    }, [*no_figure, *no_name]


def _body(item: ImportItem) -> str:
    """Without front matter, whose time is the store's own."""
    return re.sub(r"\A---\n.*?\n---\n", "", item.content, flags=re.DOTALL)
