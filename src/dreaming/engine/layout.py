"""Where lines stand in the output.

A new line goes to the memory, or under the heading, that is named after what it is about, if there is exactly one and
it is no dated note; else to the memory of its kind. With `layout topic`, done only where the instructions ask for it,
the lines of dated notes and the new ones go into one memory a topic, newest first. A line without a topic that two
lines share stays where it is, and so do lists within lists, code, tables and paragraphs.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile

from dreaming.domain.claims import Claim, ClaimKind, Observation, ObservationKind
from dreaming.domain.instructions import Layout
from dreaming.domain.notes import is_dated
from dreaming.engine.composing import Draught, Home, home_of
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import Draughted, is_closed
from dreaming.engine.headings import heading_of
from dreaming.engine.topics import LEAST, Topics, slug

_MOVABLE = {ClaimKind.BULLET, ClaimKind.LINE, ClaimKind.KEY_VALUE}
_FOLDER = "/topics"
_FULL_BYTES = 90_000
# What the user wants and what is open is read as a whole; the rest is looked for by what it is about.
_BY_SUBJECT = {
    ObservationKind.FACT,
    ObservationKind.CORRECTION,
    ObservationKind.DECISION,
    ObservationKind.PROCEDURE,
}
_TOPIC = re.compile(r"[^\W_]+(?:[ .-][^\W_]+){0,3}")


@dataclass(frozen=True, slots=True)
class Move:
    """Claims that go to one path, newest first."""

    id: str
    path: str
    title: str
    claims: tuple[Claim, ...]


class Arrangement:
    """Which line goes where, for one output.

    Args:
        layout: what the instructions ask for.
        parsed: the input.
        gone: claims that are not in the output.
        new: the texts of new lines: they count as sharing a topic, as they will in the next dream.
        named: topics that a model gave, by claim id; they go before those that code finds.
    """

    def __init__(
        self,
        layout: Layout,
        parsed: Sequence[Parsed],
        gone: frozenset[str],
        new: Iterable[str],
        named: Mapping[str, str],
    ) -> None:
        self._layout = layout
        self._parsed = parsed
        self._gone = gone
        stay = [claim.text for each in parsed for claim in each.claims if claim.id not in gone]
        self._topics = Topics([*stay, *new])
        self._headings = _shared_headings(parsed)
        self._named = named
        self._names: dict[str, set[str]] = {}  # by a name the paths of the documents that have it, or a heading of it
        self._known: set[str] = set()

    def home(self, observation: Observation, text: str, documents: dict[str, Draughted]) -> Home:
        """Where the new line `text` goes."""
        of_project = self._named_after(observation.project, documents) if observation.project else []
        if len(of_project) == 1:
            return of_project[0]
        topic = self._topics.of(text) if observation.kind in _BY_SUBJECT else None
        if topic is not None:
            there = self._named_after(topic, documents)
            if len(there) == 1:
                return there[0]
            if not there and self._layout is Layout.TOPIC:
                return _free(topic, documents)
        return home_of(observation, documents)

    def _named_after(self, topic: str, documents: dict[str, Draughted]) -> list[Home]:
        """The memories and headings of this name. Dated notes take nothing.

        New lines come when all else is done, and are list items: names come with new documents alone.
        """
        for path in takewhile(lambda path: path not in self._known, reversed(documents)):
            self._known.add(path)
            if not is_dated(path):
                documents[path].settle()
                for name in _names(path, documents[path]):
                    self._names.setdefault(name, set()).add(path)
        return [
            home for path in sorted(self._names.get(slug(topic), ())) for home in _homes(topic, path, documents[path])
        ]

    def moves(self, held: frozenset[str]) -> list[Move]:
        """What moves where, without the claims in `held`, which must stay."""
        if self._layout is not Layout.TOPIC:
            return []
        found: dict[str, list[Claim]] = {}
        candidates = movable(self._parsed, self._gone, held)
        named = _shared(self._named, candidates)
        for claim in candidates:
            topic = named.get(claim.id) or self._topics.of(claim.text) or self._heading(claim)
            if topic is not None:
                found.setdefault(topic, []).append(claim)
        sizes = {each.document.path: len(each.document.content.encode()) for each in self._parsed}
        return [move for topic, claims in sorted(found.items()) for move in _moves(topic, claims, sizes)]

    def settle(self, draught: Draught, moved: Iterable[Move]) -> None:
        """Take what was written in the place of a dated note's line to its topic too, and put the newest first."""
        if self._layout is not Layout.TOPIC:
            return
        for document in [each for path, each in sorted(draught.documents.items()) if is_dated(path)]:
            for line in [each for each in document.lines if each.change is not None and not each.provenance.generated]:
                topic = self._topics.of(line.text)
                if topic is not None:
                    draught.relocate(document, line, _free(topic, draught.documents))
        targets = {move.path for move in moved}
        for path, document in draught.documents.items():
            is_new_there = any(line.change is not None for line in document.lines)
            if path.startswith(f"{_FOLDER}/") and (path in targets or is_new_there):
                document.newest_first()

    def _heading(self, claim: Claim) -> str | None:
        """The heading above, if other notes have it too: then it is what the user sorts by."""
        return next((each for each in reversed(claim.headings) if each.casefold() in self._headings), None)


