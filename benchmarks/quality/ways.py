"""Ways to tidy a store, and what came of one: our dream, whole and without one of its parts, beside simpler ones."""

import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import process_time
from typing import Any, Protocol

from benchmarks.quality import simple
from benchmarks.quality.cases import Case, lines_of
from benchmarks.quality.home import STORE, Home, JudgeFor, throw_away
from dreaming.domain.model import Dream
from dreaming.domain.ports import Judge
from dreaming.domain.questions import Action, Answer, Question, ReconcileAnswer
from dreaming.judges.choosing import judge_for
from dreaming.service.exchange import ImportItem
from dreaming.service.memories import Passage
from dreaming.service.report import Report

OURS = "rules"
NOTHING = "no-op"
_TIDIED = "tidied"


class Outcome:
    """What came of a case: a store that can be read and searched, and, of a dream, its report. `seconds` are of CPU."""

    def __init__(self, home: Home, store: str, *, dream: Dream | None = None, seconds: float = 0.0) -> None:
        self._home = home
        self._store = store
        self._dream = dream
        self.seconds = seconds

    def memories(self) -> tuple[ImportItem, ...]:
        """The store that came of it."""
        return self._home.memories(self._store)

    def lines(self) -> list[str]:
        """What that store says, line by line."""
        return lines_of(self.memories())

    def search(self, query: str, limit: int = 10) -> Sequence[Passage]:
        """The best passages of that store."""
        return self._home.search(query, self._store, limit)

    def report(self) -> Report | None:
        """The report of a dream; None where there was none."""
        return None if self._dream is None else self._home.report(self._dream)


class Way(Protocol):
    """One way to tidy."""

    def carry_out(self, case: Case, home: Home) -> Outcome:
        """Tidy the case in a home that is empty."""
        ...


@dataclass(frozen=True, slots=True)
class Simple:
    """A function of the case alone, whose result is imported so that it can be searched."""

    tidy: Callable[[Case], Sequence[ImportItem]]

    def carry_out(self, case: Case, home: Home) -> Outcome:
        """Tidy, and import what comes of it."""
        home.hold(self.tidy(case), _TIDIED)
        return Outcome(home, _TIDIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dreaming:
    """A dream; `with_generated` False takes away what code wrote besides: the history and the index."""

    judges: JudgeFor = judge_for
    with_sessions: bool = True
    with_generated: bool = True

    def carry_out(self, case: Case, home: Home) -> Outcome:
        """Dream of the case."""
        home.fill(case)
        with_sessions = self.with_sessions and bool(case.talks or case.transcripts)
        began = process_time()
        dream = home.dream(self.judges, no_sessions=not with_sessions)
        seconds = process_time() - began
        if self.with_generated:
            return Outcome(home, dream.output_store_id or "", dream=dream, seconds=seconds)
        home.promote(dream)
        for path in _generated_wholly(home.ledger(dream)):
            home.delete(path)
        return Outcome(home, STORE, dream=dream, seconds=seconds)


def _generated_wholly(ledger: Sequence[Any]) -> set[str]:
    """The paths at which nothing stands but what code wrote."""
    generated = {each["claim"]["path"] for each in ledger if each.get("generated")}
    stated = {each["claim"]["path"] for each in ledger if not each.get("generated")}
    return generated - stated - {place["path"] for each in ledger for place in each["to"]}


class Without:
    """The judge that is asked, but for what it proposes of some kinds: what it would have changed stays as it is."""

    def __init__(self, judge: Judge, left_out: frozenset[Action]) -> None:
        self._judge = judge
        self._left_out = left_out
        self.name = f"{judge.name} without {', '.join(sorted(left_out))}"
        self.is_paid = judge.is_paid

    async def answer(self, question: Question) -> Answer:
        """The judge's answer, without those verdicts."""
        answer = await self._judge.answer(question)
        if not isinstance(answer, ReconcileAnswer):
            return answer
        kept = tuple(each for each in answer.verdicts if each.action not in self._left_out)
        return replace(answer, verdicts=kept)


def without(*left_out: Action) -> Dreaming:
    """A dream whose judge proposes none of these."""
    return Dreaming(judges=lambda model: Without(judge_for(model), frozenset(left_out)))


def simpler() -> dict[str, Way]:
    """What is simpler than a dream, by name."""
    return {
        NOTHING: Simple(simple.noop),
        "exact dedup": Simple(simple.exact),
        **{f"newest wins {least:.2f}": Simple(partial(simple.newest_wins, least=least)) for least in simple.SIMILAR},
        "keep all": Simple(simple.keep_all),
        "all former": Simple(simple.all_former),
    }


def every_way() -> dict[str, Way]:
    """What is simpler, and our dream, by name."""
    return {**simpler(), OURS: Dreaming()}


def parts_left_out() -> Mapping[str, Way]:
    """Our dream, and our dream without one of its parts."""
    return {
        OURS: Dreaming(),
        "- sessions": Dreaming(with_sessions=False),
        "- merging": without(Action.MERGE),
        "- superseding": without(Action.SUPERSEDE),
        "- adding": without(Action.ADD),
        "- dropping": without(Action.DROP),
        "- doubting": without(Action.DOUBT),
        "- history, index": Dreaming(with_generated=False),
    }


@contextlib.contextmanager
def carried_out(way: Way, case: Case) -> Generator[Outcome, None, None]:
    """A case tidied in one way, in a home that is gone afterwards."""
    with throw_away() as home:
        yield way.carry_out(case, home)
