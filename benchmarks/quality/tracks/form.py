"""Promises of form: a dream of its own result changes nothing, the same input gives the same bytes, order means nothing."""

from dataclasses import replace

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.cases import Case, lines_of
from benchmarks.quality.home import Home, throw_away
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Dreaming, carried_out
from benchmarks.vocabulary import seeded
from dreaming.domain.model import Dream
from dreaming.service.exchange import ImportItem

_COLUMNS = ("lines", "dreamt again", "told again", "other bytes", "other order")
_WHAT = {
    "dreamt again": "lines that a second dream of the store changes",
    "told again": "lines that a dream of the same sessions again changes",
    "other bytes": "files that differ in a second run of the same",
    "other order": "lines that differ where files and sessions come in another order",
}


def run(asked: Asked) -> Found:
    """Each seed's store, dreamt of again and again."""
    table = Table("promises of form", _COLUMNS, frozenset(_COLUMNS))
    details: list[str] = []
    for seed in asked.seeds:
        case = asked.made(seed).case
        found = _figures(case, seed, details)
        table.add(OURS, found)
    reached = tuple(Figure(_WHAT[name], table.mean(OURS, name), at_most=0) for name in _WHAT)
    return Found(track="form", tables=(table,), reached=reached, details=tuple(details))


def _figures(case: Case, seed: int, details: list[str]) -> dict[str, float]:
    with throw_away() as home:
        home.fill(case)
        dream = home.dream()
        once = home.memories(dream.output_store_id or "")
        again, told_again = _again(home, dream)
    with carried_out(Dreaming(), case) as outcome:
        same = outcome.memories()
    with carried_out(Dreaming(), _shuffled(case, seed)) as outcome:
        shuffled = outcome.memories()
    differing = {
        "dreamt again": _differing(once, again),
        "told again": _differing(once, told_again),
        "other order": _differing(once, shuffled),
    }
    for name, lines in differing.items():
        details += [f"seed {seed}, {name}: {line}" for line in lines]
    before, after = ({item.path: item.content for item in those} for those in (once, same))
    files = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    counts = {name: float(len(lines)) for name, lines in differing.items()}
    return {"lines": len(lines_of(once)), "other bytes": len(files), **counts}


def _again(home: Home, dream: Dream) -> tuple[tuple[ImportItem, ...], tuple[ImportItem, ...]]:
    """The store after a second dream of it alone, and after a dream of the same sessions once more."""
    home.promote(dream)
    alone = home.dream(no_sessions=True)
    home.promote(alone)
    with_sessions = home.dream(sessions=dream.session_ids)
    return home.memories(alone.output_store_id or ""), home.memories(with_sessions.output_store_id or "")


def _shuffled(case: Case, seed: int) -> Case:
    """The same notes in files of other names, and the sessions logged in another order."""
    rng = seeded("form", seed)
    items = rng.sample(case.memories, len(case.memories))
    renamed = tuple(replace(item, path=f"/n{number:03}.md") for number, item in enumerate(items))
    return replace(case, memories=renamed, talks=tuple(rng.sample(case.talks, len(case.talks))))


def _differing(some: tuple[ImportItem, ...], others: tuple[ImportItem, ...]) -> list[str]:
    """The lines that stand in one of them alone, as often as they do."""
    mine, theirs = sorted(lines_of(some)), sorted(lines_of(others))
    return [f"- {line}" for line in _without(mine, theirs)] + [f"+ {line}" for line in _without(theirs, mine)]


def _without(some: list[str], others: list[str]) -> list[str]:
    left = list(some)
    for line in others:
        if line in left:
            left.remove(line)
    return left