def movable(parsed: Sequence[Parsed], gone: frozenset[str], held: frozenset[str]) -> list[Claim]:
    """The lines of dated notes that could move: none inside of a list, none with a list inside, none that is held."""
    inside = {child for each in parsed for children in each.children.values() for child in children}
    owners = {owner for each in parsed for owner, children in each.children.items() if not gone.issuperset(children)}
    staying = inside | owners | gone | held
    return [
        claim
        for each in parsed
        if is_dated(each.document.path)
        for claim in each.claims
        if claim.kind in _MOVABLE and claim.id not in staying
    ]


def _shared(named: Mapping[str, str], candidates: Sequence[Claim]) -> dict[str, str]:
    """The topics that a model gave to two lines or more, where they are plain words."""
    said = {claim.id: named[claim.id] for claim in candidates if claim.id in named}
    count = Counter(said.values())
    return {each: topic for each, topic in said.items() if count[topic] >= LEAST and _TOPIC.fullmatch(topic)}


def _shared_headings(parsed: Sequence[Parsed]) -> frozenset[str]:
    """Headings that several dated notes have, without those that say a day."""
    notes: Counter[str] = Counter()
    for each in parsed:
        if is_dated(each.document.path):
            notes.update({heading.casefold() for claim in each.claims for heading in claim.headings})
    return frozenset(heading for heading, times in notes.items() if times >= LEAST and not re.search(r"\d", heading))


def _names(path: str, document: Draughted) -> Iterator[str]:
    """What a document and its headings are called."""
    yield slug(path.rpartition("/")[2].rpartition(".")[0])
    for line in document.lines:
        heading = heading_of(line.text)
        if heading is not None:
            yield slug(heading[1])


def _homes(topic: str, path: str, document: Draughted) -> list[Home]:
    """The document where it is named after the topic, else its headings that are; a pinned one and a full one take nothing."""
    if is_closed(document) or document.is_generated:
        return []
    wanted = slug(topic)
    title = next((heading for line in document.lines if (heading := heading_of(line.text)) is not None), None)
    headings, is_below_date = document.undated()
    stem = path.rpartition("/")[2].rpartition(".")[0]
    if slug(stem) == wanted or (title is not None and title[0] == 1 and slug(title[1]) == wanted):
        return [] if is_below_date else [Home(path=path, title=topic)]
    return [Home(path=path, title=topic, heading=text) for text in headings if slug(text) == wanted]


def _free(topic: str, documents: Mapping[str, Draughted]) -> Home:
    """The memory of a topic, or the next one where it is full."""
    paths = (_path(topic, number) for number in count(1))
    path = next(path for path in paths if path not in documents or not is_closed(documents[path]))
    return Home(path=path, title=topic)


def _moves(topic: str, claims: list[Claim], sizes: dict[str, int]) -> Iterable[Move]:
    """The claims of one topic, in as many memories as have room for them."""
    ordered = sorted(claims, key=lambda claim: (claim.provenance.asserted_at, claim.path, claim.first_line))
    number, part = 1, list[Claim]()
    size = sizes.get(_path(topic, 1), 0)
    for claim in ordered:
        size += len(claim.text.encode()) + 3
        if size > _FULL_BYTES:
            if part:
                yield _move(topic, number, part)
            number, part = number + 1, []
            size = sizes.get(_path(topic, number), 0) + len(claim.text.encode())
        part.append(claim)
    if part:
        yield _move(topic, number, part)


def _path(topic: str, number: int) -> str:
    return f"{_FOLDER}/{slug(topic)}{'' if number == 1 else f'-{number}'}.md"


def _move(topic: str, number: int, claims: list[Claim]) -> Move:
    path = _path(topic, number)
    key = hashlib.sha256("\0".join([path, *(claim.id for claim in claims)]).encode()).hexdigest()[:20]
    return Move(id=f"chg_{key}", path=path, title=topic, claims=tuple(claims))
