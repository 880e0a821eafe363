"""Facts made here: kept, updated, learnt; against simpler ways."""

from collections.abc import Mapping

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import asserts, figures, invented
from benchmarks.quality.made import Fact, MadeCase, Words, words
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Way, carried_out, every_way

COLUMNS = ("retention", "update_ok", "stale", "dup", "learned", "believed", "noise", "invented", "lines", "score")
COUNTS = frozenset({"noise", "invented", "lines"})


def run(asked: Asked) -> Found:
    """Each seed's store, tidied in every way."""
    table = Table("made facts", COLUMNS, COUNTS)
    details: list[str] = []
    told = words()
    for seed in asked.seeds:
        made = asked.made(seed)
        found = measured(made, every_way(), told, table)
        details += [f"seed {seed}: {each}" for each in _wrong(made, found[OURS], told)]
    reached = (
        Figure(f"{OURS}: retention", table.mean(OURS, "retention"), at_least=0.99),
        Figure(f"{OURS}: invented", table.mean(OURS, "invented"), at_most=0),
        Figure(f"{OURS}: score", table.mean(OURS, "score"), at_least=0.85),
    )
    return Found(track="own", tables=(table,), reached=reached, details=tuple(details))


def measured(made: MadeCase, ways: Mapping[str, Way], told: Words, table: Table) -> dict[str, list[str]]:
    """Put a made case's figures into the table, for each way; the lines that came of each."""
    found: dict[str, list[str]] = {}
    for name, way in ways.items():
        with carried_out(way, made.case) as outcome:
            found[name] = outcome.lines()
        table.add(name, figures(made.case, made.facts, found[name], told.attributes, told.phrases["noise"]))
    return found


def _wrong(made: MadeCase, lines: list[str], told: Words) -> list[str]:
    """Every fact that is not as it should be, in words."""
    wrong = [f"invented: {line}" for line in invented(made.case.source(), lines)]
    return wrong + [each for fact in made.facts for each in _wrong_of(fact, lines, told.attributes[fact.key].cue)]


def _wrong_of(fact: Fact, lines: list[str], cue: str) -> list[str]:
    def saying(value: str) -> list[str]:
        return [line for line in lines if asserts(line, fact.entity, cue, value)]

    wrong: list[str] = []
    about = f"{fact.entity}, {fact.key}"
    for value, in_store in zip(fact.current, fact.in_store, strict=True):
        said = saying(value)
        if not said:
            wrong.append(f"{'lost' if in_store else 'not learnt'}: {about} = {value}")
        elif len(said) > 1:
            wrong.append(f"said {len(said)} times: {about} = {value}: {' | '.join(said)}")
    wrong += [f"stale: {about} = {value}: {line}" for value in fact.stale for line in saying(value)[:1]]
    return wrong + [f"believed: {about} = {value}: {line}" for value in fact.never for line in saying(value)[:1]]
