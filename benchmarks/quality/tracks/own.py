"""Facts made here: kept, updated, learnt; against simpler ways, and without one part of the dream after the other."""

from collections.abc import Mapping

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import asserts, figures, invented
from benchmarks.quality.cases import Tidied
from benchmarks.quality.made import Fact, MadeCase, Words, made_case, words
from benchmarks.quality.systems import OURS, System, everything
from benchmarks.quality.tables import Found, Table

COLUMNS = ("retention", "update_ok", "stale", "dup", "learned", "believed", "noise", "invented", "lines", "score")


def run(asked: Asked) -> Found:
    """Each seed's store, tidied in every way."""
    table = Table("made facts", COLUMNS)
    details: list[str] = []
    ways: Mapping[str, System] = everything()
    told = words()
    for seed in asked.seeds:
        made = made_case(seed)
        for name, system in ways.items():
            tidied = system(made.case)
            table.add(name, _figures(made, tidied, told))
            if name == OURS:
                details += [f"seed {seed}: {each}" for each in _wrong(made, tidied, told)]
    reached = (
        Figure(f"{OURS}: retention", table.mean(OURS, "retention"), at_least=0.99),
        Figure(f"{OURS}: invented", table.mean(OURS, "invented"), at_most=0),
        Figure(f"{OURS}: score", table.mean(OURS, "score"), at_least=0.85),
    )
    return Found(track="own", tables=(table,), reached=reached, details=tuple(details))


def _figures(made: MadeCase, tidied: Tidied, told: Words) -> dict[str, float]:
    return figures(made.case, made.facts, tidied.lines(), told.attributes, told.phrases["noise"])


def _wrong(made: MadeCase, tidied: Tidied, told: Words) -> list[str]:
    """Every fact that is not as it should be, in words."""
    lines = tidied.lines()
    wrong = [f"invented: {line}" for line in invented(made.case.source(), lines)]
    for fact in made.facts:
        cue = told.attributes[fact.key].cue

        def saying(value: str, fact: Fact = fact, cue: str = cue) -> list[str]:
            return [line for line in lines if asserts(line, fact.entity, cue, value)]

        about = f"{fact.entity}, {fact.key}"
        for value, in_store in zip(fact.current, fact.in_store, strict=True):
            said = saying(value)
            if not said:
                wrong.append(f"{'lost' if in_store else 'not learnt'}: {about} = {value}")
            elif len(said) > 1:
                wrong.append(f"said {len(said)} times: {about} = {value}: {' | '.join(said)}")
        wrong += [f"stale: {about} = {value}: {line}" for value in fact.stale for line in saying(value)[:1]]
        wrong += [f"believed: {about} = {value}: {line}" for value in fact.never for line in saying(value)[:1]]
    return wrong
