"""A store's texts in memory, searched as the file would search them if the store were alone in it.

For comparing states of a store that the file does not hold: what a dream is about to write, what was known at some
moment of a replay. Passages, terms and ranking are those of the file's own search. What the file holds, now or in its
history, is searched there: `search`, `past`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dreaming.domain.model import Document
from dreaming.domain.provenance import lines_of, per_line
from dreaming.store.also_said import Quoted, also_said, quotes
from dreaming.store.index import MOST_PATHS
from dreaming.store.passages import Cut, cuts
from dreaming.store.ranking import Found, best
from dreaming.store.search import MOST_HITS
from dreaming.store.terms import query_terms, terms

_JUST_NOW = datetime.max.replace(
    tzinfo=UTC
)  # when what a dream is about to write will have been changed: after all others


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A memory's text, when it was changed last, and by line what its lines stand for: see `also_said`."""

    path: str
    content: str
    updated_at: datetime
    quoted: Quoted = field(default_factory=dict[int, Sequence[str]])

    @classmethod
    def of(cls, document: Document, updated_at: datetime) -> "Text":
        """A memory's text, with the lines that its lines stand for."""
        of = per_line(len(lines_of(document.content)), document.default, document.spans)
        quoted = {
            number: said for number, each in enumerate(of, 1) if each.evidence and (said := quotes(each.evidence))
        }
        return cls(path=document.path, content=document.content, updated_at=updated_at, quoted=quoted)


class Cutter:
    """Cuts texts into passages, each text once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Cut, ...]] = {}

    def cut(self, content: str) -> tuple[Cut, ...]:
        """The passages of a text in order."""
        found = self._known.get(content)
        if found is None:
            found = self._known[content] = tuple(cuts(content))
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """A store as it is, beside which other states of it are put.

    Args:
        documents: its memories.
        updated: when each was changed last, by path.

    `cutter` has cut whatever was put beside it: most of what the states hold is the same.
    """

    documents: Sequence[Document]
    updated: Mapping[str, datetime]
    cutter: Cutter = field(default_factory=Cutter)

    def texts(self, documents: Iterable[Document]) -> Iterator[Text]:
        """The texts of a state of the store; one that differs from the store's own was changed just now."""
        own = {each.path: each.content for each in self.documents}
        for each in documents:
            is_own = own.get(each.path) == each.content
            at = self.updated.get(each.path, _JUST_NOW) if is_own else _JUST_NOW
            yield Text.of(each, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved(Found):
    """A passage on a shelf. `text` is its lines as they stand."""

    last_line: int
    text: str


class Shelf:
    """Passages that can be searched; more can be put there at any time. The port `ranking.Source`."""

    def __init__(self) -> None:
        self._passages: list[tuple[Shelved, ...]] = []
        self._having: dict[str, list[int]] = {}
        self._length = 0

    @classmethod
    def of(cls, texts: Iterable[Text], cutter: Cutter) -> "Shelf":
        """With all of a store's texts."""
        shelf = cls()
        by_content: dict[str, list[Text]] = {}
        for text in sorted(texts, key=lambda each: (each.updated_at, each.path)):
            by_content.setdefault(text.content, []).append(text)
        for content, same in by_content.items():
            for cut in cutter.cut(content):
                shelf.put(cut, same)
        return shelf

    def put(self, cut: Cut, texts: Sequence[Text]) -> None:
        """Put a passage there, which stands in these memories."""
        paths = sorted(each.path for each in texts)[:MOST_PATHS]
        in_path = frozenset(term for path in paths for term in terms(path))
        said = {term for each in texts for term in also_said(cut.first, cut.last, cut.body_terms, each.quoted)}
        number = len(self._passages)
        self._passages.append(tuple(_shelved(cut, each, in_path, said) for each in texts))
        self._length += len(cut.body_terms)
        for term in {*cut.body_terms, *cut.heading_terms, *in_path, *said}:
            self._having.setdefault(term, []).append(number)

    def search(self, query: str, limit: int) -> list[Shelved]:
        """The passages that fit the query, best first; see `store.search.search`."""
        return [found for _, found in best(self, query_terms(query), limit=limit, most=MOST_HITS)]

    def __iter__(self) -> Iterator[Shelved]:
        """Every passage, in the order in which they were put there."""
        for same in self._passages:
            yield from same

    def size(self) -> tuple[int, int]:
        """Counted as they were put there."""
        return max(1, len(self._passages)), max(1, self._length)

    def count(self, term: str) -> int:
        """From the lists of passages by term."""
        return len(self._having_term(term))

    def hits(self, terms: Sequence[str], most: int) -> list[int]:
        """From the lists of passages by term."""
        first, *others = (self._having_term(term) for term in terms)
        if others:
            rest = set(first).intersection(*others)
            return sorted(rest, reverse=True)[:most]
        return first[: -most - 1 : -1]

    def read(self, numbers: Sequence[int]) -> list[Shelved]:
        """The passages themselves."""
        return [found for number in numbers for found in self._passages[number]]

    def _having_term(self, term: str) -> list[int]:
        if not term.endswith("*"):
            return self._having.get(term, [])
        begins = term[:-1]
        return sorted({hit for each, hits in self._having.items() if each.startswith(begins) for hit in hits})


def _shelved(cut: Cut, text: Text, in_path: frozenset[str], said: Collection[str]) -> Shelved:
    return Shelved(
        path=text.path,
        first_line=cut.first,
        body=cut.body_terms,
        heading=cut.heading_terms,
        in_path=in_path,
        said=said,
        length=len(cut.body_terms),
        updated_at=text.updated_at,
        last_line=cut.last,
        text=cut.text,
    )
