"""Gold updates: two statements of which the newer one holds, wherever the data has them, and what is asked about them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.asked import Asked
from benchmarks.quality.asserting import asserts, stated
from benchmarks.quality.cases import Case
from benchmarks.quality.data.cri import changes
from benchmarks.quality.data.dreambench import Dreambench
from benchmarks.quality.data.jenverse import people
from benchmarks.quality.data.precision import read
from benchmarks.quality.made import words
from benchmarks.quality.wording import share_of
from dreaming.service.exchange import ImportItem
from dreaming.service.memories import Passage

_SAYS_IT = 0.75
Says = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Update:
    """Which texts state the newer and which the older, and the question; `about` is for a person to read.

    A text that states both, such as a statement of the change, counts as the newer one.
    """

    about: str
    question: str
    newer: Says
    older: Says

    def is_first(self, passages: Sequence[Passage]) -> bool:
        """Whether a newer text is among the passages, and no older one stands before it."""
        for passage in passages:
            text = f"{passage.heading} {passage.text}"
            if self.newer(text):
                return True
            if self.older(text):
                return False
        return False


@dataclass(frozen=True, slots=True)
class Updated:
    """A case with its updates; `source` says which data it is from."""

    source: str
    case: Case
    updates: tuple[Update, ...]


def every_update(asked: Asked) -> Iterator[Updated]:
    """The updates of all data that is at hand."""
    yield from _made(asked)
    if asked.dreambench is not None:
        yield from _dreambench(asked, Dreambench(asked.dreambench))
    if asked.jenverse is not None:
        for person in people(asked.jenverse):
            found = tuple(_said(each.question, each.newer, each.older) for each in person.contradictions)
            yield Updated("jenverse", person.stored(), found)
    if asked.precision is not None:
        yield _precision(asked.precision)
    if asked.cri is not None:
        yield _cri(asked.cri)


def _made(asked: Asked) -> Iterator[Updated]:
    told = words()
    for seed in asked.seeds:
        made = asked.made(seed)
        found = [
            _stated(fact.entity, told.attributes[fact.key].noun, told.attributes[fact.key].cue, fact.current[0], older)
            for fact in made.facts
            for older in fact.stale
        ]
        yield Updated("own", made.case, tuple(found))


def _dreambench(asked: Asked, bench: Dreambench) -> Iterator[Updated]:
    for seed in asked.seeds:
        benched = bench.made(seed)
        attributes = bench.templates["attributes"]
        found = [
            _stated(fact["entity"], about["noun"], about["cue"], fact["current"][0], older)
            for fact, about in ((fact, attributes[fact["key"]]) for fact in benched.facts)
            for older in fact["stale"]
        ]
        yield Updated("dreambench", benched.case, tuple(found))


def _precision(folder: Path) -> Updated:
    """A belief and the one that replaced it; the question is one of the data's that should bring up the newer."""
    beliefs = read(folder)
    found: list[Update] = []
    for older in beliefs.beliefs.values():
        newer = beliefs.last(older)
        if newer is not older:
            questions = [each.query for each in beliefs.askings if newer.id in each.may]
            found.append(_said(questions[0] if questions else newer.content, newer.content, older.content))
    return Updated("precision", beliefs.case, tuple(found))


def _cri(folder: Path) -> Updated:
    """What was said, in the order of time, each as a note of its day."""
    found: list[Update] = []
    items: dict[str, ImportItem] = {}
    for each in changes(folder):
        found.append(_said(each.topic, each.newer, each.older))
        for text, at in ((each.older, each.older_at), (each.newer, each.newer_at)):
            path = f"/{at:%Y-%m-%d-%H%M}-{each.sort}-{each.topic.replace(' ', '-')}.md"
            items[path] = ImportItem(path, f"# {at:%d %B %Y}\n\n- {text}\n", created_at=at, updated_at=at)
    return Updated("cri", Case(memories=tuple(items.values())), tuple(found))


def _stated(entity: str, noun: str, cue: str, newer: str, older: str) -> Update:
    """Of a thing's attribute: the value that holds, and one that was before."""

    def says_newer(text: str) -> bool:
        return asserts(text, entity, cue, newer)

    def says_older(text: str) -> bool:
        return bool(stated(entity).search(text) and stated(older).search(text))

    return Update(f"{entity}, {noun}: {newer}, before {older}", f"{noun} of {entity}", says_newer, says_older)


def _said(question: str, newer: str, older: str) -> Update:
    """Of free text."""

    def says_newer(text: str) -> bool:
        return share_of(newer, text) >= _SAYS_IT

    def says_older(text: str) -> bool:
        return share_of(older, text) >= _SAYS_IT

    return Update(f"{question}: {newer}, before {older}", question, says_newer, says_older)
