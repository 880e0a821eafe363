"""PrecisionMemBench: whether a question still brings up what it should, and as little else, in a store that was tidied."""

from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.data.precision import Asking, Beliefs, read
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import NOTHING, OURS, Outcome, carried_out, every_way
from benchmarks.quality.wording import share_of

_COLUMNS = ("must@5", "should@5", "precision@1", "wrong@5", "questions", "lines")
_CHEATS = {"keep all", "all former"}
_SAYS_IT = 0.9
_FIRST = 5


def run(asked: Asked) -> Found:
    """The beliefs, tidied in every way, then asked in the scopes of each question."""
    beliefs = read(asked.precision or Path())
    table = Table("PrecisionMemBench", _COLUMNS, frozenset({"wrong@5", "questions", "lines"}))
    details: list[str] = []
    for name, way in every_way().items():
        if name in _CHEATS:
            continue
        with carried_out(way, beliefs.case) as outcome:
            table.add(name, _figures(beliefs, outcome, details if name == OURS else []))
    after, before = table.mean(OURS, "should@5"), table.mean(NOTHING, "should@5")
    reached = (Figure(f"{OURS}: should@5, after - before", after - before, at_least=-0.01),)
    return Found(track="precision", tables=(table,), reached=reached, details=tuple(details))


def _figures(beliefs: Beliefs, outcome: Outcome, details: list[str]) -> dict[str, float]:
    must: list[bool] = []
    should: list[bool] = []
    first: list[bool] = []
    wrong = 0
    for asking in beliefs.askings:
        found = _found(beliefs, asking, outcome)
        must += [name in found for name in asking.must]
        should += [name in found for name in asking.may]
        if asking.may and found:
            first.append(found[0] in asking.may)
        wrong += sum(name in found for name in asking.must_not)
        missed = sorted(asking.may - set(found))
        details += [f"not found: {name} for {asking.query}" for name in missed]
    return {
        "must@5": _share(must),
        "should@5": _share(should),
        "precision@1": _share(first),
        "wrong@5": wrong,
        "questions": len(beliefs.askings),
        "lines": len(outcome.lines()),
    }


def _found(beliefs: Beliefs, asking: Asking, outcome: Outcome) -> list[str]:
    """The beliefs that the first passages in the question's scopes state, best first."""
    here = [each for each in beliefs.beliefs.values() if each.scope in asking.scopes]
    names: dict[str, None] = {}
    for passage in outcome.search(asking.query, limit=50):
        names.update(
            dict.fromkeys(
                each.id
                for each in here
                if each.path == passage.path or share_of(each.content, passage.text) >= _SAYS_IT
            )
        )
    return list(names)[:_FIRST]


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
