"""Promises of form: a dream of its own result changes nothing, the same input gives the same bytes, order changes no fact."""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import asserts
from benchmarks.quality.cases import Case, lines_of
from benchmarks.quality.home import Home, throw_away
from benchmarks.quality.made import MadeCase, words
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Dreaming, carried_out
from benchmarks.vocabulary import seeded
from dreaming.domain.model import Dream
from dreaming.service.exchange import ImportItem

_COLUMNS = ("lines", "dreamt again", "told again", "other bytes", "other facts", "other lines")
_WHAT = {
    "dreamt again": "lines that a second dream of the store changes",
    "told again": "lines that a dream of the same sessions again changes",
    "other bytes": "files that differ in a second run of the same",
    "other facts": "facts that differ where files have other names and sessions another order",
}


def run(asked: Asked) -> Found:
    """Each seed's store, dreamt of again and again."""
    table = Table("promises of form", _COLUMNS, frozenset(_COLUMNS))
    details: list[str] = []
    for seed in asked.seeds:
        table.add(OURS, _figures(asked.made(seed), seed, details))
    reached = tuple(Figure(_WHAT[name], table.mean(OURS, name), at_most=0) for name in _WHAT)
    return Found(track="form", tables=(table,), reached=reached, details=tuple(details))


def _figures(made: MadeCase, seed: int, details: list[str]) -> dict[str, float]:
    with throw_away() as home:
        home.fill(made.case)
        dream = home.dream()
        once = home.memories(dream.output_store_id or "")
        again, told_again = _again(home, dream)
    with carried_out(Dreaming(), made.case) as outcome:
        same = outcome.memories()
    with carried_out(Dreaming(), _shuffled(made.case, seed)) as outcome:
        shuffled = outcome.memories()
    differing = {
        "dreamt again": _differing(once, again),
        "told again": _differing(once, told_again),
        "other bytes": _differing_files(once, same),
        "other facts": sorted(_asserted(made, once) ^ _asserted(made, shuffled)),
        "other lines": _differing(once, shuffled),
    }
    for name, those in differing.items():
        details += [f"seed {seed}, {name}: {each}" for each in those]
    return {"lines": len(lines_of(once)), **{name: len(those) for name, those in differing.items()}}


def _asserted(made: MadeCase, memories: Sequence[ImportItem]) -> set[str]:
    """The facts that a store states, the stale and the false ones too, in whatever words."""
    lines = lines_of(memories)
    attributes = words().attributes
    return {
        f"{fact.entity}, {fact.key} = {value}"
        for fact in made.facts
        for value in (*fact.current, *fact.stale, *fact.never)
        if any(asserts(line, fact.entity, attributes[fact.key].cue, value) for line in lines)
    }


def _differing_files(some: Sequence[ImportItem], others: Sequence[ImportItem]) -> list[str]:
    before, after = ({item.path: item.content for item in those} for those in (some, others))
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


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
