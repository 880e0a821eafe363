"""Jenverse: what people said of themselves, with gold contradictions. Counts, since there are few."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import is_wholly_over
from benchmarks.quality.cases import Case
from benchmarks.quality.data.jenverse import Contradiction, Person, people
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS, Outcome, Way, carried_out, every_way
from benchmarks.quality.wording import share_of
from dreaming.domain.changes import Notice

_COLUMNS = ("facts", "lost", "gold", "superseded", "flagged", "missed", "flags", "gold flags")
_SAYS_IT = 0.9  # of a fact's words, in one line
_NAMES_IT = 0.8


@dataclass(slots=True)
class _Count:
    """What became of one person's facts, or of everybody's."""

    figures: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_COLUMNS, 0.0))
    told: list[str] = field(default_factory=list[str])

    def add(self, column: str, number: float = 1, *, told: str = "") -> None:
        self.figures[column] += number
        if told:
            self.told.append(told)


def run(asked: Asked) -> Found:
    """Everybody's facts as a store; then those of the first sessions, while the rest is told as it was."""
    everybody = people(asked.jenverse or Path())
    stored = Table("Jenverse, all stored", _COLUMNS, frozenset(_COLUMNS))
    told = Table("Jenverse, later ones told", _COLUMNS, frozenset(_COLUMNS))
    details: list[str] = []
    for name, way in every_way().items():
        for table, case_of, facts_of in ((stored, Person.stored, _all_facts), (told, Person.told, Person.known)):
            counted = _counted(everybody, way, case_of, facts_of)
            table.add(name, counted.figures)
            if name == OURS:
                details += [f"{table.title}: {each}" for each in counted.told]
    found = {column: stored.mean(OURS, column) for column in _COLUMNS}
    reached = (
        Figure(f"{OURS}: valid facts lost", found["lost"] / found["facts"], at_most=0.02),
        Figure(f"{OURS}: gold contradictions superseded", found["superseded"] / found["gold"], at_least=0.5),
        Figure(f"{OURS}: of the rest, flagged", found["flagged"] / max(1, found["gold"] - found["superseded"])),
        Figure(f"{OURS}: flags that are gold", found["gold flags"] / max(1, found["flags"]), at_least=0.7),
    )
    return Found(track="jenverse", tables=(stored, told), reached=reached, details=tuple(details))


def _all_facts(person: Person) -> list[str]:
    return [fact for _, fact in person.facts]


def _counted(
    everybody: Iterable[Person], way: Way, case_of: Callable[[Person], Case], facts_of: Callable[[Person], list[str]]
) -> _Count:
    count = _Count()
    for person in everybody:
        with carried_out(way, case_of(person)) as outcome:
            _count(person, facts_of(person), outcome, count)
    return count


def _count(person: Person, facts: Sequence[str], outcome: Outcome, count: _Count) -> None:
    lines = [line for line in outcome.lines() if not is_wholly_over(line)]
    report = outcome.report()
    flags = [] if report is None else list(report.doubts)

    def is_there(fact: str) -> bool:
        return any(share_of(fact, line) >= _SAYS_IT for line in lines)

    for fact in person.valid(facts):
        count.add("facts")
        if not is_there(fact):
            count.add("lost", told=f"lost: {person.name}: {fact}")
    # What is said instead may name what it replaces: `Sold the Golf, drives a van` against `Drives a Golf`.
    gold = [each for each in person.contradictions if each.older in facts]
    for each in gold:
        count.add("gold")
        if not any(share_of(each.older, line) >= _SAYS_IT for line in lines if share_of(each.newer, line) < _SAYS_IT):
            count.add("superseded")
        elif any(_flags(flag, each) for flag in flags):
            count.add("flagged", told=f"flagged: {person.name}: {each.older} / {each.newer}")
        else:
            count.add("missed", told=f"missed: {person.name}: {each.older} / {each.newer}")
    for flag in flags:
        count.add("flags")
        if any(_flags(flag, each) for each in gold):
            count.add("gold flags")
        else:
            count.told.append(f"wrong flag: {person.name}: {' / '.join(_sides(flag))}")


def _flags(flag: Notice, gold: Contradiction) -> bool:
    """Whether the report asks about these two; of what was told, the words that contradict are enough."""
    sides = _sides(flag)
    older = [side for side in sides if share_of(gold.older, side) >= _NAMES_IT]
    return bool(older) and any(share_of(gold.newer, side) >= _NAMES_IT / 2 for side in sides if side not in older)


def _sides(flag: Notice) -> list[str]:
    return list(dict.fromkeys([place.text for place in flag.places] + [each.quote for each in flag.evidence]))
